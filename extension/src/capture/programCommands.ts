// The commands that profile a program: from its lens, the editor, the explorer, the palette, and the history.

import * as path from "node:path";
import { commands, type Disposable, FileType, type QuickPickItem, Uri, window, workspace } from "vscode";
import type { Notices } from "../notices";
import type { Capture } from "../protocol";
import { type Setup, setupOfSettings, type SetupProblem } from "./launch";
import type { ProgramRunner } from "./program";
import { type ProgramArguments, programCommand } from "./programLenses";
import { allPrograms, type Program, programIn, programOf } from "./programs";
import { type ProgramSetups, setupOfLaunchNamed } from "./programSetup";
import type { Targets } from "./targets";
import { whenTrusted } from "./trust";

/** What is shown of a program at first; the status bar switches. */
const usual = "cpu";

interface Pick extends QuickPickItem {
  readonly program?: Program;
}

export class ProgramCommands implements Disposable {
  private readonly registrations: Disposable[];

  constructor(
    private readonly runner: ProgramRunner,
    private readonly setups: ProgramSetups,
    private readonly targets: Targets,
    private readonly notices: Notices,
  ) {
    // Folders have our menu only where somebody has opened a Go file, which is what starts us.
    void commands.executeCommand("setContext", "linecost.go", true);
    this.registrations = [
      commands.registerCommand(programCommand, (...[file, ask]: ProgramArguments) =>
        this.trusted(async () => this.profile(await programOf(file), ask)),
      ),
      commands.registerCommand("linecost.profileProgram", (place: unknown) =>
        this.trusted(() => this.at(place instanceof Uri ? place : undefined, false)),
      ),
      commands.registerCommand("linecost.profileProgramWith", (place: unknown) =>
        this.trusted(() => this.at(place instanceof Uri ? place : undefined, true)),
      ),
    ];
  }

  /** Runs a program of the history again, with its own flags and arguments. */
  async rerun(capture: Capture): Promise<void> {
    const { dir, title, flags, names, configuration, sampleType } = capture;
    await this.trusted(async () => {
      const program = { ...((await programIn(dir, this.targets)) ?? { dir, file: dir }), title };
      const setup = configuration === "" ? setupOfSettings(program) : await setupOfLaunchNamed(program, configuration);
      await this.run(
        program,
        setup.type === "setup" ? { ...setup, buildFlags: flags, args: names } : setup,
        sampleType,
      );
    });
  }

  dispose(): void {
    for (const registration of this.registrations) {
      registration.dispose();
    }
  }

  private async trusted(run: () => Promise<void>): Promise<void> {
    await whenTrusted("programs", this.notices, run);
  }

  /** Profiles the program of a folder or of a file's package: the explorer's choice, or that of the open file. */
  private async at(chosen: Uri | undefined, ask: boolean): Promise<void> {
    const open = window.activeTextEditor?.document;
    const place = chosen ?? (open?.uri.scheme === "file" && open.languageId === "go" ? open.uri : undefined);
    if (place === undefined) {
      await this.pick(ask);
      return;
    }
    const isFolder = ((await workspace.fs.stat(place)).type & FileType.Directory) !== 0;
    const dir = isFolder ? place.fsPath : path.dirname(place.fsPath);
    const program = await programIn(dir, this.targets);
    if (program !== undefined) {
      await this.profile(program, ask);
    } else if (chosen === undefined) {
      await this.pick(ask);
    } else {
      const other = "Choose a Program";
      const message = `${workspace.asRelativePath(dir)} holds no program: no Go file of it has a func main.`;
      if ((await window.showInformationMessage(message, other)) === other) {
        await this.pick(ask);
      }
    }
  }

  private async pick(ask: boolean): Promise<void> {
    const chosen = await window.showQuickPick<Pick>(this.picks(), {
      placeHolder: "The program to run under the CPU and memory profiler",
      matchOnDescription: true,
    });
    if (chosen?.program !== undefined) {
      await this.profile(chosen.program, ask);
    }
  }

  private async picks(): Promise<Pick[]> {
    const programs = await allPrograms(this.targets);
    return programs.length > 0
      ? programs.map((program) => ({
          label: `$(terminal) ${program.title}`,
          description: workspace.asRelativePath(program.dir),
          program,
        }))
      : [
          {
            label: "$(info) This workspace has no Go program",
            detail: "A program is a package main with a func main().",
          },
        ];
  }

  private async profile(program: Program, ask: boolean): Promise<void> {
    const setup = await (ask ? this.setups.ask(program) : this.setups.usual(program));
    if (setup !== undefined) {
      await this.run(program, setup, usual);
    }
  }

  private async run(program: Program, setup: Setup | SetupProblem, sampleType: string): Promise<void> {
    if (setup.type === "setup") {
      await this.runner.run({ program, setup, sampleType });
      return;
    }
    const inSettings = setup.where === "settings";
    const open = inSettings ? "Open Settings" : "Open launch.json";
    if ((await window.showWarningMessage(setup.sentence, open)) === open) {
      await (inSettings
        ? commands.executeCommand("workbench.action.openSettings", "linecost.program")
        : commands.executeCommand("workbench.action.debug.configure"));
    }
  }
}
