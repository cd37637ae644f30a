// What goes on now, in the status bar, with its clock; a click or a key stops it, refreshes, pauses or cancels.

import { commands, type Disposable, type QuickPickItem, StatusBarAlignment, type StatusBarItem, window } from "vscode";
import { elapsed } from "../model/age";
import { settings } from "../settings";
import type { LiveRun, LiveState } from "./live";

/** A run that goes on until somebody ends it. */
export interface Ongoing {
  /** What is done, and to what: "Profiling sample", "Watching localhost:6060". */
  readonly title: string;
  readonly live: LiveRun;
  /** Ends it and shows what there is. */
  stop(): void;
  /** Ends it and keeps nothing. */
  cancel(): void;
}

interface Action extends QuickPickItem {
  readonly run: () => void;
}

/** Behind the status bar's item; not in the palette. */
const menuCommand = "linecost.liveMenu";

export class LiveStatus implements Disposable {
  private readonly item: StatusBarItem;
  private readonly registrations: Pick<Disposable, "dispose">[];
  /** The gate lets one run at a time go on, so there is one at most. */
  private ongoing: Ongoing | undefined;

  constructor() {
    this.item = window.createStatusBarItem("linecost.live", StatusBarAlignment.Left, 53);
    this.item.name = "Linecost: Running Now";
    this.item.command = menuCommand;
    this.registrations = [
      this.item,
      commands.registerCommand(menuCommand, () => this.menu()),
      commands.registerCommand("linecost.stop", () => this.ongoing?.stop()),
      commands.registerCommand("linecost.pullNow", () => this.ongoing?.live.pullNow()),
      commands.registerCommand("linecost.pauseLive", () => this.ongoing?.live.pause()),
      commands.registerCommand("linecost.resumeLive", () => this.ongoing?.live.resume()),
    ];
  }

  /** Shows what goes on until the result is disposed of. */
  show(ongoing: Ongoing): Pick<Disposable, "dispose"> {
    const started = Date.now();
    const tick = (): void => {
      this.tick(ongoing, Date.now() - started);
    };
    const update = (): void => {
      tick();
      setContext(ongoing.live.state);
    };
    this.ongoing = ongoing;
    const clock = setInterval(tick, 1000);
    const subscription = ongoing.live.onDidChange(update);
    update();
    this.item.show();
    return {
      dispose: () => {
        clearInterval(clock);
        subscription.dispose();
        this.ongoing = undefined;
        this.item.hide();
        setContext(undefined);
      },
    };
  }

  dispose(): void {
    for (const registration of this.registrations) {
      registration.dispose();
    }
  }

  private tick({ title, live }: Ongoing, millis: number): void {
    const { state } = live;
    const icon = state === "paused" ? "debug-pause" : "record";
    this.item.text = `$(${icon}) ${title.replaceAll("$(", "$ (")} · ${elapsed(millis)}`;
    const figures = {
      on: `Its figures are refreshed every ${String(settings.liveInterval())} s.`,
      paused: "Its live figures are paused.",
      off: "Its figures are refreshed when you ask for it.",
    };
    this.item.tooltip = `${title}. ${figures[state]} Click to stop and show what there is, or for more.`;
  }

  private async menu(): Promise<void> {
    const { ongoing } = this;
    if (ongoing === undefined) {
      return;
    }
    const chosen = await window.showQuickPick(actions(ongoing), { placeHolder: ongoing.title });
    // It may have ended while the list was open.
    if (this.ongoing === ongoing) {
      chosen?.run();
    }
  }
}

/** The commands' "when" clauses hang on this. */
function setContext(state: LiveState | undefined): void {
  void commands.executeCommand("setContext", "linecost.live", state);
}

function actions(ongoing: Ongoing): Action[] {
  const { live } = ongoing;
  const pause = { label: "$(debug-pause) Pause Live Figures", run: () => live.pause() };
  const resume = { label: "$(debug-continue) Resume Live Figures", run: () => live.resume() };
  return [
    { label: "$(debug-stop) Stop and Show", description: "ends it and keeps the profiles", run: () => ongoing.stop() },
    {
      label: "$(refresh) Refresh Figures Now",
      description: "shows what it has spent so far",
      run: () => void live.pullNow(),
    },
    ...(live.state === "on" ? [pause] : live.state === "paused" ? [resume] : []),
    { label: "$(trash) Cancel", description: "ends it and keeps nothing", run: () => ongoing.cancel() },
  ];
}
