// What runs already, with no change to it: attached to by its address and from the list of processes, captured, watched.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { Gatekeeper } from "./gatekeeper.ts";
import { expect, type Linecost, test as base } from "./linecost.ts";
import { listed } from "./oracle.ts";
import { processes } from "./processes.ts";
import { SampleServer } from "./sampleServer.ts";
import type { Workbench } from "./workbench.ts";

const attach = "Linecost: Attach to a Running Program or Server…";
/**
 * Much of what the server does is in this file: a slow sort, for each who asks. It fits on the screen, and no line of it
 * has two functions that cost something, of which pprof's list could not give the sum.
 */
const busy = "report/sort.go";

/** A program that serves nothing, and ends when nobody holds its input any more. */
const quiet = `package main

import (
	"io"
	"os"
)

func main() { _, _ = io.Copy(io.Discard, os.Stdin) }
`;

const test = base.extend<{ sample: SampleServer }>({
  sample: async ({ workbench }, use) => {
    const sample = await SampleServer.start(workbench.folder, 2);
    try {
      await use(sample);
    } finally {
      await sample.stop();
    }
  },
});

test("three kinds of a server at once, by its address and from the list of processes", async ({
  linecost,
  workbench,
  sample,
}) => {
  test.setTimeout(240_000);

  await test.step("what it offers is asked for, and the usual is chosen already", async () => {
    await workbench.runCommand(attach);
    await workbench.quickInput().fill(sample.host);
    await workbench.screenshot("attach-url");
    await workbench.pick(`Attach to http://${sample.host}/`);
    const kinds = ["CPU", "heap", "allocs", "block", "goroutine", "mutex", "threadcreate", "trace"];
    await expect.poll(() => workbench.picks()).toEqual(kinds);
    await expect.poll(() => workbench.picks("ticked")).toEqual(["CPU", "heap"]);
    await workbench.pick("goroutine");
    await workbench.screenshot("attach-profiles");
    await workbench.page.keyboard.press("Enter");
  });

  await test.step("CPU for two seconds, the heap since the start, and where goroutines stand", async () => {
    await workbench.pick("Another time…");
    await answer(workbench, "For how many seconds?", "2");
    await captured(linecost, 1);
    await expect(linecost.subject()).toContainText(sample.host);
    await expect(workbench.notification(`Profiling ${sample.host}`)).toBeHidden();
  });

  const inBusy = path.join(workbench.folder, busy);
  await test.step("the lines of the program that runs have the figures that pprof has", async () => {
    const { cpu, memory, file } = await linecost.latest();
    await workbench.openFile(busy, 20);
    await expect(linecost.sampleType()).toHaveText("cpu");
    await agrees(linecost, cpu, "cpu", inBusy);
    await workbench.screenshot("attach-figures");
    await linecost.switchTo("alloc_space");
    await agrees(linecost, memory, "alloc_space", inBusy);
    await linecost.switchTo("goroutine");
    await workbench.openFile("main.go", 77);
    await agrees(linecost, file("goroutine"), "goroutine", path.join(workbench.folder, "main.go"));
  });

  await test.step("in the list of processes it is among those that serve profiles; Enter and Enter do the same again", async () => {
    await linecost.press("linecost.attach");
    const row = workbench.page
      .locator(".quick-input-list .monaco-list-row")
      .filter({ hasText: `http://${sample.host}/` });
    await expect(row.filter({ hasText: "example.com/sample" })).toBeVisible();
    const picks = await workbench.picks();
    expect(picks.indexOf("sample"), "before all that serve none").toBeLessThan(picks.indexOf("Enter a URL…"));
    await workbench.screenshot("attach-processes");
    await row.filter({ hasText: "example.com/sample" }).click();
    await expect.poll(() => workbench.picks("ticked")).toEqual(["CPU", "heap", "goroutine"]);
    await workbench.page.keyboard.press("Enter");
    await expect(workbench.page.locator(".quick-input-list .monaco-list-row.focused")).toContainText("2 seconds");
    await workbench.page.keyboard.press("Enter");
    await captured(linecost, 2);
    expect((await linecost.latest()).title).toBe(`sample (${sample.host})`);
    await expect(linecost.subject()).toContainText(`sample (${sample.host})`);
  });

  await test.step("the history asks for the same again", async () => {
    const row = linecost.capturesView().getByRole("treeitem").filter({ hasText: "sample (" }).first();
    await row.hover();
    await row.getByRole("button", { name: "Profile Capture Again" }).click();
    await captured(linecost, 3);
    const { cpu } = await linecost.latest();
    await workbench.openFile(busy, 20);
    await linecost.switchTo("cpu");
    await agrees(linecost, cpu, "cpu", inBusy);
  });

  await workbench.setTheme("Dark Modern");
  await workbench.runCommand(attach);
  await expect(workbench.page.locator(".quick-input-list").getByText("Serving profiles")).toBeVisible();
  await workbench.screenshot("attach-dark");
});

