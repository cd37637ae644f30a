// Linecost on the screen: where its parts are, and what they say. What every test of it shares.

import { existsSync, readFileSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import type { FrameLocator, Locator } from "@playwright/test";
import { repo } from "../scripts/lib/paths.mjs";
import { expect, test as base } from "./fixtures.ts";
import type { ListedLine } from "./oracle.ts";
import { processes } from "./processes.ts";
import type { Workbench } from "./workbench.ts";

export { expect } from "./fixtures.ts";

/** What stands at the end of a line. */
export interface Figure {
  flat: string;
  cum: string;
  share: string;
  /** The cost of one operation of a benchmark, such as "310.2 ns/op". */
  each?: string;
}

/** A capture as it lies on disk. */
export interface CaptureOnDisk {
  title: string;
  /** The profile files' absolute paths. */
  cpu: string;
  memory: string;
  /** The file of any kind. */
  file: (kind: string) => string;
}

export class Linecost {
  readonly workbench: Workbench;
  /** The folder of captures. */
  readonly library: string;

  constructor(workbench: Workbench, home: string) {
    this.workbench = workbench;
    this.library = libraryOf(home);
  }

  /** A lens above a test or a benchmark. */
  lens(target: string, kind: "cpu" | "allocs" = "cpu"): Locator {
    const what = kind === "cpu" ? "where its CPU time goes" : "where it allocates";
    return this.workbench.page.locator(`.codelens-decoration a[title="Run ${target} and show ${what}"]`);
  }

  /** Opens a file on a benchmark, clicks the lens above it, and waits until its figures are what is shown. */
  async profile(file: string, target: string, kind: "cpu" | "allocs" = "cpu"): Promise<void> {
    const before = (await this.captures()).length;
    await this.start(file, target, kind);
    await expect.poll(() => this.captures().then((all) => all.length), { timeout: 60_000 }).toBe(before + 1);
    await expect(this.subject()).toContainText(target);
  }

  /** Opens a file on a test or benchmark and clicks the lens above it. */
  async start(file: string, target: string, kind: "cpu" | "allocs" = "cpu"): Promise<void> {
    const text = await readFile(path.join(this.workbench.folder, file), "utf8");
    const line = text.split("\n").findIndex((row) => row.startsWith(`func ${target}(`)) + 1;
    await this.workbench.openFile(file, line);
    await this.lens(target, kind).click();
  }

  /** The status bar's item that names what is shown. */
  subject(): Locator {
    return this.statusItem("capture");
  }

  /** The status bar's item that names the sample type. */
  sampleType(): Locator {
    return this.statusItem("sampleType");
  }

  /** The status bar's item that warns of a text that is not the one profiled. */
  warning(): Locator {
    return this.statusItem("warning");
  }

  /** Switches the sample type as a user does: a click in the status bar, and one in the list. */
  async switchTo(sampleType: string): Promise<void> {
    await this.sampleType().click();
    await this.workbench.pick(sampleType);
    await expect(this.sampleType()).toHaveText(sampleType);
  }

  /** The figures on screen in the active editor. Poll it. */
  async figures(): Promise<Map<number, Figure>> {
    const texts = await this.workbench.inlineFigures();
    return new Map([...texts].flatMap(([line, text]) => (isFigure(text) ? [[line, parsed(text)] as const] : [])));
  }

  /** The file that is open, and the line, from 1, that the cursor is on. */
  cursor(): Promise<{ file: string | undefined; line: number }> {
    return this.workbench.evaluate((vscode) => {
      const editor = vscode.window.activeTextEditor;
      return { file: editor?.document.uri.fsPath, line: (editor?.selection.active.line ?? -1) + 1 };
    });
  }

  /** The sidebar's first view. */
  capturesView(): Locator {
    return this.workbench.page
      .locator(".pane")
      .filter({ has: this.workbench.page.getByRole("button", { name: /^Captures .*Section$/ }) });
  }

  /** The process ids of this server's backends: one for each window that asked for one. */
  async backends(): Promise<number[]> {
    return (await processes(`linecost -library ${this.library}`)).map(({ pid }) => pid);
  }

  /** Presses the keys that the manifest binds to a command. */
  async press(command: string): Promise<void> {
    const chord = keybindings.find((binding) => binding.command === command)?.key;
    if (chord === undefined) {
      throw new Error(`no key is bound to ${command}`);
    }
    for (const key of chord.split(" ")) {
      await this.workbench.page.keyboard.press(key.split("+").map(asPlaywright).join("+"));
    }
  }

  /** Waits until the screen says of every line of the active editor what pprof says, and nothing of any other line. */
  async agrees(said: Map<number, ListedLine>): Promise<void> {
    const sorted = (all: Map<number, ListedLine>): (ListedLine & { line: number })[] =>
      [...all].map(([line, { flat, cum }]) => ({ line, flat, cum })).sort((a, b) => a.line - b.line);
    await expect.poll(async () => sorted(await this.figures())).toEqual(sorted(said));
  }

  /** The functions table in the sidebar. */
  functions(): FrameLocator {
    return this.workbench.webview();
  }

  /** What is in the history, oldest first. */
  async captures(): Promise<CaptureOnDisk[]> {
    const folders = existsSync(this.library)
      ? (await readdir(this.library)).filter((name) => !name.startsWith("."))
      : [];
    return Promise.all(folders.sort().map((name) => read(path.join(this.library, name))));
  }

  /** The latest capture. */
  async latest(): Promise<CaptureOnDisk> {
    const latest = (await this.captures()).at(-1);
    if (latest === undefined) {
      throw new Error("there is no capture");
    }
    return latest;
  }

  private statusItem(id: string): Locator {
    return this.workbench.page.locator(`.part.statusbar [id="linecost.linecost.linecost.${id}"]:visible`);
  }
}

/** Tests with an empty history and a Linecost to look at. */
export const test = base.extend<{ linecost: Linecost }>({
  page: async ({ page, served }, use) => {
    // The server keeps it for its next test, and so would an extension host that reads it before the page is there.
    await rm(libraryOf(served.home), { recursive: true, force: true });
    await use(page);
  },
  linecost: async ({ workbench, served }, use) => {
    await use(new Linecost(workbench, served.home));
  },
});

function libraryOf(home: string): string {
  return path.join(home, "data", "User", "globalStorage", "linecost.linecost", "captures");
}

async function read(folder: string): Promise<CaptureOnDisk> {
  const meta = JSON.parse(await readFile(path.join(folder, "capture.json"), "utf8")) as {
    title: string;
    profiles: { kind: string; path: string }[];
  };
  const file = (kind: string): string => path.join(folder, meta.profiles.find((p) => p.kind === kind)?.path ?? "");
  return { title: meta.title, cpu: file("cpu"), memory: file("memory"), file };
}

const { keybindings } = (
  JSON.parse(readFileSync(path.join(repo, "package.json"), "utf8")) as {
    contributes: { keybindings: { command: string; key: string }[] };
  }
).contributes;

function asPlaywright(key: string): string {
  const names: Record<string, string> = { ctrl: "Control", alt: "Alt", shift: "Shift" };
  return names[key] ?? (key.length > 1 ? key.toUpperCase() : key);
}

const figureShape = /^\s*(\S+)\s+(\S+)\s+(\S+%)(?:\s+(\S+ \S+\/op))?\s*$/;

function isFigure(text: string): boolean {
  return figureShape.test(text);
}

function parsed(text: string): Figure {
  const [, flat = "", cum = "", share = "", each] = figureShape.exec(text) ?? [];
  return { flat, cum, share, ...(each !== undefined && { each }) };
}
