// What the sample types of Go's own profiles are called on screen, and in which order they are offered.

import type { CapturedProfile } from "../protocol";

/** One sample type of one profile file. */
export interface Measure {
  /** The profile file's absolute path. */
  readonly path: string;
  /** The type's name in the profile, such as "alloc_space". */
  readonly type: string;
  /** The unit of its values. */
  readonly unit: string;
}

/** A measure that can be chosen, in words. */
export interface Choice extends Measure {
  /** What it is called: its type, and its file where another file of the same capture uses the name too. */
  readonly label: string;
  /** What it counts. */
  readonly meaning: string;
}

/** A measure, and the file of a capture that it is of, if it is of one. */
export interface FiledMeasure extends Measure {
  readonly file: CapturedProfile | undefined;
}

/** The types that a Go developer asks for, most wanted first, and what they count. */
const meanings: readonly (readonly [type: string, meaning: string])[] = [
  ["cpu", "CPU time"],
  ["samples", "CPU samples"],
  ["alloc_space", "bytes allocated"],
  ["alloc_objects", "objects allocated"],
  ["inuse_space", "bytes still in use at the end"],
  ["inuse_objects", "objects still in use at the end"],
  ["delay", "time waited"],
  ["contentions", "times waited"],
  ["goroutine", "goroutines"],
  ["goroutineleak", "goroutines that can never go on"],
  ["threadcreate", "threads created"],
];

/** What the types of some files count, where the type alone says too little. */
const meaningsOfFiles: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  mutex: { delay: "time that others waited for a lock", contentions: "times that others waited for a lock" },
  fgprof: { time: "wall-clock time, on and off the CPU", samples: "samples of wall-clock time" },
};

/** What a type counts, in words; its name for a type of someone else's. */
export function meaning(type: string, file = ""): string {
  return meaningsOfFiles[file]?.[type] ?? meanings.find(([name]) => name === type)?.[1] ?? type;
}

/** The measures as choices, in the order to offer them. Types that we don't know keep their order, behind the others. */
export function choicesOf(measures: readonly FiledMeasure[]): Choice[] {
  return measures
    .map(({ path, type, unit, file }) => {
      const shared = measures.some((other) => other.type === type && other.path !== path);
      const source = file === undefined ? "" : file.name === "" ? file.kind : file.name;
      return {
        ...{ path, type, unit },
        label: shared && source !== "" ? `${type} (${source})` : type,
        meaning: meaning(type, source),
      };
    })
    .sort((a, b) => rank(a.type) - rank(b.type));
}

function rank(type: string): number {
  const index = meanings.findIndex(([name]) => name === type);
  return index < 0 ? meanings.length : index;
}
