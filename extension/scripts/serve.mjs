// @ts-check
// Starts the embedded workbench's server, and ends it with everything it started.
//
// The server lives in a folder of its own, home directory included, so that it neither reads nor changes the user's
// settings, extensions and sessions. Only Go is to be the user's: what `go env` says outside is passed in, since Go would
// otherwise look below the new home and find empty caches.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Complaint, output } from "./lib/run.mjs";

/** @typedef {import("./workbench.mjs").Workbench} Workbench */

/**
 * @typedef {object} Server
 * @property {string} url its address, ending in a slash
 * @property {(folder: string) => string} open the address that shows a folder
 * @property {() => string} log what it has printed
 * @property {Promise<void>} ended resolves when it is gone, however it ended
 * @property {() => Promise<void>} stop ends it and all that it started
 */

/** What a person is not to be asked, and what would go out to the network. */
export const quietSettings = {
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "files.autoSave": "off",
  "git.enabled": false,
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
};

/** How long the server may take until it answers, and until it is gone. */
const startLimit = 60_000;
const stopLimit = 5_000;

/**
 * The file of the user's settings in a server's folder.
 *
 * @param {string} home
 */
export function settingsFile(home) {
  return path.join(home, "data", "User", "settings.json");
}

/**
 * Gives a server's folder its first settings; later ones are the user's own and stay.
 *
 * @param {string} home
 * @param {Record<string, unknown>} settings
 */
export async function firstSettings(home, settings) {
  const file = settingsFile(home);
  if (!existsSync(file)) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `${JSON.stringify(settings, undefined, 2)}\n`);
  }
}

/**
 * Installs an extension from a .vsix, over whatever version was there.
 *
 * @param {Workbench} workbench
 * @param {string} home the server's folder
 * @param {string} vsix
 */
export async function installExtension(workbench, home, vsix) {
  const env = await environment(home);
  await output(workbench.node, [workbench.entry, ...folders(home), "--install-extension", vsix, "--force"], { env });
}

/**
 * Starts a server on a free port of this machine's loopback address and waits until it answers.
 *
 * @param {Workbench} workbench
 * @param {string} home a folder for all that it keeps
 * @param {NodeJS.ProcessEnv} [additions] to its environment, and so to the extensions'
 * @param {boolean} [trusting] whether every folder is trusted without asking
 * @returns {Promise<Server>}
 */
export async function serve(workbench, home, additions = {}, trusting = true) {
  const flags = [
    "--auth=none",
    "--bind-addr=127.0.0.1:0",
    "--disable-telemetry",
    "--disable-update-check",
    ...(trusting ? ["--disable-workspace-trust"] : []),
    "--disable-getting-started-override",
  ];
  const child = spawn(workbench.node, [workbench.entry, ...folders(home), ...flags], {
    env: { ...(await environment(home)), ...additions },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let log = "";
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => {
    child.once("error", (error) => {
      log += error.message;
      resolve();
    });
    child.once("exit", () => {
      resolve();
    });
  });
  const stop = () => endGroup(child.pid);
  /** @type {Promise<string>} */
  const listening = new Promise((resolve) => {
    const read = (/** @type {string} */ chunk) => {
      log += chunk;
      const url = /listening on (http:\/\/127\.0\.0\.1:\d+\/)/.exec(log)?.[1];
      if (url) {
        resolve(url);
      }
    };
    child.stdout.setEncoding("utf8").on("data", read);
    child.stderr.setEncoding("utf8").on("data", read);
  });
  try {
    const url = await Promise.race([listening, ended.then(() => undefined), limit(startLimit)]);
    if (url === undefined) {
      throw new Complaint(`the embedded workbench did not start:\n${log}`);
    }
    await healthy(url);
    return { url, open: (folder) => `${url}?folder=${encodeURIComponent(folder)}`, log: () => log, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param {string} url */
async function healthy(url) {
  const until = Date.now() + startLimit;
  while (
    !(await fetch(`${url}healthz`).then(
      (answer) => answer.ok,
      () => false,
    ))
  ) {
    if (Date.now() > until) {
      throw new Complaint(`the embedded workbench at ${url} does not answer`);
    }
    await delay(50);
  }
}

/**
 * Ends every process of a group: asked first, then made to.
 *
 * @param {number | undefined} group
 */
async function endGroup(group) {
  if (group === undefined) {
    return;
  }
  const until = Date.now() + stopLimit;
  let alive = signal(group, "SIGTERM");
  while (alive && Date.now() < until) {
    await delay(20);
    alive = signal(group, 0);
  }
  signal(group, "SIGKILL");
}

/**
 * @param {number} group
 * @param {NodeJS.Signals | 0} what
 * @returns {boolean} whether there was anyone left to get it
 */
function signal(group, what) {
  try {
    return process.kill(-group, what);
  } catch {
    return false;
  }
}

/** @param {number} milliseconds */
async function limit(milliseconds) {
  await delay(milliseconds, undefined, { ref: false });
  return undefined;
}

/** @param {string} home */
function folders(home) {
  return [
    `--config=${path.join(home, "config.yaml")}`,
    `--user-data-dir=${path.join(home, "data")}`,
    `--extensions-dir=${extensionsFolder(home)}`,
  ];
}

/**
 * Where a server's extensions are, one folder each.
 *
 * @param {string} home
 */
export function extensionsFolder(home) {
  return path.join(home, "extensions");
}

/**
 * @param {string} home
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
async function environment(home) {
  /** @type {NodeJS.ProcessEnv} */
  const env = {};
  for (const [name, value] of Object.entries(process.env)) {
    // Another editor's terminal, a code-server around us, npm itself: none of them is to reach in.
    if (!/^(VSCODE_|CODE_SERVER_|CS_|ELECTRON_|npm_|XDG_|PASSWORD$|HASHED_PASSWORD$|PORT$|LOG_LEVEL$)/i.test(name)) {
      env[name] = value;
    }
  }
  for (const [name, folder] of Object.entries({
    HOME: "home",
    TMPDIR: "tmp",
    XDG_CACHE_HOME: "home/.cache",
    XDG_CONFIG_HOME: "home/.config",
    XDG_DATA_HOME: "home/.local/share",
    XDG_RUNTIME_DIR: "run",
  })) {
    env[name] = path.join(home, folder);
    await mkdir(env[name], { recursive: true, mode: 0o700 });
  }
  await writeFile(path.join(home, "config.yaml"), "auth: none\n");
  return {
    ...env,
    ...(await goEnvironment()),
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    // Else the server asks a login shell for the environment and takes its PATH for ours, which in a home without the
    // user's profile has no Go.
    VSCODE_CLI: "1",
  };
}

/** @returns {Promise<Record<string, string>>} */
async function goEnvironment() {
  // GOENV is the file of the user's `go env -w`.
  const names = ["GOENV", "GOCACHE", "GOMODCACHE", "GOPATH", "GOFLAGS", "GOPROXY"];
  return /** @type {Record<string, string>} */ (JSON.parse(await output("go", ["env", "-json", ...names])));
}
