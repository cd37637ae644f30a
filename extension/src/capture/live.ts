// Live figures: while something runs, its profiles are pulled each few seconds and shown like a capture's. What runs
// may be a program of ours or an endpoint that is watched; the backend knows both by their token.
//
//   const run = live.begin({ token, title: "sample", sampleType: "cpu", kinds: [] });
//   …
//   run.end();      // a capture takes the figures' place
//   run.discard();  // or nothing does
//
// A pull begins only when the one before has been shown, so a slow one delays the next instead of meeting it. Nothing is
// pulled while the user looks at something else: a pull costs the program time.

import { CancellationError, CancellationTokenSource, type Disposable, type Event, EventEmitter, window } from "vscode";
import type { Backend } from "../backend/backend";
import { BackendError, BackendGone } from "../backend/errors";
import { type Notices, sentence } from "../notices";
import { CodeNoRun, type ProfileKind } from "../protocol";
import { settings } from "../settings";
import type { Active } from "./active";

/** What is pulled, and how it is shown. */
export interface LiveSource {
  /** Names the run to the backend. */
  readonly token: string;
  /** What the run is called on screen. */
  readonly title: string;
  /** Shown at first; the user may switch. */
  readonly sampleType: string;
  /** Empty for the kinds that the run takes. */
  readonly kinds: readonly ProfileKind[];
}

/** Whether figures come by themselves. They don't if the setting says so, or while they are paused. */
export type LiveState = "on" | "paused" | "off";

export class Live {
  constructor(
    private readonly backend: Backend,
    private readonly active: Active,
    private readonly notices: Notices,
  ) {}

  /** Begins to show a run that goes on; the first figures come after one interval. */
  begin(source: LiveSource): LiveRun {
    return new LiveRun(source, this.backend, this.active, this.notices);
  }
}

export class LiveRun {
  private readonly key: string;
  private readonly cancel = new CancellationTokenSource();
  private readonly changed = new EventEmitter<void>();
  private readonly setting: Disposable;
  private timer: NodeJS.Timeout | undefined;
  private pulling: Promise<void> | undefined;
  private paused = false;
  private ended = false;
  /** Set when the figures are to be shown whatever is on screen: the first ones, and those that the user asks for. */
  private wanted = true;
  /** What went wrong and was told of: it would go wrong again every few seconds. */
  private readonly told = new Set<string>();

  /** The state has changed. */
  readonly onDidChange: Event<void> = this.changed.event;

  constructor(
    private readonly source: LiveSource,
    private readonly backend: Backend,
    private readonly active: Active,
    private readonly notices: Notices,
  ) {
    this.key = `live:${source.token}`;
    this.setting = settings.onDidChange("live", () => {
      this.schedule();
      this.changed.fire();
    });
    this.schedule();
  }

  get state(): LiveState {
    return this.paused ? "paused" : settings.liveInterval() === 0 ? "off" : "on";
  }

  /** The sample type that the user looks at; the one asked for if it is not this run's. */
  get sampleType(): string {
    return this.shown ? (this.active.selection?.choice.type ?? "") : this.source.sampleType;
  }

  /** Lets the figures stand as they are. */
  pause(): void {
    this.paused = true;
    this.schedule();
    this.changed.fire();
  }

  /** Shows newer figures at once, and each few seconds from now on. */
  resume(): void {
    this.paused = false;
    this.changed.fire();
    void this.pullNow();
  }

  /** Shows newer figures at once, paused or not, whatever is on screen. */
  async pullNow(): Promise<void> {
    this.wanted = true;
    // One that has begun may have begun long ago.
    await this.pulling;
    await this.pull();
  }

  /** Pulls no more. The figures stay on screen until something else is opened. */
  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
    this.cancel.cancel();
    this.setting.dispose();
    this.changed.dispose();
  }

  /** Pulls no more, and takes the figures off the screen: their files are gone with the run. */
  discard(): void {
    this.end();
    const clear = (): void => {
      if (this.shown) {
        this.active.clear();
      }
    };
    clear();
    // What was being opened may still come.
    void this.pulling?.then(clear);
  }

  private get shown(): boolean {
    return this.active.selection?.subject.key === this.key;
  }

  private schedule(): void {
    clearTimeout(this.timer);
    if (!this.ended && this.state === "on") {
      this.timer = setTimeout(() => void this.pull(), settings.liveInterval() * 1000);
    }
  }

  private async pull(): Promise<void> {
    clearTimeout(this.timer);
    if (!this.ended && (this.wanted || this.shown)) {
      this.pulling ??= this.show();
      await this.pulling;
      this.pulling = undefined;
    }
    this.schedule();
  }

  private async show(): Promise<void> {
    const { token, title, sampleType, kinds } = this.source;
    try {
      const pulled = await this.backend.request("capture/pull", { token, kinds: [...kinds] }, this.cancel.token);
      if (!this.ended && (this.wanted || this.shown) && pulled.profiles.length > 0) {
        await this.active.openPulled(this.key, `${title} (live)`, pulled, sampleType);
        this.wanted = false;
      }
      for (const problem of pulled.problems) {
        this.once(problem, () => window.showWarningMessage(`${title}: ${problem}`));
      }
    } catch (error) {
      // An end of the run, or of the backend, is told of by whoever started it.
      const over =
        this.ended ||
        error instanceof CancellationError ||
        error instanceof BackendGone ||
        (error instanceof BackendError && error.code === CodeNoRun);
      if (!over) {
        this.once(sentence(error), () => this.notices.error(error));
      }
    }
  }

  private once(message: string, tell: () => unknown): void {
    if (!this.told.has(message)) {
      this.told.add(message);
      tell();
    }
  }
}
