// The lenses above what can be profiled: the one click that starts everything. What stands in which file is said by
// testLenses.ts and programLenses.ts.

import {
  type CancellationToken,
  CodeLens,
  type CodeLensProvider,
  type Command,
  type Disposable,
  EventEmitter,
  languages,
  Range,
  type TextDocument,
  workspace,
} from "vscode";
import type { Notices } from "../notices";
import type { Target } from "../protocol";
import { settings } from "../settings";
import type { Targets } from "./targets";

/** One kind of files, and the lenses in them. */
export interface LensSource {
  /** The glob pattern of the files. */
  readonly pattern: string;
  /** What is run, as the message to who does not trust the workspace says it: "tests". */
  readonly what: string;
  /** Tells whether the backend has to be asked about a file at all. */
  mayHold(document: TextDocument): boolean;
  /** What the lenses above a target say and do, from left to right; none for what has no lens. */
  commands(file: string, target: Target): Command[];
}

export class Lenses implements CodeLensProvider, Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly subscriptions: Pick<Disposable, "dispose">[];

  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(
    private readonly source: LensSource,
    private readonly targets: Targets,
    private readonly notices: Notices,
  ) {
    const change = (): void => {
      this.changed.fire();
    };
    this.subscriptions = [
      languages.registerCodeLensProvider({ scheme: "file", pattern: source.pattern }, this),
      settings.onDidChange("codeLens.enabled", change),
      workspace.onDidGrantWorkspaceTrust(change),
      this.changed,
    ];
  }

  async provideCodeLenses(document: TextDocument, token: CancellationToken): Promise<CodeLens[]> {
    if (!settings.codeLens() || !this.source.mayHold(document)) {
      return [];
    }
    if (!workspace.isTrusted) {
      return [above(1, untrusted(this.source.what))];
    }
    try {
      const targets = await this.targets.of(document, token);
      return targets.flatMap((target) =>
        this.source.commands(document.uri.fsPath, target).map((command) => above(target.line, command)),
      );
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

/** A lens above a line, counted from 1. */
function above(line: number, command: Command): CodeLens {
  return new CodeLens(new Range(line - 1, 0, line - 1, 0), command);
}

function untrusted(what: string): Command {
  return {
    title: `$(workspace-untrusted) Linecost runs ${what} only in a workspace that you trust`,
    tooltip: "Decide about this workspace",
    command: "workbench.trust.manage",
  };
}
