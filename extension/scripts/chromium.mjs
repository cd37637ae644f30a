// @ts-check
// Finds the browser that shows the embedded workbench to the tests: the machine's own, since Playwright's would be a
// download of its own.

import { existsSync } from "node:fs";
import path from "node:path";
import { Complaint } from "./lib/run.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const elsewhere = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** @returns {string} the browser's executable */
export function chromium() {
  const named = process.env.LINECOST_CHROMIUM;
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const found = named
    ? [named]
    : [...folders.flatMap((folder) => names.map((name) => path.join(folder, name))), ...elsewhere];
  const executable = found.find((file) => existsSync(file));
  if (executable === undefined) {
    throw new Complaint(
      named
        ? `LINECOST_CHROMIUM names ${named}, which is not there`
        : "Chromium was not found: install the package chromium, or name a Chrome in LINECOST_CHROMIUM",
    );
  }
  return executable;
}
