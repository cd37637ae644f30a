// Live figures over a backend that answers when the test says so, and the real bookkeeping of what is on screen.

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Backend } from "../backend/backend";
import { BackendError, BackendGone } from "../backend/errors";
import type { Notices } from "../notices";
import {
  type CapturedProfile,
  type CapturePullResult,
  CodeEndpoint,
  CodeNoRun,
  type ErrorCode,
  type Profile,
} from "../protocol";
import { Active } from "./active";
import { Live, type LiveRun } from "./live";
import type { Profiles } from "./profiles";

const vscode = vi.hoisted((): { interval: number; warnings: string[] } => ({ interval: 3, warnings: [] }));

// What these two classes use of VS Code, as VS Code has it.
vi.mock("vscode", () => {
  class EventEmitter<T> {
    private readonly listeners = new Set<(event: T) => void>();
    readonly event = (listener: (event: T) => void) => {
      this.listeners.add(listener);
      return { dispose: () => this.listeners.delete(listener) };
    };
    fire(event: T): void {
      for (const listener of this.listeners) {
        listener(event);
      }
    }
    dispose(): void {
      this.listeners.clear();
    }
  }
  class CancellationTokenSource {
    readonly token = {};
    cancel = (): undefined => undefined;
  }
  class CancellationError extends Error {}
  return {
    EventEmitter,
    CancellationTokenSource,
    CancellationError,
    commands: { executeCommand: () => Promise.resolve() },
    window: { showWarningMessage: (message: string) => vscode.warnings.push(message) },
    workspace: {
      getConfiguration: () => ({ get: () => vscode.interval }),
      onDidChangeConfiguration: () => ({ dispose: () => undefined }),
    },
  };
});

type Answer = CapturePullResult | Error;

class Stage {
  /** The pulls that wait for an answer, oldest first. */
  readonly waiting: ((answer: Answer) => void)[] = [];
  /** The files that are open, in the order of their opening. */
  readonly open: string[] = [];
  readonly errors: string[] = [];
  readonly changes: boolean[] = [];
  private generation = 0;

  readonly active = new Active(this.profiles());
  private readonly live = new Live(this.backend(), this.active, this.notices());

  constructor() {
    this.active.onDidChange(({ subject }) => this.changes.push(subject));
  }

  begin(): LiveRun {
    return this.live.begin({ token: "1", title: "sample", sampleType: "cpu", kinds: [] });
  }

  /** Answers the oldest pull with a new generation of files, and waits for the screen. */
  async answer(answer: Answer = this.pulled()): Promise<void> {
    this.waiting.shift()?.(answer);
    await settle();
  }

  pulled(problems: string[] = []): CapturePullResult {
    this.generation++;
    const file = (kind: "cpu" | "memory"): CapturedProfile => ({
      kind,
      name: kind,
      path: `/run/${String(this.generation)}.${kind}`,
      sampleType: "",
      unit: "",
      total: 0,
      note: "",
    });
    return { profiles: [file("cpu"), file("memory")], sources: [], problems };
  }

  private backend(): Backend {
    const request = (): Promise<CapturePullResult> =>
      new Promise((resolve, reject) => {
        this.waiting.push((answer) => {
          if (answer instanceof Error) {
            reject(answer);
          } else {
            resolve(answer);
          }
        });
      });
    return { request } as unknown as Backend;
  }

  private profiles(): Profiles {
    return {
      onDidReopen: () => ({ dispose: () => undefined }),
      open: (path: string) => {
        this.open.push(path);
        return Promise.resolve(profile(path));
      },
      close: (path: string) => this.open.splice(this.open.indexOf(path), 1),
    } as unknown as Profiles;
  }

  private notices(): Notices {
    return { error: (error: Error) => this.errors.push(error.message) } as unknown as Notices;
  }
}

function profile(path: string): Profile {
  const types = path.endsWith(".memory") ? ["alloc_space", "inuse_space"] : ["samples", "cpu"];
  return {
    id: path,
    path,
    sampleTypes: types.map((type) => ({ type, unit: "count" })),
    defaultSampleType: types[1] ?? "",
    timeMillis: 0,
    durationNanos: 0,
    periodType: { type: "", unit: "" },
    period: 0,
    comments: [],
    samples: 1,
    functions: 1,
    problems: [],
  };
}

/** Lets everything that is ready to go on go on; no timer fires. */
async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

async function seconds(count: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(count * 1000);
}

function failure(message: string, code: ErrorCode): BackendError {
  return new BackendError(message, code);
}

let stage: Stage;

