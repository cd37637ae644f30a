import { describe, expect, test } from "vitest";
import { figures, type FiguredLine, width } from "./figures";

function line(line: number, text: string, flat: number, cum: number): FiguredLine {
  return { line, text, flat, cum };
}

/** The lines as they look in an editor: text and figures, with dots for the spaces that hold the columns. */
function look(lines: FiguredLine[], unit: string, total: number): string[] {
  return figures(lines, unit, total, 4).map(({ text }, i) => (lines[i]?.text ?? "") + text.replaceAll("\u00A0", "·"));
}

describe("figures", () => {
  test("stand under each other, aligned to the right, a dot for nothing", () => {
    const lines = [line(1, "for {", 0, 1_200_000_000), line(2, "a(b, c)", 120_000_000, 900_000_000)];
    expect(look(lines, "nanoseconds", 10_000_000_000)).toEqual([
      "for {·······" + "····.··1.20s··12.00%",
      "a(b, c)·····" + "120ms··900ms···9.00%",
    ]);
  });
  test("leave two spaces behind the widest line", () => {
    expect(look([line(1, "123456", 1, 1)], "count", 4)).toEqual(["123456··1··1··25.00%"]);
  });
  test("a line beyond the cap does not push the others; its own come two spaces behind it", () => {
    const long = "x".repeat(200);
    const [first, second] = look([line(1, "ab", 10, 10), line(2, long, 1, 1)], "count", 40);
    expect(first).toBe("ab··10··10··25.00%");
    expect(second).toBe(`${long}··1··1··2.50%`);
  });
  test("have the cost of one operation behind them, where it is known", () => {
    const lines = [line(1, "a", 1, 1000), line(2, "b", 0, 20)];
    const texts = figures(lines, "count", 4000, 4, (value) => `${String(value / 10)} allocs/op`);
    expect(texts.map(({ text }) => text.trim().replaceAll("\u00A0", "·"))).toEqual([
      "1··1000··25.00%··100·allocs/op",
      ".····20····0.5%····2·allocs/op",
    ]);
  });
  test("only no-break spaces: an editor swallows the others", () => {
    expect(figures([line(1, "a", 1, 1)], "count", 4, 4)[0]?.text).not.toContain(" ");
  });
  test("no lines, no figures", () => {
    expect(figures([], "count", 4, 4)).toEqual([]);
  });
});

describe("width", () => {
  const cases: [why: string, text: string, tabSize: number, want: number][] = [
    ["a tab goes to the next stop", "\tab", 4, 6],
    ["a tab behind a letter fills up", "a\tb", 4, 5],
    ["the editor's tab size counts", "\t", 8, 8],
    ["a Chinese character takes two columns", "汉a", 4, 3],
    ["a surrogate pair is one character", "𝒳", 4, 1],
    ["an accent of its own takes none", "e\u0301", 4, 1],
    ["nothing", "", 4, 0],
  ];
  for (const [why, text, tabSize, want] of cases) {
    test(why, () => {
      expect(width(text, tabSize)).toBe(want);
    });
  }
});