test("a watched server has figures that grow, until it is stopped, and then they are kept", async ({
  linecost,
  workbench,
  sample,
}) => {
  test.setTimeout(180_000);
  await workbench.openFile(busy, 20);
  await attachTo(workbench, sample.host);
  await expect.poll(() => workbench.picks("ticked")).toEqual(["CPU", "heap"]);
  await workbench.page.keyboard.press("Enter");
  await workbench.pick("Watch");
  const watching = workbench.statusBarItem(`Watching ${sample.host}`);
  await expect(watching).toBeVisible();
  await expect(linecost.subject()).toContainText(`${sample.host} (live)`, { timeout: 30_000 });
  await expect.poll(async () => (await linecost.figures()).size).toBeGreaterThan(0);
  const first = await linecost.figures();
  await workbench.screenshot("attach-watch");
  await expect.poll(() => linecost.figures(), { timeout: 30_000 }).not.toEqual(first);
  expect(await linecost.captures(), "nothing is kept before the end").toEqual([]);

  await linecost.press("linecost.stop");
  await captured(linecost, 1);
  await expect(watching).toBeHidden();
  await expect(linecost.subject()).not.toContainText("(live)");
  const { cpu } = await linecost.latest();
  await agrees(linecost, cpu, "cpu", path.join(workbench.folder, busy));
  expect(await workbench.notifications()).toEqual([]);
});

test("a server that wants a token gets it, and nobody else does", async ({ linecost, workbench, sample, served }) => {
  test.setTimeout(180_000);
  const token = "s3cret-4711-token";
  const gatekeeper = await Gatekeeper.before(sample.host, token);
  try {
    await attachTo(workbench, gatekeeper.host);
    const refused = workbench.notification(`${gatekeeper.host} does not give its list of profiles to everybody`);
    await refused.getByRole("button", { name: "Set Token…" }).click();
    await expect(workbench.quickInput()).toHaveAttribute("type", "password");
    await workbench.quickInput().fill(token);
    await workbench.screenshot("attach-token");
    await workbench.page.keyboard.press("Enter");

    await expect.poll(() => workbench.picks("ticked")).toEqual(["CPU", "heap"]);
    await workbench.pick("CPU");
    await workbench.page.keyboard.press("Enter");
    await workbench.pick("Since the program's start");
    await captured(linecost, 1);
    await expect(linecost.subject()).toContainText(gatekeeper.host);

    await test.step("it is in no file, and on no screen", async () => {
      expect(await filesWith(token, served.home)).toEqual([]);
      await workbench.runCommand("Linecost: Set Header or Token for a Server…");
      await workbench.pick(`http://${gatekeeper.host}/debug/pprof/`);
      await expect.poll(() => workbench.picks()).toContain("Bearer Token…");
      await expect(workbench.page.locator(".quick-input-widget")).not.toContainText(token);
      await workbench.page.keyboard.press("Escape");
    });

    await test.step("a server that is forgotten is let in no more", async () => {
      await workbench.runCommand("Linecost: Forget Server…");
      await workbench.pick(`http://${gatekeeper.host}/debug/pprof/`);
      await expect(workbench.notification(`${gatekeeper.host} is forgotten.`)).toBeVisible();
      await attachTo(workbench, gatekeeper.host);
      await expect(refused).toBeVisible();
    });
  } finally {
    await gatekeeper.stop();
  }
});

