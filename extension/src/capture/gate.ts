// One profiled run at a time in a window: two side by side would spoil each other's figures.

import { commands, window } from "vscode";

/** Something that can be profiled, from the first click to its end. */
export interface Run {
  readonly title: string;
  /** Saves, starts, watches and shows; settles when it has ended. Tells of its own failures. */
  start(): Promise<void>;
  /** Ends it and keeps nothing. */
  cancel(): void;
  /** Ends it and keeps what there is; undefined for a run that is worth nothing before its end. */
  readonly stop?: () => void;
}

interface Going {
  readonly run: Run;
  readonly ended: Promise<void>;
}

export class Gate {
  private going: Going | undefined;
  private last: Run | undefined;

  /** Starts a run, if the user lets it take the place of one that goes on. Resolves when it has ended. */
  async enter(run: Run): Promise<void> {
    // Another one may have entered while this one waited for the user, or for the end of the one before.
    while (this.going !== undefined) {
      if (!(await makeRoom(this.going, run.title))) {
        return;
      }
    }
    this.last = run;
    const going = { run, ended: run.start() };
    this.going = going;
    void commands.executeCommand("setContext", "linecost.running", true);
    try {
      await going.ended;
    } finally {
      this.going = undefined;
      void commands.executeCommand("setContext", "linecost.running", false);
    }
  }

  /** Runs the last one again; false if there was none in this window. */
  async again(): Promise<boolean> {
    if (this.last === undefined) {
      return false;
    }
    await this.enter(this.last);
    return true;
  }

  /** Ends what goes on and keeps nothing of it. */
  cancel(): void {
    this.going?.run.cancel();
  }
}

async function makeRoom({ run, ended }: Going, title: string): Promise<boolean> {
  const answer = `${run.stop === undefined ? "Cancel" : "Stop"} It and Profile ${title}`;
  if ((await window.showWarningMessage(`${run.title} is still being profiled.`, answer)) !== answer) {
    return false;
  }
  (run.stop ?? run.cancel).call(run);
  await ended;
  return true;
}
