// The main job, end to end: a click on a lens, and what the screen then says is what pprof says of the file captured.

import path from "node:path";
import type { Page } from "@playwright/test";
import { expect, type Figure, test } from "./linecost.ts";
import { exact, hottestLines, listed } from "./oracle.ts";

const bench = "report/bench_test.go";
/** The file that the benchmark spends its time in: it has flat and cum, a closure and an inlined call. */
const source = "report/sort.go";
const target = "BenchmarkSortByCustomer";

test("what the lens captures stands at the ends of the lines, as pprof has it", async ({ linecost, workbench }) => {
  test.setTimeout(360_000);
  const { page } = workbench;
  await linecost.profile(bench, target);
  const { cpu, memory } = await linecost.latest();
  const inBench = path.join(workbench.folder, bench);
  const inSource = path.join(workbench.folder, source);

  await test.step("the CPU time at the lines of the benchmark's file", async () => {
    await expect(linecost.sampleType()).toHaveText("cpu");
    await linecost.agrees(await listed(cpu, "cpu", inBench));
  });

  await test.step("the CPU time at the lines that the benchmark calls", async () => {
    await workbench.openFile(source, 15);
    const said = await listed(cpu, "cpu", inSource);
    expect(said.size, "lines of the profiled function that cost something").toBeGreaterThan(1);
    await linecost.agrees(said);
    await expect(linecost.warning()).toBeHidden();
  });

  await test.step("a hover has the exact figures of every sample type", async () => {
    await hoverFigure(page, 15);
    const types = [
      { file: cpu, type: "samples", unit: "count" },
      { file: cpu, type: "cpu", unit: "ns" },
      { file: memory, type: "alloc_objects", unit: "count" },
      { file: memory, type: "alloc_space", unit: "B" },
      { file: memory, type: "inuse_objects", unit: "count" },
      { file: memory, type: "inuse_space", unit: "B" },
    ];
    const rows = page.locator(".monaco-hover:visible table tbody tr");
    await expect(rows).toHaveCount(types.length);
    const shown = await rows.evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent.trim())),
    );
    for (const { file, type, unit } of types) {
      const [, flat, , cum] = shown.find(([name]) => name === type) ?? [];
      const rounded = (await listed(file, type, inSource)).get(15);
      const precise = (await listed(file, type, inSource, unit)).get(15);
      expect(flat, `flat of ${type}`).toBe(exactly(rounded?.flat, precise?.flat));
      expect(cum, `cum of ${type}`).toBe(exactly(rounded?.cum, precise?.cum));
    }
    await page.keyboard.press("Escape");
  });

  await test.step("the first function's row leads to its hottest line", async () => {
    const first = linecost.functions().locator(".row").first();
    const [name = "", place = ""] = ((await first.getAttribute("title")) ?? "").split("\n");
    const hottest = await hottestLines(cpu, "cpu", name, "ns");
    const line = Number(place.slice(place.lastIndexOf(":") + 1));
    expect(place).toBe(`${hottest.file}:${String(line)}`);
    expect(hottest.lines).toContain(line);
    await first.click();
    await expect.poll(() => linecost.cursor()).toEqual({ file: hottest.file, line });
    await expect.poll(async () => (await linecost.figures()).has(line)).toBe(true);
    const said = (await listed(cpu, "cpu", hottest.file)).get(line);
    expect((await linecost.figures()).get(line)).toMatchObject({ ...said });
  });

  await test.step("the status bar switches to the bytes allocated", async () => {
    await workbench.openFile(source, 15);
    await linecost.switchTo("alloc_space");
    const said = await listed(memory, "alloc_space", inSource);
    expect(said.size).toBeGreaterThan(0);
    await linecost.agrees(said);
    await workbench.openFile(bench, 29);
    await linecost.agrees(await listed(memory, "alloc_space", inBench));
    await linecost.switchTo("cpu");
  });

  await test.step("keys go to the next and the previous hotspot, around the end of the file", async () => {
    await workbench.openFile(source, 1);
    await linecost.agrees(await listed(cpu, "cpu", inSource));
    const costs = [...(await listed(cpu, "cpu", inSource, "ns"))]
      .map(([line, { cum }]) => ({ line, cost: exact(cum) }))
      .sort((a, b) => a.line - b.line);
    const hottest = Math.max(...costs.map(({ cost }) => cost));
    // Heat follows the square root, and counts in tenths, of which three make a spot.
    const spots = costs.filter(({ cost }) => Math.round(10 * Math.sqrt(cost / hottest)) >= 3).map(({ line }) => line);
    expect(spots.length).toBeGreaterThan(1);
    await workbench.editor().click({ position: { x: 300, y: 10 } });
    await expect.poll(() => linecost.cursor()).toEqual({ file: inSource, line: 1 });
    for (const line of [...spots, spots[0]]) {
      await linecost.press("linecost.nextHotspot");
      await expect.poll(() => linecost.cursor()).toEqual({ file: inSource, line });
    }
    await linecost.press("linecost.previousHotspot");
    await expect.poll(() => linecost.cursor()).toEqual({ file: inSource, line: spots.at(-1) });
  });

  await test.step("figures move with their lines, go when a line is changed, and come back with it", async () => {
    const before = await linecost.figures();
    const moved = new Map([...before].map(([line, figure]) => [line + 3, figure]));
    await workbench.openFile(source, 12);
    await workbench.editor().locator(".view-line").filter({ hasText: "func SortByCustomer(" }).click();
    await page.keyboard.press("Home");
    await page.keyboard.type("// one\n// two\n// three\n");
    await expect.poll(() => linecost.figures()).toEqual(moved);

    await workbench.editor().locator(".view-line").filter({ hasText: "strings.ToLower(a.Customer)" }).click();
    await page.keyboard.press("End");
    await page.keyboard.type(" ");
    await expect.poll(() => linecost.figures()).toEqual(without(moved, 18));
    await page.keyboard.press("Control+z");
    await expect.poll(() => linecost.figures()).toEqual(moved);
    await workbench.runCommand("File: Revert File");
    await expect.poll(() => linecost.figures()).toEqual(before);
  });

  await test.step("one key hides everything and shows it again, another one clears it", async () => {
    const before = await linecost.figures();
    await linecost.press("linecost.toggle");
    await expect(linecost.subject()).toContainText("(hidden)");
    await expect.poll(() => linecost.figures()).toEqual(new Map());
    await linecost.press("linecost.toggle");
    await expect.poll(() => linecost.figures()).toEqual(before);
    await linecost.press("linecost.clear");
    await expect(linecost.subject()).toBeHidden();
    await expect.poll(() => linecost.figures()).toEqual(new Map());
    await expect(linecost.functions().getByRole("status").filter({ hasText: "Nothing is shown yet." })).toBeVisible();
  });
});

