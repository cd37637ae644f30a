// What the history says of a capture in one row, and of one of its files.

import type { Capture, CapturedProfile } from "../protocol";
import { span } from "./age";
import { humanise } from "./units";

/**
 * The row of a capture, behind its age: "exit 2 · pinned · 2.1 s · 2.31s cpu · 1a2b3c4*". A narrow sidebar cuts off its
 * end, so what is out of the ordinary stands first.
 */
export function captureDescription(capture: Capture): string {
  const facts = [
    ending(capture),
    capture.pinned ? "pinned" : "",
    span(capture.durationMillis),
    headline(capture),
    shortCommit(capture),
  ];
  return facts.filter((fact) => fact !== "").join(" · ");
}

/** The row of a file, behind its name: its total, and why there is nothing in it. */
export function profileDescription(profile: CapturedProfile): string {
  return [total(profile), profile.note].filter((fact) => fact !== "").join(" · ");
}

/** A file's total with its sample type, such as "2.31s cpu"; empty for what has none. */
export function total({ sampleType, unit, total: value }: CapturedProfile): string {
  return sampleType === "" ? "" : `${humanise(value, unit)} ${sampleType}`;
}

/** The commit's first digits, with a star if there were changes that it does not hold: "1a2b3c4*". */
export function shortCommit({ commit, dirty }: Pick<Capture, "commit" | "dirty">): string {
  return commit === "" ? "" : commit.slice(0, 7) + (dirty ? "*" : "");
}

/** How a run ended, if not well. A test that fails ends with 1, which says no more than that. */
export function ending({ kind, failed, exitCode }: Pick<Capture, "kind" | "failed" | "exitCode">): string {
  if (kind === "program" && exitCode !== 0) {
    return `exit ${exitCode}`;
  }
  return failed ? "failed" : "";
}

/** The total that a capture is known by: of what the user asked to see, else of the first file that has something in it. */
function headline({ profiles, sampleType }: Capture): string {
  const known =
    profiles.find((p) => p.sampleType === sampleType && p.total !== 0) ??
    profiles.find((p) => p.sampleType !== "" && p.total !== 0);
  return known === undefined ? "" : total(known);
}

/** How large files are: "12.30MB", as a profile's own bytes are written. */
export function size(bytes: number): string {
  return bytes === 0 ? "0B" : humanise(bytes, "bytes");
}

/** When a capture was made, in milliseconds since the Unix epoch, as its id has it in UTC; undefined for another id. */
export function madeAt(id: string): number | undefined {
  const [, day = "", time = "", millis = ""] = /^(\d{8})-(\d{6})-(\d{3})-/.exec(id) ?? [];
  const [date, clock] = [day.replace(/(....)(..)(..)/, "$1-$2-$3"), time.replace(/(..)(..)(..)/, "$1:$2:$3")];
  const at = Date.parse(`${date}T${clock}.${millis}Z`);
  return Number.isNaN(at) ? undefined : at;
}

/** A title as the name of a file or folder on any system: never empty, hidden or a path. */
export function asFileName(title: string): string {
  const safe = title
    .replace(/[\p{Cc}<>:"/\\|?*\s]+/gu, "-")
    .replace(/^[-.]+|[-.]+$/g, "")
    .slice(0, 80);
  return safe === "" ? "capture" : safe;
}

/** What the backend takes counts characters; counting UTF-16's units is never more generous. */
const titleMost = 200;

/** Why a text can't be a capture's title, in a sentence; undefined if it can. */
export function titleProblem(text: string): string | undefined {
  if (text.trim() === "") {
    return "A capture's title can't be empty.";
  }
  return text.trim().length > titleMost ? `A capture's title has at most ${titleMost} characters.` : undefined;
}
