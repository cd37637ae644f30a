// Programs that nobody has changed for us: started by the lens, in a terminal of their own, with figures while they run.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Locator } from "@playwright/test";
import { checksums } from "./checksums.ts";
import { expect, type Linecost, test } from "./linecost.ts";
import { listed } from "./oracle.ts";
import { processes } from "./processes.ts";
import type { Workbench } from "./workbench.ts";

test.use({
  workspace: fileURLToPath(new URL("testdata/programs", import.meta.url)),
  // Text is read from the screen, and pictures of text have none.
  settings: { "terminal.integrated.gpuAcceleration": "off" },
});

test("a program has a terminal for its output and its input, and none of its files is touched", async ({
  linecost,
  workbench,
}) => {
  const before = await checksums(workbench.folder);
  await start(workbench, "greet/main.go");
  await expect(terminal(workbench)).toContainText("What is your name?", { timeout: 60_000 });
  await expect(running(workbench)).toContainText("Profiling greet");
  await workbench.screenshot("program-terminal");
  await workbench.page.keyboard.type("gopher\n");
  await expect(terminal(workbench)).toContainText("Hello, GOPHER!");
  await captured(linecost, 1);
  await expect(linecost.subject()).toContainText("greet");
  await expect(running(workbench)).toBeHidden();
  // What it printed can still be read.
  await expect(terminal(workbench)).toContainText("Hello, GOPHER!");
  expect(await checksums(workbench.folder)).toEqual(before);
  await nothingRuns(workbench);
});

test("figures of a program that runs are refreshed in the editor and the sidebar until it is stopped", async ({
  linecost,
  workbench,
}) => {
  test.setTimeout(180_000);
  const file = "busy/main.go";
  await workbench.evaluate((vscode) => vscode.commands.executeCommand("linecost.functions.focus"));
  await start(workbench, file);
  await expect(linecost.subject()).toContainText("busy (live)", { timeout: 60_000 });
  await expect(linecost.functions().locator(".row").filter({ hasText: "main.sum" })).toBeVisible();
  await expect.poll(async () => (await linecost.figures()).size).toBeGreaterThan(0);
  const [hot = 0, first] = [...(await linecost.figures())].at(-1) ?? [];

  await test.step("they grow", async () => {
    await expect.poll(async () => (await linecost.figures()).get(hot)?.flat).not.toBe(first?.flat);
    expect(await linecost.captures()).toEqual([]);
  });

  await test.step("they can be paused, and refreshed by hand", async () => {
    await linecost.press("linecost.pauseLive");
    await running(workbench).click();
    await expect.poll(() => workbench.picks()).toContain("Resume Live Figures");
    const paused = (await linecost.figures()).get(hot)?.flat;
    await workbench.screenshot("program-menu");
    await workbench.pick("Refresh Figures Now");
    await expect.poll(async () => (await linecost.figures()).get(hot)?.flat).not.toBe(paused);
    await linecost.press("linecost.resumeLive");
    await running(workbench).click();
    await expect.poll(() => workbench.picks()).toContain("Pause Live Figures");
    await workbench.page.keyboard.press("Escape");
    await workbench.screenshot("program-live");
  });

  await test.step("at the end they are what pprof says of the capture", async () => {
    await linecost.press("linecost.stop");
    await captured(linecost, 1);
    await expect(linecost.subject()).not.toContainText("(live)");
    const { cpu } = await linecost.latest();
    await linecost.agrees(await listed(cpu, "cpu", path.join(workbench.folder, file)));
    await expect(running(workbench)).toBeHidden();
    await nothingRuns(workbench);
  });
});

test("a program that is cancelled leaves no process, no figures and no capture", async ({ linecost, workbench }) => {
  await start(workbench, "busy/main.go");
  await expect(linecost.subject()).toContainText("busy (live)", { timeout: 60_000 });
  await running(workbench).click();
  await workbench.pick("Cancel");
  await expect(running(workbench)).toBeHidden();
  await expect(linecost.subject()).toBeHidden();
  await expect.poll(() => linecost.figures()).toEqual(new Map());
  expect(await linecost.captures()).toEqual([]);
  await nothingRuns(workbench);
});

test("a terminal that is closed ends its program, and what there was is kept", async ({ linecost, workbench }) => {
  await start(workbench, "busy/main.go");
  await expect(linecost.subject()).toContainText("busy (live)", { timeout: 60_000 });
  await workbench.evaluate((vscode) => vscode.window.activeTerminal?.dispose());
  await captured(linecost, 1);
  await expect(linecost.subject()).not.toContainText("(live)");
  await nothingRuns(workbench);
});

test("a program that leaves with os.Exit keeps its status, and its figures", async ({ linecost, workbench }) => {
  const file = "exits/main.go";
  await start(workbench, file);
  await expect(workbench.statusBarItem("exits ended with status 3")).toBeVisible({ timeout: 60_000 });
  await captured(linecost, 1);
  await expect(terminal(workbench)).toContainText("Leaving with 3");
  await expect(terminal(workbench)).toContainText("terminated with exit code: 3");
  const { cpu } = await linecost.latest();
  const said = await listed(cpu, "cpu", path.join(workbench.folder, file));
  expect(said.size).toBeGreaterThan(0);
  await linecost.agrees(said);
});

