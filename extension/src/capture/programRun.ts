// One run of a program: built, started in a terminal, and shown while it runs.

import { CancellationTokenSource, type Disposable, ProgressLocation, tasks, Uri, window, workspace } from "vscode";
import type { Backend } from "../backend/backend";
import { elapsed } from "../model/age";
import type { Notices } from "../notices";
import type { CaptureProgramParams, CaptureProgramResult } from "../protocol";
import { settings } from "../settings";
import type { Setup } from "./launch";
import type { Live, LiveRun } from "./live";
import type { LiveStatus } from "./liveStatus";
import type { Program } from "./programs";
import { startInTerminal, terminalOf } from "./programTerminal";

/** A program, and how to run it. */
export interface ProgramRequest {
  readonly program: Program;
  readonly setup: Setup;
  readonly sampleType: string;
}

/** What a run uses of the rest. */
export interface RunParts {
  readonly backend: Backend;
  readonly live: Live;
  readonly liveStatus: LiveStatus;
  readonly notices: Notices;
}

export class ProgramRun {
  private readonly cancelling = new CancellationTokenSource();
  private readonly subscriptions: Pick<Disposable, "dispose">[] = [];
  private readonly ended: Promise<CaptureProgramResult>;
  private live: LiveRun | undefined;
  private doing = "building";

  /** Begins at once. The token names the run to the backend. */
  constructor(
    private readonly token: string,
    private readonly request: ProgramRequest,
    private readonly parts: RunParts,
  ) {
    this.ended = this.run();
  }

  /** What came of it, once nothing of it is left running. Rejects with CancellationError after {@link cancel}. */
  get result(): Promise<CaptureProgramResult> {
    return this.ended;
  }

  /** The sample type that the user looks at. */
  get sampleType(): string {
    return this.live?.sampleType ?? this.request.sampleType;
  }

  /** Ends every process of it and keeps nothing. */
  cancel(): void {
    this.cancelling.cancel();
  }

  /** Ends it and keeps what there is. */
  stop(): void {
    const { backend, notices } = this.parts;
    const over = this.ended.catch(() => undefined);
    window.setStatusBarMessage(`$(sync~spin) Stopping ${this.request.program.title}…`, over);
    backend.request("capture/stop", { token: this.token }).catch((error: unknown) => notices.error(error));
  }

  /** Takes its live figures off the screen, for want of a capture. */
  discard(): void {
    this.live?.discard();
  }

  private async run(): Promise<CaptureProgramResult> {
    const { backend } = this.parts;
    const running = new Promise<void>((resolve) => {
      this.subscriptions.push(
        backend.onCaptureProgress(({ token, stage }) => {
          if (token === this.token && stage === "running") {
            this.begin();
            resolve();
          }
        }),
        backend.onCaptureLaunch((launch) => {
          if (launch.token === this.token) {
            this.doing = "starting";
            startInTerminal(this.request.program, launch).catch((error: unknown) => {
              void this.parts.notices.error(error);
              this.cancel();
            });
          }
        }),
        tasks.onDidEndTask(({ execution }) => {
          // Closed before the program was there: the backend would wait for it for ever.
          if (terminalOf(execution, this.request.program) && this.live === undefined) {
            this.stop();
          }
        }),
      );
    });
    try {
      const ended = backend.request("capture/program", this.params(), this.cancelling.token);
      await this.building(Promise.race([running, ended]));
      return await ended;
    } finally {
      this.live?.end();
      for (const subscription of this.subscriptions) {
        subscription.dispose();
      }
      this.cancelling.dispose();
    }
  }

  /** Shows that it is being built, until it runs or has ended. */
  private async building(until: Promise<unknown>): Promise<void> {
    const title = `Profiling ${this.request.program.title}`;
    await window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      async (progress, token) => {
        token.onCancellationRequested(() => this.cancel());
        const started = Date.now();
        const tick = (): void => {
          progress.report({ message: `${this.doing} (${elapsed(Date.now() - started)})` });
        };
        const clock = setInterval(tick, 1000);
        tick();
        try {
          await until;
        } finally {
          clearInterval(clock);
        }
      },
    );
  }

  private begin(): void {
    const { program, sampleType } = this.request;
    const { title } = program;
    const live = this.parts.live.begin({ token: this.token, title, sampleType, kinds: [] });
    this.live = live;
    this.subscriptions.push(
      this.parts.liveStatus.show({
        title: `Profiling ${title}`,
        live,
        stop: () => this.stop(),
        cancel: () => this.cancel(),
      }),
    );
  }

  private params(): CaptureProgramParams {
    const { program, setup, sampleType } = this.request;
    const dir = Uri.file(program.dir);
    return {
      token: this.token,
      dir: program.dir,
      title: program.title,
      sampleType,
      goCommand: settings.goCommand(dir),
      flags: [...setup.buildFlags],
      args: [...setup.args],
      env: [...setup.env],
      workingDir: setup.workingDir,
      configuration: setup.configuration,
      kinds: settings.kinds(dir),
      rates: settings.rates(dir),
      workspace: workspace.getWorkspaceFolder(dir)?.uri.fsPath ?? "",
    };
  }
}
