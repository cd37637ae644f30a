import { describe, expect, test } from "vitest";
import type { BenchmarkResult, BenchmarkRun } from "../protocol";
import { captureOf } from "./captures.fixture";
import { median, metric, operation, ownTime, perOperation } from "./perOperation";

function result(...values: [value: number, unit: string][]): BenchmarkResult {
  return { iterations: 1, metrics: values.map(([value, unit]) => ({ value, unit })) };
}

function run(rounds: number, more: Partial<BenchmarkRun> = {}): BenchmarkRun {
  return { name: "BenchmarkX", rounds, profiled: [], unprofiled: [], ...more };
}

describe("metric", () => {
  // As testing.BenchmarkResult.String has them.
  const cases: [value: number, want: string][] = [
    [0, "0"],
    [1234567.8, "1234568"],
    [999.95, "1000"],
    [999.94, "999.9"],
    [99.994, "99.99"],
    [9.9994, "9.999"],
    [0.5, "0.5000"],
    [0.05, "0.05000"],
    [0.005, "0.005000"],
    [0.0001, "0.0001000"],
  ];
  for (const [value, want] of cases) {
    test(`${String(value)} is ${want}`, () => {
      expect(metric(value)).toBe(want);
    });
  }
});

describe("perOperation", () => {
  const cases: [why: string, value: number, type: string, run: BenchmarkRun | undefined, want: string | undefined][] = [
    ["CPU time, which profiles have in nanoseconds", 3_100_000_000, "cpu", run(10_101), "306900 ns/op"],
    ["bytes", 64_000, "alloc_space", run(1000), "64.00 B/op"],
    ["objects", 500, "alloc_objects", run(1000), "0.5000 allocs/op"],
    ["time waited", 12_000, "delay", run(1000), "12.00 ns/op"],
    ["what is in use at the end is no operation's", 64_000, "inuse_space", run(1000), undefined],
    ["not known of what is no benchmark", 64_000, "alloc_space", undefined, undefined],
  ];
  for (const [why, value, type, of, want] of cases) {
    test(why, () => {
      expect(perOperation(value, type, of)).toBe(want);
    });
  }
});

describe("operation", () => {
  const cases: [why: string, benchmarks: BenchmarkRun[], known: boolean][] = [
    ["one benchmark", [run(7)], true],
    ["two benchmarks: nobody knows whose a sample is", [run(7), run(8)], false],
    ["a benchmark whose rounds nobody counted", [run(0)], false],
    ["no benchmark: a test", [], false],
  ];
  for (const [why, benchmarks, known] of cases) {
    test(why, () => {
      const subject = { key: "k", title: "t", capture: captureOf({ benchmarks }), profiles: [] };
      expect(operation(subject)).toEqual(known ? benchmarks[0] : undefined);
    });
  }
});

describe("ownTime", () => {
  test("is the median of the runs without a profiler", () => {
    const unprofiled = [3, 1, 2].map((time) => result([time, "ns/op"]));
    const all = run(1, { profiled: [result([9, "ns/op"])], unprofiled });
    expect(ownTime(all)).toBe("The benchmark took 2.000 ns/op, measured without a profiler.");
  });
  test("owns up to a profiler", () => {
    const only = run(1, { profiled: [result([9, "ns/op"])] });
    expect(ownTime(only)).toBe("The benchmark took 9.000 ns/op, measured under the profiler, so a little slow.");
  });
  test("says nothing of what was not measured", () => {
    expect(ownTime(run(1))).toBeUndefined();
    expect(median([result([1, "B/op"])], "ns/op")).toBeUndefined();
  });
});
