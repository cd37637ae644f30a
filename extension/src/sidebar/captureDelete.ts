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
  const all = [...captures, ...damaged];
  const pinned = captures.filter((c) => c.pinned).length;
  if (all.length > 0 && (await sure(`Delete ${named(captures, damaged)}?`, consequence(all.length, pinned)))) {
    await remove(all, history, active);
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
  const count = loose.length === 1 ? "1 capture" : `${loose.length} captures`;
  const where = history.everywhere ? "of all workspaces" : "of this workspace";
  const bytes = loose.reduce((sum, c) => sum + c.bytes, 0);
  if (
    await sure(
      `Delete ${count} ${where}, all that are not pinned?`,
      `Their files, ${size(bytes)}, are removed from disk.`,
    )
  ) {
    await remove(loose, history, active);
  }
}

function named([capture, ...more]: readonly Capture[], damaged: readonly DamagedCapture[]): string {
  const others = more.length + damaged.length;
  if (capture === undefined) {
    return others === 1 ? "the damaged capture" : `${others} damaged captures`;
  }
  return others > 0
    ? `${1 + others} captures`
    : `the capture ${capture.title} from ${new Date(capture.timeMillis).toLocaleString()}`;
}

function consequence(count: number, pinned: number): string {
  if (count === 1) {
    return "Its files are removed from disk." + (pinned === 1 ? " It is pinned." : "");
  }
  return "Their files are removed from disk." + (pinned > 0 ? ` Pinned among them: ${pinned}.` : "");
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
