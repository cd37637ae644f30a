// What a failing run said, as problems in the editor and as one message with a way to the line.

import {
  Diagnostic,
  type DiagnosticCollection,
  DiagnosticSeverity,
  type Disposable,
  languages,
  Range,
  Uri,
  window,
} from "vscode";
import { openLine } from "../editor/jump";
import type { CaptureOutcome, Failure } from "../protocol";

export class Failures implements Disposable {
  private readonly diagnostics: DiagnosticCollection = languages.createDiagnosticCollection("linecost");

  /** Forgets the last run's problems. */
  clear(): void {
    this.diagnostics.clear();
  }

  /** Shows a run's problems where they are, and the first one in a message, with a way to the output if there is one. */
  async report(
    title: string,
    outcome: CaptureOutcome,
    failures: readonly Failure[],
    showOutput?: () => void,
    tool: "go test" | "go build" = "go test",
  ): Promise<void> {
    const byFile = new Map<string, Diagnostic[]>();
    for (const failure of failures) {
      if (failure.file !== "" && failure.line > 0) {
        byFile.set(failure.file, [...(byFile.get(failure.file) ?? []), diagnostic(failure, tool)]);
      }
    }
    for (const [file, diagnostics] of byFile) {
      this.diagnostics.set(Uri.file(file), diagnostics);
    }
    const located = failures.find((f) => f.file !== "" && f.line > 0);
    const first = located ?? failures[0];
    const what = outcome === "buildFailed" ? `${title} did not compile` : `${title} failed`;
    // The rest of a long message is in the output, if there is one.
    const shown = showOutput === undefined ? oneLine : firstLine;
    const message = first === undefined ? `${what}.` : `${what}: ${withoutName(shown(first.message), title)}`;
    const buttons = [
      ...(located === undefined ? [] : ["Open Line"]),
      ...(showOutput === undefined ? [] : ["Show Output"]),
    ];
    const chosen = await window.showErrorMessage(message, ...buttons);
    if (chosen === "Show Output") {
      showOutput?.();
    } else if (chosen === "Open Line" && located !== undefined) {
      await openLine(located.file, located.line);
    }
  }

  dispose(): void {
    this.diagnostics.dispose();
  }
}

function diagnostic(failure: Failure, tool: string): Diagnostic {
  const column = Math.max(0, failure.column - 1);
  const end = failure.column > 0 ? column : Number.MAX_SAFE_INTEGER;
  const range = new Range(failure.line - 1, column, failure.line - 1, end);
  const result = new Diagnostic(range, failure.message, DiagnosticSeverity.Error);
  result.source = tool;
  return result;
}

/** A test's message begins with its name, which the sentence has said already. */
function withoutName(message: string, name: string): string {
  return message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message;
}

function firstLine(message: string): string {
  return message.trim().split("\n", 1)[0] ?? "";
}

function oneLine(message: string): string {
  return message.trim().replaceAll(/\s+/g, " ");
}
