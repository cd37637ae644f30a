// Where in the workspace the program of a process comes from.

import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { type Uri, workspace } from "vscode";
import { modulePath, packageFolder } from "../model/endpointRows";
import type { GoProcess } from "../protocol";

const modulesMost = 200;

/** The folder of the process's main package, if the workspace has it. */
export async function programOfProcess(process: GoProcess): Promise<Uri | undefined> {
  const modules = await workspace.findFiles("**/go.mod", "**/{vendor,testdata,node_modules}/**", modulesMost);
  for (const uri of modules) {
    const module = modulePath(await readFile(uri.fsPath, "utf8").catch(() => ""));
    const folder = packageFolder(process, module);
    if (folder !== undefined) {
      return uri.with({ path: path.posix.join(path.posix.dirname(uri.path), folder) });
    }
  }
  return undefined;
}
