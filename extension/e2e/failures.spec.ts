// What goes wrong around a run: each time a sentence that says what and where, a button that leads on, and nothing left
// behind.

import { existsSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, type Linecost, test } from "./linecost.ts";
import { processes } from "./processes.ts";

test.use({ workspace: fileURLToPath(new URL("testdata/failing", import.meta.url)) });

test("a benchmark that does not compile and a test that fails are told of in their own words", async ({
  linecost,
  workbench,
}) => {
  const cases = [
    {
      file: "broken/broken_test.go",
      target: "BenchmarkBroken",
      says: "BenchmarkBroken did not compile: undefined: missing",
      diagnostic: "undefined: missing",
      line: 8,
    },
    {
      file: "wrong/wrong_test.go",
      target: "TestWrong",
      says: "TestWrong failed: 2 + 2 = 4, want 5",
      diagnostic: "TestWrong: 2 + 2 = 4, want 5",
      line: 8,
    },
  ];
  for (const { file, target, says, diagnostic, line } of cases) {
    await test.step(target, async () => {
      await linecost.start(file, target);
      const notice = workbench.notification(says);
      await expect(notice).toBeVisible({ timeout: 60_000 });
      const found = await workbench.evaluate(
        (vscode, name) =>
          vscode.languages.getDiagnostics(vscode.Uri.file(name)).map(({ message, range, source }) => ({
            message,
            line: range.start.line + 1,
            source,
          })),
        path.join(workbench.folder, file),
      );
      expect(found).toEqual([{ message: diagnostic, line, source: "go test" }]);
      await workbench.openFile(file, 1);
      await notice.hover();
      await notice.getByRole("button", { name: "Open Line" }).click();
      await expect.poll(() => linecost.cursor()).toEqual({ file: path.join(workbench.folder, file), line });
      await expect(notice).toBeHidden();
    });
  }
  expect(await leftovers(linecost), "drafts of failed runs").toEqual([]);
});

test("cancelling a run ends every process of it and keeps nothing", async ({ linecost, workbench }) => {
  await linecost.start("slow/slow_test.go", "BenchmarkSlow");
  await expect.poll(() => existsSync(path.join(workbench.folder, "slow", "started")), { timeout: 60_000 }).toBe(true);
  const running = await processes(workbench.folder);
  expect(running.filter(({ command }) => command.startsWith("sleep 600"))).toHaveLength(1);
  const notice = workbench.notification("Profiling BenchmarkSlow");
  await notice.hover();
  await notice.getByRole("button", { name: "Cancel" }).click();
  await expect(notice).toBeHidden();
  await expect.poll(() => ofTheRun(linecost)).toEqual([]);
  expect(await linecost.captures()).toEqual([]);
  expect(await leftovers(linecost)).toEqual([]);
  expect(await workbench.notifications()).toEqual([]);
});

test("a go command that is not there is named, with the way to the setting", async ({ linecost, workbench }) => {
  // In the folder's settings: a remote window takes this one not from the user's.
  await workbench.evaluate((vscode) =>
    vscode.workspace
      .getConfiguration("linecost")
      .update("go.command", "/nowhere/go", vscode.ConfigurationTarget.Workspace),
  );
  await linecost.start("wrong/wrong_test.go", "TestWrong");
  const notice = workbench.notification("The go command of the setting linecost.go.command, /nowhere/go, can't be run");
  await expect(notice).toContainText("no such file or directory");
  await expect(notice).toContainText("Correct the setting, or clear it");
  await notice.hover();
  await notice.getByRole("button", { name: "Set Go Command" }).click();
  await expect(workbench.page.locator('.settings-editor [data-key="linecost.go.command"]').first()).toBeVisible();
  expect(await leftovers(linecost)).toEqual([]);
});

test("captures that can't be written are said to be so, and the view still works", async ({ linecost, workbench }) => {
  // For root there is no folder that may not be written; a file in its place is one that can't.
  await mkdir(path.dirname(linecost.library), { recursive: true });
  await rm(linecost.library, { recursive: true, force: true });
  await writeFile(linecost.library, "in the way");
  await linecost.start("wrong/wrong_test.go", "TestWrong");
  const notice = workbench.notification(
    `The folder of captures, ${linecost.library}, can't be written: not a directory`,
  );
  await expect(notice).toContainText("Allow writing to it, then try again.");
  await workbench.runCommand("View: Show Linecost");
  await expect(linecost.capturesView()).toContainText("not a directory");
});

/** Processes of the last run: below the workspace, or of a test binary, but not the workbench's own. */
async function ofTheRun(linecost: Linecost): Promise<string[]> {
  const all = await processes(linecost.workbench.folder, "slow.test", "sleep 600");
  return all.map(({ command }) => command).filter((command) => !command.includes("code-server"));
}

/** What stands in the library that is not a capture: a draft that was left behind. */
async function leftovers(linecost: Linecost): Promise<string[]> {
  const all = existsSync(linecost.library) ? await readdir(linecost.library) : [];
  return all.filter((name) => name.startsWith("."));
}
