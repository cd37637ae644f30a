// @ts-check
// What is needed before anything else runs: Go and Node of the right age, and the packages of package-lock.json.
// Imports nothing from node_modules, since there may be none yet.

import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { repo } from "./lib/paths.mjs";
import { Complaint, output, run, script } from "./lib/run.mjs";

const oldestNode = 20;

/** Checks the tools and installs the npm packages where they are missing or older than the lock file. */
export async function install() {
  checkNode();
  await checkGo();
  if (isStale()) {
    console.log("Installing npm packages");
    // No package needs its install script: esbuild's program comes with a package of its own for each platform.
    await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
  }
}

function checkNode() {
  const major = Number.parseInt(process.versions.node, 10);
  if (major < oldestNode) {
    throw new Complaint(
      `this is Node ${process.versions.node}, and Linecost is built with Node ${String(oldestNode)} or newer: install it from nodejs.org or your package manager`,
    );
  }
}

async function checkGo() {
  const wanted = /^go (\S+)$/m.exec(readFileSync(path.join(repo, "go.mod"), "utf8"))?.[1] ?? "";
  // Asked inside the module first: there, Go may fetch and be a newer toolchain, unless it is told not to.
  const found = (await goVersion(repo)) ?? (await goVersion(path.parse(repo).root));
  if (found === undefined) {
    throw new Complaint(`Go was not found on the PATH: install Go ${wanted} or newer from go.dev/dl, then try again`);
  }
  if (isOlder(found, wanted)) {
    throw new Complaint(
      `this is Go ${found}, and Linecost is built with Go ${wanted} or newer: install it from go.dev/dl`,
    );
  }
}

/** @param {string} folder */
async function goVersion(folder) {
  try {
    return (await output("go", ["env", "GOVERSION"], { cwd: folder })).trim().replace(/^go/, "");
  } catch {
    return undefined;
  }
}

/**
 * @param {string} version such as 1.26.8, 1.27rc1 or "1.26.8 X:nogreenteagc"
 * @param {string} other
 */
export function isOlder(version, other) {
  const [major = 0, minor = 0] = numbers(version);
  const [otherMajor = 0, otherMinor = 0] = numbers(other);
  return major !== otherMajor ? major < otherMajor : minor < otherMinor;
}

/** @param {string} version */
function numbers(version) {
  return (version.match(/\d+/g) ?? []).map(Number);
}

function isStale() {
  // npm writes this file last, so that it stands for a complete install.
  const installed = path.join(repo, "node_modules", ".package-lock.json");
  return !existsSync(installed) || statSync(installed).mtimeMs < statSync(path.join(repo, "package-lock.json")).mtimeMs;
}

script(import.meta.url, install);