test("what can't be attached to says why, and a cancelled capture leaves nothing", async ({
  linecost,
  workbench,
  sample,
}) => {
  test.setTimeout(180_000);
  const { page } = workbench;

  await test.step("what is no address is told while it is typed", async () => {
    await workbench.runCommand(attach);
    await workbench.pick("Enter a URL…");
    await expect(page.locator(".quick-input-message")).toContainText("A port alone is one of this machine");
    await workbench.quickInput().fill("no server");
    await expect(page.locator(".quick-input-message")).toContainText("An address looks like localhost:6060");
    await page.keyboard.press("Escape");
  });

  await test.step("a capture that is cancelled is not kept, and asks the server no more", async () => {
    await attachTo(workbench, sample.host);
    await expect.poll(() => workbench.picks("ticked")).toEqual(["CPU", "heap"]);
    await page.keyboard.press("Enter");
    await workbench.pick("60 seconds");
    const running = workbench.notification(`Profiling ${sample.host}`);
    await expect(running).toContainText("s left");
    await workbench.screenshot("attach-countdown");
    await running.getByRole("button", { name: "Cancel" }).click();
    await expect(running).toBeHidden();
    expect(await linecost.captures()).toEqual([]);
  });

  await test.step("a process without an endpoint", async () => {
    const dir = path.join(workbench.folder, "quiet");
    await mkdir(dir);
    await writeFile(path.join(dir, "go.mod"), "module example.com/quiet\n\ngo 1.26\n");
    await writeFile(path.join(dir, "main.go"), quiet);
    const binary = path.join(workbench.folder, "..", "bin", "quiet");
    await promisify(execFile)("go", ["build", "-o", binary, "."], { cwd: dir });
    const child = spawn(binary, { stdio: ["pipe", "ignore", "ignore"] });
    try {
      await workbench.runCommand(attach);
      await workbench.quickInput().fill("example.com/quiet");
      await workbench.pick("quiet");
      const told = workbench.notification("quiet serves no profiles. Restart it with Linecost (Profile Program)");
      await expect(told.getByRole("button", { name: "Profile Program" })).toBeVisible();
    } finally {
      const gone = once(child, "exit");
      child.stdin.end();
      await gone;
    }
  });

  await test.step("nobody is there", async () => {
    await sample.stop();
    await attachTo(workbench, sample.host);
    const told = workbench.notification(`Nothing answers at ${sample.host}.`);
    await expect(told).toBeVisible();
    await workbench.screenshot("attach-dead");
    await expect(told.getByRole("button", { name: "Try Again" })).toBeVisible();
  });
  expect(await processes(path.join(workbench.folder, "..", "bin"))).toEqual([]);
});

/** Starts to attach to an address, as a user does who has it at hand. */
async function attachTo(workbench: Workbench, host: string): Promise<void> {
  await workbench.runCommand(attach);
  await workbench.quickInput().fill(host);
  await workbench.pick(`Attach to http://${host}/`);
}

/** Types into a box, once it is the one that asks. */
async function answer(workbench: Workbench, question: string, text: string): Promise<void> {
  await expect(workbench.page.locator(".quick-input-message")).toContainText(question);
  await workbench.quickInput().fill(text);
  await workbench.page.keyboard.press("Enter");
}

/** The files below a folder that hold a text. */
async function filesWith(text: string, folder: string): Promise<string[]> {
  const found = await new Promise<string>((resolve, reject) => {
    execFile("grep", ["-rlF", text, folder], (error, stdout) => {
      // 1 is its way to say that there are none.
      if (error !== null && error.code !== 1) {
        reject(new Error(error.message));
        return;
      }
      resolve(stdout);
    });
  });
  return found.split("\n").filter((line) => line !== "");
}

async function captured(linecost: Linecost, count: number): Promise<void> {
  await expect.poll(() => linecost.captures().then((all) => all.length), { timeout: 60_000 }).toBe(count);
}

async function agrees(linecost: Linecost, profile: string, sampleType: string, file: string): Promise<void> {
  const said = await listed(profile, sampleType, file);
  expect(said.size, `lines of ${path.basename(file)} that cost something`).toBeGreaterThan(0);
  await linecost.agrees(said);
}
