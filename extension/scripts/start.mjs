// @ts-check
// npm start: builds Linecost and opens it on the sample workspace, in the user's own VS Code where there is one, else
// (or with --embedded) in the embedded workbench, until Ctrl-C.

import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "./build.mjs";
import { install } from "./install.mjs";
import { repo, sample, workbenchHome } from "./lib/paths.mjs";
import { thisPlatform } from "./lib/platforms.mjs";
import { run, script, works } from "./lib/run.mjs";
import { packageFor } from "./package.mjs";
import { firstSettings, installExtension, quietSettings, serve } from "./serve.mjs";
import { installWorkbench } from "./workbench.mjs";

/** Settings, sessions and extensions of the embedded product, kept from one start to the next. */
const home = path.join(workbenchHome, "start");

async function openInOwnCode() {
  await build();
  await run("code", [`--extensionDevelopmentPath=${repo}`, sample]);
}

async function openEmbedded() {
  const workbench = await installWorkbench();
  const [vsix = ""] = await packageFor([thisPlatform()]);
  await firstSettings(home, quietSettings);
  await installOnce(workbench, vsix);
  const server = await serve(workbench, home);
  const stop = () => void server.stop();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, stop);
  }
  console.log(`Linecost is open on ${path.relative(repo, sample)}; Ctrl-C ends it. In your browser:`);
  console.log(server.open(sample));
  await server.ended;
  await server.stop();
}

/**
 * Installs the extension where it is another than at the last start.
 *
 * @param {import("./workbench.mjs").Workbench} workbench
 * @param {string} vsix
 */
async function installOnce(workbench, vsix) {
  const noteFile = path.join(home, "installed-vsix");
  const note = `${vsix} ${String((await stat(vsix)).mtimeMs)}`;
  if ((await readFile(noteFile, "utf8").catch(() => "")) !== note) {
    await installExtension(workbench, home, vsix);
    await writeFile(noteFile, note);
  }
}

script(import.meta.url, async (args) => {
  await install();
  if (!args.includes("--embedded") && (await works("code", ["--version"]))) {
    await openInOwnCode();
  } else {
    await openEmbedded();
  }
});
