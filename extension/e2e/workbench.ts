// A VS Code workbench as a person sees it: what is on the screen is read from the screen, what is typed is typed. The
// `vscode` API (`evaluate`) is for arranging a test and for what no screen shows.

import path from "node:path";
import { expect, type FrameLocator, type Locator, type Page } from "@playwright/test";
import type * as vscode from "vscode";
import { repo } from "../scripts/lib/paths.mjs";
import type { Driver } from "./driver.ts";
import { figuresOnScreen } from "./figures.ts";

type VSCode = typeof vscode;

/** Where screenshots that are asked for by name go. */
const shots = process.env.LINECOST_SHOTS ?? path.join(repo, "test-results", "shots");

/** How many milliseconds one try of several may take. */
const patience = 10_000;

export class Workbench {
  /** The page, for what has no method here. */
  readonly page: Page;
  /** The folder that is open: the test's own copy. */
  readonly folder: string;
  readonly #driver: Driver;

  constructor(page: Page, folder: string, driver: Driver) {
    this.page = page;
    this.folder = folder;
    this.#driver = driver;
  }

  /** Resolves when the window can be typed into. */
  async ready(): Promise<void> {
    await this.page.locator(".monaco-workbench .part.statusbar").waitFor();
    await this.page.locator(".explorer-folders-view .monaco-list-row").first().waitFor();
  }

  /**
   * Calls a function in the extension host with the `vscode` API. It travels as text, so it sees its argument and nothing
   * else; the argument and what it returns travel as JSON.
   */
  evaluate<Result>(fn: (api: VSCode) => Result | Thenable<Result>): Promise<Result>;
  evaluate<Result, Argument>(
    fn: (api: VSCode, argument: Argument) => Result | Thenable<Result>,
    argument: Argument,
  ): Promise<Result>;
  evaluate(fn: (...all: never[]) => unknown, argument?: unknown): Promise<unknown> {
    return this.#driver.evaluate(fn.toString(), argument);
  }

  /**
   * Runs a command from the palette by its title, with its category: "Linecost: Toggle". From its beginning until it
   * succeeds: a key may arrive before the workbench listens to it, and a page that is still loading takes the focus.
   */
  async runCommand(title: string): Promise<void> {
    await expect(async () => {
      await this.page.keyboard.press("F1");
      await this.quickInput().fill(`>${title}`, { timeout: patience });
      await this.row(title).click({ timeout: patience });
    }).toPass();
  }

  /** The text box of the palette, a quick pick or an input box. */
  quickInput(): Locator {
    return this.page.locator(".quick-input-widget:visible input.input");
  }

  /** The labels of the quick pick that is open; with "ticked", of the rows that are. */
  async picks(which: "all" | "ticked" = "all"): Promise<string[]> {
    const ticked = this.rows().filter({ has: this.page.locator("[aria-checked=true], input:checked") });
    // The details below the labels are labels of their own to VS Code.
    const labels = (which === "all" ? this.rows() : ticked).locator(".label-name:not(.quick-input-list-label-meta *)");
    return (await labels.allTextContents()).map(plain);
  }

  /** Chooses the row of a quick pick whose label is the given one, once it is there. */
  async pick(label: string): Promise<void> {
    await this.row(label).click();
  }

  /** Opens a file of the folder (or one by its absolute path) and puts the cursor on a line, counted from 1. */
  async openFile(name: string, line = 1): Promise<void> {
    const file = path.resolve(this.folder, name);
    await this.evaluate(
      async (api, [to, row]) => {
        const at = new api.Range(row - 1, 0, row - 1, 0);
        const editor = await api.window.showTextDocument(api.Uri.file(to), { selection: at, preview: false });
        editor.revealRange(at, api.TextEditorRevealType.InCenter);
      },
      [file, line] as const,
    );
    await this.page
      .getByRole("tab", { name: path.basename(file), selected: true })
      .first()
      .waitFor();
    await expect(this.editor().locator(".view-line").first()).toBeVisible();
  }

  /** The editor that has the focus, or had it last. */
  editor(): Locator {
    return this.page.locator(".editor-group-container.active .editor-instance .monaco-editor").first();
  }

  /**
   * What decorations show at the end of the lines on screen in the active editor: line number, from 1, to text. A line
   * without any is not in it. Poll it: decorations come after the text.
   */
  inlineFigures(): Promise<Map<number, string>> {
    return figuresOnScreen(this.editor());
  }

  /** The text of every item in the status bar, from left to right. */
  async statusBar(): Promise<string[]> {
    const items = await this.page.locator(".part.statusbar .statusbar-item:visible").allInnerTexts();
    return items.map(plain).filter((text) => text !== "");
  }

  /** A status bar item by (a part of) its text. */
  statusBarItem(text: string): Locator {
    return this.page.locator(".part.statusbar .statusbar-item:visible").filter({ hasText: text });
  }

  /** The texts of the notifications on screen. */
  async notifications(): Promise<string[]> {
    return (await this.page.locator(".notification-list-item-message:visible").allInnerTexts()).map(plain);
  }

  /** A notification by (a part of) its text; its buttons are `.getByRole("button")` of it. */
  notification(text: string): Locator {
    return this.page.locator(".notification-list-item:visible").filter({ hasText: text });
  }

  /** The page inside the nth webview on screen; the first load takes about three seconds. */
  webview(nth = 0): FrameLocator {
    const outer = this.page.locator("iframe.webview.ready").filter({ visible: true }).nth(nth);
    return outer.contentFrame().frameLocator("#active-frame");
  }

  /** Switches to a theme by its id, such as "Default Dark Modern", and waits until it shows. */
  async setTheme(name: string): Promise<void> {
    const look = await this.evaluate(async (api, theme) => {
      interface Theme {
        id?: string;
        label: string;
        uiTheme: string;
      }
      const themes = api.extensions.all.flatMap((extension) => {
        const manifest = extension.packageJSON as { contributes?: { themes?: Theme[] } };
        return manifest.contributes?.themes ?? [];
      });
      const found = themes.find(({ id, label }) => (id ?? label) === theme);
      if (!found) {
        throw new Error(`no theme is called ${theme}: ${themes.map(({ id, label }) => id ?? label).join(", ")}`);
      }
      await api.workspace.getConfiguration("workbench").update("colorTheme", theme, api.ConfigurationTarget.Global);
      return found.uiTheme;
    }, name);
    await expect(this.page.locator(".monaco-workbench").first()).toHaveClass(new RegExp(`(^| )${look}( |$)`));
  }

  /** Saves what is on screen as NAME.png in $LINECOST_SHOTS, else in test-results/shots. */
  async screenshot(name: string): Promise<string> {
    const file = path.join(shots, `${name}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  private row(label: string): Locator {
    const name = this.page.locator(".label-name").filter({ hasText: new RegExp(`^\\s*${escaped(label)}\\s*$`) });
    return this.rows().filter({ has: name }).first();
  }

  private rows(): Locator {
    return this.page.locator(".quick-input-list .monaco-list-row:visible");
  }
}

/** Text as it is meant: lines and columns are held together on screen by other spaces than a person would type. */
function plain(text: string): string {
  return text.replaceAll("\u00a0", " ").trim();
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
