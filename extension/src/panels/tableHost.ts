// The extension's side of the functions table: answers its pages, and does what a click asks for. The sidebar and the
// profile editor each have one.

import { CancellationTokenSource, commands, type Disposable, type Webview } from "vscode";
import type { Profiles } from "../capture/profiles";
import type { OpenLine } from "../editor/jump";
import type { ButtonCommand, FromTable, PageQuery, ToTable } from "../model/messages";
import type { Measure } from "../model/sampleTypes";
import { sentence } from "../notices";

/** What the table is to show. */
export type Shown = Extract<ToTable, { type: "show" | "nothing" }>;

/** What differs from host to host. */
export interface TableHostOptions {
  readonly profiles: Profiles;
  readonly openLine: OpenLine;
  /** Called when the table is there, and each time it asks to be told again. */
  readonly onReady: () => void;
  readonly onSampleType: (type: string) => void;
  readonly onRetry: () => void;
  readonly onOpenAsText: () => void;
}

const commandsAllowed: readonly ButtonCommand[] = [
  "linecost.capture",
  "linecost.openProfile",
  "linecost.switchSampleType",
  "workbench.trust.manage",
];

export class TableHost implements Disposable {
  private choice: Measure | undefined;
  private pages: { readonly generation: number; readonly cancel: CancellationTokenSource } | undefined;
  private readonly subscription: Disposable;

  constructor(
    private readonly webview: Webview,
    private readonly options: TableHostOptions,
  ) {
    this.subscription = webview.onDidReceiveMessage((message: FromTable) => {
      this.receive(message);
    });
  }

  /** Shows functions of a sample type, or why there are none. */
  show(shown: Shown, choice: Measure | undefined): void {
    this.choice = choice;
    this.post(shown);
  }

  dispose(): void {
    this.pages?.cancel.cancel();
    this.subscription.dispose();
  }

  private post(message: ToTable): void {
    void this.webview.postMessage(message);
  }

  private receive(message: FromTable): void {
    switch (message.type) {
      case "ready":
        this.options.onReady();
        break;
      case "page":
        void this.page(message.query);
        break;
      case "open":
        void this.options.openLine(message.file, message.line);
        break;
      case "sampleType":
        this.options.onSampleType(message.sampleType);
        break;
      case "command":
        if (commandsAllowed.includes(message.command)) {
          void commands.executeCommand(message.command);
        }
        break;
      case "retry":
        this.options.onRetry();
        break;
      case "openAsText":
        this.options.onOpenAsText();
        break;
    }
  }

  /** Answers one page. A newer question ends the work on all older ones. */
  private async page({ generation, sort, filter, offset, limit }: PageQuery): Promise<void> {
    const { choice } = this;
    if (choice === undefined) {
      return;
    }
    if (this.pages?.generation !== generation) {
      this.pages?.cancel.cancel();
      this.pages = { generation, cancel: new CancellationTokenSource() };
    }
    const { token } = this.pages.cancel;
    try {
      const { unit, total, count, functions } = await this.options.profiles.query(
        choice.path,
        "profile/functions",
        { sampleType: choice.type, sort, filter, offset, limit },
        token,
      );
      this.post({ type: "page", generation, offset, count, unit, total, rows: functions });
    } catch (error) {
      if (!token.isCancellationRequested) {
        this.post({ type: "pageFailed", generation, sentence: sentence(error) });
      }
    }
  }
}
