// The history's groups: captures of the same thing stand together, whatever the user calls each of them.

import type { Capture } from "../protocol";
import { targetName } from "./kinds";

/** Captures of one thing that was run. */
export interface CaptureGroup {
  /** Tells groups apart, and stays the same from one reading of the history to the next. */
  readonly key: string;
  readonly title: string;
  /** The folder or server in few words. */
  readonly place: string;
  /** Newest first; there is at least one. */
  readonly captures: readonly [Capture, ...Capture[]];
}

/** Groups captures that are newest first. The groups are in the order of their newest capture. */
export function grouped(captures: readonly Capture[]): CaptureGroup[] {
  const byKey = new Map<string, [Capture, ...Capture[]]>();
  for (const capture of captures) {
    const key = groupKey(capture);
    const group = byKey.get(key);
    if (group === undefined) {
      byKey.set(key, [capture]);
    } else {
      group.push(capture);
    }
  }
  return [...byKey].map(([key, group]) => ({ key, title: title(group), place: place(group[0]), captures: group }));
}

/** What was run, without what it is called. */
export function groupKey({ kind, dir, names, configuration, url }: Capture): string {
  // An endpoint's names are the profiles it was asked for: one server is one group.
  return JSON.stringify(kind === "endpoint" ? [kind, url] : [kind, dir, names, configuration]);
}

/** What a group is called: by what was run where that has a name of its own, so that no renaming hides it. */
function title(group: readonly [Capture, ...Capture[]]): string {
  const [newest] = group;
  const common = group.every((capture) => capture.title === newest.title) ? newest.title : undefined;
  switch (newest.kind) {
    case "endpoint":
      return newest.url === "" ? newest.title : server(newest.url);
    case "program":
      return common ?? (newest.configuration === "" ? lastElement(newest.dir) : newest.configuration);
    case "test":
    case "benchmark":
    case "fuzz": {
      const [first, ...others] = newest.names;
      if (first !== undefined && others.length === 0) {
        return first;
      }
      const count = first === undefined ? "all" : String(newest.names.length);
      return common ?? `${count} ${targetName(newest.kind)}s of ${lastElement(newest.dir)}`;
    }
  }
}

function place({ kind, dir, url }: Capture): string {
  return kind === "endpoint" ? url.replace(/:\/\/.*/, "") : lastElement(dir);
}

/** An address without its scheme and the slash at its end. */
function server(url: string): string {
  return url.replace(/^\w+:\/\//, "").replace(/\/+$/, "");
}

function lastElement(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}
