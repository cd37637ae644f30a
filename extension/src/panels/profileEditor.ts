// The editor for profile files: what the file says about itself, and its functions. Opening one shows its figures.

import * as path from "node:path";
import {
  commands,
  type CustomDocument,
  type CustomReadonlyEditorProvider,
  type Disposable,
  RelativePattern,
  Uri,
  type WebviewPanel,
  window,
  workspace,
} from "vscode";
import { BackendError } from "../backend/errors";
import type { Active } from "../capture/active";
import type { History } from "../capture/history";
import { profileViewType } from "../capture/openFile";
import type { Profiles } from "../capture/profiles";
import type { OpenLine } from "../editor/jump";
import type { Button } from "../model/messages";
import { sentence } from "../notices";
import { CodeNotAProfile, type Profile } from "../protocol";
import { webviewHtml, webviewOptions } from "./html";
import { profileHead } from "./profileHead";
import { TableHost } from "./tableHost";

/** Everything that a profile editor needs from the rest of the house. */
export interface ProfileEditorOptions {
  readonly extension: Uri;
  readonly active: Active;
  readonly profiles: Profiles;
  readonly history: History;
  readonly openLine: OpenLine;
}

export class ProfileEditors implements CustomReadonlyEditorProvider, Disposable {
  private readonly registration: Disposable;

  constructor(private readonly options: ProfileEditorOptions) {
    this.registration = window.registerCustomEditorProvider(profileViewType, this, {
      // The table asks for its pages again in a moment, and keeps its place by itself.
      webviewOptions: { retainContextWhenHidden: false },
    });
  }

  openCustomDocument(uri: Uri): CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor(document: CustomDocument, panel: WebviewPanel): void {
    const editor = new ProfileEditor(document.uri, panel, this.options);
    panel.onDidDispose(() => {
      editor.dispose();
    });
  }

  dispose(): void {
    this.registration.dispose();
  }
}

/** Settles a file that is being written before it is read again. */
const settleMillis = 300;

class ProfileEditor implements Disposable {
  private readonly file: string;
  private readonly host: TableHost;
  private readonly subscriptions: Pick<Disposable, "dispose">[];
  private profile: Profile | undefined;
  private sampleType = "";
  private timer: NodeJS.Timeout | undefined;
  /** Readings follow each other: two that open the file at once would leave it open for good. */
  private readings: Promise<void> = Promise.resolve();
  /** What the page shows, or will once it is there: a page is made anew whenever its tab comes to the front. */
  private shown: Parameters<TableHost["show"]> | undefined;
  private disposed = false;

  constructor(
    uri: Uri,
    private readonly panel: WebviewPanel,
    private readonly options: ProfileEditorOptions,
  ) {
    const { extension, active, profiles } = options;
    this.file = uri.fsPath;
    panel.webview.options = webviewOptions(extension);
    this.host = new TableHost(panel.webview, {
      profiles,
      openLine: options.openLine,
      onReady: () => {
        if (this.shown !== undefined) {
          this.host.show(...this.shown);
        }
      },
      onSampleType: (type) => {
        this.choose(type);
      },
      onRetry: () => {
        this.read();
      },
      onOpenAsText: () => void commands.executeCommand("vscode.openWith", uri, "default"),
    });
    const watcher = workspace.createFileSystemWatcher(
      new RelativePattern(Uri.file(path.dirname(this.file)), path.basename(this.file)),
    );
    const reread = (): void => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        this.read();
      }, settleMillis);
    };
    this.subscriptions = [
      this.host,
      watcher,
      watcher.onDidChange(reread),
      watcher.onDidCreate(reread),
      profiles.onDidReopen((reopened) => {
        if (reopened === this.file) {
          void this.refresh();
        }
      }),
      active.onDidChange(() => {
        this.followActive();
      }),
    ];
    panel.webview.html = webviewHtml(panel.webview, extension, "profile", "Profile");
    // Not only once the page is there: who opens a profile and goes on to its source wants the figures there.
    this.read();
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
    if (this.profile !== undefined) {
      this.options.profiles.close(this.file);
    }
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private read(): void {
    this.readings = this.readings.then(async () => {
      if (!this.disposed) {
        await (this.profile === undefined ? this.load() : this.reread());
      }
    });
  }

  /** Opens the file, shows it here and makes it what the figures are of. */
  private async load(): Promise<void> {
    const { profiles, active, history } = this.options;
    try {
      const profile = await profiles.open(this.file);
      if (this.disposed) {
        profiles.close(this.file);
        return;
      }
      this.profile = profile;
      this.sampleType ||= profile.defaultSampleType;
      this.render();
      await active.openFile(this.file, this.sampleType);
      await history.remember(this.file);
    } catch (error) {
      this.fail(error);
    }
  }

  private async reread(): Promise<void> {
    const there = await workspace.fs.stat(Uri.file(this.file)).then(
      () => true,
      () => false,
    );
    // Written and then gone: what is in memory is better than nothing.
    if (there) {
      this.options.profiles.reopen(this.file);
    }
  }

  private async refresh(): Promise<void> {
    if (this.profile === undefined) {
      return;
    }
    try {
      this.profile = await this.options.profiles.profile(this.file);
      this.render();
    } catch (error) {
      this.fail(error);
    }
  }

  private choose(type: string): void {
    this.sampleType = type;
    this.render();
    const { active } = this.options;
    const choice = active.choices.find((c) => c.path === this.file && c.type === type);
    if (choice === undefined) {
      void active.openFile(this.file, type).catch((error: unknown) => {
        this.fail(error);
      });
    } else {
      active.choose(choice);
    }
  }

  /** The sample type may be switched elsewhere too; the picker here says which one is shown. */
  private followActive(): void {
    const choice = this.options.active.selection?.choice;
    if (choice?.path === this.file && choice.type !== this.sampleType && this.profile !== undefined) {
      this.sampleType = choice.type;
      this.render();
    }
  }

  private render(): void {
    if (this.profile === undefined) {
      return;
    }
    const { sampleType, profile } = this;
    const unit = profile.sampleTypes.find((s) => s.type === sampleType)?.unit ?? "";
    const head = profileHead(profile);
    const key = `${profile.id} ${sampleType}`;
    this.show({ type: "show", key, sampleType, head }, { path: this.file, type: sampleType, unit });
  }

  private show(...shown: Parameters<TableHost["show"]>): void {
    this.shown = shown;
    this.host.show(...shown);
  }

  private fail(error: unknown): void {
    const retry: Button = { label: "Try again", does: "retry" };
    const asText: Button = { label: "Open as text", does: "openAsText" };
    const foreign = error instanceof BackendError && error.code === CodeNotAProfile;
    this.panel.title = path.basename(this.file);
    const words = sentence(error);
    this.show(
      {
        type: "nothing",
        sentence: words,
        detail: words.includes(this.file) ? "" : this.file,
        buttons: foreign ? [retry, asText] : [retry],
      },
      undefined,
    );
  }
}
