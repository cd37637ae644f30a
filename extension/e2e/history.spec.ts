// The history: what it says of each capture, what can be done with one, and that it is still there after a restart.

import { existsSync } from "node:fs";
import { readFile, readdir, truncate } from "node:fs/promises";
import path from "node:path";
import type { Locator } from "@playwright/test";
import { type Entry, writeEntry } from "./historyEntry.ts";
import { expect, type Linecost, test } from "./linecost.ts";

test("captures can be looked into, renamed, pinned, exported and deleted", async ({ linecost, workbench }) => {
  test.setTimeout(180_000);
  const { page, folder } = workbench;
  const older = await writeEntry(linecost.library, benchmark(folder, 3.5 * 24 * 60, 1_500_000_000));
  const newer = await writeEntry(linecost.library, benchmark(folder, 150, 2_310_000_000));
  await writeEntry(linecost.library, program(folder));
  await writeEntry(linecost.library, { ...benchmark("/elsewhere", 30, 10_000_000), names: ["BenchmarkElsewhere"] });
  const damaged = await writeEntry(linecost.library, benchmark(folder, 210, 1));
  await truncate(path.join(damaged, "capture.json"), 30);

  await workbench.runCommand("View: Show Linecost");
  const first = "2 h ago 2.1 s · 2.31s cpu · 1a2b3c4*";
  const second = "3 days ago 2.1 s · 1.50s cpu · 1a2b3c4*";

  await test.step("a row says how long, how much, of which commit and how it ended", async () => {
    await expect
      .poll(() => texts(linecost))
      .toEqual([
        "sample sample",
        "1 h ago exit 143 · 12 s · 4.20s cpu",
        "BenchmarkTotal order",
        first,
        second,
        "Damaged capture 3 h ago",
      ]);
  });

  await test.step("pointing at it tells all that is known", async () => {
    await row(linecost, first).hover();
    const hover = page.locator(".workbench-hover:visible");
    await expect(hover).toContainText("Benchmark,");
    await expect(hover).toContainText("Flags: -tags=x");
    await expect(hover).toContainText("1a2b3c4d5e6f and changes that it does not hold");
    await expect(hover).toContainText("12.5");
    await workbench.screenshot("history-hover");
    await page.mouse.move(900, 500);
    await expect(hover).toBeHidden();
  });

  await test.step("its files can be shown one by one, and what has no lines says so", async () => {
    await expand(row(linecost, first));
    await row(linecost, "Memory 3MB alloc_space").click();
    await expect(linecost.subject()).toContainText("BenchmarkTotal");
    await expect(linecost.sampleType()).toHaveText("alloc_space");
    await row(linecost, "CPU 2.31s cpu").click();
    await expect(linecost.sampleType()).toHaveText("cpu");
    await expand(row(linecost, "1 h ago exit 143 · 12 s · 4.20s cpu"));
    await expect(row(linecost, "Block 0 delay · Nothing has waited.")).toBeVisible();
    await row(linecost, "Execution trace").click();
    const notice = workbench.notification("Linecost shows no execution traces yet.");
    await expect(notice).toBeVisible();
    await expect(linecost.subject()).toContainText("BenchmarkTotal");
    await workbench.runCommand("Notifications: Clear All Notifications");
  });

  await test.step("a new title is checked while it is typed, shown everywhere and kept", async () => {
    await choose(linecost, first, "Rename Capture…");
    const input = workbench.quickInput();
    await input.fill("  ");
    await expect(page.locator(".quick-input-message:visible")).toContainText("can't be empty");
    await input.fill("before the rewrite");
    await page.keyboard.press("Enter");
    await expect(row(linecost, `before the rewrite ${first}`.replace("ago 2", "ago · 2"))).toBeVisible();
    await expect(linecost.subject()).toContainText("before the rewrite");
    expect(await meta(newer)).toMatchObject({ title: "before the rewrite", commit: "1a2b3c4d5e6f7a8b9c0d" });
  });

  await test.step("a pinned capture says so", async () => {
    await choose(linecost, second, "Pin Capture");
    await expect(row(linecost, second.replace("ago ", "ago pinned · "))).toBeVisible();
    expect(await meta(older)).toMatchObject({ pinned: true, title: "BenchmarkTotal" });
    await workbench.runCommand("Linecost: Unpin Capture");
    await workbench.pick("BenchmarkTotal");
    await expect(row(linecost, second)).toBeVisible();
    expect(await meta(older)).toMatchObject({ pinned: false });
    await row(linecost, second).hover();
    await row(linecost, second).getByRole("button", { name: "Pin Capture" }).click();
    await expect(row(linecost, second.replace("ago ", "ago pinned · "))).toBeVisible();
  });

  for (const [name, theme] of [
    ["history-light", "Light Modern"],
    ["history-dark", "Dark Modern"],
  ] as const) {
    await workbench.setTheme(theme);
    await workbench.screenshot(name);
  }

  await test.step("several files are exported to a folder of their own, one as a file", async () => {
    await choose(linecost, "before the rewrite", "Export Capture…");
    await answerDialog(linecost, `${folder}/`, `${folder}/`);
    await expect(workbench.notification(`Exported to ${folder}`)).toBeVisible();
    const made = (await readdir(folder)).find((name) => name.startsWith("before-the-rewrite-")) ?? "";
    expect((await readdir(path.join(folder, made))).sort()).toEqual(["cpu.pb.gz", "memory.pb.gz"]);
    expect(await readFile(path.join(folder, made, "cpu.pb.gz"))).toEqual(await readFile(path.join(newer, "cpu.pb.gz")));
    await workbench.runCommand("Notifications: Clear All Notifications");

    await choose(linecost, "Memory 3MB alloc_space", "Export Profile…");
    await answerDialog(linecost, path.join(folder, "before-the-rewrite.memory.pb.gz"), path.join(folder, "one.pb.gz"));
    await expect(workbench.notification(`Exported to ${path.join(folder, "one.pb.gz")}`)).toBeVisible();
    expect(await readFile(path.join(folder, "one.pb.gz"))).toEqual(await readFile(path.join(newer, "memory.pb.gz")));
    await workbench.runCommand("Notifications: Clear All Notifications");
  });

  await test.step("a damaged entry hides no other, and can be deleted", async () => {
    await choose(linecost, "Damaged capture", "Delete Capture…");
    await answer(linecost, "Delete the damaged capture?", "Delete");
    await expect(row(linecost, "Damaged capture")).toBeHidden();
    expect(existsSync(damaged)).toBe(false);
  });

  await test.step("captures of other workspaces are there when they are asked for", async () => {
    await expect(row(linecost, "BenchmarkElsewhere")).toBeHidden();
    await workbench.runCommand("Linecost: Show Captures of All Workspaces");
    await expect(row(linecost, "BenchmarkElsewhere order")).toBeVisible();
    await workbench.screenshot("history-everywhere");
    await workbench.runCommand("Linecost: Show Captures of This Workspace Only");
    await expect(row(linecost, "BenchmarkElsewhere order")).toBeHidden();
  });

  await test.step("a restart of the window forgets nothing", async () => {
    const captures = async (): Promise<string[]> =>
      (await texts(linecost)).filter((text) => !/^(CPU|Memory|Block|Execution trace)/.test(text));
    const before = await captures();
    await page.reload();
    // The window opens as it was left: on this view.
    await expect.poll(captures, { timeout: 30_000 }).toEqual(before);
  });

  await test.step("all that is not pinned goes at once, after a question that says what", async () => {
    await workbench.runCommand("Linecost: Delete All Unpinned Captures…");
    await answer(linecost, "Delete 2 captures of this workspace, all that are not pinned?", "Delete");
    await expect.poll(() => texts(linecost)).toEqual(["BenchmarkTotal order", second.replace("ago ", "ago pinned · ")]);
    // Those of other workspaces were not meant.
    expect(await linecost.captures()).toHaveLength(2);
  });
});

