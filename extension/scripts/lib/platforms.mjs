// @ts-check
// The platforms that a .vsix is made for, by the names that VS Code gives them.

import { Complaint } from "./run.mjs";

/**
 * @typedef {object} Platform
 * @property {string} target VS Code's name for it, and vsce's
 * @property {string} goos
 * @property {string} goarch
 * @property {string} executable the backend's file name there
 */

/** @type {Platform[]} */
export const platforms = ["linux", "darwin", "win32"].flatMap((os) =>
  ["x64", "arm64"].map((cpu) => ({
    target: `${os}-${cpu}`,
    goos: os === "win32" ? "windows" : os,
    goarch: cpu === "x64" ? "amd64" : cpu,
    executable: os === "win32" ? "linecost.exe" : "linecost",
  })),
);

/**
 * @param {string} target
 * @returns {Platform}
 */
export function platform(target) {
  const found = platforms.find((each) => each.target === target);
  if (!found) {
    throw new Complaint(`no platform is called ${target}: ${platforms.map((each) => each.target).join(", ")}`);
  }
  return found;
}

/** The platform of the machine that this runs on. */
export function thisPlatform() {
  return platform(`${process.platform}-${process.arch}`);
}
