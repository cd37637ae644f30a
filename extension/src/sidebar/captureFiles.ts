// A capture's files outside of Linecost: shown in the system's file manager, and copied to where the user wants them.

import * as path from "node:path";
import { commands, env, UIKind, Uri, window, workspace } from "vscode";
import { asFileName } from "../model/captureText";
import type { Capture } from "../protocol";

/** Shows a file in the system's file manager, or says where it is if that is on another machine. */
export async function revealFile(file: string): Promise<void> {
  if (env.remoteName === undefined && env.uiKind === UIKind.Desktop) {
    await commands.executeCommand("revealFileInOS", Uri.file(file));
    return;
  }
  const copy = "Copy Path";
  if ((await window.showInformationMessage(`The file is ${file}.`, copy)) === copy) {
    await env.clipboard.writeText(file);
  }
}

/** Copies one file to where the user says. */
export async function exportFile(capture: Capture, file: string): Promise<void> {
  const name = `${asFileName(capture.title)}.${path.basename(file)}`;
  const to = await window.showSaveDialog({ title: "Export Profile", defaultUri: Uri.joinPath(home(), name) });
  if (to !== undefined) {
    // The dialog has asked before it named a file that exists.
    await workspace.fs.copy(Uri.file(file), to, { overwrite: true });
    await tell(to, to);
  }
}

/** Copies the files of captures: a single one as a file, more into a new folder for each capture. */
export async function exportCaptures(captures: readonly Capture[]): Promise<void> {
  const [capture, ...others] = captures;
  const [profile, ...more] = capture?.profiles ?? [];
  if (capture !== undefined && others.length === 0 && profile !== undefined && more.length === 0) {
    await exportFile(capture, profile.path);
    return;
  }
  const [folder] =
    (await window.showOpenDialog({
      title: "Export to a New Folder in",
      openLabel: "Export",
      canSelectFiles: false,
      canSelectFolders: true,
      defaultUri: home(),
    })) ?? [];
  if (folder === undefined) {
    return;
  }
  let first: Uri | undefined;
  for (const each of captures) {
    const to = Uri.joinPath(folder, folderName(each));
    if (await exists(to)) {
      void window.showErrorMessage(`${to.fsPath} exists already. Choose another folder, or remove it first.`);
      return;
    }
    await workspace.fs.createDirectory(to);
    for (const { path: file } of each.profiles) {
      const copy = Uri.joinPath(to, path.basename(file));
      await workspace.fs.copy(Uri.file(file), copy, { overwrite: false });
      first ??= copy;
    }
  }
  await tell(folder, first ?? folder);
}

/** The title and the time, to the second, as it begins the id. */
function folderName({ title, id }: Capture): string {
  return `${asFileName(title)}-${id.split("-").slice(0, 2).join("-")}`;
}

function home(): Uri {
  return workspace.workspaceFolders?.[0]?.uri ?? Uri.file("/");
}

async function exists(uri: Uri): Promise<boolean> {
  return workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

async function tell(to: Uri, shown: Uri): Promise<void> {
  const reveal = "Reveal";
  if ((await window.showInformationMessage(`Exported to ${to.fsPath}.`, reveal)) === reveal) {
    await revealFile(shown.fsPath);
  }
}
