// What the user is told when something did not work: one sentence and one button that does the next thing.

import { CancellationError, commands, env, type LogOutputChannel, Uri, window } from "vscode";
import { BackendError, BackendGone } from "./backend/errors";
import { CodeInternal, CodeNoGo, CodeNotWritable } from "./protocol";

/** A button, and what it does. */
interface Action {
  readonly label: string;
  run(): unknown;
}

export class Notices {
  private readonly told = new Set<string>();

  constructor(private readonly channel: LogOutputChannel) {}

  /** Tells of an error. One that the user caused by cancelling is no news. */
  async error(error: unknown): Promise<void> {
    if (error instanceof CancellationError) {
      return;
    }
    const message = sentence(error);
    this.channel.error(message);
    if (!(error instanceof BackendError) && !(error instanceof BackendGone) && error instanceof Error) {
      this.channel.error(error.stack ?? "");
    }
    const actions = this.actions(error);
    const chosen = await window.showErrorMessage(message, ...actions.map((a) => a.label));
    await actions.find((a) => a.label === chosen)?.run();
  }

  /** Notes an error that is told of elsewhere. */
  log(error: unknown): void {
    this.channel.error(sentence(error));
  }

  /** Tells of an error that would come again and again only the first time. A dead backend tells of itself. */
  once(error: unknown): void {
    if (error instanceof CancellationError || error instanceof BackendGone) {
      return;
    }
    const message = sentence(error);
    if (!this.told.has(message)) {
      this.told.add(message);
      void this.error(error);
    }
  }

  private actions(error: unknown): Action[] {
    const showLog: Action = {
      label: "Show Log",
      run: () => {
        this.channel.show();
      },
    };
    const code = error instanceof BackendError ? error.code : undefined;
    switch (code) {
      case CodeNoGo:
        return [
          { label: "Set Go Command", run: () => openSetting("linecost.go.command") },
          { label: "Install Go", run: () => env.openExternal(Uri.parse("https://go.dev/dl/")) },
        ];
      case CodeInternal:
      case CodeNotWritable:
      case undefined:
        return [showLog];
      default:
        return [];
    }
  }
}

/** Shows a setting of this machine. In a remote window the page of the user's own settings doesn't have it. */
export async function openSetting(query: string): Promise<void> {
  if (env.remoteName === undefined) {
    await commands.executeCommand("workbench.action.openSettings", query);
  } else {
    await commands.executeCommand("workbench.action.openRemoteSettings", { query });
  }
}

/** An error in words. The backend's and our own are sentences already. */
export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
