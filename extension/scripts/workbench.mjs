// @ts-check
// The embedded workbench: a real VS Code in the browser (code-server), for a machine without a `code` of its own and
// for the end-to-end tests. It comes from the npm registry alone and lives in one folder that git ignores.
//
// It is installed in two parts, a Node and code-server, because packaging needs the first alone. Each part is built
// beside its final place and renamed into it when complete, so that an interrupted install is never taken for one.

import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { workbenchHome } from "./lib/paths.mjs";
import { Complaint, output, script, works } from "./lib/run.mjs";

const nodeVersion = "24.21.0";
const codeServerVersion = "4.139.1";

/** Raised when the recipe below changes while the versions stay. */
const recipe = 1;

/** What a part is called until it is complete; its name and the process that builds it follow. */
const unfinished = "installing-";

/**
 * @typedef {object} Workbench
 * @property {string} node the Node that code-server needs; newer than the one that may be running
 * @property {string} entry code-server's script
 */

/**
 * Installs the workbench where it is missing or of another version.
 *
 * @returns {Promise<Workbench>}
 */
export async function installWorkbench() {
  const node = await installNode();
  const home = await part("code-server", codeServerVersion, "about 680 MB", (folder) => fillCodeServer(folder, node));
  return { node, entry: path.join(home, "node_modules", "code-server", "out", "node", "entry.js") };
}

/**
 * Installs the workbench's own Node where it is missing or of another version.
 *
 * @returns {Promise<string>} its executable
 */
export async function installNode() {
  const name = nodePackage(process.platform, process.arch);
  const home = await part("node", nodeVersion, "about 120 MB", (folder) =>
    npmInstall(folder, [`${name}@${nodeVersion}`], process.env),
  );
  return path.join(home, "node_modules", name, "bin", "node");
}

/**
 * @param {string} folder
 * @param {string} node
 */
async function fillCodeServer(folder, node) {
  const nodeHome = path.dirname(path.dirname(node));
  const env = {
    ...process.env,
    PATH: path.join(nodeHome, "bin") + path.delimiter + (process.env.PATH ?? ""),
    // The headers for native modules, even where the user's npmrc names those of another Node.
    npm_config_nodedir: nodeHome,
  };
  await npmInstall(folder, [`code-server@${codeServerVersion}`], env);
  const vscode = path.join(folder, "node_modules", "code-server", "lib", "vscode");
  await npmInstall(vscode, ["--omit=dev"], env);
  await npmInstall(path.join(vscode, "extensions"), ["--omit=dev"], env);
  await buildLogger(vscode, env);
}

/**
 * Builds the one native module that has no prebuilt binary. Without it the workbench runs, but its output channels
 * stay empty: worth a warning, not a failure.
 *
 * @param {string} vscode
 * @param {NodeJS.ProcessEnv} env
 */
async function buildLogger(vscode, env) {
  try {
    await output("npm", ["rebuild", "@vscode/spdlog"], { cwd: vscode, env });
  } catch (error) {
    const missing = [];
    for (const tool of ["make", "c++", "python3"]) {
      if (!(await works(tool, ["--version"]))) {
        missing.push(tool);
      }
    }
    const why = missing.length > 0 ? `${missing.join(", ")} not found` : String(error);
    console.warn(`Output channels will be empty in the embedded workbench: @vscode/spdlog was not built (${why}).`);
  }
}

/**
 * Installs one part where its stamp does not say that it is there already.
 *
 * @param {string} name
 * @param {string} version
 * @param {string} size
 * @param {(folder: string) => Promise<void>} fill
 * @returns {Promise<string>} its folder
 */
async function part(name, version, size, fill) {
  const folder = path.join(workbenchHome, name);
  const stamp = `${JSON.stringify({ version, recipe, platform: process.platform, arch: process.arch })}\n`;
  if ((await stampOf(folder)) === stamp) {
    return folder;
  }
  console.log(`Installing ${name} ${version} for the embedded workbench (${size}, once) in ${folder}`);
  await mkdir(workbenchHome, { recursive: true });
  await sweep();
  const temp = path.join(workbenchHome, `${unfinished}${name}-${String(process.pid)}`);
  try {
    await mkdir(temp);
    await fill(temp);
    await writeFile(stampFile(temp), stamp);
    await replace(folder, temp, stamp);
  } finally {
    await rm(temp, { recursive: true, force: true });
  }
  return folder;
}

/**
 * Puts a complete part in place. Where another process was faster with the same version, that one stays.
 *
 * @param {string} folder
 * @param {string} temp
 * @param {string} stamp
 */
async function replace(folder, temp, stamp) {
  if ((await stampOf(folder)) === stamp) {
    return;
  }
  if (existsSync(folder)) {
    await rename(folder, path.join(temp, "replaced"));
  }
  await rename(temp, folder);
  await rm(path.join(folder, "replaced"), { recursive: true, force: true });
}

/** Removes what interrupted installs have left: hundreds of megabytes each. */
async function sweep() {
  for (const name of await readdir(workbenchHome)) {
    if (name.startsWith(unfinished) && !isAlive(Number(name.split("-").at(-1)))) {
      await rm(path.join(workbenchHome, name), { recursive: true, force: true });
    }
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** @param {string} folder */
function stampFile(folder) {
  return path.join(folder, "linecost-stamp.json");
}

/**
 * @param {string} folder
 * @returns {Promise<string | undefined>}
 */
async function stampOf(folder) {
  return readFile(stampFile(folder), "utf8").catch(() => undefined);
}

/**
 * @param {string} folder
 * @param {string[]} what
 * @param {NodeJS.ProcessEnv} env
 */
async function npmInstall(folder, what, env) {
  if (!existsSync(path.join(folder, "package.json"))) {
    // Else npm would look for a package in the folders above and install there.
    await writeFile(path.join(folder, "package.json"), '{ "private": true }\n');
  }
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  await output("npm", ["install", ...flags, ...what], { cwd: folder, env });
}

/**
 * The npm package that holds a Node for a platform.
 *
 * @param {string} platform
 * @param {string} arch
 */
function nodePackage(platform, arch) {
  if (!["linux", "darwin"].includes(platform) || !["x64", "arm64"].includes(arch)) {
    throw new Complaint(
      `there is no embedded workbench for ${platform} on ${arch}: install VS Code and its \`code\` command, then run npm start again`,
    );
  }
  return `node-${platform}-${arch}`;
}

script(import.meta.url, async () => {
  console.log((await installWorkbench()).entry);
});
