// The other side: messages there and back, and what is kept while the page is away.

import type { FromTable, ToTable } from "../../src/model/messages";
import type { FunctionSort } from "../../src/protocol";

/** What the user set up here, and where they were. */
export interface Kept {
  /** What was shown: another subject begins at the top. */
  readonly key: string;
  readonly sort: FunctionSort;
  readonly filter: string;
  readonly scroll: number;
  readonly selected: number;
}

interface Api {
  postMessage(message: FromTable): void;
  getState(): Kept | undefined;
  setState(state: Kept): void;
}

/** VS Code gives it to every webview, once. */
declare function acquireVsCodeApi(): Api;

const api = acquireVsCodeApi();

export const host = {
  post(message: FromTable): void {
    api.postMessage(message);
  },
  kept(): Kept | undefined {
    return api.getState();
  },
  keep(state: Kept): void {
    api.setState(state);
  },
  listen(receive: (message: ToTable) => void): void {
    window.addEventListener("message", (event: MessageEvent<ToTable>) => {
      receive(event.data);
    });
  },
};
