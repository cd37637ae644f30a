import { describe, expect, test } from "vitest";
import { type Edit, LineMap } from "./lineMap";

/** A document that applies edits as an editor does, and the map that follows it. */
class Document {
  lines: string[];
  readonly map: LineMap;

  constructor(text: string) {
    this.lines = text.split("\n");
    this.map = new LineMap([...this.lines]);
  }

  change(...edits: Edit[]): void {
    for (const e of edits) {
      const head = (this.lines[e.startLine] ?? "").slice(0, e.startColumn);
      const tail = (this.lines[e.endLine] ?? "").slice(e.endColumn);
      this.lines.splice(e.startLine, e.endLine - e.startLine + 1, ...(head + e.text + tail).split("\n"));
    }
    this.map.follow(edits, this.lines);
  }

  /** For each line now the captured line's number, or "-". */
  get origins(): string {
    return this.lines.map((_, line) => String(this.map.capturedLine(line) ?? "-")).join(" ");
  }
}

function edit(startLine: number, startColumn: number, endLine: number, endColumn: number, text: string): Edit {
  return { startLine, startColumn, endLine, endColumn, text };
}

describe("LineMap follows an edit", () => {
  const text = "aa\nbb\ncc\ndd";
  const cases: [why: string, edits: Edit[], want: string][] = [
    ["three lines typed above: everything moves down", [edit(0, 0, 0, 0, "x\ny\nz\n")], "- - - 0 1 2 3"],
    ["enter at the end of a line leaves the line", [edit(1, 2, 1, 2, "\n")], "0 1 - 2 3"],
    ["enter at the start of a line leaves it too", [edit(1, 0, 1, 0, "\n")], "0 - 1 2 3"],
    ["enter within a line changes it into two others", [edit(1, 1, 1, 1, "\n")], "0 - - 2 3"],
    ["a letter changes its line only", [edit(1, 1, 1, 1, "x")], "0 - 2 3"],
    ["a line deleted with its line end", [edit(1, 0, 2, 0, "")], "0 2 3"],
    ["a line deleted with the line end before it", [edit(0, 2, 1, 2, "")], "0 2 3"],
    ["two lines joined are neither", [edit(1, 2, 2, 0, "")], "0 - 3"],
    ["a letter replaced by itself is no change", [edit(1, 0, 1, 1, "b")], "0 1 2 3"],
    [
      "a formatter that writes every line again, one of them new",
      [edit(0, 0, 3, 2, "aa\nbb\nxx\ncc\ndd")],
      "0 1 - 2 3",
    ],
    ["two cursors, reported last first", [edit(2, 0, 2, 0, "x"), edit(0, 0, 0, 0, "x")], "- 1 - 3"],
    [
      "a line moved up: the one it passed keeps its figure",
      [edit(3, 0, 3, 2, "cc"), edit(2, 0, 2, 2, "dd")],
      "0 1 - -",
    ],
    ["Windows line ends in what is pasted", [edit(1, 0, 1, 0, "x\r\ny\r\n")], "0 - - 1 2 3"],
    ["everything deleted", [edit(0, 0, 3, 2, "")], "-"],
  ];
  for (const [why, edits, want] of cases) {
    test(why, () => {
      const document = new Document(text);
      if (edits.some((e) => e.text.includes("\r"))) {
        // The editor shows no \r; the document's text does not have it either.
        document.lines = ["aa", "x", "y", "bb", "cc", "dd"];
        document.map.follow(edits, document.lines);
      } else {
        document.change(...edits);
      }
      expect(document.origins).toBe(want);
    });
  }
});

describe("LineMap gets back what is undone", () => {
  test("a changed line that is typed back", () => {
    const document = new Document("aa\nbb\ncc");
    document.change(edit(1, 1, 1, 1, "x"));
    document.change(edit(1, 1, 1, 2, ""));
    expect(document.origins).toBe("0 1 2");
    expect(document.map.untouched).toBe(true);
  });
  test("deleted lines that come back", () => {
    const document = new Document("aa\nbb\ncc\ndd");
    document.change(edit(1, 0, 3, 0, ""));
    expect(document.map.untouched).toBe(false);
    document.change(edit(1, 0, 1, 0, "bb\ncc\n"));
    expect(document.map.untouched).toBe(true);
  });
  test("the second of two equal lines keeps its own figure when the first goes", () => {
    const document = new Document("aa\nxx\nxx\nbb");
    document.change(edit(1, 0, 2, 0, ""));
    expect(document.origins).toBe("0 2 3");
  });
});

describe("LineMap finds lines again", () => {
  test("in a text whose edits it did not see, from both ends", () => {
    const map = new LineMap(["aa", "bb", "cc", "dd"]);
    map.realign(["aa", "new", "cc", "dd"]);
    expect([0, 1, 2, 3].map((line) => map.capturedLine(line))).toEqual([0, undefined, 2, 3]);
    expect(map.currentLine(3)).toBe(3);
    expect(map.currentLine(1)).toBeUndefined();
  });
  test("when an edit was missed, instead of trusting places", () => {
    const map = new LineMap(["aa", "bb"]);
    map.follow([], ["new", "aa", "bb"]);
    expect([0, 1, 2].map((line) => map.capturedLine(line))).toEqual([undefined, 0, 1]);
  });
});

test("whatever is typed, a figure is never on a line of another text, and the lines keep their order", () => {
  // A small generator of our own: the run must be the same each time.
  let state = 1;
  const below = (limit: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * limit);
  };
  for (let round = 0; round < 300; round++) {
    const captured = Array.from({ length: 12 }, () => "ab".slice(0, 1 + below(2)).repeat(1 + below(2)));
    const document = new Document(captured.join("\n"));
    for (let step = 0; step < 8; step++) {
      const startLine = below(document.lines.length);
      const endLine = Math.min(document.lines.length - 1, startLine + below(3));
      const startColumn = below((document.lines[startLine] ?? "").length + 1);
      const least = endLine === startLine ? startColumn : 0;
      const endColumn = least + below((document.lines[endLine] ?? "").length - least + 1);
      document.change(edit(startLine, startColumn, endLine, endColumn, ["", "a", "\n", "ab\n", "\nb"][below(5)] ?? ""));
      let last = -1;
      for (const [line, text] of document.lines.entries()) {
        const origin = document.map.capturedLine(line);
        if (origin !== undefined) {
          expect(text).toBe(captured[origin]);
          expect(origin).toBeGreaterThan(last);
          last = origin;
        }
      }
    }
  }
});
