// The commands that start a run, each of which says what to run in its own way.

import * as path from "node:path";
import { commands, type Disposable, type QuickPickItem, type TextEditor, Uri, window, workspace } from "vscode";
import { targetIcon } from "../model/kinds";
import type { Notices } from "../notices";
import type { Capture } from "../protocol";
import type { Gate } from "./gate";
import { firstSampleType, KindPick } from "./kinds";
import { programCommand } from "./programLenses";
import type { Runner } from "./run";
import { innermost, isTestFile, single, type Targets, type Wanted, wholeFile, wholePackage } from "./targets";
import { type CaptureArguments, captureCommand } from "./testLenses";
import { whenTrusted } from "./trust";

/** What the palette's commands show: time. The lens and the sidebar offer memory too, from the same run. */
const usual = "cpu";
/** What a file or a package can be asked for as a whole, the most wanted first. */
const wholes = ["benchmark", "test", "fuzz"] as const;
/** Looking for every test of a huge monorepo would take longer than picking a file by hand. */
const filesMost = 1000;

interface Pick extends QuickPickItem {
  readonly wanted?: Wanted;
}

export class CaptureCommands implements Disposable {
  private readonly registrations: Disposable[];
  private readonly kinds = new KindPick();

  constructor(
    private readonly runner: Runner,
    private readonly gate: Gate,
    private readonly targets: Targets,
    private readonly notices: Notices,
  ) {
    const register = (name: string, run: () => Promise<void>): Disposable =>
      commands.registerCommand(name, () => this.trusted(run));
    this.registrations = [
      commands.registerCommand(captureCommand, (...[wanted, sampleType]: CaptureArguments) =>
        this.trusted(() => runner.run({ ...wanted, sampleType })),
      ),
      register("linecost.capture", () => this.pick()),
      register("linecost.captureAtCursor", () => this.atCursor((wanted) => this.run(wanted))),
      register("linecost.captureAtCursorWith", () => this.atCursor((wanted) => this.runWith(wanted))),
      register("linecost.captureFile", () => this.file()),
      register("linecost.capturePackage", () => this.package()),
      register("linecost.captureAgain", () => this.again()),
      commands.registerCommand("linecost.captureCancel", () => {
        gate.cancel();
      }),
    ];
  }

  /** Runs a capture of the past again, with its own flags, kinds and rates. */
  async rerun(capture: Capture): Promise<void> {
    const { kind, dir, names, title, flags, sampleType, kinds, rates } = capture;
    const options = { kinds, rates };
    await this.trusted(() => this.runner.run({ kind, dir, names, title, flags, sampleType, options }));
  }

  dispose(): void {
    for (const registration of this.registrations) {
      registration.dispose();
    }
  }

  private async trusted(run: () => Promise<void>): Promise<void> {
    await whenTrusted("tests", this.notices, run);
  }

  private run(wanted: Wanted): Promise<void> {
    return this.runner.run({ ...wanted, sampleType: usual });
  }

  private async runWith(wanted: Wanted): Promise<void> {
    const options = await this.kinds.ask(Uri.file(wanted.dir), wanted.title);
    if (options !== undefined) {
      await this.runner.run({ ...wanted, sampleType: firstSampleType(options), options });
    }
  }

  /** Offers every test and benchmark of the workspace: the way in for who has no test file open. */
  private async pick(): Promise<void> {
    const picks = this.allTargets();
    const chosen = await window.showQuickPick<Pick>(picks, {
      placeHolder: "A benchmark, test or fuzz target to run under the profiler",
      matchOnDescription: true,
    });
    if (chosen?.wanted !== undefined) {
      await this.run(chosen.wanted);
    }
  }

  private async allTargets(): Promise<Pick[]> {
    const files = await workspace.findFiles("**/*_test.go", "**/{vendor,testdata,node_modules}/**", filesMost);
    const perFile = await Promise.all(files.map((uri) => this.inFile(uri)));
    const picks = perFile.flat();
    if (picks.length === 0) {
      return [
        {
          label: "$(info) This workspace has no Go test, benchmark or fuzz target",
          detail: "A test is a func TestX(t *testing.T) in a file that ends in _test.go.",
        },
      ];
    }
    // Benchmarks first: they were written to be measured.
    return picks.sort((a, b) => rank(a) - rank(b) || a.label.localeCompare(b.label));
  }

