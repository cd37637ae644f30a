// A workspace that nobody has trusted: nothing of it is built or run, and the screen says why.

import { expect, test } from "./fixtures.ts";
import { processes } from "./processes.ts";

test.use({
  trusted: false,
  settings: { "security.workspace.trust.enabled": true, "security.workspace.trust.startupPrompt": "never" },
});

test("a workspace that is not trusted is told so, and nothing of it runs", async ({ workbench }) => {
  expect(await workbench.evaluate((vscode) => vscode.workspace.isTrusted)).toBe(false);
  await workbench.openFile("feed/feed_test.go");
  const lenses = workbench.editor().locator(".codelens-decoration");
  await expect(lenses.first()).toContainText("Linecost runs tests only in a workspace that you trust");
  await expect(lenses.filter({ hasText: "profile cpu" })).toHaveCount(0);

  await workbench.openFile("main.go", 24);
  await expect(lenses.first()).toContainText("Linecost runs programs only in a workspace that you trust");
  await expect(lenses.filter({ hasText: "profile" })).toHaveCount(0);

  await workbench.evaluate((vscode) => vscode.commands.executeCommand("workbench.view.extension.linecost"));
  await expect(
    workbench.page.getByText("This workspace is in restricted mode, so Linecost runs no test and no program in it."),
  ).toBeVisible();

  // A command by its key, past every lens and menu.
  void workbench.evaluate((vscode) => void vscode.commands.executeCommand("linecost.captureFile"));
  await expect(workbench.notification("Linecost runs tests only in a workspace that you trust.")).toBeVisible();
  void workbench.evaluate((vscode) => void vscode.commands.executeCommand("linecost.profileProgram"));
  await expect(workbench.notification("Linecost runs programs only in a workspace that you trust.")).toBeVisible();
  await workbench.screenshot("restricted");
  const running = await processes(workbench.folder);
  expect(running.filter(({ command }) => /(^|\/)go |guard|\.test /.test(command))).toEqual([]);
});
