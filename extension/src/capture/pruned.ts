// The library's limit at work: told the first time, since everyone can do something about it once, and logged later.

import { type Disposable, type Memento, window } from "vscode";
import type { Backend } from "../backend/backend";
import { size } from "../model/captureText";
import { openSetting } from "../notices";
import type { CapturePrunedParams } from "../protocol";

const toldKey = "linecost.toldOfLimit";

/** Tells of captures that were removed to make room, once for each limit that the user sets. */
export function tellPruned(backend: Backend, memory: Memento, log: { info(line: string): void }): Disposable {
  const tell = async ({ captures, bytes, limitBytes }: CapturePrunedParams): Promise<void> => {
    const what = captures === 1 ? "The oldest capture was" : `The ${captures} oldest captures were`;
    const message =
      `${what} removed (${size(bytes)}) to keep the library within ${size(limitBytes)}. ` +
      "Pinned captures always stay.";
    log.info(message);
    if (memory.get<number>(toldKey) === limitBytes) {
      return;
    }
    await memory.update(toldKey, limitBytes);
    const change = "Change Limit";
    if ((await window.showInformationMessage(message, change)) === change) {
      await openSetting("linecost.library.limit");
    }
  };
  return backend.onCapturePruned((params) => void tell(params));
}
