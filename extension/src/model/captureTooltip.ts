// Everything that is known of a capture, as the Markdown of a tooltip.

import type { BenchmarkRun, Capture, Rates } from "../protocol";
import { span } from "./age";
import { size, total } from "./captureText";
import { fileName, profileName, targetName } from "./kinds";
import { escaped, table } from "./markdown";
import { honest, median } from "./perOperation";

/** More benchmarks than this would fill the screen. */
const benchmarksMost = 8;

/** What a capture is, how it was made, and what is in it. When is its time of day, in the user's own words. */
export function captureTooltip(capture: Capture, when: string): string {
  return [
    `**${escaped(capture.title)}**`,
    escaped(sentenceOf(capture, when)),
    ...(capture.failed ? ["$(warning) The run failed: its figures may be of half the work."] : []),
    facts(capture),
    files(capture),
    benchmarks(capture.benchmarks),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function sentenceOf({ kind, pinned, durationMillis }: Capture, when: string): string {
  const name = targetName(kind);
  const took = kind === "endpoint" ? "watched for" : "built and run in";
  return `${name[0]?.toUpperCase() ?? ""}${name.slice(1)}, ${when}, ${took} ${span(durationMillis)}${pinned ? ", pinned" : ""}`;
}

function facts(capture: Capture): string {
  const { kind, names, flags, kinds, commit, dirty, exitCode } = capture;
  const rows: [string, string][] = [
    ["Package", capture.package],
    ["Server", capture.url],
    ["Configuration", capture.configuration],
    ["Arguments", kind === "program" ? names.join(" ") : ""],
    ["Flags", flags.join(" ")],
    ["Kinds", kinds.map(profileName).join(", ")],
    ["Rates", rates(capture.rates)],
    ["Go", capture.goVersion],
    ["Git", commit === "" ? "" : commit.slice(0, 12) + (dirty ? " and changes that it does not hold" : "")],
    ["Exit code", exitCode === 0 && kind !== "program" ? "" : String(exitCode)],
    ["On disk", size(capture.bytes)],
  ];
  return rows
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}: ${escaped(value)}`)
    .join("  \n"); // two spaces: a new line of one paragraph
}

/** The rates that are not Go's own. */
function rates({ cpuHertz, memoryBytes, blockNanos, mutexFraction }: Rates): string {
  const said = [
    cpuHertz === 0 ? "" : `CPU ${cpuHertz} times a second`,
    memoryBytes === 0 ? "" : memoryBytes === 1 ? "exact memory" : `memory each ${size(memoryBytes)}`,
    blockNanos > 1 ? `block each ${blockNanos} ns` : "",
    mutexFraction > 1 ? `mutex 1 in ${mutexFraction}` : "",
  ];
  return said.filter((each) => each !== "").join(", ");
}

function files({ profiles }: Capture): string {
  const rows = profiles.map((p) => [escaped(fileName(p)), escaped(total(p)), escaped(p.note)]);
  return rows.length === 0 ? "" : table(["left", "right", "left"], ["Profile", "Total", ""], rows);
}

function benchmarks(runs: readonly BenchmarkRun[]): string {
  const results = runs.map((run) => ({ name: run.name, ...honest(run) }));
  const units = [...new Set(results.flatMap(({ results: all }) => all.flatMap((r) => r.metrics.map((m) => m.unit))))];
  if (units.length === 0) {
    return "";
  }
  const rows = results
    .slice(0, benchmarksMost)
    .map(({ name, results: all }) => [escaped(name), ...units.map((unit) => escaped(rounded(median(all, unit))))]);
  const under = results.some(({ profiled }) => profiled) ? ["Measured under the profiler, so a little slow."] : [];
  const more = runs.length > benchmarksMost ? [`And ${runs.length - benchmarksMost} more.`] : [];
  const head = ["Benchmark", ...units.map(escaped)];
  const grid = table(["left", ...units.map(() => "right" as const)], head, rows);
  return [grid, ...more, ...under].join("\n\n");
}

/** A median to four digits; a dash if it was not measured. */
function rounded(value: number | undefined): string {
  return value === undefined ? "–" : Number(value.toPrecision(4)).toLocaleString("en-US", { maximumFractionDigits: 4 });
}
