// @ts-check
// Starting other programs, and saying in one sentence what went wrong.

import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { repo } from "./paths.mjs";

/** An error whose message is for the person at the terminal: printed alone, with no stack. */
export class Complaint extends Error {}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] the repo's root where not given
 * @property {NodeJS.ProcessEnv} [env] the whole environment, not an addition to it
 */

/**
 * Runs a program with its output on ours, and throws a Complaint unless it ends with 0.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export async function run(command, args, options = {}) {
  const { code } = await finish(command, args, options, ["ignore", "inherit", "inherit"]);
  if (code !== 0) {
    throw new Complaint(`${shown(command, args)} ended with ${code}`);
  }
}

/**
 * Runs a program and returns what it printed; throws a Complaint with its error output unless it ends with 0.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export async function output(command, args, options = {}) {
  const { code, stdout, stderr } = await finish(command, args, options, ["ignore", "pipe", "pipe"]);
  if (code !== 0) {
    throw new Complaint(`${shown(command, args)} ended with ${code}\n${stdout}${stderr}`.trimEnd());
  }
  return stdout;
}

/**
 * Runs a program and hands every line that it prints to a function while it runs.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {(line: string) => void} onLine
 * @param {RunOptions} [options]
 * @returns {Promise<string>} its exit code, or the signal that ended it
 */
export async function eachLine(command, args, onLine, options = {}) {
  const child = start(command, args, options, ["ignore", "pipe", "inherit"]);
  let rest = "";
  child.stdout?.setEncoding("utf8").on("data", (/** @type {string} */ chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(onLine);
  });
  const code = await ended(child, command);
  if (rest) {
    onLine(rest);
  }
  return String(code);
}

/**
 * Whether a program can be started at all.
 *
 * @param {string} command
 * @param {string[]} args
 */
export async function works(command, args) {
  try {
    await output(command, args);
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs a script's main function when the script itself was started, and does nothing when it was imported.
 *
 * @param {string} url the script's import.meta.url
 * @param {(args: string[]) => Promise<void>} main
 */
export function script(url, main) {
  if (process.argv[1] === undefined || path.resolve(process.argv[1]) !== fileURLToPath(url)) {
    return;
  }
  main(process.argv.slice(2)).catch((/** @type {unknown} */ error) => {
    console.error(error instanceof Complaint ? `linecost: ${error.message}` : error);
    process.exitCode = 1;
  });
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} options
 * @param {import("node:child_process").StdioOptions} stdio
 */
async function finish(command, args, options, stdio) {
  const child = start(command, args, options, stdio);
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (/** @type {string} */ chunk) => (stdout += chunk));
  child.stderr?.setEncoding("utf8").on("data", (/** @type {string} */ chunk) => (stderr += chunk));
  return { code: await ended(child, command), stdout, stderr };
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} options
 * @param {import("node:child_process").StdioOptions} stdio
 */
function start(command, args, options, stdio) {
  return spawn(command, args, {
    cwd: options.cwd ?? repo,
    env: options.env ?? process.env,
    stdio,
    // npm and code are .cmd files on Windows, which only a shell starts.
    shell: process.platform === "win32" && !path.extname(command),
  });
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {string} command
 * @returns {Promise<number | string>}
 */
async function ended(child, command) {
  try {
    const [code, signal] = /** @type {[number, null] | [null, string]} */ (await once(child, "close"));
    return code ?? signal;
  } catch (error) {
    throw new Complaint(`${command} could not be started: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function shown(command, args) {
  return [path.basename(command), ...args].join(" ");
}
