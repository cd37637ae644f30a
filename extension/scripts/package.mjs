// @ts-check
// npm run package [-- target …]: one .vsix for each platform, each with its own static backend, in dist/vsix/.
//
// What goes in is copied to a folder of its own first: the platforms don't wait for each other's dist/linecost, and vsce
// doesn't walk node_modules and the embedded workbench to find that it needs nothing of them.

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, cp, mkdir, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { buildBackend, buildExtension } from "./build.mjs";
import { install } from "./install.mjs";
import { dist, manifest, repo } from "./lib/paths.mjs";
import { platform, platforms } from "./lib/platforms.mjs";
import { output, script } from "./lib/run.mjs";
import { installNode } from "./workbench.mjs";

/** @typedef {import("./lib/platforms.mjs").Platform} Platform */

/** What .vscodeignore lets through, but for the backend; the rest of dist/ is of no use to a user. */
const contents = [
  ".vscodeignore",
  "package.json",
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
  "dist/extension.js",
  "dist/webview",
  "extension/media",
];

/** The oldest Node that vsce runs on. */
const vsceNode = 22;

/**
 * Builds and packages for the given platforms. A .vsix whose contents are as before is left as it is.
 *
 * @param {Platform[]} wanted
 * @returns {Promise<string[]>} the files, in the same order
 */
export async function packageFor(wanted) {
  await buildExtension();
  const node = Number.parseInt(process.versions.node, 10) < vsceNode ? await installNode() : process.execPath;
  const files = [];
  // One after the other: go build and vsce keep every core busy by themselves.
  for (const each of wanted) {
    files.push(await packageOne(each, node));
  }
  return files;
}

/**
 * @param {Platform} forPlatform
 * @param {string} node
 */
async function packageOne(forPlatform, node) {
  const { name, version } = manifest();
  const stage = path.join(dist, "stage", forPlatform.target);
  const file = path.join(dist, "vsix", `${name}-${forPlatform.target}-${version}.vsix`);
  await fillStage(stage, forPlatform);
  const print = await fingerprint(stage);
  const printFile = `${file}.sha256-of-contents`;
  if (existsSync(file) && (await readFile(printFile, "utf8").catch(() => "")) === print) {
    return file;
  }
  await mkdir(path.dirname(file), { recursive: true });
  const vsce = path.join(repo, "node_modules", "@vscode", "vsce", "vsce");
  const flags = ["--target", forPlatform.target, "--no-dependencies", "--out", `${file}.part`];
  await output(node, [vsce, "package", ...flags], { cwd: stage });
  await rename(`${file}.part`, file);
  await writeFile(printFile, print);
  return file;
}

/**
 * @param {string} stage
 * @param {Platform} forPlatform
 */
async function fillStage(stage, forPlatform) {
  await rm(stage, { recursive: true, force: true });
  await mkdir(path.join(stage, "dist"), { recursive: true });
  for (const name of contents) {
    if (existsSync(path.join(repo, name))) {
      await cp(path.join(repo, name), path.join(stage, name), { recursive: true });
    } else {
      console.warn(`${name} is not there, and so not in the .vsix`);
    }
  }
  const backend = path.join(stage, "dist", forPlatform.executable);
  await buildBackend(forPlatform, backend);
  await chmod(backend, 0o755);
}

/**
 * A hash over every file's name and bytes.
 *
 * @param {string} folder
 */
async function fingerprint(folder) {
  const hash = createHash("sha256");
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of files.sort()) {
    hash.update(`${path.relative(folder, file)}\0`).update(await readFile(file));
  }
  return hash.digest("hex");
}

script(import.meta.url, async (targets) => {
  await install();
  const files = await packageFor(targets.length > 0 ? targets.map(platform) : platforms);
  for (const file of files) {
    const megabytes = (await stat(file)).size / 1e6;
    console.log(`${megabytes.toFixed(1).padStart(6)} MB  ${path.relative(repo, file)}`);
  }
});
