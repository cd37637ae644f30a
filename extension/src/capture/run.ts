// One run: saved, started, watched, cancelled if the user says so, and its result shown. One at a time in a window.

import {
  CancellationError,
  type CancellationToken,
  CancellationTokenSource,
  commands,
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
import type { Notices } from "../notices";
import type { Capture, CaptureStage, CaptureTestResult } from "../protocol";
import { settings } from "../settings";
import type { Active } from "./active";
import { Failures } from "./failures";
import type { History } from "./history";
import type { Wanted } from "./targets";

/** A run that has been asked for, with the arguments it takes if it is one of the past. */
export interface Request extends Wanted {
  readonly sampleType: string;
  /** Undefined to take the setting's. */
  readonly flags?: readonly string[];
}

interface Running {
  readonly title: string;
  readonly cancel: CancellationTokenSource;
  /** Settles, without a failure, when the run has ended in whatever way. */
  readonly ended: Promise<void>;
}

export class Runner implements Disposable {
  private running: Running | undefined;
  private last: Request | undefined;
  private runs = 0;
  private output: OutputChannel | undefined;
  private readonly failures = new Failures();

  constructor(
    private readonly backend: Backend,
    private readonly active: Active,
    private readonly history: History,
    private readonly notices: Notices,
    /** Called once a capture is on screen. */
    private readonly reveal: (capture: Capture) => void,
  ) {}

  /** Runs what is wanted and shows it; tells of whatever goes wrong. Resolves when the run has ended. */
  async run(request: Request): Promise<void> {
    if (!(await this.makeRoom(request.title)) || !(await this.saveAll())) {
      return;
    }
    this.last = request;
    const cancel = new CancellationTokenSource();
    const ended = this.watch(request, cancel);
    this.running = { title: request.title, cancel, ended };
    void commands.executeCommand("setContext", "linecost.running", true);
    await ended;
    this.running = undefined;
    cancel.dispose();
    void commands.executeCommand("setContext", "linecost.running", false);
  }

  /** Runs the last one again; false if there was none in this window. */
  async again(): Promise<boolean> {
    if (this.last === undefined) {
      return false;
    }
    await this.run(this.last);
    return true;
  }

  /** Cancels the run; every process of it ends. */
  cancel(): void {
    this.running?.cancel.cancel();
  }

  dispose(): void {
    this.cancel();
    this.failures.dispose();
    this.output?.dispose();
  }

  /** Two profiled runs side by side would spoil each other's figures, so the second one asks. */
  private async makeRoom(title: string): Promise<boolean> {
    const before = this.running;
    if (before === undefined) {
      return true;
    }
    const answer = `Cancel It and Profile ${title}`;
    if ((await window.showWarningMessage(`${before.title} is still being profiled.`, answer)) !== answer) {
      return false;
    }
    before.cancel.cancel();
    await before.ended;
    return true;
  }

  /** The go command reads the disk, and figures of a text that nobody sees help nobody. */
  private async saveAll(): Promise<boolean> {
    for (const document of workspace.textDocuments) {
      const matters = document.languageId === "go" || document.languageId.startsWith("go.");
      if (document.isDirty && !document.isUntitled && matters && !(await document.save())) {
        void window.showErrorMessage(`${document.fileName} could not be saved, so nothing was run.`);
        return false;
      }
    }
    return true;
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
          kinds: [],
          rates: { cpuHertz: 0, memoryBytes: 0, blockNanos: 0, mutexFraction: 0 },
          unprofiled: false,
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
    const { outcome, capture, failures } = result;
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
    if (outcome === "failed" || outcome === "buildFailed") {
      this.channel.show(true);
      await this.failures.report(request.title, outcome, failures, () => {
        this.channel.show(true);
      });
    } else if (outcome === "nothingRan") {
      const reason = failures[0]?.message ?? `No ${request.kind} of that name ran in ${request.dir}.`;
      await this.tell(`${request.title}: ${reason}`);
    } else if (capture === undefined) {
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
