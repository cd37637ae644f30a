// What is written at the ends of a file's lines: flat, cum, share, and of a benchmark the cost of one operation, in
// columns that stand under each other.

import type { LineCost } from "../protocol";
import { percent } from "./percent";
import { humanise } from "./units";

/** A line whose figures are to be written; it counts from whatever the caller counts from. */
export interface FiguredLine extends Pick<LineCost, "flat" | "cum"> {
  readonly line: number;
  /** The line's text, whose width decides where the figures may stand. */
  readonly text: string;
}

/** The text for a line's end, gap included. */
export interface Figure {
  readonly line: number;
  readonly text: string;
}

/** An editor swallows ordinary spaces at a line's end. */
const space = "\u00A0";
const gap = 2;
/** Figures of lines longer than this don't push everyone else's further to the right. */
const widest = 80;
/** The column moves in steps, so that typing does not make the figures tremble. */
const step = 4;

/**
 * Writes the figures of one file's lines in one sample type. total is the whole profile's, the shares' denominator;
 * each writes a value for one operation, where that is known. It is given cum, as the share is.
 */
export function figures(
  lines: readonly FiguredLine[],
  unit: string,
  total: number,
  tabSize: number,
  each: (value: number) => string | undefined = () => undefined,
): Figure[] {
  const rows = lines.map((l) => ({
    line: l.line,
    width: width(l.text, tabSize),
    // pprof writes a dot for nothing: a column of zeros is harder to read.
    cells: [
      l.flat === 0 ? "." : humanise(l.flat, unit),
      l.cum === 0 ? "." : humanise(l.cum, unit),
      percent(shareOf(l), total),
      ...[each(shareOf(l))?.replaceAll(" ", space)].filter((text) => text !== undefined),
    ],
  }));
  const measured = rows.map((r) => r.width).filter((w) => w <= widest);
  const column = Math.ceil((Math.max(0, ...measured) + gap) / step) * step;
  const widthOf = (cell: number): number => Math.max(0, ...rows.map(({ cells }) => cells[cell]?.length ?? 0));
  const widths = (rows[0]?.cells ?? []).map((_, cell) => widthOf(cell));
  const between = space.repeat(gap);
  return rows.map((r) => {
    if (r.width > widest) {
      // In no column anyway, and near the editor's edge: as short as can be.
      return { line: r.line, text: between + r.cells.join(between) };
    }
    const cells = r.cells.map((text, cell) => text.padStart(widths[cell] ?? 0, space));
    return { line: r.line, text: space.repeat(column - r.width) + cells.join(between) };
  });
}

/**
 * What a line's share and heat are of. Cum: most of what Go code costs is spent in the runtime on the line's behalf
 * (allocating, hashing, copying), and only cum counts it for the line that asked for it.
 */
export function shareOf(line: Pick<LineCost, "flat" | "cum">): number {
  return line.cum;
}

/** How many columns a line takes on screen: tabs go to the next stop, East Asian wide characters take two. */
export function width(text: string, tabSize: number): number {
  let columns = 0;
  for (const character of text) {
    if (character === "\t") {
      columns += tabSize - (columns % tabSize);
    } else {
      columns += wide.test(character) ? 2 : zero.test(character) ? 0 : 1;
    }
  }
  return columns;
}

const wide =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;
const zero = /\p{Mn}|\u200B|\uFE0F/u;
