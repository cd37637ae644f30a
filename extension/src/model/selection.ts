// What is on screen: one subject (a capture of several profile files, or a file that was opened) and one of its sample
// types. Values only: who changes them and who hears of it is capture/active.ts.

import type { Capture, CapturedProfile, CapturePullResult, Profile } from "../protocol";
import { type Choice, choicesOf } from "./sampleTypes";

/** What figures are shown of. */
export interface Subject {
  /** Tells subjects apart: a capture's id, a file's path, or a run that goes on. */
  readonly key: string;
  /** What it is called on screen. */
  readonly title: string;
  /** The capture, if it is one of the library's. */
  readonly capture: Capture | undefined;
  /** What was pulled last, if it is a run that goes on. */
  readonly pulled?: CapturePullResult;
  /** The profile files that could be opened. */
  readonly profiles: readonly Profile[];
}

/** A subject and the sample type that is shown of it. */
export interface Selection {
  readonly subject: Subject;
  readonly choice: Choice;
}

/** Every sample type of every profile of the subject, in the order to offer them. */
export function choices(subject: Subject): Choice[] {
  return choicesOf(
    subject.profiles.flatMap(({ path, sampleTypes }) => {
      const file = capturedFile(subject, path);
      return sampleTypes.map(({ type, unit }) => ({ path, type, unit, file }));
    }),
  );
}

/** What the capture says of a file; undefined for a file that was opened by itself. */
export function capturedFile(subject: Subject, path: string): CapturedProfile | undefined {
  return (subject.capture ?? subject.pulled)?.profiles.find((p) => p.path === path);
}

/** Selects of the same files, read anew, what is selected of them. */
export function reselect(before: Selection, now: Subject): Selection | undefined {
  const { path, type } = before.choice;
  const choice = choices(now).find((c) => c.path === path && c.type === type);
  return choice === undefined ? select(now, type) : { subject: now, choice };
}

/**
 * Selects the sample type that was asked for, or what comes nearest: the default of the first profile that has samples,
 * then of the first profile at all. Undefined only if no profile has a sample type.
 */
export function select(subject: Subject, wanted: string): Selection | undefined {
  const all = choices(subject);
  const first = subject.profiles.find((p) => p.samples > 0) ?? subject.profiles[0];
  const choice =
    all.find((c) => c.type === wanted) ??
    all.find((c) => c.path === first?.path && c.type === first.defaultSampleType) ??
    all[0];
  return choice === undefined ? undefined : { subject, choice };
}

/** Selects in what a run has now what is selected of what it had before. */
export function follow(before: Selection, now: Subject): Selection | undefined {
  const file = capturedFile(before.subject, before.choice.path);
  const same = now.pulled?.profiles.find((p) => p.kind === file?.kind && p.name === file.name);
  const choice = choices(now).find((c) => c.path === same?.path && c.type === before.choice.type);
  return choice === undefined ? select(now, before.choice.type) : { subject: now, choice };
}

/** The profile that the selection shows. */
export function shownProfile(selection: Selection): Profile | undefined {
  return selection.subject.profiles.find((p) => p.path === selection.choice.path);
}

/** Why the selected profile has no sample, in a sentence; undefined if it has some. */
export function whyEmpty({ subject, choice }: Selection): string | undefined {
  const profile = subject.profiles.find((p) => p.path === choice.path);
  if (profile?.samples !== 0) {
    return undefined;
  }
  const note = capturedFile(subject, choice.path)?.note ?? "";
  if (note !== "") {
    return note;
  }
  if (subject.pulled !== undefined) {
    return "There was none so far.";
  }
  return choice.type === "cpu" || choice.type === "samples"
    ? "It ran too briefly: a CPU sample is taken every 10 ms."
    : "The profile holds no sample of this type.";
}

/** Tells whether what was asked for has no sample while another profile has some: a test too short for the CPU clock. */
export function tooBriefFor(subject: Subject, type: string): boolean {
  const asked = subject.profiles.find((p) => p.sampleTypes.some((s) => s.type === type));
  return asked?.samples === 0 && subject.profiles.some((p) => p.samples > 0);
}

/** The captured text's hash of a file: undefined if the capture says nothing of it, empty if it changed meanwhile. */
export function capturedHash(subject: Subject, file: string): string | undefined {
  return (subject.capture ?? subject.pulled)?.sources.find((s) => samePath(s.file, file))?.sha256;
}

/** Profiles write Windows paths with forward slashes, and drive letters in either case. */
export function samePath(a: string, b: string): boolean {
  return a === b || comparable(a) === comparable(b);
}

function comparable(path: string): string {
  const slashed = path.replaceAll("\\", "/");
  return /^[A-Za-z]:\//.test(slashed) ? slashed.toLowerCase() : slashed;
}
