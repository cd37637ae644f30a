// A program that no one here wrote: staticcheck, as the module proxy has it. One click, and its own sources have figures.

import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { repo } from "../scripts/lib/paths.mjs";
import { checksums } from "./checksums.ts";
import { expect, test } from "./linecost.ts";
import { listed, listedLine } from "./oracle.ts";

const module = "honnef.co/go/tools";
const file = "cmd/staticcheck/staticcheck.go";

test.use({
  // What builds our own checks is in the module cache already.
  workspace: execFileSync("go", ["list", "-m", "-f", "{{.Dir}}", module], { cwd: repo, encoding: "utf8" }).trim(),
  settings: {
    "linecost.program.args": ["-checks", "SA*", "./pattern"],
    "linecost.program.cwd": "${workspaceFolder}",
    "terminal.integrated.gpuAcceleration": "off",
  },
});

test("staticcheck is profiled by one click on its lens, and its sources get figures", async ({
  linecost,
  workbench,
}) => {
  test.setTimeout(300_000);
  const before = await checksums(workbench.folder);
  const text = await readFile(path.join(workbench.folder, file), "utf8");
  await workbench.openFile(file, text.split("\n").findIndex((row) => row.startsWith("func main(")) + 1);
  await workbench.editor().locator(".codelens-decoration a").getByText("profile", { exact: true }).click();
  await expect.poll(async () => (await linecost.captures()).length, { timeout: 200_000 }).toBe(1);
  await expect(linecost.subject()).toContainText("staticcheck");
  await expect(linecost.subject()).not.toContainText("(live)");
  const { cpu } = await linecost.latest();

  await test.step("at its func main, as pprof has them", async () => {
    const said = await listed(cpu, "cpu", path.join(workbench.folder, file));
    expect(said.size).toBeGreaterThan(0);
    await workbench.openFile(file, Math.max(...said.keys()));
    await linecost.agrees(said);
  });

  await test.step("at the hottest line of the first of its own files", async () => {
    const first = workbench.page.getByRole("tree", { name: "Files", exact: true }).locator(".monaco-list-row").first();
    await first.click({ timeout: 15_000 });
    await expect.poll(async () => (await linecost.cursor()).file).not.toBe(path.join(workbench.folder, file));
    const at = await linecost.cursor();
    expect(at.file).toContain(workbench.folder);
    const said = await listedLine(cpu, "cpu", at.file ?? "", at.line);
    await expect.poll(async () => (await linecost.figures()).get(at.line)).toMatchObject({ ...said });
    await workbench.screenshot("foreign");
  });

  expect(await checksums(workbench.folder), "the files of the module").toEqual(before);
});
