// What is shown now: the one place that changes the selection, and tells everyone who shows it.

import * as path from "node:path";
import { commands, type Disposable, EventEmitter } from "vscode";
import { hasLines } from "../model/kinds";
import { choices, follow, reselect, select, type Selection, type Subject, tooBriefFor } from "../model/selection";
import type { Choice } from "../model/sampleTypes";
import type { Capture, CapturedProfile, CapturePullResult, Profile } from "../protocol";
import type { Profiles } from "./profiles";

/** Why the selection is not what it was. */
export interface Change {
  /**
   * Another capture or file, or the same one read anew. Otherwise only the sample type changed, or a run that goes on has
   * newer figures: what is known of the texts beside them still holds.
   */
  readonly subject: boolean;
}

export class Active implements Disposable {
  private current: Selection | undefined;
  /** Counts openings, so that a slow one does not overtake a later one. */
  private turn = 0;
  private readonly changed = new EventEmitter<Change>();
  private readonly subscription: Disposable;

  readonly onDidChange = this.changed.event;

  constructor(private readonly profiles: Profiles) {
    this.subscription = profiles.onDidReopen((reopened) => {
      if (this.current?.subject.profiles.some((p) => p.path === reopened) === true) {
        void this.refresh();
      }
    });
  }

  get selection(): Selection | undefined {
    return this.current;
  }

  /**
   * Shows a capture on a sample type, or on memory if a run too brief for the CPU clock left it without samples.
   * Resolves to the type that is shown instead of the one asked for, if it is another.
   */
  async openCapture(capture: Capture, sampleType: string): Promise<string | undefined> {
    const paths = withLines(capture.profiles);
    const key = capture.id;
    const subject = await this.open(paths, (profiles) => ({ key, title: capture.title, capture, profiles }));
    if (subject === undefined) {
      return undefined;
    }
    const brief = tooBriefFor(subject, sampleType);
    const shown = brief ? "alloc_space" : sampleType;
    this.show(select(subject, shown), { subject: true });
    return brief ? shown : undefined;
  }

  /** Shows a profile file, on a sample type or on its own default. */
  async openFile(file: string, sampleType = ""): Promise<void> {
    const subject = await this.open([file], (profiles) => ({
      key: file,
      title: path.basename(file),
      capture: undefined,
      profiles,
    }));
    if (subject !== undefined) {
      this.show(select(subject, sampleType), { subject: true });
    }
  }

  /**
   * Shows what was pulled of a run that goes on. If the run is what is shown already, the newer figures take the older
   * ones' place and nothing else changes.
   */
  async openPulled(key: string, title: string, pulled: CapturePullResult, sampleType: string): Promise<void> {
    const paths = withLines(pulled.profiles);
    const make = (profiles: Profile[]): Subject => ({ key, title, capture: undefined, pulled, profiles });
    if (this.current?.subject.key !== key) {
      const subject = await this.open(paths, make);
      if (subject !== undefined) {
        this.show(select(subject, sampleType), { subject: true });
      }
      return;
    }
    // Takes no turn of its own: what the user is opening meanwhile must not be overtaken by a refresh.
    const subject = await this.open(paths, make, this.turn);
    if (subject !== undefined) {
      this.show(follow(this.current, subject), { subject: false });
    }
  }

  /** Every sample type that can be switched to. */
  get choices(): Choice[] {
    return this.current === undefined ? [] : choices(this.current.subject);
  }

  /** Shows another sample type of what is shown. */
  choose(choice: Choice): void {
    if (this.current !== undefined) {
      this.show({ subject: this.current.subject, choice }, { subject: false });
    }
  }

  /** Shows nothing. */
  clear(): void {
    this.turn++;
    this.show(undefined, { subject: true });
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  /** Opens the files together; undefined if something else was asked for while they were being read. */
  private async open(
    paths: readonly string[],
    make: (profiles: Profile[]) => Subject,
    turn = ++this.turn,
  ): Promise<Subject | undefined> {
    const results = await Promise.allSettled(paths.map((p) => this.profiles.open(p)));
    const opened = results.flatMap((r) => (r.status === "fulfilled" ? [r.value] : []));
    const failed = results.find((r) => r.status === "rejected");
    if (turn !== this.turn || opened.length === 0) {
      for (const { path } of opened) {
        this.profiles.close(path);
      }
      // One readable file of two is shown; the reason is told only if none could be read.
      if (opened.length === 0 && failed !== undefined) {
        throw failed.reason;
      }
      return undefined;
    }
    return make(opened);
  }

  /** Takes up what the backend says now of the same files. */
  private async refresh(): Promise<void> {
    const selection = this.current;
    if (selection === undefined) {
      return;
    }
    const { subject } = selection;
    const results = await Promise.allSettled(subject.profiles.map((p) => this.profiles.profile(p.path)));
    const profiles = results.flatMap((r) => (r.status === "fulfilled" ? [r.value] : []));
    if (this.current === selection && profiles.length > 0) {
      this.current = reselect(selection, { ...subject, profiles });
      this.changed.fire({ subject: true });
    }
  }

  private show(selection: Selection | undefined, change: Change): void {
    const before = this.current;
    this.current = selection;
    if (before !== undefined && before.subject !== selection?.subject) {
      for (const { path } of before.subject.profiles) {
        this.profiles.close(path);
      }
    }
    // Every "when" clause of ours hangs on this.
    void commands.executeCommand("setContext", "linecost.active", selection !== undefined);
    this.changed.fire(change);
  }
}

function withLines(files: readonly CapturedProfile[]): string[] {
  return files.filter(({ kind }) => hasLines(kind)).map(({ path }) => path);
}
