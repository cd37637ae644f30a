// The backend's process is killed: what was on screen comes back, what was running is told of, and nothing is left.

import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "./linecost.ts";
import { processes } from "./processes.ts";
import { profileOf } from "./profileFile.ts";

test.use({ workspace: fileURLToPath(new URL("testdata/failing", import.meta.url)) });

test("figures survive the backend's death", async ({ linecost, workbench }) => {
  const file = path.join(workbench.folder, "two.pprof");
  const slow = path.join(workbench.folder, "slow/slow_test.go");
  const wrong = path.join(workbench.folder, "wrong/wrong_test.go");
  await writeFile(
    file,
    profileOf([
      { name: "slow.BenchmarkSlow", file: slow, line: 13, value: 3_000_000_000 },
      { name: "wrong.TestWrong", file: wrong, line: 7, value: 1_000_000_000 },
    ]),
  );
  const inSlow = new Map([[13, { flat: "3s", cum: "3s", share: "75.00%" }]]);
  const inWrong = new Map([[7, { flat: "1s", cum: "1s", share: "25.00%" }]]);
  await workbench.evaluate(
    (vscode, name) => vscode.commands.executeCommand("linecost.openProfile", vscode.Uri.file(name)),
    file,
  );
  await expect(linecost.subject()).toContainText("two.pprof");
  await workbench.openFile(slow, 13);
  await expect.poll(() => linecost.figures()).toEqual(inSlow);

  const [before] = await linecost.backends();
  expect(before).toBeDefined();
  process.kill(before ?? 0, "SIGKILL");
  await expect.poll(async () => (await linecost.backends()).filter((pid) => pid !== before)).toHaveLength(1);
  await expect.poll(() => linecost.figures()).toEqual(inSlow);
  await workbench.openFile(wrong, 7);
  await expect.poll(() => linecost.figures()).toEqual(inWrong);
  await workbench.openFile(slow, 13);
  await expect.poll(() => linecost.figures()).toEqual(inSlow);
  await workbench.runCommand("View: Show Linecost");
  await expect(linecost.functions().locator(".row").first()).toContainText("BenchmarkSlow");
  expect(await workbench.notifications(), "an accident that mended itself is no news").toEqual([]);
});

test("a backend that dies during a run takes the run with it, and says so", async ({ linecost, workbench }) => {
  await linecost.start("slow/slow_test.go", "BenchmarkSlow");
  await expect.poll(() => existsSync(path.join(workbench.folder, "slow", "started")), { timeout: 60_000 }).toBe(true);
  const [before] = await linecost.backends();
  process.kill(before ?? 0, "SIGKILL");
  await expect(workbench.notification("Linecost's backend ended before it answered.")).toBeVisible();
  await expect(workbench.notification("Profiling BenchmarkSlow")).toBeHidden();
  await expect.poll(() => processes("slow.test", "sleep 600")).toEqual([]);
  await expect.poll(async () => (await linecost.backends()).filter((pid) => pid !== before)).toHaveLength(1);
  expect(await linecost.captures()).toEqual([]);
});
