import { expect, it } from "vitest";
import type { BenchmarkResult } from "../protocol";
import { captureOf, profileOf } from "./captures.fixture";
import { captureTooltip } from "./captureTooltip";

const when = "24.11.2026, 14:36";

/** What a reader sees of it: entities resolved, a table's cells apart. */
function read(markdown: string): string[] {
  const text = markdown.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
  return text
    .split("\n")
    .map((line) => line.replaceAll("&nbsp;&nbsp;&nbsp;", "").trimEnd())
    .filter((line) => line !== "");
}

function result(ns: number, bytes?: number): BenchmarkResult {
  const metrics = [{ unit: "ns/op", value: ns }, ...(bytes === undefined ? [] : [{ unit: "B/op", value: bytes }])];
  return { iterations: 100, metrics };
}

it("says only what is known", () => {
  const lines = read(captureTooltip(captureOf({ goVersion: "", package: "", bytes: 2048, durationMillis: 900 }), when));
  expect(lines).toEqual(["**BenchmarkParse**", `Benchmark, ${when}, built and run in 0.9 s`, "On disk: 2kB"]);
});

it("says all of what is known", () => {
  const capture = captureOf({
    title: "before",
    pinned: true,
    kind: "program",
    names: ["-n", "1"],
    flags: ["-tags=x"],
    configuration: "Launch",
    commit: "1a2b3c4d5e6f7a8b9c0d",
    dirty: true,
    failed: true,
    exitCode: 143,
    kinds: ["cpu", "memory"],
    rates: { cpuHertz: 500, memoryBytes: 1, blockNanos: 1, mutexFraction: 10 },
    profiles: [
      profileOf({ kind: "block", sampleType: "delay", unit: "nanoseconds", total: 0, note: "Nothing waited." }),
      profileOf({ kind: "other", name: "fgprof", sampleType: "time", unit: "nanoseconds", total: 5_000_000 }),
    ],
  });
  expect(read(captureTooltip(capture, when))).toEqual([
    "**before**",
    `Program, ${when}, built and run in 0.0 s, pinned`,
    "$(warning) The run failed: its figures may be of half the work.",
    "Package: example.com/w/codec",
    "Configuration: Launch",
    "Arguments: -n 1",
    "Flags: -tags=x",
    "Kinds: CPU, Memory",
    "Rates: CPU 500 times a second, exact memory, mutex 1 in 10",
    "Go: go1.26.8",
    "Git: 1a2b3c4d5e6f and changes that it does not hold",
    "Exit code: 143",
    "On disk: 0B",
    "| Profile | Total |  |",
    "|:--|--:|:--|",
    "| Block | 0 delay | Nothing waited. |",
    "| fgprof | 5ms time |  |",
  ]);
});

it("shows the honest results: without a profiler where there are any, and the median of several", () => {
  const benchmarks = [
    { name: "A", rounds: 1, profiled: [result(900)], unprofiled: [result(30), result(10), result(20.123456)] },
    { name: "B", rounds: 1, profiled: [result(1_234_567, 64), result(1_234_569, 66)], unprofiled: [] },
  ];
  const lines = read(captureTooltip(captureOf({ benchmarks }), when));
  expect(lines.slice(-5)).toEqual([
    "| Benchmark | ns/op | B/op |",
    "|:--|--:|--:|",
    "| A | 20.12 | – |",
    "| B | 1,235,000 | 65 |",
    "Measured under the profiler, so a little slow.",
  ]);
});

it("stays on the screen with a hundred benchmarks", () => {
  const benchmarks = Array.from({ length: 100 }, (_, i) => ({
    name: `B${i}`,
    rounds: 1,
    profiled: [],
    unprofiled: [result(i)],
  }));
  const lines = read(captureTooltip(captureOf({ benchmarks }), when));
  expect(lines.length).toBeLessThan(20);
  expect(lines.at(-1)).toBe("And 92 more.");
});

it("takes nothing in a capture for Markdown: anyone may have written it", () => {
  const nasty = "[x](command:y) <b>|`*\n# z";
  const capture = captureOf({
    title: nasty,
    flags: [nasty],
    profiles: [profileOf({ note: nasty, kind: "other", name: nasty })],
  });
  expect(captureTooltip(capture, when)).not.toMatch(/command:|<b>|`|\n# z|\]\(/);
});
