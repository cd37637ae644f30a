// The lenses above a program's func main.

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
import { mayHoldProgram } from "./programs";
import type { Targets } from "./targets";

/** The command behind the lenses. Not in the palette: it needs its arguments. */
export const programCommand = "linecost.profileMain";

/** What a lens hands to its command: the file with the func main, and whether to ask how to run it. */
export type ProgramArguments = [file: string, ask: boolean];

export class ProgramLenses implements CodeLensProvider, Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly subscriptions: Pick<Disposable, "dispose">[];

  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(
    private readonly targets: Targets,
    private readonly notices: Notices,
  ) {
    const change = (): void => {
      this.changed.fire();
    };
    this.subscriptions = [
      languages.registerCodeLensProvider({ scheme: "file", pattern: "**/*.go" }, this),
      settings.onDidChange("codeLens.enabled", change),
      workspace.onDidGrantWorkspaceTrust(change),
      this.changed,
    ];
  }

  async provideCodeLenses(document: TextDocument, token: CancellationToken): Promise<CodeLens[]> {
    if (!settings.codeLens() || !mayHoldProgram(document)) {
      return [];
    }
    if (!workspace.isTrusted) {
      return [untrusted()];
    }
    try {
      const targets = await this.targets.of(document, token);
      const file = document.uri.fsPath;
      return targets
        .filter(({ kind }) => kind === "program")
        .flatMap(({ line }) => [
          lens(line - 1, "profile", "Run this program and show where its CPU time goes, as it runs", [file, false]),
          lens(line - 1, "profile with…", "Choose arguments or a configuration of launch.json first", [file, true]),
        ]);
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

function lens(line: number, title: string, tooltip: string, args: ProgramArguments): CodeLens {
  return new CodeLens(new Range(line, 0, line, 0), { title, tooltip, command: programCommand, arguments: args });
}

function untrusted(): CodeLens {
  return new CodeLens(new Range(0, 0, 0, 0), {
    title: "$(workspace-untrusted) Linecost runs programs only in a workspace that you trust",
    tooltip: "Decide about this workspace",
    command: "workbench.trust.manage",
  });
}