function without(figures: Map<number, Figure>, line: number): Map<number, Figure> {
  return new Map([...figures].filter(([each]) => each !== line));
}

/** How the hover writes a value: rounded as pprof does, and every digit where rounding has hidden some. */
function exactly(rounded = ".", precise = "."): string {
  const value = exact(precise);
  const text = rounded === "." ? "0" : rounded;
  return unrounded(text) === value ? text : `${text} (${value.toLocaleString("en-US")})`;
}

const factors: Record<string, number> = {
  "": 1,
  ns: 1,
  us: 1e3,
  ms: 1e6,
  s: 1e9,
  B: 1,
  kB: 2 ** 10,
  MB: 2 ** 20,
  GB: 2 ** 30,
};

function unrounded(text: string): number {
  const [, digits = "", unit = ""] = /^([\d.]+)(\D*)$/.exec(text) ?? [];
  // Whole, since 2.26 times 1e9 is not, in floating point.
  return Math.round(Number(digits) * (factors[unit] ?? Number.NaN));
}

/** Moves the mouse over the figure at the end of a line. */
async function hoverFigure(page: Page, line: number): Promise<void> {
  const row = page
    .locator(".editor-group-container.active .margin-view-overlays > div")
    .filter({ has: page.locator(".line-numbers", { hasText: new RegExp(`^${String(line)}$`) }) });
  const top = await row.evaluate((element: HTMLElement) => element.style.top);
  const text = page.locator(`.editor-group-container.active .view-lines > .view-line[style*="top:${top}"]`);
  const figure = text.locator("span > span").last();
  await figure.hover();
}
