// How long a user waits: for the extension to activate, and for figures after switching to a file. Each test appends
// its times, in milliseconds, to the file that LINECOST_BENCH names.

import { appendFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";
import type { Workbench } from "../workbench.ts";

const activations = 5;
const switches = 20;
/** What VS Code calls an inline element that a decoration type of an extension has styled. */
const decorated = 'span[class*="ced-"]';

async function report(name: string, times: number[]): Promise<void> {
  const to = process.env.LINECOST_BENCH;
  if (to === undefined) {
    throw new Error("LINECOST_BENCH names no file: run npm run bench");
  }
  await appendFile(to, `${JSON.stringify({ name, times })}\n`);
}

for (let run = 1; run <= activations; run++) {
  test(`activation, run ${String(run)}`, async ({ workbench }) => {
    await settled(workbench);
    const took = await workbench.evaluate(async (vscode) => {
      const linecost = vscode.extensions.getExtension("linecost.linecost");
      if (linecost === undefined || linecost.isActive) {
        throw new Error("Linecost is not there, or active before it was asked to be");
      }
      const start = performance.now();
      await linecost.activate();
      return performance.now() - start;
    });
    await report("activation", [took]);
  });
}

test("figures after switching to a file", async ({ workbench }) => {
  await workbench.openFile("feed/feed_test.go", 40);
  // The cheapest run that gives both files figures.
  await workbench.evaluate(async (vscode) => {
    const editor = vscode.window.activeTextEditor;
    const line = editor?.document
      .getText()
      .split("\n")
      .findIndex((text) => text.startsWith("func BenchmarkReadReusing"));
    if (editor === undefined || line === undefined || line < 0) {
      throw new Error("the sample has no BenchmarkReadReusing");
    }
    editor.selection = new vscode.Selection(line, 0, line, 0);
    await vscode.commands.executeCommand("linecost.captureAtCursor");
  });
  const files = ["feed/feed.go", "feed/feed_test.go"];
  for (const file of files) {
    await workbench.openFile(file, file.endsWith("_test.go") ? 60 : 30); // where the figures are
    await expect.poll(() => figured(workbench.page, file)).not.toBe(0);
  }
  await settled(workbench);
  const texts: number[] = [];
  const figures: number[] = [];
  for (let i = 0; i < switches; i++) {
    const file = files[i % files.length] ?? "";
    const seen = workbench.page.evaluate(firstSeen, [file, decorated] as const);
    const asked = await workbench.evaluate(async (vscode, name) => {
      const [uri] = await vscode.workspace.findFiles(name);
      if (uri === undefined) {
        throw new Error(`${name} is not there`);
      }
      const now = Date.now();
      await vscode.window.showTextDocument(uri, { preview: false });
      return now;
    }, file);
    const { text, figure } = await seen;
    texts.push(text - asked);
    figures.push(figure - asked);
  }
  await report("text on screen", texts);
  await report("figures on screen", figures);
});

/**
 * Resolves when the extension host has nothing to do: a window that has just opened is busy with itself, and two cores
 * that draw a browser's pages in software are soon full.
 */
function settled(workbench: Workbench): Promise<void> {
  return workbench.evaluate(async () => {
    for (let quiet = 0; quiet < 100;) {
      const asked = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 20));
      quiet = performance.now() - asked < 25 ? quiet + 1 : 0;
    }
  });
}

/** How many lines of a file on screen have something at their end. */
function figured(page: Page, file: string): Promise<number> {
  return page.locator(`.monaco-editor[data-uri$="${file}"] .view-line ${decorated}`).count();
}

/**
 * Runs in the page: the times at which the first frame with a file's text, and that with its figures, are drawn. It
 * looks at class names alone: to compute styles in each frame would slow down what is measured.
 */
function firstSeen([name, figure]: readonly [string, string]): Promise<{ text: number; figure: number }> {
  return new Promise((resolve) => {
    let text = 0;
    const look = (): void => {
      const editor = document.querySelector(`.monaco-editor[data-uri$="${name}"]`);
      if (text === 0 && editor?.querySelector(".view-line span span")) {
        text = Date.now();
      }
      if (editor?.querySelector(`.view-line ${figure}`)) {
        resolve({ text, figure: Date.now() });
      } else {
        requestAnimationFrame(look);
      }
    };
    requestAnimationFrame(look);
  });
}
