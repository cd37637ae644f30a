// What a line costs each operation of a benchmark: its value over every round that the profiles are of, the ones in
// which the benchmark found its b.N too. Written as `go test -bench` writes its own figures.

import type { BenchmarkResult, BenchmarkRun } from "../protocol";
import type { Subject } from "./selection";

/** The sample types whose values add up over the operations, each with its unit in a benchmark's output. */
const units: Readonly<Record<string, string>> = {
  cpu: "ns/op",
  alloc_space: "B/op",
  alloc_objects: "allocs/op",
  delay: "ns/op",
};

/** The benchmark that all samples are of; undefined if there are others, or its rounds are not known. */
export function operation(subject: Subject): BenchmarkRun | undefined {
  const [only, ...others] = subject.capture?.benchmarks ?? [];
  return only !== undefined && others.length === 0 && only.rounds > 0 ? only : undefined;
}

/** A value of a sample type for each operation, such as "310.2 ns/op"; undefined for a type that has no such meaning. */
export function perOperation(value: number, type: string, run: BenchmarkRun | undefined): string | undefined {
  const unit = units[type];
  return run === undefined || unit === undefined ? undefined : `${metric(value / run.rounds)} ${unit}`;
}

/** A benchmark's figure with as many digits as Go's package testing gives it: four or more that count. */
export function metric(value: number): string {
  const size = Math.abs(value);
  const digits = limits.findIndex((limit) => size >= limit);
  return value === 0 ? "0" : value.toFixed(digits < 0 ? limits.length : digits);
}

/** From which size on a figure has no digit behind the point, one, two … */
const limits = [999.95, 99.995, 9.9995, 0.99995, 0.099995, 0.0099995, 0.00099995];

/** The results without a profiler, or those with one if there are no others. */
export function honest(run: BenchmarkRun): {
  readonly results: readonly BenchmarkResult[];
  readonly profiled: boolean;
} {
  const { profiled, unprofiled } = run;
  return unprofiled.length > 0 ? { results: unprofiled, profiled: false } : { results: profiled, profiled: true };
}

/** The median of results in one unit; undefined if it was not measured. */
export function median(results: readonly BenchmarkResult[], unit: string): number | undefined {
  const values = results
    .flatMap(({ metrics }) => metrics.filter((m) => m.unit === unit).map((m) => m.value))
    .sort((a, b) => a - b);
  const [low, high] = [values[(values.length - 1) >> 1], values[values.length >> 1]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/** What the benchmark itself says of an operation's time, in a sentence; undefined if it says nothing. */
export function ownTime(run: BenchmarkRun): string | undefined {
  const { results, profiled } = honest(run);
  const time = median(results, "ns/op");
  const how = profiled ? "under the profiler, so a little slow" : "without a profiler";
  return time === undefined ? undefined : `The benchmark took ${metric(time)} ns/op, measured ${how}.`;
}
