// Captures for tests, of which only what a test is about need be said.

import type { Capture, CapturedProfile } from "../protocol";

export function captureOf(parts: Partial<Capture>): Capture {
  return {
    id: "20261124-143628-000-0123abcd",
    title: "BenchmarkParse",
    pinned: false,
    workspace: "/w",
    kind: "benchmark",
    dir: "/w/codec",
    names: ["BenchmarkParse"],
    flags: [],
    configuration: "",
    url: "",
    sampleType: "cpu",
    package: "example.com/w/codec",
    goVersion: "go1.26.8",
    commit: "",
    dirty: false,
    timeMillis: 0,
    durationMillis: 0,
    failed: false,
    exitCode: 0,
    kinds: [],
    rates: { cpuHertz: 0, memoryBytes: 0, blockNanos: 0, mutexFraction: 0 },
    bytes: 0,
    profiles: [],
    benchmarks: [],
    sources: [],
    ...parts,
  };
}

export function profileOf(parts: Partial<CapturedProfile>): CapturedProfile {
  return { kind: "cpu", name: "cpu", path: "/l/cpu.pb.gz", sampleType: "", unit: "", total: 0, note: "", ...parts };
}
