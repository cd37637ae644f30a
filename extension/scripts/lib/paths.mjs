// @ts-check
// Where things are. Everything else asks here, so that moving a folder is one edit.

import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const repo = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
export const dist = path.join(repo, "dist");
export const sample = path.join(repo, "extension", "sample");

/** The embedded workbench and what it keeps between starts; never in git. */
export const workbenchHome = path.resolve(process.env.LINECOST_WORKBENCH ?? path.join(repo, ".workbench"));

/** @typedef {{ name: string; version: string; publisher: string }} Manifest */

/** The extension's manifest, read anew: its version is what the backend and the .vsix say of themselves. */
export function manifest() {
  return /** @type {Manifest} */ (JSON.parse(readFileSync(path.join(repo, "package.json"), "utf8")));
}
