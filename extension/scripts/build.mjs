// @ts-check
// Builds what the extension runs into dist/: the backend, the extension's bundle, what runs in its panels, the icons.

import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { dist, manifest, repo } from "./lib/paths.mjs";
import { thisPlatform } from "./lib/platforms.mjs";
import { run, script } from "./lib/run.mjs";

const webview = path.join(repo, "extension", "webview");

/**
 * Builds everything for one platform.
 *
 * @param {import("./lib/platforms.mjs").Platform} [platform] this machine's where not given
 */
export async function build(platform = thisPlatform()) {
  await mkdir(dist, { recursive: true });
  await Promise.all([buildBackend(platform, path.join(dist, platform.executable)), buildExtension()]);
}

/**
 * Builds the backend as one static file, the same bytes from the same sources wherever they lie.
 *
 * @param {import("./lib/platforms.mjs").Platform} platform
 * @param {string} file
 */
export async function buildBackend(platform, file) {
  // Without the commit in it, which would make every commit a new file to package and install.
  const flags = ["-trimpath", "-buildvcs=false", `-ldflags=-s -w -X main.version=${manifest().version}`];
  await run("go", ["build", ...flags, "-o", file, "./server"], {
    env: { ...process.env, CGO_ENABLED: "0", GOOS: platform.goos, GOARCH: platform.goarch },
  });
}

/** Bundles the TypeScript: one file for the extension host, one script and one style sheet for each panel. */
export async function buildExtension() {
  const esbuild = await import("esbuild");
  /** @type {import("esbuild").BuildOptions} */
  const common = { bundle: true, minify: true, sourcemap: false, logLevel: "warning", legalComments: "none" };
  await Promise.all([
    esbuild.build({
      ...common,
      entryPoints: [path.join(repo, "extension", "src", "extension.ts")],
      outfile: path.join(dist, "extension.js"),
      platform: "node",
      format: "cjs",
      target: "node20",
      external: ["vscode"],
    }),
    esbuild.build({
      ...common,
      entryPoints: await panels(),
      outdir: path.join(dist, "webview"),
      platform: "browser",
      format: "iife",
      target: "es2022",
      loader: { ".ttf": "file" },
    }),
    copyIcons(),
  ]);
}

/** A panel is a .ts or .css file directly in extension/webview; folders beside them hold what panels share. */
async function panels() {
  const names = existsSync(webview) ? await readdir(webview) : [];
  return names
    .filter((name) => /\.(ts|css)$/.test(name) && !/\.(test|d)\.ts$/.test(name))
    .map((name) => path.join(webview, name));
}

/** VS Code's own icons, which a panel loads like any style sheet. */
async function copyIcons() {
  const icons = path.join(repo, "node_modules", "@vscode", "codicons", "dist");
  await mkdir(path.join(dist, "webview"), { recursive: true });
  for (const name of ["codicon.css", "codicon.ttf"]) {
    await copyFile(path.join(icons, name), path.join(dist, "webview", name));
  }
}

script(import.meta.url, () => build());
