// The lenses above each test, benchmark and fuzz target.

import type { Command } from "vscode";
import type { LensSource } from "./lenses";
import { isTestFile, single, type Wanted } from "./targets";

/** The command behind a lens. Not in the palette: it needs its arguments. */
export const captureCommand = "linecost.captureTarget";

/** What a lens hands to its command. */
export type CaptureArguments = [wanted: Wanted, sampleType: string];

export const testLenses: LensSource = {
  pattern: "**/*_test.go",
  what: "tests",
  mayHold: isTestFile,
  commands: (file, target) => {
    // A lens above each row of a table would push the rows apart: a subtest is run at the cursor.
    if (target.sub) {
      return [];
    }
    const wanted = single(file, target);
    const run = target.kind === "fuzz" ? `Run the seeds of ${target.name}` : `Run ${target.name}`;
    return [
      lens("profile cpu", `${run} and show where its CPU time goes`, [wanted, "cpu"]),
      lens("profile allocs", `${run} and show where it allocates`, [wanted, "alloc_space"]),
    ];
  },
};

function lens(title: string, tooltip: string, args: CaptureArguments): Command {
  return { title, tooltip, command: captureCommand, arguments: args };
}
