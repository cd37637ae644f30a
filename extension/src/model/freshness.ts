// Is the text in the editor the text that was profiled? Only then may a figure stand on a line.

/** What is known about a document's text beside the text that was profiled. */
export type Freshness =
  /** The very text. */
  | "same"
  /** Another text: no line of it can be trusted to be the line that was measured. */
  | "changed"
  /** The file was written to while it was being captured: nobody knows which text was measured. */
  | "unsettled"
  /** The profile brings no hash, but the file is younger than the profile. Figures are shown, with a warning. */
  | "newer"
  /** The profile brings no hash, and nothing speaks against the text. */
  | "unknown";

/** What a capture or a profile tells about a file. */
export interface Evidence {
  /** The captured text's hash; empty if it changed while captured; undefined if the capture has none for the file. */
  readonly sha256: string | undefined;
  /** When the profile was taken, in milliseconds since the epoch; 0 if it is not known. */
  readonly takenMillis: number;
  /** When the file was last written, in milliseconds since the epoch; 0 if it is not known. */
  readonly writtenMillis: number;
}

/** Judges a document's text. The hash is handed in because this room has no crypto; it is only called if needed. */
export function freshness(text: string, evidence: Evidence, hash: (text: string) => string): Freshness {
  if (evidence.sha256 === "") {
    return "unsettled";
  }
  if (evidence.sha256 !== undefined) {
    return hash(normalised(text)) === evidence.sha256 ? "same" : "changed";
  }
  const known = evidence.takenMillis > 0 && evidence.writtenMillis > 0;
  return known && evidence.writtenMillis > evidence.takenMillis ? "newer" : "unknown";
}

/** The text as the backend hashes it: an editor hides the byte order mark and the carriage returns. */
export function normalised(text: string): string {
  const marked = text.startsWith("\uFEFF") ? text.slice(1) : text;
  return marked.includes("\r") ? marked.replaceAll("\r", "") : marked;
}
