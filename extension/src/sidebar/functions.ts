// The sidebar's second view: the top functions of what is shown.

import { type Disposable, type Uri, type WebviewView, type WebviewViewProvider, window, workspace } from "vscode";
import type { Active } from "../capture/active";
import type { Profiles } from "../capture/profiles";
import type { OpenLine } from "../editor/jump";
import { shownProfile, whyEmpty } from "../model/selection";
import { webviewHtml, webviewOptions } from "../panels/html";
import { type Shown, TableHost } from "../panels/tableHost";

export class FunctionsView implements WebviewViewProvider, Disposable {
  private readonly registration: Disposable;

  constructor(
    private readonly extension: Uri,
    private readonly active: Active,
    private readonly profiles: Profiles,
    private readonly openLine: OpenLine,
  ) {
    this.registration = window.registerWebviewViewProvider("linecost.functions", this);
  }

  resolveWebviewView(view: WebviewView): void {
    const { webview } = view;
    webview.options = webviewOptions(this.extension);
    const update = (): void => {
      const { selection } = this.active;
      // A blank instead of the type would leave the last one standing.
      view.description = selection?.choice.label ?? "";
      host.show(this.shown(), selection?.choice);
    };
    const host = new TableHost(webview, {
      profiles: this.profiles,
      openLine: this.openLine,
      onReady: update,
      onSampleType: () => undefined,
      onRetry: update,
      onOpenAsText: () => undefined,
    });
    const subscriptions = [host, this.active.onDidChange(update), workspace.onDidGrantWorkspaceTrust(update)];
    view.onDidDispose(() => {
      for (const subscription of subscriptions) {
        subscription.dispose();
      }
    });
    webview.html = webviewHtml(webview, this.extension, "functions", "Top functions");
  }

  dispose(): void {
    this.registration.dispose();
  }

  private shown(): Shown {
    const { selection } = this.active;
    if (selection === undefined) {
      return workspace.isTrusted ? nothingYet : untrusted;
    }
    const { subject, choice } = selection;
    const profile = shownProfile(selection);
    const why = whyEmpty(selection);
    if (why !== undefined) {
      return {
        type: "nothing",
        sentence: `${subject.title} has no ${choice.label} samples.`,
        detail: why,
        buttons: [{ label: "Choose another sample type", does: "command", command: "linecost.switchSampleType" }],
      };
    }
    // The profile's id changes when its file is read anew, and then the rows of before are worth nothing. Those of a run
    // that goes on are what the new ones are compared with, so the list stays where it is.
    const rows = subject.pulled === undefined ? (profile?.id ?? "") : "";
    return { type: "show", key: `${subject.key} ${rows} ${choice.label}`, sampleType: choice.type };
  }
}

const nothingYet: Shown = {
  type: "nothing",
  sentence: "Nothing is shown yet.",
  detail: "The functions that cost most appear here once a test, a benchmark or a profile file was opened.",
  buttons: [],
};

const untrusted: Shown = {
  type: "nothing",
  sentence: "This workspace is in restricted mode.",
  detail: "Linecost runs no test and no program in it until you trust it. Profile files can be opened all the same.",
  buttons: [
    { label: "Manage workspace trust", does: "command", command: "workbench.trust.manage" },
    { label: "Open a profile file", does: "command", command: "linecost.openProfile" },
  ],
};