test("a program that does not compile is told of in the compiler's words", async ({ linecost, workbench }) => {
  const file = "broken/main.go";
  await start(workbench, file);
  const notice = workbench.notification("broken did not compile: undefined: missing");
  await expect(notice).toBeVisible({ timeout: 60_000 });
  const found = await workbench.evaluate(
    (vscode, name) =>
      vscode.languages
        .getDiagnostics(vscode.Uri.file(name))
        .map(({ message, range, source }) => ({ message, line: range.start.line + 1, source })),
    path.join(workbench.folder, file),
  );
  expect(found).toEqual([{ message: "undefined: missing", line: 5, source: "go build" }]);
  await notice.hover();
  await notice.getByRole("button", { name: "Open Line" }).click();
  await expect.poll(() => linecost.cursor()).toEqual({ file: path.join(workbench.folder, file), line: 5 });
  expect(await linecost.captures()).toEqual([]);
});

test("launch.json is offered once, remembered, and used as a debugger would", async ({ linecost, workbench }) => {
  test.setTimeout(180_000);
  const file = "configured/main.go";
  await start(workbench, file);
  await expect
    .poll(() => workbench.picks())
    .toEqual(["Without Arguments", "Enter Arguments…", "Configured with data", "Configured by asking"]);
  await workbench.screenshot("program-setup");
  await workbench.pick("Configured with data");
  const printed = [`args ["-in" "a file" "${path.basename(workbench.folder)}"]`, "env the file launch.json tagged"];
  for (const text of printed) {
    await expect(terminal(workbench)).toContainText(text, { timeout: 60_000 });
  }
  await captured(linecost, 1);

  await test.step("the next click asks nothing", async () => {
    await start(workbench, file);
    await captured(linecost, 2);
    await expect(terminal(workbench)).toContainText(printed[1] ?? "");
  });

  await test.step("a configuration that asks is refused with the reason", async () => {
    await start(workbench, file, "profile with…");
    await workbench.pick("Configured by asking");
    await expect(
      workbench.notification(
        "The configuration “Configured by asking” can't be used. It uses ${input:what}, which Linecost can't fill in.",
      ),
    ).toBeVisible();
  });

  await test.step("arguments that are typed in reach the program as they were meant", async () => {
    await start(workbench, file, "profile with…");
    await workbench.pick("Enter Arguments…");
    await workbench.quickInput().fill(`-name "Ada Lovelace" '$HOME' *`);
    await workbench.page.keyboard.press("Enter");
    await expect(terminal(workbench)).toContainText('args ["-name" "Ada Lovelace" "$HOME" "*"]', { timeout: 60_000 });
    await expect(terminal(workbench)).toContainText("untagged");
    await captured(linecost, 3);
  });
});

test("a folder's menu in the explorer profiles its program", async ({ linecost, workbench }) => {
  const { page } = workbench;
  await workbench.openFile("exits/main.go");
  await page.locator(".explorer-folders-view .monaco-list-row").filter({ hasText: "greet" }).click({ button: "right" });
  await page.getByRole("menuitem", { name: "Profile Program" }).click();
  await expect(terminal(workbench)).toContainText("What is your name?", { timeout: 60_000 });
  await page.keyboard.type("gopher\n");
  await captured(linecost, 1);
  await expect(linecost.subject()).toContainText("greet");
});

test("without a Go file open, every program of the workspace is offered", async ({ linecost, workbench }) => {
  await workbench.runCommand("Linecost: Profile Program…");
  await expect.poll(() => workbench.picks()).toEqual(["broken", "busy", "configured", "exits", "greet"]);
  await workbench.pick("exits");
  await captured(linecost, 1);
  await expect(linecost.subject()).toContainText("exits");
});

/** Opens a program's file and clicks a lens above its func main. */
async function start(workbench: Workbench, file: string, lens: "profile" | "profile with…" = "profile"): Promise<void> {
  const text = await readFile(path.join(workbench.folder, file), "utf8");
  const line = text.split("\n").findIndex((row) => row.startsWith("func main(")) + 1;
  await workbench.openFile(file, line);
  await workbench.editor().locator(".codelens-decoration a").getByText(lens, { exact: true }).click();
}

/** What the terminal in sight shows. */
function terminal(workbench: Workbench): Locator {
  return workbench.page.locator(".terminal-wrapper.active .xterm-rows");
}

/** The status bar's item that names what runs now. */
function running(workbench: Workbench): Locator {
  return workbench.page.locator('.part.statusbar [id="linecost.linecost.linecost.live"]:visible');
}

/** Waits until so many captures are in the history. */
async function captured(linecost: Linecost, count: number): Promise<void> {
  await expect.poll(async () => (await linecost.captures()).length, { timeout: 60_000 }).toBe(count);
}

/** Waits until nothing of a program is left: neither it nor what stands between it and its terminal. */
async function nothingRuns(workbench: Workbench): Promise<void> {
  const left = async (): Promise<string[]> =>
    (await processes(workbench.folder))
      .map(({ command }) => command)
      .filter((command) => !/code-server|\/node |linecost -library/.test(command));
  await expect.poll(left).toEqual([]);
}
