// What the functions table and its host say to each other. Both sides compile this file, so neither can misspell.

import type { FunctionCost, FunctionSort, SampleType } from "../protocol";

/** A request for one page of functions. */
export interface PageQuery {
  /** Counts the table's questions: an answer to an older one is out of date. */
  readonly generation: number;
  readonly sort: FunctionSort;
  readonly filter: string;
  readonly offset: number;
  readonly limit: number;
}

/** The commands that a button in a webview may run; nothing else is run on its word. */
export type ButtonCommand =
  "linecost.capture" | "linecost.openProfile" | "linecost.switchSampleType" | "workbench.trust.manage";

/** A button, by what is written on it. */
export type Button =
  | { readonly label: string; readonly does: "command"; readonly command: ButtonCommand }
  | { readonly label: string; readonly does: "retry" }
  | { readonly label: string; readonly does: "openAsText" };

/** What is known about a profile file, in words, for the head of its editor. */
export interface ProfileHead {
  readonly name: string;
  readonly folder: string;
  /** Facts such as "Taken: today at 12:03", in the order to show them. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly comments: readonly string[];
  /** Sentences on what of the file could not be read. */
  readonly problems: readonly string[];
  readonly sampleTypes: readonly (SampleType & { readonly meaning: string })[];
}

/** From the host to the table. */
export type ToTable =
  /** Show functions of this; ask for pages. The key changes when rows of before are worth nothing now. */
  | { readonly type: "show"; readonly key: string; readonly sampleType: string; readonly head?: ProfileHead }
  /** There is nothing to show: say why, and what to do. */
  | {
      readonly type: "nothing";
      readonly sentence: string;
      readonly detail: string;
      readonly buttons: readonly Button[];
    }
  | {
      readonly type: "page";
      readonly generation: number;
      readonly offset: number;
      readonly count: number;
      readonly unit: string;
      readonly total: number;
      readonly rows: readonly FunctionCost[];
    }
  | { readonly type: "pageFailed"; readonly generation: number; readonly sentence: string };

/** From the table to the host. */
export type FromTable =
  | { readonly type: "ready" }
  | { readonly type: "page"; readonly query: PageQuery }
  | { readonly type: "open"; readonly name: string; readonly file: string; readonly line: number }
  | { readonly type: "sampleType"; readonly sampleType: string }
  | { readonly type: "command"; readonly command: ButtonCommand }
  | { readonly type: "retry" }
  | { readonly type: "openAsText" };
