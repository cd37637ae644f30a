// The lenses above a program's func main.

import type { Command } from "vscode";
import type { LensSource } from "./lenses";
import { mayHoldProgram } from "./programs";

/** The command behind the lenses. Not in the palette: it needs its arguments. */
export const programCommand = "linecost.profileMain";

/** What a lens hands to its command: the file with the func main, and whether to ask how to run it. */
export type ProgramArguments = [file: string, ask: boolean];

export const programLenses: LensSource = {
  pattern: "**/*.go",
  what: "programs",
  mayHold: mayHoldProgram,
  commands: (file, target) =>
    target.kind === "program"
      ? [
          lens("profile", "Run this program and show where its CPU time goes, as it runs", [file, false]),
          lens("profile with…", "Choose arguments or a configuration of launch.json first", [file, true]),
        ]
      : [],
};

function lens(title: string, tooltip: string, args: ProgramArguments): Command {
  return { title, tooltip, command: programCommand, arguments: args };
}