beforeEach(() => {
  vi.useFakeTimers();
  vscode.interval = 3;
  vscode.warnings.length = 0;
  stage = new Stage();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("LiveRun", () => {
  test("shows the first figures after one interval, and newer ones in their place after each", async () => {
    stage.begin();
    await seconds(2);
    expect(stage.waiting).toHaveLength(0);
    await seconds(1);
    await stage.answer();
    expect(stage.active.selection?.subject.title).toBe("sample (live)");
    expect(stage.active.selection?.choice.path).toBe("/run/1.cpu");
    await seconds(3);
    await stage.answer();
    expect(stage.active.selection?.choice.path).toBe("/run/2.cpu");
    // Only the first is another subject: a refresh must not make the editor forget how its lines moved.
    expect(stage.changes).toEqual([true, false]);
    expect(stage.open).toEqual(["/run/2.cpu", "/run/2.memory"]);
  });

  test("keeps the sample type that the user switched to", async () => {
    const run = stage.begin();
    await seconds(3);
    await stage.answer();
    stage.active.choose({
      ...{ path: "/run/1.memory", type: "inuse_space", unit: "count" },
      ...{ label: "inuse_space", meaning: "bytes still in use at the end" },
    });
    await seconds(3);
    await stage.answer();
    expect(stage.active.selection?.choice).toMatchObject({ path: "/run/2.memory", type: "inuse_space", unit: "count" });
    expect(run.sampleType).toBe("inuse_space");
  });

  test("does not pull again while a pull lasts longer than the interval", async () => {
    stage.begin();
    await seconds(30);
    expect(stage.waiting).toHaveLength(1);
    await stage.answer();
    await seconds(3);
    expect(stage.waiting).toHaveLength(1);
  });

  test("pauses and resumes; asked for, it pulls all the same", async () => {
    const run = stage.begin();
    run.pause();
    await seconds(30);
    expect(stage.waiting).toHaveLength(0);
    void run.pullNow();
    await settle();
    await stage.answer();
    expect(stage.active.selection?.choice.path).toBe("/run/1.cpu");
    await seconds(30);
    expect(stage.waiting).toHaveLength(0);
    run.resume();
    await settle();
    await stage.answer();
    await seconds(3);
    expect(stage.waiting).toHaveLength(1);
  });

  test("pulls by hand alone where the interval is 0", async () => {
    vscode.interval = 0;
    const run = stage.begin();
    expect(run.state).toBe("off");
    await seconds(30);
    expect(stage.waiting).toHaveLength(0);
    void run.pullNow();
    await settle();
    expect(stage.waiting).toHaveLength(1);
  });

  test("leaves the user alone with another file, and does not take it off the screen", async () => {
    stage.begin();
    await seconds(3);
    await stage.answer();
    await stage.active.openFile("/other.pprof");
    await seconds(30);
    expect(stage.waiting).toHaveLength(0);
    expect(stage.active.selection?.subject.key).toBe("/other.pprof");
    expect(stage.open).toEqual(["/other.pprof"]);
  });

  test("drops a pull that comes when the user has opened something else", async () => {
    stage.begin();
    await seconds(3);
    await stage.answer();
    await seconds(3);
    await stage.active.openFile("/other.pprof");
    await stage.answer();
    expect(stage.open).toEqual(["/other.pprof"]);
  });

  test("tells of a failure and of a problem once, and goes on", async () => {
    stage.begin();
    for (let pull = 0; pull < 2; pull++) {
      await seconds(3);
      await stage.answer(failure("The server did not answer.", CodeEndpoint));
      await seconds(3);
      await stage.answer(stage.pulled(["Block profiles were never enabled."]));
    }
    expect(stage.errors).toEqual(["The server did not answer."]);
    expect(vscode.warnings).toEqual(["sample: Block profiles were never enabled."]);
    expect(stage.active.selection?.choice.path).toBe("/run/2.cpu");
  });

  const ends: [why: string, error: Error][] = [
    ["a run that has just ended", failure("No such run.", CodeNoRun)],
    ["a backend that is gone, which tells of itself", new BackendGone("gone")],
  ];
  for (const [why, error] of ends) {
    test(`says nothing of ${why}`, async () => {
      stage.begin();
      await seconds(3);
      await stage.answer(error);
      expect(stage.errors).toEqual([]);
    });
  }

  test("stays on screen when it ends, and goes when it is discarded", async () => {
    const run = stage.begin();
    await seconds(3);
    await stage.answer();
    run.end();
    await seconds(30);
    expect(stage.waiting).toHaveLength(0);
    expect(stage.active.selection?.subject.title).toBe("sample (live)");
    run.discard();
    expect(stage.active.selection).toBeUndefined();
    expect(stage.open).toEqual([]);
  });

  test("shows nothing of a pull that comes after the end", async () => {
    const run = stage.begin();
    await seconds(3);
    run.discard();
    await stage.answer();
    expect(stage.active.selection).toBeUndefined();
    expect(stage.open).toEqual([]);
  });
});
