// Removing captures from disk, once the user has said so twice.

import { window } from "vscode";
import type { Active } from "../capture/active";
import type { History } from "../capture/history";
import { size } from "../model/captureText";
import type { Capture, DamagedCapture } from "../protocol";

/** Deletes captures, damaged ones too, if the user confirms it. */
export async function confirmDelete(
  captures: readonly Capture[],
  damaged: readonly DamagedCapture[],
  history: History,
  active: Active,
): Promise<void> {
  const count = captures.length + damaged.length;
  const [capture] = captures;
  const what =
    count > 1
      ? `Delete ${count} captures?`
      : capture === undefined
        ? "Delete the damaged capture?"
        : `Delete the capture ${capture.title} from ${new Date(capture.timeMillis).toLocaleString()}?`;
  const pinned = captures.filter((c) => c.pinned).length;
  const detail =
    "All files of it are removed from disk." +
    (pinned === 0 ? "" : count > 1 ? ` ${pinned} of them are pinned.` : " It is pinned.");
  if (count > 0 && (await sure(what, count > 1 ? detail.replace("of it", "of them") : detail))) {
    await remove([...captures, ...damaged], history, active);
  }
}

/** Deletes all captures that are listed and not pinned, if the user confirms it. */
export async function confirmDeleteUnpinned(history: History, active: Active): Promise<void> {
  const { captures } = await history.list();
  const loose = captures.filter((c) => !c.pinned);
  if (loose.length === 0) {
    void window.showInformationMessage(captures.length === 0 ? "There are no captures." : "All captures are pinned.");
    return;
  }
  const where = history.everywhere ? "of all workspaces" : "of this workspace";
  const bytes = loose.reduce((sum, c) => sum + c.bytes, 0);
  const what = `Delete ${loose.length === 1 ? "the one capture" : `all ${loose.length} captures`} ${where} that ${loose.length === 1 ? "is" : "are"} not pinned?`;
  if (await sure(what, `Their files, ${size(bytes)}, are removed from disk.`)) {
    await remove(loose, history, active);
  }
}

async function sure(what: string, detail: string): Promise<boolean> {
  const answer = "Delete";
  return (await window.showWarningMessage(what, { modal: true, detail }, answer)) === answer;
}

async function remove(captures: readonly { readonly id: string }[], history: History, active: Active): Promise<void> {
  const shown = active.selection?.subject.key;
  if (captures.some(({ id }) => id === shown)) {
    active.clear();
  }
  await history.delete(captures);
}
