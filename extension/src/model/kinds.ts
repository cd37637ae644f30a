// What was run and what was captured, in words and by icon. An icon is the name of one of VS Code's own.

import type { CapturedProfile, ProfileKind, TargetKind } from "../protocol";

const targets: Record<TargetKind, { readonly name: string; readonly icon: string }> = {
  test: { name: "test", icon: "beaker" },
  benchmark: { name: "benchmark", icon: "dashboard" },
  fuzz: { name: "fuzz target", icon: "zap" },
  program: { name: "program", icon: "terminal" },
  endpoint: { name: "running server", icon: "broadcast" },
};

const profiles: Record<ProfileKind, string> = {
  cpu: "CPU",
  memory: "Memory",
  block: "Block",
  mutex: "Mutex",
  goroutine: "Goroutines",
  goroutineleak: "Goroutine leaks",
  threadcreate: "Thread creation",
  other: "Other",
  trace: "Execution trace",
  metrics: "Runtime metrics",
};

/** What a kind of target is called in a sentence. */
export function targetName(kind: TargetKind): string {
  return targets[kind].name;
}

/** The icon of a kind of target. */
export function targetIcon(kind: TargetKind): string {
  return targets[kind].icon;
}

/** What a kind of profile is called. */
export function profileName(kind: ProfileKind): string {
  return profiles[kind];
}

/** What one file of a capture is called: one that is of no kind that we know has a name of its own. */
export function fileName({ kind, name }: CapturedProfile): string {
  return kind === "other" && name !== "" ? name : profiles[kind];
}

/** Tells whether a file of this kind holds figures of lines. A trace and a series of metrics hold none. */
export function hasLines(kind: ProfileKind): boolean {
  return kind !== "trace" && kind !== "metrics";
}
