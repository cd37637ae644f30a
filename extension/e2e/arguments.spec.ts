// The sample, run with arguments that are typed in at its lens.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "./linecost.ts";
import { listed } from "./oracle.ts";

// Text is read from the screen, and pictures of text have none.
test.use({ settings: { "terminal.integrated.gpuAcceleration": "off" } });

test("the sample runs with the arguments that were typed in, and with the same ones again", async ({
  linecost,
  workbench,
}) => {
  test.setTimeout(180_000);
  const terminal = workbench.page.locator(".terminal-wrapper.active .xterm-rows");
  await workbench.openFile("main.go", 24);
  await workbench.editor().locator(".codelens-decoration a").getByText("profile with…", { exact: true }).click();
  await workbench.pick("Enter Arguments…");
  await workbench.quickInput().fill("-orders 30000 -rows 3");
  await workbench.page.keyboard.press("Enter");
  await expect(terminal).toContainText(/\.\.\. and \d+ more lines/, { timeout: 120_000 });
  await expect.poll(async () => (await linecost.captures()).length, { timeout: 60_000 }).toBe(1);
  await expect(linecost.subject()).toContainText("sample");
  await expect(linecost.subject()).not.toContainText("(live)");

  await test.step("each figure on screen is what pprof says", async () => {
    const { cpu } = await linecost.latest();
    await workbench.openFile("main.go", 42);
    const said = await listed(cpu, "cpu", path.join(workbench.folder, "main.go"));
    await expect
      .poll(async () => [...(await linecost.figures())].map(([line, { flat, cum }]) => ({ line, flat, cum })))
      .not.toEqual([]);
    for (const [line, { flat, cum }] of await linecost.figures()) {
      expect({ line, flat, cum }).toEqual({ line, ...said.get(line) });
    }
  });

  await test.step("by its key it runs again, and asks nothing", async () => {
    await workbench.openFile("main.go", 24);
    await linecost.press("linecost.profileProgram");
    await expect.poll(async () => (await linecost.captures()).length, { timeout: 120_000 }).toBe(2);
    const folder = path.dirname((await linecost.latest()).cpu);
    const { names } = JSON.parse(await readFile(path.join(folder, "capture.json"), "utf8")) as { names: string[] };
    expect(names).toEqual(["-orders", "30000", "-rows", "3"]);
  });
});
