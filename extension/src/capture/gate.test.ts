import { beforeEach, describe, expect, test, vi } from "vitest";
import { Gate, type Run } from "./gate";

/** What the user is asked, and what he answers. */
const user = vi.hoisted((): { asked: string[]; agrees: boolean; running: unknown[] } => ({
  asked: [],
  agrees: true,
  running: [],
}));

vi.mock("vscode", () => ({
  commands: { executeCommand: (...[, , value]: unknown[]) => user.running.push(value) },
  window: {
    showWarningMessage: (message: string, button: string) => {
      user.asked.push(`${message} ${button}`);
      return Promise.resolve(user.agrees ? button : undefined);
    },
  },
}));

class FakeRun implements Run {
  starts = 0;
  /** How it was ended. */
  readonly ends: string[] = [];
  readonly stop?: () => void;
  private end: (() => void) | undefined;

  constructor(
    readonly title: string,
    stoppable: boolean,
  ) {
    if (stoppable) {
      this.stop = () => this.over("stopped");
    }
  }

  start(): Promise<void> {
    this.starts++;
    return new Promise((resolve) => (this.end = resolve));
  }

  cancel(): void {
    this.over("cancelled");
  }

  over(how = "by itself"): void {
    this.ends.push(how);
    this.end?.();
  }
}

beforeEach(() => {
  user.asked = [];
  user.agrees = true;
  user.running = [];
});

describe("Gate", () => {
  const cases: [why: string, stoppable: boolean, asked: string, ended: string][] = [
    ["a test is cancelled", false, "A is still being profiled. Cancel It and Profile B", "cancelled"],
    ["a program keeps what it has", true, "A is still being profiled. Stop It and Profile B", "stopped"],
  ];
  for (const [why, stoppable, asked, ended] of cases) {
    test(`lets a second run in when the first has ended: ${why}`, async () => {
      const gate = new Gate();
      const first = new FakeRun("A", stoppable);
      const second = new FakeRun("B", false);
      const both = [gate.enter(first), gate.enter(second)];
      await vi.waitUntil(() => second.starts === 1);
      expect(user.asked).toEqual([asked]);
      expect(first.ends).toEqual([ended]);
      second.over();
      await Promise.all(both);
      expect(user.running).toEqual([true, false, true, false]);
    });
  }

  test("leaves the first alone if the user says so", async () => {
    user.agrees = false;
    const gate = new Gate();
    const first = new FakeRun("A", true);
    const second = new FakeRun("B", true);
    const entered = gate.enter(first);
    await gate.enter(second);
    expect([first.ends, second.starts]).toEqual([[], 0]);
    first.over();
    await entered;
  });

  test("lets one in at a time, whoever waits", async () => {
    const gate = new Gate();
    const runs = ["A", "B", "C"].map((title) => new FakeRun(title, false));
    const all = runs.map((run) => gate.enter(run));
    await vi.waitUntil(() => runs.every(({ starts }) => starts === 1));
    expect(runs.filter(({ ends }) => ends.length === 0)).toHaveLength(1);
    gate.cancel();
    await Promise.all(all);
  });

  test("runs the last one again, and says when there was none", async () => {
    const gate = new Gate();
    expect(await gate.again()).toBe(false);
    const run = new FakeRun("A", false);
    for (const start of [gate.enter(run), undefined]) {
      const going = start ?? gate.again();
      run.over();
      await going;
    }
    expect(run.starts).toBe(2);
  });
});