test("several rows are deleted together", async ({ linecost, workbench }) => {
  for (const minutesAgo of [90, 150, 210]) {
    await writeEntry(linecost.library, benchmark(workbench.folder, minutesAgo, 1_000_000_000));
  }
  await workbench.runCommand("View: Show Linecost");
  await row(linecost, "1 h ago").click();
  await row(linecost, "3 h ago").click({ modifiers: ["Control"] });
  await choose(linecost, "3 h ago", "Delete Capture…");
  await answer(linecost, "Delete 2 captures?", "Delete");
  await expect.poll(() => texts(linecost)).toEqual(["BenchmarkTotal order", expect.stringContaining("2 h ago")]);
  await expect(linecost.subject()).toBeHidden();
  expect(await linecost.captures()).toHaveLength(1);
});

function benchmark(folder: string, minutesAgo: number, nanos: number): Entry {
  const line = { name: "order.Total", file: path.join(folder, "order/order.go"), line: 20 };
  return {
    ...{ title: "BenchmarkTotal", kind: "benchmark", names: ["BenchmarkTotal"], flags: ["-tags=x"] },
    ...{ dir: path.join(folder, "order"), workspace: folder, minutesAgo, durationMillis: 2100 },
    ...{ commit: "1a2b3c4d5e6f7a8b9c0d", dirty: true },
    benchmarks: [
      {
        ...{ name: "BenchmarkTotal", rounds: 100, unprofiled: [] },
        profiled: [{ iterations: 100, metrics: [{ unit: "ns/op", value: 12.5 }] }],
      },
    ],
    files: [
      { kind: "cpu", name: "cpu", sampleType: "cpu", unit: "nanoseconds", content: [{ ...line, value: nanos }] },
      {
        kind: "memory",
        name: "memory",
        sampleType: "alloc_space",
        unit: "bytes",
        content: [{ ...line, value: 3 << 20 }],
      },
    ],
  };
}

