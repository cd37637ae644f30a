// For how long a server is asked: which answers to offer for the profiles that were chosen, and what each one asks for.

import type { OfferedProfile, WantedProfile } from "../protocol";

/** For how long, and of what. */
export interface Span {
  /** For timed profiles, and for differences; 0 for each profile's own time. */
  readonly seconds: number;
  /** What counts from the program's start is asked for the difference over the seconds instead. */
  readonly difference: boolean;
  /** The server is asked again and again until the user stops. */
  readonly watch: boolean;
}

/** One answer to offer. */
export interface SpanRow {
  readonly label: string;
  readonly description: string;
  readonly span: Span;
  /** The seconds are still to be asked for. */
  readonly asks?: true;
}

/** Answers under one heading; the first heading is empty. */
export interface SpanGroup {
  readonly heading: string;
  readonly rows: readonly SpanRow[];
}

const usualSeconds = [5, 10, 30, 60];
/** A watched server answers this soon: figures that come each half minute are not live. */
const watchSeconds = 5;
/** What is asked for longer is asked for by mistake: a trace of an hour fills a disk. */
export const longestSeconds = 3600;

/** The answers for the chosen profiles, the usual one first. One that was given before is among them. */
export function spanGroups(chosen: readonly OfferedProfile[], last?: Span): SpanGroup[] {
  const timed = chosen.filter(isTimed);
  const since = chosen.filter((p) => p.delta);
  const plain = { seconds: 0, difference: false, watch: false };
  const sinceStart = since.length === 0 ? "" : `${list(since)} since the program's start`;
  const usual: SpanRow =
    timed.length > 0
      ? { label: ownTimes(timed), description: sinceStart, span: plain }
      : { label: since.length > 0 ? "Since the program's start" : "Now", description: list(chosen), span: plain };
  const own = sameTime(timed);
  const others = timed.length === 0 ? [] : secondsRows({ difference: false, watch: false }, sinceStart, last, own);
  const groups: SpanGroup[] = [{ heading: "", rows: [usual, ...others] }];
  if (since.length > 0) {
    const meanwhile = `what ${list(since)} ${since.length === 1 ? "gathers" : "gather"} in this time alone`;
    const rows = secondsRows({ difference: true, watch: false }, meanwhile, last);
    groups.push({ heading: "Only during these seconds", rows });
  }
  if (watchable(chosen).length > 0) {
    const how =
      timed.length > 0 ? `${watchSeconds} seconds at a time, until you stop` : "again and again until you stop";
    const span = { seconds: watchSeconds, difference: false, watch: true };
    groups.push({ heading: "Live", rows: [{ label: "Watch", description: how, span }] });
  }
  return groups;
}

/** Tells whether two answers are one. */
export function sameSpan(a: Span | undefined, b: Span | undefined): boolean {
  return a?.seconds === b?.seconds && a?.difference === b?.difference && a?.watch === b?.watch;
}

/** What the server is asked for. */
export function wantedProfiles(chosen: readonly OfferedProfile[], span: Span): WantedProfile[] {
  const asked = span.watch ? watchable(chosen) : chosen;
  return asked.map((p) => {
    const own = isTimed(p) && span.seconds === 0 ? p.seconds : span.seconds;
    const seconds = isTimed(p) || (p.delta && span.difference) ? own : 0;
    return { name: p.name, kind: p.kind, path: p.path, seconds };
  });
}

/** How many seconds pass before the last profile can be there: they are asked for side by side. */
export function waitSeconds(wanted: readonly WantedProfile[]): number {
  return Math.max(0, ...wanted.map(({ seconds }) => seconds));
}

/** The time that a user typed, in seconds; undefined for what is none. */
export function parseSeconds(typed: string): number | undefined {
  const seconds = /^\s*(\d{1,6})\s*s?\s*$/.exec(typed)?.[1];
  const value = Number(seconds ?? 0);
  return value >= 1 && value <= longestSeconds ? value : undefined;
}

function inSeconds(seconds: number): string {
  return seconds === 1 ? "1 second" : `${seconds} seconds`;
}

function isTimed({ seconds, delta }: OfferedProfile): boolean {
  return seconds > 0 && !delta;
}

/** A trace shows no figures at lines, so there is nothing to see of it before its end. */
function watchable(chosen: readonly OfferedProfile[]): OfferedProfile[] {
  return chosen.filter(({ kind }) => kind !== "trace");
}

function secondsRows(how: Omit<Span, "seconds">, description: string, last?: Span, but = 0): SpanRow[] {
  const before = last !== undefined && sameSpan(last, { ...how, seconds: last.seconds }) ? [last.seconds] : [];
  const offered = new Set([...usualSeconds, ...before].filter((s) => s > 0 && s !== but));
  const rows: SpanRow[] = [...offered]
    .sort((a, b) => a - b)
    .map((seconds) => ({ label: inSeconds(seconds), description, span: { ...how, seconds } }));
  return [...rows, { label: "Another time…", description: "", span: { ...how, seconds: 0 }, asks: true }];
}

/** The time that all take by themselves; 0 if they differ. */
function sameTime(timed: readonly OfferedProfile[]): number {
  const [first] = timed;
  return first !== undefined && timed.every((p) => p.seconds === first.seconds) ? first.seconds : 0;
}

function ownTimes(timed: readonly OfferedProfile[]): string {
  const same = sameTime(timed);
  return same > 0 ? inSeconds(same) : timed.map((p) => `${p.name} ${p.seconds} s`).join(", ");
}

function list(of: readonly OfferedProfile[]): string {
  const names = of.map(({ name }) => name);
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}
