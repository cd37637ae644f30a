// The ground that every other test stands on: the workbench opens, the driver answers, the packaged extension is in it.

import { execFileSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "./fixtures.ts";

test.use({ workspace: fileURLToPath(new URL("testdata/tiny", import.meta.url)) });

test("the workbench opens a copy of the folder and the driver answers", async ({ workbench }) => {
  expect(await workbench.evaluate((vscode) => vscode.version)).toMatch(/^1\.\d+\.\d+$/);
  const folders = await workbench.evaluate((vscode) => vscode.workspace.workspaceFolders?.map(({ uri }) => uri.fsPath));
  expect(folders).toEqual([workbench.folder]);
  await workbench.openFile("tiny.go", 3);
  await expect(workbench.editor()).toContainText("package tiny");
});

test("the packaged extension is installed, and activates when it is asked for", async ({ workbench }) => {
  const extension = await workbench.evaluate(async (vscode) => {
    const linecost = vscode.extensions.getExtension("linecost.linecost");
    await linecost?.activate();
    return { active: linecost?.isActive, folder: linecost?.extensionPath };
  });
  expect(extension.active).toBe(true);
  expect(path.basename(extension.folder ?? "")).toMatch(/^linecost\.linecost-/);
});

test("the user's Go works inside the workbench as it does outside", async ({ workbench }) => {
  const inside = await workbench.evaluate(() => {
    const { PATH, GOCACHE, GOMODCACHE } = process.env;
    return { PATH, GOCACHE, GOMODCACHE };
  });
  const [GOCACHE, GOMODCACHE] = execFileSync("go", ["env", "GOCACHE", "GOMODCACHE"], { encoding: "utf8" }).split("\n");
  expect(inside).toMatchObject({ GOCACHE, GOMODCACHE });
  expect(inside.PATH).toContain(process.env.PATH);
});
