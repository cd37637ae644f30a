// Nothing of a workspace is built or run before the user has said that it may be.

import { commands, window, workspace } from "vscode";
import type { Notices } from "../notices";

/** Runs it if the workspace is trusted, else says why not. Tells of whatever goes wrong. */
export async function whenTrusted(
  what: "tests" | "programs",
  notices: Notices,
  run: () => Promise<void>,
): Promise<void> {
  if (!workspace.isTrusted) {
    const manage = "Manage Trust";
    const message = `Linecost runs ${what} only in a workspace that you trust. This one is in restricted mode.`;
    if ((await window.showWarningMessage(message, manage)) === manage) {
      await commands.executeCommand("workbench.trust.manage");
    }
    return;
  }
  try {
    await run();
  } catch (error) {
    await notices.error(error);
  }
}
