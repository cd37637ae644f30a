// One capture of a running server: asked for, counted down, cancelled if the user says so, and its result shown. Or the
// server is watched: asked again and again, its figures live, until the user stops.

import {
  type CancellationToken,
  CancellationTokenSource,
  commands,
  type Progress,
  ProgressLocation,
  window,
  workspace,
} from "vscode";
import type { Backend } from "../backend/backend";
import { BackendError } from "../backend/errors";
import type { Active } from "../capture/active";
import type { Gate } from "../capture/gate";
import type { History } from "../capture/history";
import type { Live } from "../capture/live";
import type { LiveStatus } from "../capture/liveStatus";
import { hasLines } from "../model/kinds";
import type { Notices } from "../notices";
import { type Capture, type CaptureEndpointResult, CodeEndpoint, type WantedProfile } from "../protocol";
import type { Server, Servers } from "./servers";

/** What is wanted of a server. */
export interface EndpointRequest {
  readonly server: Server;
  /** What the history calls the capture. */
  readonly title: string;
  readonly profiles: readonly WantedProfile[];
  readonly watch: boolean;
}

/** The parts that a run uses. */
export interface EndpointParts {
  readonly backend: Backend;
  readonly servers: Servers;
  readonly active: Active;
  readonly history: History;
  readonly gate: Gate;
  readonly live: Live;
  readonly liveStatus: LiveStatus;
  readonly notices: Notices;
  /** Called once a capture is on screen. */
  readonly reveal: (capture: Capture) => void;
  /** Tells what a server did not do, and offers what helps. */
  readonly tell: (error: unknown, server: Server, again: () => Promise<void>) => Promise<void>;
}

export class EndpointRuns {
  private runs = 0;

  constructor(private readonly parts: EndpointParts) {}

  /** Asks the server and shows what came; tells of whatever goes wrong. Resolves when the run has ended. */
  async run(request: EndpointRequest): Promise<void> {
    const { backend, gate } = this.parts;
    let token = "";
    let cancel = new CancellationTokenSource();
    await gate.enter({
      title: request.title,
      start: async () => {
        token = `endpoint ${++this.runs}`;
        cancel = new CancellationTokenSource();
        try {
          await this.execute(request, token, cancel);
        } finally {
          cancel.dispose();
        }
      },
      cancel: () => cancel.cancel(),
      stop: () =>
        void backend.request("capture/stop", { token }).catch((error: unknown) => this.parts.notices.error(error)),
    });
  }

  private async execute(request: EndpointRequest, token: string, cancel: CancellationTokenSource): Promise<void> {
    try {
      const asked = request.watch ? this.watch(request, token, cancel) : this.count(request, token, cancel);
      const result = await asked;
      // Not awaited: a message may stay on screen for long after the run.
      void this.show(request, result).catch((error: unknown) => this.parts.notices.error(error));
    } catch (error) {
      void this.parts.tell(error, request.server, () => this.run(request));
    }
  }

  /** Shows how long it takes. */
  private async count(
    request: EndpointRequest,
    token: string,
    cancel: CancellationTokenSource,
  ): Promise<CaptureEndpointResult> {
    const { backend } = this.parts;
    const task = async (
      progress: Progress<{ message: string }>,
      cancelled: CancellationToken,
    ): Promise<CaptureEndpointResult> => {
      const subscriptions = [
        cancelled.onCancellationRequested(() => cancel.cancel()),
        backend.onCaptureProgress((part) => {
          if (part.token === token) {
            progress.report({ message: part.stage === "saving" ? "saving the profiles" : part.detail });
          }
        }),
      ];
      try {
        return await this.ask(request, token, cancel.token);
      } finally {
        for (const subscription of subscriptions) {
          subscription.dispose();
        }
      }
    };
    const title = `Profiling ${request.title}`;
    return window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, task);
  }

  /** Shows figures as they come, until the user stops. */
  private async watch(
    request: EndpointRequest,
    token: string,
    cancel: CancellationTokenSource,
  ): Promise<CaptureEndpointResult> {
    const { backend, live, liveStatus, notices } = this.parts;
    const { title, profiles } = request;
    const run = live.begin({ token, title, sampleType: sampleTypeOf(profiles), kinds: [] });
    const status = liveStatus.show({
      title: `Watching ${title}`,
      live: run,
      stop: () => void backend.request("capture/stop", { token }).catch((error: unknown) => notices.error(error)),
      cancel: () => cancel.cancel(),
    });
    try {
      const result = await this.ask(request, token, cancel.token);
      if (result.capture === undefined) {
        run.discard();
      }
      return result;
    } catch (error) {
      run.discard();
      throw error;
    } finally {
      run.end();
      status.dispose();
    }
  }

  private async ask(
    request: EndpointRequest,
    token: string,
    cancel: CancellationToken,
  ): Promise<CaptureEndpointResult> {
    const { backend, servers } = this.parts;
    return backend.request(
      "capture/endpoint",
      {
        token,
        endpoint: await servers.endpoint(request.server),
        profiles: [...request.profiles],
        title: request.title,
        sampleType: sampleTypeOf(request.profiles),
        workspace: workspace.workspaceFolders?.[0]?.uri.fsPath ?? "",
        watch: request.watch,
      },
      cancel,
    );
  }

  private async show(request: EndpointRequest, { capture, problems }: CaptureEndpointResult): Promise<void> {
    const { active, history, reveal } = this.parts;
    if (capture !== undefined) {
      history.added();
      if (capture.profiles.some(({ kind }) => hasLines(kind))) {
        await this.open(active, capture);
      } else {
        // What there is can't be shown at lines; the row of the history says what it is.
        void commands.executeCommand("linecost.openCapture", { type: "capture", capture });
      }
      reveal(capture);
    }
    await this.tellProblems(request, problems, capture === undefined);
  }

  private async open(active: Active, capture: Capture): Promise<void> {
    if ((await active.openCapture(capture, capture.sampleType)) !== undefined) {
      void window.showInformationMessage(
        `${capture.title} used too little CPU for a sample (one is taken every 10 ms). Showing memory instead.`,
      );
    }
  }

  /** One message, however many went wrong; the log has them all. */
  private async tellProblems(request: EndpointRequest, problems: readonly string[], nothing: boolean): Promise<void> {
    const { notices, tell } = this.parts;
    const [first] = problems;
    if (first === undefined) {
      return;
    }
    for (const problem of problems) {
      notices.log(`${request.title}: ${problem}`);
    }
    const others = problems.length === 1 ? "" : ` (and ${problems.length - 1} more, in the log)`;
    if (nothing) {
      await tell(new BackendError(first + others, CodeEndpoint), request.server, () => this.run(request));
    } else if ((await window.showWarningMessage(first + others, "Show Log")) !== undefined) {
      await commands.executeCommand("linecost.showLog");
    }
  }
}

/** What is shown first: CPU time, or the first profile's own. */
function sampleTypeOf(profiles: readonly WantedProfile[]): string {
  return profiles.some(({ kind }) => kind === "cpu") ? "cpu" : "";
}
