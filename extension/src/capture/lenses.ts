// The lenses above each benchmark and test: the one click that starts everything.

import {
  type CancellationToken,
  CodeLens,
  type CodeLensProvider,
  type Disposable,
  EventEmitter,
  languages,
  Range,
  type TextDocument,
  workspace,
} from "vscode";
import type { Notices } from "../notices";
import { settings } from "../settings";
import { isTestFile, single, type Targets, type Wanted } from "./targets";

/** The command behind a lens. Not in the palette: it needs its arguments. */
export const captureCommand = "linecost.captureTarget";

/** What a lens hands to its command. */
export type CaptureArguments = [wanted: Wanted, sampleType: string];

export class Lenses implements CodeLensProvider, Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly subscriptions: Pick<Disposable, "dispose">[];

  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(
    private readonly targets: Targets,
    private readonly notices: Notices,
  ) {
    this.subscriptions = [
      languages.registerCodeLensProvider({ scheme: "file", pattern: "**/*_test.go" }, this),
      settings.onDidChange("codeLens.enabled", () => {
        this.changed.fire();
      }),
      workspace.onDidGrantWorkspaceTrust(() => {
        this.changed.fire();
      }),
      this.changed,
    ];
  }

  async provideCodeLenses(document: TextDocument, token: CancellationToken): Promise<CodeLens[]> {
    if (!settings.codeLens() || !isTestFile(document)) {
      return [];
    }
    if (!workspace.isTrusted) {
      return [untrusted()];
    }
    try {
      const targets = await this.targets.of(document, token);
      // A lens above each row of a table would push the rows apart: a subtest is run at the cursor.
      const functions = targets.filter(({ sub }) => !sub);
      return functions.flatMap((target) => {
        const line = target.line - 1;
        const wanted = single(document.uri.fsPath, target);
        return [
          lens(line, "profile cpu", `Run ${target.name} and show where its CPU time goes`, [wanted, "cpu"]),
          lens(line, "profile allocs", `Run ${target.name} and show where it allocates`, [wanted, "alloc_space"]),
        ];
      });
    } catch (error) {
      // A lens that can't be computed must not put a message on screen with every key that is typed.
      this.notices.once(error);
      return [];
    }
  }

  dispose(): void {
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }
}

function lens(line: number, title: string, tooltip: string, args: CaptureArguments): CodeLens {
  return new CodeLens(new Range(line, 0, line, 0), { title, tooltip, command: captureCommand, arguments: args });
}

function untrusted(): CodeLens {
  return new CodeLens(new Range(0, 0, 0, 0), {
    title: "$(workspace-untrusted) Linecost runs tests only in a workspace that you trust",
    tooltip: "Decide about this workspace",
    command: "workbench.trust.manage",
  });
}
