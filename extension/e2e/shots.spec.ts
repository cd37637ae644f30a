// What Linecost looks like, in each kind of theme: figures that can be read, and the pictures of the README. To make them
// anew: LINECOST_SHOTS=extension/media/docs npx playwright test -c extension/e2e/playwright.config.ts shots

import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Locator } from "@playwright/test";
import { expect, test } from "./linecost.ts";

const themes = [
  { name: "light", theme: "Light Modern", least: 4.5 },
  { name: "dark", theme: "Dark Modern", least: 4.5 },
  { name: "high-contrast", theme: "Default High Contrast", least: 7 },
  { name: "high-contrast-light", theme: "Default High Contrast Light", least: 7 },
];

test("figures can be read in every kind of theme, also on the hottest line", async ({ linecost, workbench }) => {
  test.setTimeout(360_000);
  await linecost.profile("order/order_test.go", "BenchmarkTotal");
  const first = linecost.functions().locator(".row").first();
  await expect(first).toContainText("Cents");
  await first.click();
  await expect.poll(async () => (await linecost.figures()).size).toBeGreaterThan(3);
  for (const { name, theme, least } of themes) {
    await test.step(theme, async () => {
      await workbench.setTheme(theme);
      await expect.poll(() => leastContrast(workbench.editor()), { message: "contrast" }).toBeGreaterThan(least);
      await workbench.page.mouse.move(900, 880);
      await workbench.screenshot(name);
    });
  }
});

test("a workspace without captures and a file that is no profile say what to do", async ({ workbench }) => {
  await workbench.runCommand("View: Show Linecost");
  await expect(workbench.page.getByRole("button", { name: "Profile a Test or Benchmark" }).first()).toBeVisible();
  await expect(workbench.webview().getByText("Nothing is shown yet.")).toBeVisible();
  await expect(workbench.page.getByText("The files that cost most appear here.")).toBeVisible();
  await workbench.screenshot("empty");
  const file = path.join(workbench.folder, "text.pprof");
  await writeFile(file, "This is no profile.\n");
  await workbench.evaluate(
    (vscode, name) => vscode.commands.executeCommand("linecost.openProfile", vscode.Uri.file(name)),
    file,
  );
  await expect(workbench.webview(1).getByText("is not a profile")).toBeVisible();
  await workbench.screenshot("error");
});

/** The lowest contrast of a figure to what is behind it, as WCAG 2 counts it. */
function leastContrast(editor: Locator): Promise<number> {
  return editor.evaluate((root) => {
    type Color = [number, number, number, number];
    const parse = (text: string): Color => {
      const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
      return [r, g, b, a];
    };
    const over = ([r, g, b, a]: Color, [x, y, z]: Color): Color => [
      r * a + x * (1 - a),
      g * a + y * (1 - a),
      b * a + z * (1 - a),
      1,
    ];
    const luminance = ([r, g, b]: Color): number => {
      const [x = 0, y = 0, z = 0] = [r, g, b]
        .map((part) => part / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const paper = parse(getComputedStyle(root.querySelector(".monaco-editor-background") ?? root).backgroundColor);
    const ratios: number[] = [];
    for (const line of root.querySelectorAll<HTMLElement>(".view-lines > .view-line")) {
      const overlay = [...root.querySelectorAll<HTMLElement>(".view-overlays > div")].find(
        (each) => each.style.top === line.style.top,
      );
      for (const span of line.querySelectorAll("span")) {
        const after = getComputedStyle(span, "::after");
        if (!after.content.includes("%")) {
          continue;
        }
        // The figure's end: a highlighted word or bracket elsewhere on the line is not behind it.
        const end = span.getBoundingClientRect().right - 1;
        const behind = [...(overlay?.querySelectorAll(".cdr") ?? [])]
          .filter((each) => each.getBoundingClientRect().left <= end && each.getBoundingClientRect().right >= end)
          .map((heat) => parse(getComputedStyle(heat).backgroundColor))
          .reduce((below, heat) => over(heat, below), paper);
        const [a, b] = [luminance(over(parse(after.color), behind)), luminance(behind)];
        ratios.push((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
      }
    }
    return ratios.length === 0 ? 0 : Math.min(...ratios);
  });
}
