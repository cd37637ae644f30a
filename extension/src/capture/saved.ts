// The go command reads the disk, and figures of a text that nobody sees help nobody: a run begins with saving.

import { window, workspace } from "vscode";

/** Saves the Go files that are open; false, and the user is told, if one can't be saved. */
export async function saveGoFiles(): Promise<boolean> {
  for (const document of workspace.textDocuments) {
    const matters = document.languageId === "go" || document.languageId.startsWith("go.");
    if (document.isDirty && !document.isUntitled && matters && !(await document.save())) {
      void window.showErrorMessage(`${document.fileName} could not be saved, so nothing was run.`);
      return false;
    }
  }
  return true;
}
