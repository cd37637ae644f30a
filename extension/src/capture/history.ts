// The captures of the past, and the profile files opened lately. The backend keeps the captures; of files only the
// paths are remembered, since they belong to the user.

import { commands, type Disposable, EventEmitter, type Memento, workspace } from "vscode";
import type { Backend } from "../backend/backend";
import type { Capture, CaptureListResult } from "../protocol";

const recentKey = "linecost.recentFiles";
const recentMost = 10;
const everywhereKey = "linecost.allWorkspaces";

export class History implements Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly subscription: Disposable;

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly backend: Backend,
    private readonly memory: Memento,
  ) {
    this.subscription = workspace.onDidChangeWorkspaceFolders(() => {
      this.changed.fire();
    });
    this.tellEverywhere();
  }

  /** The captures of this window's workspace folders, or of all, newest first, and what is known of the library. */
  async list(): Promise<CaptureListResult> {
    return this.backend.request("capture/list", { workspaces: this.everywhere ? [] : folders() });
  }

  /** Whether the captures of all workspaces are listed, which each workspace remembers. Without a folder they are. */
  get everywhere(): boolean {
    return folders().length === 0 || this.memory.get(everywhereKey, false);
  }

  /** Lists the captures of all workspaces, or of this one alone. */
  async listEverywhere(everywhere: boolean): Promise<void> {
    const stored = this.memory.update(everywhereKey, everywhere);
    // The memory answers with the new value from now on; until it is stored, seconds may pass.
    this.tellEverywhere();
    this.changed.fire();
    await stored;
  }

  /** Tells that a run has added a capture. */
  added(): void {
    this.changed.fire();
  }

  /** Gives a capture another title, and returns it with that. */
  async rename({ id }: Capture, title: string): Promise<Capture> {
    const { capture } = await this.backend.request("capture/update", { capture: id, title });
    this.changed.fire();
    return capture;
  }

  /** Keeps captures from being removed to make room, or lets them be. */
  async pin(captures: readonly Capture[], pinned: boolean): Promise<void> {
    await this.each(captures, ({ id }) => this.backend.request("capture/update", { capture: id, pinned }));
  }

  /** Removes captures from disk, damaged ones too. */
  async delete(captures: readonly { readonly id: string }[]): Promise<void> {
    await this.each(captures, ({ id }) => this.backend.request("capture/delete", { capture: id }));
  }

  /** Profile files opened in this workspace, the latest first. */
  get files(): readonly string[] {
    return this.memory.get<string[]>(recentKey, []);
  }

  /** Remembers a profile file that was opened. */
  async remember(file: string): Promise<void> {
    if (this.files[0] !== file) {
      await this.memory.update(recentKey, [file, ...this.files.filter((f) => f !== file)].slice(0, recentMost));
      this.changed.fire();
    }
  }

  /** Forgets profile files. The files themselves stay. */
  async forget(files: readonly string[]): Promise<void> {
    await this.memory.update(
      recentKey,
      this.files.filter((f) => !files.includes(f)),
    );
    this.changed.fire();
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  /** Does one thing to several captures. What was done before a failure is told of all the same. */
  private async each<T>(captures: readonly T[], change: (capture: T) => Promise<unknown>): Promise<void> {
    try {
      for (const capture of captures) {
        await change(capture);
      }
    } finally {
      this.changed.fire();
    }
  }

  /** The menus offer the other of the two. */
  private tellEverywhere(): void {
    void commands.executeCommand("setContext", everywhereKey, this.everywhere);
  }
}

function folders(): string[] {
  return workspace.workspaceFolders?.map(({ uri }) => uri.fsPath) ?? [];
}
