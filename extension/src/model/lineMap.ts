// Follows a text through its edits, so that a figure stays on the line that was measured and never lands on another.
//
// For each line of today's text it holds the captured line that it still is. An edit takes the lines that it touches
// out of the map; settling then puts back those whose text is the captured text between the same neighbours. That is
// how an undone edit gets its figures back without a history being kept. A line that was changed, or is new, is nobody.

/** One replacement, as an editor reports it: the text from start to end gave way to the new text. Counted from 0. */
export interface Edit {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

const nobody = -1;

/** Which captured line each line of the current text is. All lines count from 0. */
export class LineMap {
  /** For each current line its captured line, or nobody; those that are somebody ascend. */
  private origins: number[];

  /** The captured text's lines, without line ends, are the current text's lines to begin with. */
  constructor(private readonly captured: readonly string[]) {
    this.origins = captured.map((_, line) => line);
  }

  /** The captured line that this current line is; undefined if it was changed or is new. */
  capturedLine(line: number): number | undefined {
    const origin = this.origins[line];
    return origin === undefined || origin === nobody ? undefined : origin;
  }

  /** Where a captured line is now; undefined if it was changed or deleted. */
  currentLine(captured: number): number | undefined {
    const line = this.origins.indexOf(captured);
    return line < 0 ? undefined : line;
  }

  /** Tells whether every line is in its place and untouched. */
  get untouched(): boolean {
    return this.origins.length === this.captured.length && this.origins.every((origin, line) => origin === line);
  }

  /** Follows one change of the document, which may be several edits (multiple cursors, a formatter). */
  follow(edits: readonly Edit[], lines: readonly string[]): void {
    // From the last to the first: then no edit moves the place of one that is still to come.
    const upwards = [...edits].sort((a, b) => b.startLine - a.startLine || b.startColumn - a.startColumn);
    for (const edit of upwards) {
      this.replace(edit);
    }
    if (this.origins.length === lines.length) {
      this.settle(lines);
    } else {
      // An edit was missed, so places mean nothing any more: begin again from the texts alone.
      this.realign(lines);
    }
  }

  /** Finds the lines again in a text whose way here was not seen, such as a document that was closed meanwhile. */
  realign(lines: readonly string[]): void {
    this.origins = new Array<number>(lines.length).fill(nobody);
    this.settle(lines);
  }

  private replace(edit: Edit): void {
    const added = new Array<number>(edit.text.split(/\r\n|\r|\n/).length).fill(nobody);
    if (this.leavesFirst(edit)) {
      added[0] = this.origins[edit.startLine] ?? nobody;
    } else if (leavesLast(edit)) {
      added[added.length - 1] = this.origins[edit.endLine] ?? nobody;
    }
    // Spliced by hand: spreading a pasted file of 100,000 lines into splice would overflow the stack.
    this.origins = this.origins.slice(0, edit.startLine).concat(added, this.origins.slice(edit.endLine + 1));
  }

  /** The edit begins behind the first line's text and takes none of it away: the line is what it was. */
  private leavesFirst(edit: Edit): boolean {
    if (edit.startColumn !== this.lengthAt(edit.startLine)) {
      return false;
    }
    return edit.text === "" ? edit.endColumn === this.lengthAt(edit.endLine) : /^[\r\n]/.test(edit.text);
  }

  private lengthAt(line: number): number | undefined {
    return this.captured[this.origins[line] ?? nobody]?.length;
  }

  /** Gives lines that are nobody their captured line back where text and neighbours leave no doubt. */
  private settle(lines: readonly string[]): void {
    let line = 0;
    let before = nobody;
    while (line < lines.length) {
      const origin = this.origins[line] ?? nobody;
      if (origin !== nobody) {
        before = origin;
        line++;
        continue;
      }
      const start = line;
      while (line < lines.length && this.origins[line] === nobody) {
        line++;
      }
      this.settleGap(lines, start, line, before + 1, this.origins[line] ?? this.captured.length);
    }
  }

  /** Matches lines [start, end) with the captured lines [from, to) from both ends, as far as the texts are equal. */
  private settleGap(lines: readonly string[], start: number, end: number, from: number, to: number): void {
    while (start < end && from < to && lines[start] === this.captured[from]) {
      this.origins[start++] = from++;
    }
    while (start < end && from < to && lines[end - 1] === this.captured[to - 1]) {
      this.origins[--end] = --to;
    }
  }
}

/** The edit is of whole lines up to the last one, which it leaves as it was. */
function leavesLast(edit: Edit): boolean {
  return edit.startColumn === 0 && edit.endColumn === 0 && (edit.text === "" || /[\r\n]$/.test(edit.text));
}
