// Profile files, however they come and whatever is in them: what can be shown is shown, and of the rest a sentence says
// what is wrong, in the place where the figures would be.

import { execFile } from "node:child_process";
import { mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";
import type { FrameLocator, Locator } from "@playwright/test";
import { expect, test } from "./linecost.ts";
import { listed, topFunction } from "./oracle.ts";
import { type OneLine, profileOf } from "./profileFile.ts";
import type { Workbench } from "./workbench.ts";

test("a profile opens by a double click and by command, and damaged ones say what is wrong", async ({
  linecost,
  workbench,
}) => {
  test.setTimeout(360_000);
  const { page, folder } = workbench;
  // In the folder above all others, where the explorer shows it without scrolling.
  const real = path.join(folder, "a-real.pprof");
  const scratch = path.join(folder, "..", "scratch");
  const away = path.join(folder, "..", "away");
  // The server and what lies beside its folder are the next test's too.
  await rm(scratch, { recursive: true, force: true });
  await rm(away, { recursive: true, force: true });
  await mkdir(scratch, { recursive: true });
  for (const [name, content] of [
    ["before", ""],
    ["after", profileOf(someLines(folder))],
  ] as const) {
    await mkdir(path.join(away, name), { recursive: true });
    await writeFile(path.join(away, name, "linked.pprof"), content);
  }
  await symlink(path.join(away, "before"), path.join(away, "now"));
  await symlink(path.join(away, "now", "linked.pprof"), path.join(scratch, "link.pprof"));
  const run = ["test", "-run=TestGroupAndRows", "-memprofilerate=1", `-memprofile=${real}`, "-o=report.test", "."];
  await promisify(execFile)("go", run, { cwd: path.join(folder, "report") });
  await rm(path.join(folder, "report", "report.test"));

  await test.step("a double click in the explorer shows what is in it, and figures in the source", async () => {
    // A file that was written before the workbench watches the folder is not in the explorer otherwise.
    await workbench.evaluate((vscode) => vscode.commands.executeCommand("workbench.files.action.refreshFilesExplorer"));
    await page.locator(".explorer-folders-view .monaco-list-row").filter({ hasText: "a-real.pprof" }).dblclick();
    const editor = workbench.webview();
    await expect(editor.getByRole("heading", { name: "a-real.pprof" })).toBeVisible();
    await expect(linecost.subject()).toContainText("a-real.pprof");
    await expect(editor.locator(".picker")).toHaveValue("alloc_space");
    const top = await topFunction(real, "alloc_space");
    await expect(editor.locator(".row").first()).toHaveAttribute("title", new RegExp(`^${escaped(top.name)}\n`));
    await expect(editor.locator(".row .flat").first()).toHaveText(top.flat);
    await workbench.openFile("report/group.go", 20);
    await linecost.agrees(await listed(real, "alloc_space", path.join(folder, "report/group.go")));
  });

  const whole = gunzipSync(await readFile(real));
  const zeros = gzipSync(Buffer.alloc(1 << 20));
  const cases = [
    { name: "empty.pprof", content: Buffer.alloc(0), says: "is empty." },
    { name: "cut.prof", content: whole.subarray(0, whole.length / 3), says: "the profile is damaged" },
    { name: "cut.pb.gz", content: gzipSync(whole).subarray(0, 2000), says: "the profile is damaged" },
    {
      name: "text.pgo",
      content: Buffer.from("This is no profile.\n"),
      says: "it is text in no format that pprof knows",
    },
    {
      name: "zeros.pb.gz",
      content: Buffer.concat(new Array<Buffer>(1024).fill(zeros)),
      says: "its bytes are in no format that pprof knows",
    },
  ];
  for (const { name, content, says } of cases) {
    await test.step(name, async () => {
      const file = path.join(scratch, name);
      await writeFile(file, content);
      await open(workbench, file);
      const told = said(workbench, says);
      await expect(told).toBeVisible();
      await expect(told).toContainText(file);
      await expect(told.getByRole("button", { name: "Try again" })).toBeVisible();
      // What was shown before is not taken away by a file that can't be shown.
      await expect(linecost.subject()).toContainText("a-real.pprof");
    });
  }

  await test.step("a file that was written anew is read again", async () => {
    await open(workbench, path.join(scratch, "empty.pprof"));
    await expect(said(workbench, "is empty.")).toBeVisible();
    await writeFile(path.join(scratch, "empty.pprof"), profileOf(someLines(folder)));
    await expect(workbench.webview().getByRole("row").filter({ hasText: "main.Read" })).toBeVisible();
  });

  await test.step("a file that no watcher hears of is read again by the button", async () => {
    // A watcher of the file, or of its folder, would take the button away: what changes is a folder on its link's way.
    await open(workbench, path.join(scratch, "link.pprof"));
    await expect(said(workbench, "is empty.")).toBeVisible();
    await symlink(path.join(away, "after"), path.join(away, "next"));
    await rename(path.join(away, "next"), path.join(away, "now"));
    await workbench.webview().getByRole("button", { name: "Try again" }).click();
    await expect(workbench.webview().getByRole("row").filter({ hasText: "main.Read" })).toBeVisible();
  });

  await test.step("text can be looked at as text", async () => {
    await open(workbench, path.join(scratch, "text.pgo"));
    await workbench.webview().getByRole("button", { name: "Open as text" }).click();
    await expect(workbench.editor()).toContainText("This is no profile.");
  });

  await test.step("a sample that points at no location: the rest is shown, and the loss is told", async () => {
    const file = path.join(scratch, "dangling.pprof");
    const lost = { name: "main.Lost", file: "", line: 1, value: 10_000_000, dangling: 77 };
    await writeFile(file, profileOf([...someLines(folder), lost]));
    await open(workbench, file);
    await expect(workbench.webview().getByRole("alert")).toContainText(
      "point at a location that the file does not hold",
    );
    await expect(workbench.webview().getByRole("row").filter({ hasText: "main.Read" })).toBeVisible();
    await workbench.openFile("feed/feed.go", 20);
    await linecost.agrees(new Map([[20, { flat: "1.50s", cum: "1.50s" }]]));
  });

  await test.step("a file that vanishes while it is open", async () => {
    const file = path.join(scratch, "vanishing.pprof");
    await writeFile(file, profileOf(someLines(folder)));
    await open(workbench, file);
    const editor = workbench.webview();
    await expect(editor.getByRole("row").filter({ hasText: "main.Read" })).toBeVisible();
    await rm(file);
    // What is in memory may still be shown, and asked for more; reading it anew must say that there is nothing to read.
    await workbench.openFile("feed/feed.go", 20);
    await linecost.agrees(new Map([[20, { flat: "1.50s", cum: "1.50s" }]]));
    await open(workbench, file);
    await workbench.runCommand("Linecost: Restart Backend");
    await expect(said(workbench, `${file} does not exist. It may have been moved or deleted.`)).toBeVisible();
    await writeFile(file, profileOf(someLines(folder)));
    await expect(editor.getByRole("row").filter({ hasText: "main.Read" })).toBeVisible();
  });
});

test("ten thousand functions scroll to the end by one key, and a filter finds one", async ({ linecost, workbench }) => {
  const count = 10_000;
  const lines = Array.from({ length: count }, (_, i): OneLine => {
    return { name: `example.com/big.f${String(i).padStart(5, "0")}`, file: "/big.go", line: i + 1, value: count - i };
  });
  const file = path.join(workbench.folder, "big.pprof");
  await writeFile(file, profileOf(lines));
  await open(workbench, file);
  const table = workbench.webview();
  await expect(table.locator(".counter")).toHaveText(/10.?000/);
  await expect(row(table, 0)).toContainText("big.f00000");
  await row(table, 0).evaluate((element: HTMLElement) => element.closest<HTMLElement>(".list")?.focus());
  await workbench.page.keyboard.press("End");
  await expect(row(table, count - 1)).toContainText("big.f09999");
  await expect(row(table, count - 1)).toHaveAttribute("aria-selected", "true");
  await expect(row(table, count - 1)).toBeInViewport();
  expect(await table.locator(".row").count(), "rows that exist").toBeLessThan(100);

  await table.getByRole("searchbox").fill("f07777");
  await expect(table.locator(".row")).toHaveCount(1);
  await expect(row(table, 0)).toContainText("big.f07777");
  await table.getByRole("searchbox").fill("no such function");
  await expect(table.getByText("No function matches “no such function”.")).toBeVisible();
  await table.getByRole("button", { name: "Clear filter" }).click();
  await expect(row(table, 0)).toContainText("big.f00000");
  await expect(linecost.subject()).toContainText("big.pprof");
});

function row(table: FrameLocator, index: number): Locator {
  return table.locator(`#row-${String(index)}`);
}

/** Opens a file as the explorer's menu does. */
async function open(workbench: Workbench, file: string): Promise<void> {
  await workbench.evaluate(
    (vscode, name) => vscode.commands.executeCommand("linecost.openProfile", vscode.Uri.file(name)),
    file,
  );
  await workbench.page.getByRole("tab", { name: path.basename(file), selected: true }).waitFor();
}

/** The sentence in the place of the figures. By its role, since the table may say the same of a page, out of sight. */
function said(workbench: Workbench, sentence: string): Locator {
  return workbench.webview().getByRole("status").filter({ hasText: sentence });
}

function someLines(folder: string): OneLine[] {
  return [{ name: "main.Read", file: path.join(folder, "feed/feed.go"), line: 20, value: 1_500_000_000 }];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
