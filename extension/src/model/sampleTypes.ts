// What the sample types of Go's own profiles are called on screen, and in which order they are offered.

/** One sample type of one profile file. A capture has several files, and two may use one name. */
export interface Choice {
  /** The profile file's absolute path. */
  readonly path: string;
  /** The type's name in the profile, such as "alloc_space". */
  readonly type: string;
  /** The unit of its values. */
  readonly unit: string;
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
];

/** What a type counts, in words; its name for a type of someone else's. */
export function meaning(type: string): string {
  return meanings.find(([name]) => name === type)?.[1] ?? type;
}

/** The choices in the order to offer them. Types that we don't know keep the profile's order, behind the others. */
export function ordered(choices: readonly Choice[]): Choice[] {
  return [...choices].sort((a, b) => rank(a.type) - rank(b.type));
}

function rank(type: string): number {
  const index = meanings.findIndex(([name]) => name === type);
  return index < 0 ? meanings.length : index;
}
