// What in a Go file can be profiled, as the backend reads it from the editor's text, saved or not.

import * as path from "node:path";
import { type CancellationToken, type Disposable, type TextDocument, workspace } from "vscode";
import type { Backend } from "../backend/backend";
import { targetName } from "../model/kinds";
import type { Target } from "../protocol";

/** Tells whether a file can hold tests at all, so that the backend is not asked about every file. */
export function isTestFile(document: TextDocument): boolean {
  return document.uri.scheme === "file" && document.uri.path.endsWith("_test.go");
}

export class Targets implements Disposable {
  /** The last answer for each open file: a lens is asked for far more often than a text changes. */
  private readonly known = new Map<string, { readonly version: number; readonly targets: Target[] }>();
  private readonly subscription: Disposable;

  constructor(private readonly backend: Backend) {
    this.subscription = workspace.onDidCloseTextDocument((document) => {
      this.known.delete(document.uri.toString());
    });
  }

  /** The targets of an open document. */
  async of(document: TextDocument, token?: CancellationToken): Promise<Target[]> {
    const key = document.uri.toString();
    const { version } = document;
    const known = this.known.get(key);
    if (known?.version === version) {
      return known.targets;
    }
    const targets = await this.in(document.uri.fsPath, document.getText(), token);
    this.known.set(key, { version, targets });
    return targets;
  }

  /** The targets of a file with this text. */
  async in(file: string, content: string, token?: CancellationToken): Promise<Target[]> {
    const { targets } = await this.backend.request("capture/targets", { file, content }, token);
    return targets;
  }

  dispose(): void {
    this.subscription.dispose();
  }
}

/** One run that can be asked for. */
export interface Wanted {
  readonly kind: Target["kind"];
  readonly dir: string;
  /** Subtests by their path; empty for all of the kind in the package. */
  readonly names: readonly string[];
  readonly title: string;
}

/** One test, benchmark or fuzz target; of the latter its seeds. */
export function single(file: string, { kind, name }: Target): Wanted {
  return { kind, dir: path.dirname(file), names: [name], title: kind === "fuzz" ? `${name} (seeds)` : name };
}

/** The target that a line, counted from 1, is in: of those within each other the innermost. */
export function innermost(targets: readonly Target[], line: number): Target | undefined {
  const around = targets.filter((t) => t.line <= line && line <= t.endLine);
  const smallest = Math.min(...around.map(height));
  return around.findLast((t) => height(t) === smallest);
}

function height({ line, endLine }: Target): number {
  return endLine - line;
}

/** All targets of one kind in a file; undefined if it has none. */
export function wholeFile(file: string, targets: readonly Target[], kind: Target["kind"]): Wanted | undefined {
  const names = targets.filter((t) => t.kind === kind && !t.sub).map((t) => t.name);
  const title = `all ${targetName(kind)}s of ${path.basename(file)}`;
  return names.length === 0 ? undefined : { kind, dir: path.dirname(file), names, title };
}

/** All targets of one kind in the package that is in a folder. */
export function wholePackage(dir: string, kind: Target["kind"]): Wanted {
  return { kind, dir, names: [], title: `all ${targetName(kind)}s of ${path.basename(dir)}` };
}
