// One document and what a profile says of its lines: whether its text can be trusted, and where its lines are now.

import { createHash } from "node:crypto";
import type { TextDocument, TextDocumentContentChangeEvent } from "vscode";
import { type Freshness, freshness } from "../model/freshness";
import { LineMap } from "../model/lineMap";
import type { LineCost, ProfileLinesResult } from "../protocol";

/** A line of today's text and what it costs. */
export interface CostlyLine extends LineCost {
  /** The line in the document, counted from 0. `line`, as the profile names it, counts from 1. */
  readonly row: number;
}

/** What is known of a file besides its text. */
export interface FileEvidence {
  readonly sha256: string | undefined;
  readonly takenMillis: number;
  readonly writtenMillis: number;
}

export class Sheet {
  private map: LineMap | undefined;
  /** The document's version that the map was last brought up to. */
  private version = -1;
  private state: Freshness = "unknown";

  /** What the lines cost in the sample type shown last. */
  costs: ProfileLinesResult = { unit: "", total: 0, lines: [] };

  /** Writes one of these costs for one operation of a benchmark; undefined where that is not known. */
  each: (value: number) => string | undefined = () => undefined;

  constructor(private readonly evidence: FileEvidence) {}

  /** Whether it is known by its hash which text was captured. */
  get identified(): boolean {
    return this.evidence.sha256 !== undefined;
  }

  /** What is known about the text beside the captured one. */
  get freshness(): Freshness {
    return this.state;
  }

  /** Follows a change of the document while it is on screen. */
  follow(document: TextDocument, changes: readonly TextDocumentContentChangeEvent[]): void {
    if (this.map === undefined || this.version !== document.version - 1) {
      this.catchUp(document);
      return;
    }
    const edits = changes.map(({ range, text }) => ({
      startLine: range.start.line,
      startColumn: range.start.character,
      endLine: range.end.line,
      endColumn: range.end.character,
      text,
    }));
    this.map.follow(edits, linesOf(document));
    this.version = document.version;
  }

  /** The costly lines that are still what was measured, from top to bottom. None if the text can't be trusted. */
  lines(document: TextDocument): CostlyLine[] {
    this.catchUp(document);
    const { map } = this;
    if (map === undefined || this.costs.lines.length === 0) {
      return [];
    }
    const byLine = new Map(this.costs.lines.map((cost) => [cost.line, cost]));
    const found: CostlyLine[] = [];
    for (let row = 0; row < document.lineCount; row++) {
      const captured = map.capturedLine(row);
      const cost = captured === undefined ? undefined : byLine.get(captured + 1);
      if (cost !== undefined) {
        found.push({ ...cost, row });
      }
    }
    return found;
  }

  /** Where a line that the profile names is today; both count from 1. */
  place(capturedLine: number): number | undefined {
    const row = this.map?.currentLine(capturedLine - 1);
    return row === undefined ? undefined : row + 1;
  }

  /** Brings the map up to a document that changed unseen, or looks whether it can be trusted now. */
  private catchUp(document: TextDocument): void {
    if (this.version === document.version) {
      return;
    }
    this.version = document.version;
    if (this.map !== undefined) {
      this.map.realign(linesOf(document));
      return;
    }
    this.state = freshness(document.getText(), this.evidence, sha256);
    if (this.state !== "changed" && this.state !== "unsettled") {
      this.map = new LineMap(linesOf(document));
    }
  }

  /** The document was closed: its next version says nothing about the last one. */
  forgetVersion(): void {
    this.version = -1;
  }
}

function linesOf(document: TextDocument): string[] {
  return Array.from({ length: document.lineCount }, (_, line) => document.lineAt(line).text);
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
