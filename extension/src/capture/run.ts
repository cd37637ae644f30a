// One run of tests or benchmarks: saved, started, watched, cancelled if the user says so, and its result shown.

import {
  CancellationError,
  type CancellationToken,
  CancellationTokenSource,
  type Disposable,
  type OutputChannel,
  type Progress,
  ProgressLocation,
  Uri,
  window,
  workspace,
} from "vscode";
import type { Backend } from "../backend/backend";
import { elapsed } from "../model/age";
import { targetName } from "../model/kinds";
import type { Notices } from "../notices";
import type { Capture, CaptureStage, CaptureTestResult } from "../protocol";
import { settings } from "../settings";
import type { Active } from "./active";
import type { Failures } from "./failures";
import type { Gate } from "./gate";
import type { History } from "./history";
import { saveGoFiles } from "./saved";
import { type CaptureOptions, testOptions } from "./kinds";
import type { Wanted } from "./targets";

/** A run that has been asked for, with what it takes if it is one of the past. */
export interface Request extends Wanted {
  readonly sampleType: string;
  /** Undefined to take the settings'. */
  readonly flags?: readonly string[];
  readonly options?: CaptureOptions;
}

export class Runner implements Disposable {
  private runs = 0;
  private output: OutputChannel | undefined;

  constructor(
    private readonly backend: Backend,
    private readonly active: Active,
    private readonly history: History,
    private readonly gate: Gate,
    private readonly failures: Failures,
    private readonly notices: Notices,
    /** Called once a capture is on screen. */
    private readonly reveal: (capture: Capture) => void,
  ) {}

  /** Runs what is wanted and shows it; tells of whatever goes wrong. Resolves when the run has ended. */
  async run(request: Request): Promise<void> {
    let cancel: CancellationTokenSource | undefined;
    await this.gate.enter({
      title: request.title,
      start: async () => {
        cancel = new CancellationTokenSource();
        if (await saveGoFiles()) {
          await this.watch(request, cancel);
        }
        cancel.dispose();
      },
      cancel: () => cancel?.cancel(),
    });
  }

  dispose(): void {
    this.output?.dispose();
  }

  private async watch(request: Request, cancel: CancellationTokenSource): Promise<void> {
    try {
      const result = await window.withProgress(
        { location: ProgressLocation.Notification, title: `Profiling ${request.title}`, cancellable: true },
        (progress, token) => {
          token.onCancellationRequested(() => {
            cancel.cancel();
          });
          return this.execute(request, progress, cancel.token);
        },
      );
      // Not awaited: a message may stay on screen for long after the run.
      void this.show(request, result).catch((error: unknown) => this.notices.error(error));
    } catch (error) {
      if (error instanceof CancellationError) {
        this.channel.appendLine("\nCancelled.");
      }
      void this.notices.error(error);
    }
  }

  private async execute(
    request: Request,
    progress: Progress<{ message: string }>,
    token: CancellationToken,
  ): Promise<CaptureTestResult> {
    this.failures.clear();
    const channel = this.channel;
    channel.clear();
    channel.appendLine(`Profiling ${request.title} in ${request.dir}\n`);
    const name = String(++this.runs);
    const dir = Uri.file(request.dir);
    const { kinds, rates } = request.options ?? testOptions(dir, request.sampleType);
    const started = Date.now();
    let doing = stages.building;
    const tick = (): void => {
      progress.report({ message: `${doing} (${elapsed(Date.now() - started)})` });
    };
    const listeners = [
      this.backend.onCaptureOutput((part) => {
        if (part.token === name) {
          channel.append(part.text);
        }
      }),
      this.backend.onCaptureProgress((part) => {
        if (part.token === name) {
          doing = part.detail === "" ? stages[part.stage] : `${stages[part.stage]}: ${part.detail}`;
          tick();
        }
      }),
    ];
    const clock = setInterval(tick, 1000);
    tick();
    try {
      return await this.backend.request(
        "capture/test",
        {
          token: name,
          dir: request.dir,
          kind: request.kind,
          names: [...request.names],
          kinds: [...kinds],
          rates,
          unprofiled: request.kind === "benchmark" && settings.unprofiled(dir),
          workspace: workspace.getWorkspaceFolder(dir)?.uri.fsPath ?? "",
          title: request.title,
          sampleType: request.sampleType,
          goCommand: settings.goCommand(dir),
          flags: [...(request.flags ?? settings.testFlags(dir))],
        },
        token,
      );
    } finally {
      clearInterval(clock);
      for (const listener of listeners) {
        listener.dispose();
      }
    }
  }

  private async show(request: Request, result: CaptureTestResult): Promise<void> {
    const { outcome, capture, failures, problems } = result;
    if (capture !== undefined) {
      this.history.added();
      const instead = await this.active.openCapture(capture, request.sampleType);
      this.reveal(capture);
      if (instead !== undefined) {
        void window.showInformationMessage(
          `${request.title} ran too briefly for a CPU sample (one is taken every 10 ms). Showing memory instead.`,
        );
      }
    }
    if (problems.length > 0) {
      void this.tell(`${request.title}: ${problems.join(" ")}`);
    }
    if (outcome === "failed" || outcome === "buildFailed") {
      this.channel.show(true);
      await this.failures.report(request.title, outcome, failures, () => {
        this.channel.show(true);
      });
    } else if (outcome === "nothingRan") {
      const reason = failures[0]?.message ?? `No ${targetName(request.kind)} of that name ran in ${request.dir}.`;
      await this.tell(`${request.title}: ${reason}`);
    } else if (capture === undefined && problems.length === 0) {
      await this.tell(`${request.title} ran, but gave no profile.`);
    }
  }

  private async tell(message: string): Promise<void> {
    if ((await window.showWarningMessage(message, "Show Output")) !== undefined) {
      this.channel.show(true);
    }
  }

  private get channel(): OutputChannel {
    this.output ??= window.createOutputChannel("Linecost: Run");
    return this.output;
  }
}

const stages: Record<CaptureStage, string> = {
  building: "building",
  running: "running",
  saving: "saving the profiles",
};