function program(folder: string): Entry {
  const line = { name: "main.main", file: path.join(folder, "main.go"), line: 20, value: 4_200_000_000 };
  return {
    ...{ title: "sample", kind: "program", names: [], dir: path.join(folder, "..", "sample"), workspace: folder },
    ...{ minutesAgo: 90, durationMillis: 12_000, failed: true, exitCode: 143 },
    files: [
      { kind: "cpu", name: "cpu", sampleType: "cpu", unit: "nanoseconds", content: [line] },
      {
        kind: "block",
        name: "block",
        sampleType: "delay",
        unit: "nanoseconds",
        note: "Nothing has waited.",
        content: [],
      },
      { kind: "trace", name: "trace", content: "go 1.26 trace" },
    ],
  };
}

function rows(linecost: Linecost): Locator {
  return linecost.capturesView().getByRole("treeitem");
}

/** A row by (a part of) its text: its label and its description. */
function row(linecost: Linecost, text: string): Locator {
  const words = text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", "\\s*");
  return rows(linecost).filter({ hasText: new RegExp(words) });
}

/** Every row's label and description. */
async function texts(linecost: Linecost): Promise<string[]> {
  const all = await rows(linecost).locator(".monaco-icon-label-container").all();
  return Promise.all(
    all.map(async (each) => {
      const parts = await each.locator(".label-name, .label-description").allTextContents();
      return parts.join(" ").replaceAll("\u00a0", " ").trim();
    }),
  );
}

async function expand(found: Locator): Promise<void> {
  await found.locator(".monaco-tl-twistie").click();
  await expect(found).toHaveAttribute("aria-expanded", "true");
}

/** Chooses from a row's menu. */
async function choose(linecost: Linecost, text: string, item: string): Promise<void> {
  await row(linecost, text).click({ button: "right" });
  await linecost.workbench.page.getByRole("menuitem", { name: item }).click();
}

/** Answers a question that the window waits for. */
async function answer(linecost: Linecost, question: string, button: string): Promise<void> {
  const dialog = linecost.workbench.page.locator(".monaco-dialog-box");
  await expect(dialog).toContainText(question);
  await dialog.getByRole("button", { name: button, exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** Types a path into the file dialog, which is a quick pick in a remote window. */
async function answerDialog(linecost: Linecost, offered: string, to: string): Promise<void> {
  const input = linecost.workbench.quickInput();
  await expect(input).toHaveValue(offered);
  await input.fill(to);
  await linecost.workbench.page
    .locator(".quick-input-widget:visible")
    .getByRole("button", { name: /^(OK|Save|Export)/ })
    .click();
  await expect(input).toBeHidden();
}

async function meta(folder: string): Promise<unknown> {
  return JSON.parse(await readFile(path.join(folder, "capture.json"), "utf8"));
}
