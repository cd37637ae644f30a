// One run against a server: asked for profiles once, with a countdown, or again and again with live figures until the user
// stops.

import {
  type CancellationToken,
  CancellationTokenSource,
  type Progress,
  ProgressLocation,
  window,
  workspace,
} from "vscode";
import type { Backend } from "../backend/backend";
import type { Live } from "../capture/live";
import type { LiveStatus } from "../capture/liveStatus";
import type { Address } from "../model/endpointAddress";
import type { Notices } from "../notices";
import type { CaptureEndpointResult, WantedProfile } from "../protocol";
import type { Servers } from "./servers";

/** What is wanted of a server. */
export interface EndpointRequest {
  readonly address: Address;
  /** What the history calls the capture. */
  readonly title: string;
  readonly profiles: readonly WantedProfile[];
  readonly watch: boolean;
}

/** What a run uses of the rest. */
export interface RunParts {
  readonly backend: Backend;
  readonly servers: Servers;
  readonly live: Live;
  readonly liveStatus: LiveStatus;
  readonly notices: Notices;
}

export class EndpointRun {
  private readonly cancelling = new CancellationTokenSource();
  private readonly wantedType: string;
  /** What the user looks at while the server is watched. */
  private watchedType: string | undefined;

  /** The token names the run to the backend. */
  constructor(
    private readonly token: string,
    private readonly request: EndpointRequest,
    private readonly parts: RunParts,
  ) {
    this.wantedType = request.profiles.some(({ kind }) => kind === "cpu") ? "cpu" : "";
  }

  /** The sample type to show: the one that the user looked at, else CPU time; empty for the first profile's own. */
  get sampleType(): string {
    return this.watchedType ?? this.wantedType;
  }

  /** Asks the server; resolves to what came. Rejects with CancellationError after {@link cancel}. */
  async execute(): Promise<CaptureEndpointResult> {
    try {
      return await (this.request.watch ? this.watch() : this.once());
    } finally {
      this.cancelling.dispose();
    }
  }

  /** Ends it and keeps nothing. */
  cancel(): void {
    this.cancelling.cancel();
  }

  /** Ends it and keeps what came. */
  stop(): void {
    const { backend, notices } = this.parts;
    backend.request("capture/stop", { token: this.token }).catch((error: unknown) => notices.error(error));
  }

  /** The backend counts down: it knows which profiles are still to come. */
  private once(): Thenable<CaptureEndpointResult> {
    const { backend } = this.parts;
    const task = async (
      progress: Progress<{ message: string }>,
      cancelled: CancellationToken,
    ): Promise<CaptureEndpointResult> => {
      const subscriptions = [
        cancelled.onCancellationRequested(() => this.cancel()),
        backend.onCaptureProgress(({ token, stage, detail }) => {
          if (token === this.token) {
            progress.report({ message: stage === "saving" ? "saving the profiles" : detail });
          }
        }),
      ];
      try {
        return await this.ask();
      } finally {
        for (const subscription of subscriptions) {
          subscription.dispose();
        }
      }
    };
    const title = `Profiling ${this.request.title}`;
    return window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, task);
  }

  private async watch(): Promise<CaptureEndpointResult> {
    const { title } = this.request;
    const live = this.parts.live.begin({ token: this.token, title, sampleType: this.wantedType, kinds: [] });
    const status = this.parts.liveStatus.show({
      title: `Watching ${title}`,
      live,
      stop: () => this.stop(),
      cancel: () => this.cancel(),
    });
    let kept = false;
    try {
      const result = await this.ask();
      this.watchedType = live.sampleType;
      kept = result.capture !== undefined;
      return result;
    } finally {
      status.dispose();
      if (kept) {
        live.end();
      } else {
        live.discard();
      }
    }
  }

  private async ask(): Promise<CaptureEndpointResult> {
    const { backend, servers } = this.parts;
    const { address, title, profiles, watch } = this.request;
    return backend.request(
      "capture/endpoint",
      {
        token: this.token,
        endpoint: await servers.endpoint(servers.of(address)),
        profiles: [...profiles],
        title,
        sampleType: this.wantedType,
        workspace: workspace.workspaceFolders?.[0]?.uri.fsPath ?? "",
        watch,
      },
      this.cancelling.token,
    );
  }
}
