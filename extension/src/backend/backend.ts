// The backend as everyone else sees it: always there. It is started by the first request, and again when it dies.

import { type CancellationToken, type Disposable, EventEmitter } from "vscode";
import type { Notifications, Requests } from "../protocol";
import { Connection } from "./connection";
import { BackendGone } from "./errors";
import { type BackendProcess, startProcess } from "./process";
import { Restarts } from "./restarts";

/** What the backend is started with. */
export interface BackendOptions {
  readonly binary: string;
  /** Its arguments, read anew at each start: they come from settings. */
  readonly args: () => readonly string[];
  readonly clientVersion: string;
  readonly log: { info(line: string): void; error(line: string): void };
}

interface Live {
  readonly process: BackendProcess;
  readonly connection: Connection;
}

export class Backend implements Disposable {
  private live: Promise<Live> | undefined;
  private readonly restarts = new Restarts();
  /** Set once the backend has died too often: requests fail at once until restart(). */
  private givenUp = false;
  private disposed = false;
  private readonly restarted = new EventEmitter<void>();
  private readonly gaveUp = new EventEmitter<void>();
  private readonly outputs = new EventEmitter<Notifications["capture/output"]["params"]>();
  private readonly stages = new EventEmitter<Notifications["capture/progress"]["params"]>();
  private readonly launches = new EventEmitter<Notifications["capture/launch"]["params"]>();
  private readonly prunings = new EventEmitter<Notifications["capture/pruned"]["params"]>();

  /** A new backend is there: it knows nothing of the profiles that the old one had open. */
  readonly onDidRestart = this.restarted.event;
  /** The backend died too often and stays dead until restart(). */
  readonly onDidGiveUp = this.gaveUp.event;
  readonly onCaptureOutput = this.outputs.event;
  readonly onCaptureProgress = this.stages.event;
  readonly onCaptureLaunch = this.launches.event;
  readonly onCapturePruned = this.prunings.event;

  constructor(private readonly options: BackendOptions) {}

  /** Asks the backend, which is started if it isn't running. */
  async request<M extends keyof Requests>(
    method: M,
    params: Requests[M]["params"],
    token?: CancellationToken,
  ): Promise<Requests[M]["result"]> {
    const { connection } = await this.running();
    return connection.request(method, params, token);
  }

  /** Ends the backend, if it lives, and starts a new one. */
  async restart(): Promise<void> {
    this.restarts.forgive();
    this.givenUp = false;
    const old = this.live;
    // Cleared first, so that the end of the old one is not taken for a death.
    this.live = undefined;
    await old?.then(end, () => undefined);
    await this.running();
    this.restarted.fire();
  }

  /** Ends the backend for good. Settles once its process is gone. */
  async stop(): Promise<void> {
    this.disposed = true;
    const live = this.live;
    this.live = undefined;
    await live?.then(end, () => undefined);
  }

  dispose(): void {
    void this.stop();
    for (const emitter of [this.restarted, this.gaveUp, this.outputs, this.stages, this.launches, this.prunings]) {
      emitter.dispose();
    }
  }

  private running(): Promise<Live> {
    if (this.givenUp || this.disposed) {
      return Promise.reject(new BackendGone("Linecost's backend is not running. Run “Linecost: Restart Backend”."));
    }
    this.live ??= this.start(0);
    return this.live;
  }

  private start(wait: number): Promise<Live> {
    const live = this.launch(wait);
    live.then(
      ({ process }) => {
        void process.ended.then((how) => {
          this.died(live, how);
        });
      },
      (error: unknown) => {
        if (error instanceof BackendGone) {
          this.died(live, "while it was being started");
        } else if (this.live === live) {
          // Not started at all: the next request tries again, since the reason may be gone by then.
          this.live = undefined;
        }
      },
    );
    return live;
  }

  private async launch(wait: number): Promise<Live> {
    if (wait > 0) {
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
    const { binary, args, clientVersion, log } = this.options;
    const process = await startProcess(binary, args(), (line) => {
      log.info(line);
    });
    const connection = new Connection(process.output, process.input, (line) => {
      log.error(line);
    });
    connection.on("capture/output", (params) => {
      this.outputs.fire(params);
    });
    connection.on("capture/progress", (params) => {
      this.stages.fire(params);
    });
    connection.on("capture/launch", (params) => {
      this.launches.fire(params);
    });
    connection.on("capture/pruned", (params) => {
      this.prunings.fire(params);
    });
    void process.ended.then(() => {
      connection.close();
    });
    try {
      const { serverVersion } = await connection.request("initialize", { clientVersion });
      log.info(`backend ${serverVersion} started: ${binary}`);
    } catch (error) {
      void process.stop();
      throw error;
    }
    return { process, connection };
  }

  private died(live: Promise<Live>, how: string): void {
    if (this.live !== live || this.disposed) {
      return;
    }
    this.options.log.error(`the backend died: ${how}`);
    this.live = undefined;
    const verdict = this.restarts.died(Date.now());
    if (verdict === "giveUp") {
      this.givenUp = true;
      this.gaveUp.fire();
      return;
    }
    // Started now and not on the next request, so that what was on screen comes back by itself.
    this.live = this.start(verdict.restartIn);
    this.live.then(
      () => {
        this.restarted.fire();
      },
      (error: unknown) => {
        this.options.log.error(`the backend did not come back: ${String(error)}`);
      },
    );
  }
}

async function end({ process }: Live): Promise<void> {
  await process.stop();
}
