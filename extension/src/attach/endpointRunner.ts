// Runs against servers, one at a time, and shows what came of each.

import { commands, window } from "vscode";
import { BackendError } from "../backend/errors";
import type { Active } from "../capture/active";
import type { Gate } from "../capture/gate";
import type { History } from "../capture/history";
import type { Address } from "../model/endpointAddress";
import { hasLines } from "../model/kinds";
import { type Capture, type CaptureEndpointResult, CodeEndpoint } from "../protocol";
import { type EndpointRequest, EndpointRun, type RunParts } from "./endpointRun";

/** What asking servers uses of the rest. */
export interface RunnerParts extends RunParts {
  readonly active: Active;
  readonly history: History;
  readonly gate: Gate;
  /** Called once a capture is on screen. */
  readonly reveal: (capture: Capture) => void;
}

/** Tells why a server was asked in vain, and offers what may help, before asking again. */
export type TellFailure = (error: unknown, address: Address, again: () => Promise<void>) => Promise<void>;

export class EndpointRunner {
  private runs = 0;

  constructor(
    private readonly parts: RunnerParts,
    private readonly tellFailure: TellFailure,
  ) {}

  /** Asks the server and shows what came; tells of whatever goes wrong. Resolves when the run has ended. */
  async run(request: EndpointRequest): Promise<void> {
    let run: EndpointRun | undefined;
    await this.parts.gate.enter({
      title: request.title,
      start: async () => {
        run = new EndpointRun(`endpoint-${++this.runs}`, request, this.parts);
        await this.watch(request, run);
      },
      cancel: () => run?.cancel(),
      stop: () => run?.stop(),
    });
  }

  private async watch(request: EndpointRequest, run: EndpointRun): Promise<void> {
    const { notices } = this.parts;
    try {
      const result = await run.execute();
      // Not awaited: a message may stay on screen for long after the run.
      void this.show(request, result, run.sampleType).catch((error: unknown) => notices.error(error));
    } catch (error) {
      void this.tellFailure(error, request.address, () => this.run(request));
    }
  }

  private async show(request: EndpointRequest, result: CaptureEndpointResult, sampleType: string): Promise<void> {
    const { capture, problems } = result;
    if (capture !== undefined) {
      this.parts.history.added();
      await this.open(capture, sampleType);
      this.parts.reveal(capture);
    }
    const [first] = problems;
    if (first === undefined) {
      return;
    }
    const message = problems.length === 1 ? first : `${first} (${problems.length - 1} more in the log)`;
    if (capture === undefined) {
      await this.tellFailure(new BackendError(message, CodeEndpoint), request.address, () => this.run(request));
      return;
    }
    for (const problem of problems) {
      this.parts.notices.log(`${request.title}: ${problem}`);
    }
    const showLog = "Show Log";
    if ((await window.showWarningMessage(message, showLog)) === showLog) {
      await commands.executeCommand("linecost.showLog");
    }
  }

  private async open(capture: Capture, sampleType: string): Promise<void> {
    if (!capture.profiles.some(({ kind }) => hasLines(kind))) {
      // What there is can't be shown at lines. The row of the history says what it is; not awaited, since it waits for
      // the user.
      void commands.executeCommand("linecost.openCapture", { type: "capture", capture });
      return;
    }
    if ((await this.parts.active.openCapture(capture, sampleType)) !== undefined) {
      void window.showInformationMessage(
        `${capture.title} used too little CPU for a sample (one is taken every 10 ms). Showing memory instead.`,
      );
    }
  }
}
