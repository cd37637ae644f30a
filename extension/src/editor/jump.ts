// From a profile's file and line to the editor.

import * as path from "node:path";
import { Range, TextEditorRevealType, Uri, window, workspace } from "vscode";

/** Opens a file on a line. */
export type OpenLine = (file: string, line: number) => Promise<void>;

/** Where a line that a profile names is in the document today; undefined if nobody follows the document. */
export type Places = (uri: Uri, capturedLine: number) => number | undefined;

/** Opens a file on a line that counts from 1; 0 opens the file only. A file that is not here is said to be so. */
export async function openLine(file: string, line: number, places: Places = () => undefined): Promise<void> {
  if (file === "") {
    void window.showInformationMessage("The profile does not say which file this function is in.");
    return;
  }
  const uri = Uri.file(file);
  // A name such as "C:\…" on Linux, or "net/http/server.go" anywhere, must not be looked up below "/".
  if (!path.isAbsolute(file) || !(await exists(uri))) {
    void window.showWarningMessage(
      `${file} is not on this machine. The profile names its files as they were where the program was built.`,
    );
    return;
  }
  const document = await workspace.openTextDocument(uri);
  const today = places(uri, line) ?? line;
  const row = Math.min(Math.max(0, today - 1), document.lineCount - 1);
  const column = document.lineAt(row).firstNonWhitespaceCharacterIndex;
  const at = new Range(row, column, row, column);
  const editor = await window.showTextDocument(document, { selection: at });
  editor.revealRange(at, TextEditorRevealType.InCenterIfOutsideViewport);
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
