// What a test gets: a page that shows a real workbench, with the packaged Linecost in it, on a fresh copy of a folder.
//
// One server for each worker and each `workspace`; a new page, a new copy of the folder (at the same path, so that Go's
// cache helps) and the first settings for every test.

import { chmod, cp, mkdir, mkdtemp, readdir, realpath, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { test as base } from "@playwright/test";
import { repo } from "../scripts/lib/paths.mjs";
import { thisPlatform } from "../scripts/lib/platforms.mjs";
import { packageFor } from "../scripts/package.mjs";
import {
  extensionsFolder,
  installExtension,
  quietSettings,
  type Server,
  serve,
  settingsFile,
} from "../scripts/serve.mjs";
import { installWorkbench } from "../scripts/workbench.mjs";
import { Switchboard } from "./driver.ts";
import { Workbench } from "./workbench.ts";

export { expect } from "@playwright/test";

/** A running server, and the folder that it shows. */
export interface Served {
  /** The copy that the tests may change. */
  folder: string;
  /** The address that shows the copy. */
  url: string;
  /** The server's folder, with its user data, logs and extensions. */
  home: string;
  switchboard: Switchboard;
}

export interface WorkerOptions {
  /** The folder to open a copy of. */
  workspace: string;
  /** Added to the environment that the extensions run in. */
  environment: Record<string, string>;
  /** Whether the folder is trusted; the setting security.workspace.trust.enabled must say so too. */
  trusted: boolean;
  served: Served;
}

export interface TestOptions {
  /** Settings of the user, beside those that keep the workbench quiet. */
  settings: Record<string, unknown>;
  workbench: Workbench;
}

const here = path.dirname(fileURLToPath(import.meta.url));

export const test = base.extend<TestOptions, WorkerOptions>({
  workspace: [path.join(repo, "extension", "sample"), { option: true, scope: "worker" }],
  environment: [{}, { option: true, scope: "worker" }],
  trusted: [true, { option: true, scope: "worker" }],
  settings: [{}, { option: true }],

  served: [
    async ({ environment, trusted }, use) => {
      // Short, since a socket's path may have no more than about 100 characters; real, since Go prints real paths.
      const temp = await realpath(await mkdtemp(path.join(os.tmpdir(), "lc-")));
      const home = path.join(temp, "home");
      const folder = path.join(temp, "workspace");
      const socket = path.join(temp, "driver");
      const switchboard = await Switchboard.listen(socket);
      let server: Server | undefined;
      try {
        const workbench = await installWorkbench();
        const [vsix = ""] = await packageFor([thisPlatform()]);
        await cp(path.join(here, "driver"), path.join(extensionsFolder(home), "linecost-test.driver-0.0.1"), {
          recursive: true,
        });
        await installExtension(workbench, home, vsix);
        const additions = {
          LINECOST_DRIVER: socket,
          // A test's page does not come back: its extension host and backend are to end soon after it.
          CODE_SERVER_RECONNECTION_GRACE_TIME: "2",
          ...environment,
        };
        server = await serve(workbench, home, additions, trusted);
        await use({ folder, url: server.open(folder), home, switchboard });
      } finally {
        await server?.stop();
        switchboard.close();
        await rm(temp, { recursive: true, force: true });
      }
    },
    { scope: "worker", timeout: 300_000 },
  ],

  workbench: async ({ page, served, settings, workspace }, use) => {
    await rm(served.folder, { recursive: true, force: true });
    await cp(workspace, served.folder, { recursive: true });
    await makeWritable(served.folder);
    await mkdir(path.dirname(settingsFile(served.home)), { recursive: true });
    await writeFile(settingsFile(served.home), JSON.stringify({ ...quietSettings, ...settings }));
    const calling = served.switchboard.next();
    await page.goto(served.url);
    const driver = await calling;
    const workbench = new Workbench(page, served.folder, driver);
    await workbench.ready();
    await use(workbench);
    driver.close();
  },
});

/** A copy is the test's own, also of a module in Go's cache, where all is there to be read only. */
async function makeWritable(file: string): Promise<void> {
  const entry = await stat(file);
  await chmod(file, entry.mode | 0o200);
  if (entry.isDirectory()) {
    await Promise.all((await readdir(file)).map((name) => makeWritable(path.join(file, name))));
  }
}
