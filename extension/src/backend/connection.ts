// The wire: protocol.ts's requests and notifications over JSON-RPC. Nobody else imports vscode-jsonrpc.

import type { Readable, Writable } from "node:stream";
import { CancellationError, type CancellationToken } from "vscode";
import {
  ConnectionError,
  createMessageConnection,
  ErrorCodes,
  type MessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";
import { CodeCancelled, type Notifications, type Requests } from "../protocol";
import { BackendError, BackendGone } from "./errors";

/** One conversation with one backend process. It ends with the process and is not used again. */
export class Connection {
  private readonly rpc: MessageConnection;

  constructor(output: Readable, input: Writable, log: (line: string) => void) {
    this.rpc = createMessageConnection(new StreamMessageReader(output), new StreamMessageWriter(input), {
      error: log,
      warn: log,
      info: () => undefined,
      log: () => undefined,
    });
    // Without a listener a broken pipe would be thrown out of the event loop. The process's end tells us the same.
    this.rpc.onError(([error]) => {
      log(error.message);
    });
    this.rpc.listen();
  }

  /** Asks and waits for the answer. Cancelling the token cancels the work in the backend: CancellationError. */
  async request<M extends keyof Requests>(
    method: M,
    params: Requests[M]["params"],
    token?: CancellationToken,
  ): Promise<Requests[M]["result"]> {
    try {
      // A token that is not there must not be handed over: vscode-jsonrpc would send it, and the params as a list.
      return await (token === undefined
        ? this.rpc.sendRequest<Requests[M]["result"]>(method, params)
        : this.rpc.sendRequest<Requests[M]["result"]>(method, params, token));
    } catch (error) {
      throw asOurs(error);
    }
  }

  /** Hears a notification until the conversation ends. */
  on<N extends keyof Notifications>(method: N, handler: (params: Notifications[N]["params"]) => void): void {
    this.rpc.onNotification(method, handler);
  }

  /** Ends the conversation: every request that still waits is answered with BackendGone. */
  close(): void {
    this.rpc.dispose();
  }
}

function asOurs(error: unknown): unknown {
  if (error instanceof ResponseError) {
    if (error.code === CodeCancelled) {
      return new CancellationError();
    }
    // Our own close() answers what still waits with this code.
    if (error.code === ErrorCodes.PendingResponseRejected) {
      return gone();
    }
    return new BackendError(error.message, error.code);
  }
  return error instanceof ConnectionError || error instanceof Error ? gone() : error;
}

function gone(): BackendGone {
  return new BackendGone("Linecost's backend ended before it answered. Try again; it is being restarted.");
}
