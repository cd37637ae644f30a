// All kinds of profiles in one run, what a line costs each operation, and the runs that only the cursor can ask for.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "./linecost.ts";
import { exact, listed } from "./oracle.ts";
import type { Workbench } from "./workbench.ts";

const target = "BenchmarkTogether";

test.use({
  workspace: path.join(path.dirname(fileURLToPath(import.meta.url)), "testdata", "kinds"),
  settings: {
    "linecost.capture.kinds": ["cpu", "memory", "block", "mutex"],
    "linecost.test.flags": ["-benchtime=2000x"],
  },
});

test("one run gives CPU, memory, block and mutex, each with its cost for one operation", async ({
  linecost,
  workbench,
}) => {
  await linecost.profile("kinds_test.go", target);
  const { file } = await linecost.latest();
  const { benchmarks } = JSON.parse(await readFile(path.join(path.dirname(file("cpu")), "capture.json"), "utf8")) as {
    benchmarks: { name: string; rounds: number; unprofiled: unknown[] }[];
  };
  // One round to try, then those that were asked for.
  const rounds = 2001;
  expect(benchmarks).toMatchObject([{ name: target, rounds }]);
  expect(benchmarks[0]?.unprofiled, "runs without a profiler").toHaveLength(1);

  await workbench.setTheme("Dark Modern");
  const source = path.join(workbench.folder, "kinds.go");
  await workbench.openFile(source, 30);
  const types = [
    { label: "cpu", kind: "cpu", type: "cpu", unit: "ns", each: "ns/op" },
    { label: "alloc_space", kind: "memory", type: "alloc_space", unit: "B", each: "B/op" },
    { label: "alloc_objects", kind: "memory", type: "alloc_objects", unit: "count", each: "allocs/op" },
    { label: "delay (block)", kind: "block", type: "delay", unit: "ns", each: "ns/op" },
    { label: "delay (mutex)", kind: "mutex", type: "delay", unit: "ns", each: "ns/op" },
  ];
  for (const { label, kind, type, unit, each } of types) {
    await test.step(label, async () => {
      await linecost.switchTo(label);
      const said = await listed(file(kind), type, source);
      expect(said.size, "lines that cost something").toBeGreaterThan(0);
      await linecost.agrees(said);
      const precise = await listed(file(kind), type, source, unit);
      for (const [line, figure] of await linecost.figures()) {
        const [value, per] = figure.each?.split(" ") ?? [];
        const cum = exact(precise.get(line)?.cum ?? ".");
        expect(per, `line ${String(line)}`).toBe(each);
        // Written with four digits or more.
        expect(Math.abs(Number(value) * rounds - cum), `line ${String(line)}`).toBeLessThanOrEqual(cum * 0.0006);
      }
      await workbench.screenshot(`kinds-${label.replaceAll(/\W+/g, "-")}`);
    });
  }

  await test.step("in a light theme too, with a hover", async () => {
    await workbench.setTheme("Light Modern");
    await linecost.switchTo("cpu");
    await workbench.evaluate(async (vscode) => {
      const editor = vscode.window.activeTextEditor;
      const row =
        editor?.document
          .getText()
          .split("\n")
          .findIndex((line) => line.includes("counted += ")) ?? 0;
      const end = editor?.document.lineAt(row).range.end;
      if (editor !== undefined && end !== undefined) {
        editor.selection = new vscode.Selection(end, end);
      }
      await vscode.commands.executeCommand("editor.action.showHover");
    });
    // Not the status bar's, which the mouse is over.
    const hover = workbench.page.locator(".monaco-hover:visible").filter({ hasText: "cum each" });
    await expect(hover).toContainText(`of ${rounds.toLocaleString("en-US")} rounds of ${target}`);
    await expect(hover).toContainText("ns/op, measured without a profiler");
    await expect(hover.getByRole("row").filter({ hasText: "alloc_objects" })).toContainText("allocs/op");
    await workbench.screenshot("kinds-hover-light");
    await workbench.page.keyboard.press("Escape");
  });

  await test.step("the list of sample types tells the two delays apart, and has no cost of samples", async () => {
    await linecost.sampleType().click();
    await expect.poll(() => workbench.picks()).toContain("contentions (mutex)");
    await workbench.page.keyboard.press("Escape");
    await linecost.switchTo("contentions (block)");
    await expect.poll(async () => [...(await linecost.figures()).values()].length).toBeGreaterThan(0);
    expect([...(await linecost.figures()).values()].filter(({ each }) => each !== undefined)).toEqual([]);
  });
});

test("the cursor runs a row of a table alone, counts every allocation if asked to, and shows no time of it", async ({
  linecost,
  workbench,
}) => {
  await workbench.openFile("kinds_test.go", await lineOf(workbench, "one word"));
  await workbench.runCommand("Linecost: Profile at Cursor with Kinds…");
  await expect.poll(() => workbench.picks()).toContain("Exact memory");
  await workbench.screenshot("kinds-pick");
  await workbench.pick("Exact memory");
  await workbench.page.keyboard.press("Enter");
  await expect(linecost.subject()).toContainText("TestWords/one_word", { timeout: 90_000 });
  await expect(linecost.sampleType()).toHaveText("alloc_space");
  expect(await ran(workbench)).toBe("TestWords/one_word\n");

  const { memory } = await linecost.latest();
  await workbench.openFile("kinds.go", 15);
  await linecost.agrees(await listed(memory, "alloc_space", path.join(workbench.folder, "kinds.go")));
  await linecost.sampleType().click();
  await expect.poll(() => workbench.picks()).toEqual(["alloc_space", "alloc_objects", "inuse_space", "inuse_objects"]);
  await workbench.page.keyboard.press("Escape");
});

test("the cursor in a fuzz target runs its seeds", async ({ linecost, workbench }) => {
  await workbench.openFile("kinds_test.go", await lineOf(workbench, "seed and corn"));
  await workbench.runCommand("Linecost: Profile Test or Benchmark at Cursor");
  await expect(linecost.subject()).toContainText("FuzzWords (seeds)", { timeout: 90_000 });
  expect(await ran(workbench)).toBe("FuzzWords/seed#0\n");
});

async function lineOf({ folder }: Workbench, text: string): Promise<number> {
  const all = await readFile(path.join(folder, "kinds_test.go"), "utf8");
  return all.split("\n").findIndex((line) => line.includes(text)) + 1;
}

/** The tests that ran, each on a line. */
function ran({ folder }: Workbench): Promise<string> {
  return readFile(path.join(folder, "ran.txt"), "utf8");
}
