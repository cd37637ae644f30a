// Reads the figures that Linecost shows at the ends of lines. VS Code draws them as CSS pseudo-elements, which are not
// text in the page: only the computed style has them.

import type { Locator } from "@playwright/test";

/** Line number, from 1, to what stands behind the line's text, for every line on screen of an editor. */
export async function figuresOnScreen(editor: Locator): Promise<Map<number, string>> {
  return new Map(await editor.evaluate(read));
}

/** Runs in the page, so that all lines are read at one moment. */
function read(editor: Element): [number, string][] {
  // A line's number stands in another part of the page, at the same height.
  const numbers = new Map<string, number>();
  for (const row of editor.querySelectorAll<HTMLElement>(".margin-view-overlays > div")) {
    const shown = row.querySelector(".line-numbers")?.textContent ?? "";
    numbers.set(row.style.top, Number(shown));
  }
  const figures: [number, string][] = [];
  for (const line of editor.querySelectorAll<HTMLElement>(".view-lines > .view-line")) {
    const texts = [...line.querySelectorAll("span")]
      .map((span) => getComputedStyle(span, "::after").content)
      // Quoted and escaped as in a style sheet, which for these texts is as in JSON.
      .filter((content) => content.startsWith('"'))
      .map((content) => JSON.parse(content) as string);
    const number = numbers.get(line.style.top);
    if (number !== undefined && texts.length > 0) {
      figures.push([number, texts.join("").replaceAll("\u00a0", " ")]);
    }
  }
  return figures;
}
