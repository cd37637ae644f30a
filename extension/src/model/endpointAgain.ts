// A capture of a server tells what it was asked for: its names, kinds and flags are in one order, and a flag is a path
// with its query, such as "profile?seconds=30".

import type { Capture, WantedProfile } from "../protocol";

/** The profiles that a capture asked for. */
export function repeated({ names, kinds, flags }: Pick<Capture, "names" | "kinds" | "flags">): WantedProfile[] {
  return names.flatMap((name, n) => {
    const kind = kinds[n];
    const [, path = "", seconds = "0"] = /^(.*?)(?:[?&]seconds=(\d+))?$/.exec(flags[n] ?? "") ?? [];
    return kind === undefined || path === "" ? [] : [{ name, kind, path, seconds: Number(seconds) }];
  });
}
