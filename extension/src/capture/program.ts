// Runs programs, one at a time, and shows what came of each.

import { CancellationError, window } from "vscode";
import type { Capture, CaptureProgramResult } from "../protocol";
import type { Active } from "./active";
import type { Failures } from "./failures";
import type { Gate } from "./gate";
import type { History } from "./history";
import { type ProgramRequest, ProgramRun, type RunParts } from "./programRun";
import { saveGoFiles } from "./saved";

/** What running programs uses of the rest. */
export interface ProgramParts extends RunParts {
  readonly active: Active;
  readonly history: History;
  readonly gate: Gate;
  readonly failures: Failures;
  /** Called once a capture is on screen. */
  readonly reveal: (capture: Capture) => void;
}

/** How long an exit status stays in the status bar, in milliseconds. The terminal keeps it. */
const statusMillis = 15_000;

export class ProgramRunner {
  private runs = 0;

  constructor(private readonly parts: ProgramParts) {}

  /** Runs a program and shows its figures; tells of whatever goes wrong. Resolves when the run has ended. */
  async run(request: ProgramRequest): Promise<void> {
    let run: ProgramRun | undefined;
    await this.parts.gate.enter({
      title: request.program.title,
      start: async () => {
        if (await saveGoFiles()) {
          this.parts.failures.clear();
          run = new ProgramRun(`program-${String(++this.runs)}`, request, this.parts);
          await this.watch(request, run);
        }
      },
      cancel: () => run?.cancel(),
      stop: () => run?.stop(),
    });
  }

  private async watch(request: ProgramRequest, run: ProgramRun): Promise<void> {
    const { notices } = this.parts;
    try {
      const result = await run.result;
      // Not awaited: a message may stay on screen for long after the run.
      void this.show(request, run, result).catch((error: unknown) => notices.error(error));
    } catch (error) {
      run.discard();
      if (!(error instanceof CancellationError)) {
        void notices.error(error);
      }
    }
  }

  private async show({ program }: ProgramRequest, run: ProgramRun, result: CaptureProgramResult): Promise<void> {
    const { active, failures, history, reveal } = this.parts;
    const { outcome, exitCode, capture, problems } = result;
    const { title } = program;
    const { sampleType } = run;
    if (capture === undefined) {
      run.discard();
    } else {
      history.added();
      const instead = await active.openCapture(capture, sampleType);
      reveal(capture);
      if (instead !== undefined) {
        void window.showInformationMessage(
          `${title} ran too briefly for a CPU sample (one is taken every 10 ms). Showing memory instead.`,
        );
      }
    }
    if (problems.length > 0) {
      void window.showWarningMessage(`${title}: ${problems.join(" ")}`);
    }
    if (outcome === "buildFailed") {
      await failures.report(title, outcome, result.failures, undefined, "go build");
    } else if (capture === undefined && problems.length === 0) {
      const how = outcome === "stopped" ? "was stopped before" : "ended before";
      void window.showWarningMessage(`${title} ${how} it left a profile.`);
    } else if (outcome === "failed") {
      window.setStatusBarMessage(`$(warning) ${title} ended with status ${String(exitCode)}`, statusMillis);
    }
  }
}
