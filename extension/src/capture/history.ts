// The captures of the past, and the profile files opened lately. The backend keeps the captures; of files only the
// paths are remembered, since they belong to the user.

import { type Disposable, EventEmitter, type Memento } from "vscode";
import type { Backend } from "../backend/backend";
import type { Capture } from "../protocol";

const recentKey = "linecost.recentFiles";
const recentMost = 10;

export class History implements Disposable {
  private readonly changed = new EventEmitter<void>();

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly backend: Backend,
    private readonly memory: Memento,
  ) {}

  /** Every capture, newest first, and sentences on those that could not be read. */
  async list(): Promise<{ captures: Capture[]; problems: string[] }> {
    return this.backend.request("capture/list", { workspaces: [] });
  }

  /** Tells that a run has added a capture. */
  added(): void {
    this.changed.fire();
  }

  /** Removes a capture from disk. */
  async delete(capture: Capture): Promise<void> {
    await this.backend.request("capture/delete", { capture: capture.id });
    this.changed.fire();
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

  /** Forgets a profile file. The file itself stays. */
  async forget(file: string): Promise<void> {
    await this.memory.update(
      recentKey,
      this.files.filter((f) => f !== file),
    );
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }
}
