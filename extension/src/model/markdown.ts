// Text that anyone may have written, in a Markdown that we write.

/** Writes text so that nothing in it is taken for Markdown or HTML. Line breaks become spaces. */
export function escaped(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[^\p{L}\p{N}_ -]/gu, (character) => `&#${String(character.codePointAt(0))};`);
}

/** A table without a head; undefined rows are left out. Cells are Markdown already. */
export function table(
  columns: readonly ("left" | "right")[],
  head: readonly string[],
  rows: readonly string[][],
): string {
  const rule = columns.map((side) => (side === "left" ? ":--" : "--:"));
  // A hover sets no distance between columns, and would break a line at any other space than these.
  const row = (cells: readonly string[]): string => `| ${cells.join(" | &nbsp;&nbsp;&nbsp;")} |`;
  return [row(head), `|${rule.join("|")}|`, ...rows.map(row)].join("\n");
}