  private async inFile(uri: Uri): Promise<Pick[]> {
    const open = workspace.textDocuments.find((d) => d.uri.toString() === uri.toString());
    const content = open?.getText() ?? new TextDecoder().decode(await workspace.fs.readFile(uri));
    const targets = await this.targets.in(uri.fsPath, content);
    return targets
      .filter(({ sub }) => !sub)
      .map((target) => ({
        label: `$(${targetIcon(target.kind)}) ${target.name}`,
        description: workspace.asRelativePath(uri),
        wanted: single(uri.fsPath, target),
      }));
  }

  /** Runs the innermost target that the cursor is in: a subtest, a test, or the program. */
  private async atCursor(run: (wanted: Wanted) => Promise<void>): Promise<void> {
    const editor = window.activeTextEditor;
    if (editor?.document.uri.scheme !== "file") {
      await this.pick();
      return;
    }
    const { document } = editor;
    const file = document.uri.fsPath;
    const line = editor.selection.active.line + 1;
    const target = innermost(await this.targets.of(document), line);
    if (target?.kind === "program") {
      await commands.executeCommand(programCommand, file, false);
    } else if (target !== undefined) {
      await run(single(file, target));
    } else if (!isTestFile(document)) {
      await this.pick();
    } else {
      const whole = "Profile This File";
      const message = `The cursor is in no test, benchmark or fuzz target (line ${String(line)}).`;
      if ((await window.showInformationMessage(message, whole)) === whole) {
        await this.file();
      }
    }
  }

  private async file(): Promise<void> {
    const editor = window.activeTextEditor;
    if (editor === undefined || !isTestFile(editor.document)) {
      await this.noTestFile(editor);
      return;
    }
    const name = editor.document.uri.fsPath;
    const targets = await this.targets.of(editor.document);
    const wanted = wholes.map((kind) => wholeFile(name, targets, kind)).filter((w) => w !== undefined);
    if (wanted.length === 0) {
      void window.showInformationMessage(`${path.basename(name)} has no test, benchmark or fuzz target.`);
      return;
    }
    await this.runOneOf(wanted);
  }

  private async noTestFile(editor: TextEditor | undefined): Promise<void> {
    const profile = "Profile Package";
    const message =
      editor === undefined
        ? "No file is open. Open a _test.go file to profile what is in it."
        : `${path.basename(editor.document.fileName)} is not a test file. Open its _test.go, or profile the package.`;
    const buttons = editor?.document.languageId === "go" ? [profile] : [];
    if ((await window.showInformationMessage(message, ...buttons)) === profile) {
      await this.package();
    }
  }

  private async package(): Promise<void> {
    const editor = window.activeTextEditor;
    if (editor?.document.uri.scheme !== "file") {
      void window.showInformationMessage("Open a Go file of the package to profile.");
      return;
    }
    const dir = path.dirname(editor.document.uri.fsPath);
    await this.runOneOf(wholes.map((kind) => wholePackage(dir, kind)));
  }

  private async runOneOf(wanted: readonly Wanted[]): Promise<void> {
    const picks: Pick[] = wanted.map((w) => ({
      label: `$(${targetIcon(w.kind)}) Profile ${w.title}`,
      detail: w.names.join(", "),
      wanted: w,
    }));
    const chosen = picks.length === 1 ? picks[0] : await window.showQuickPick(picks);
    if (chosen?.wanted !== undefined) {
      await this.run(chosen.wanted);
    }
  }

  private async again(): Promise<void> {
    if (!(await this.gate.again())) {
      const pick = "Profile a Test or Benchmark";
      if ((await window.showInformationMessage("Nothing was profiled in this window yet.", pick)) === pick) {
        await this.pick();
      }
    }
  }
}

function rank(pick: Pick): number {
  return pick.wanted?.kind === "benchmark" ? 0 : 1;
}
