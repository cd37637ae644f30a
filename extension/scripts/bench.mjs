// @ts-check
// npm run bench [-- backend|programs|screen]: what is measured, beside its oracle, in one run, as a table. It judges nothing: a
// time is compared with what was measured beside it, or with the aim that is printed next to it.

import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { buildBackend } from "./build.mjs";
import { installPackages } from "./debian.mjs";
import { install } from "./install.mjs";
import { dist, repo } from "./lib/paths.mjs";
import { thisPlatform } from "./lib/platforms.mjs";
import { Complaint, output, run, script } from "./lib/run.mjs";

/** @typedef {[what: string, measured: string, beside: string, ratio: string, aim: string]} Row */

/**
 * @typedef {object} Backend what server/bench prints: times in milliseconds, memory in megabytes
 * @property {number} packedMB
 * @property {number} unpackedMB
 * @property {number} samples
 * @property {number} runs
 * @property {number} gunzipMS
 * @property {number} linesMS
 * @property {number} linesMB
 * @property {number} listMS
 * @property {number} listMB
 * @property {number} warmLinesMS
 * @property {number} warmFunctionsMS
 */

/**
 * @typedef {object} Programs what server/bench -programs prints: times in milliseconds
 * @property {string} program
 * @property {number} runs
 * @property {number} coldPlainMS
 * @property {number} coldCaptureMS
 * @property {number} warmPlainMS
 * @property {number} warmCaptureMS
 * @property {number} runPlainMS
 * @property {number} runCaptureMS
 */

/**
 * Builds the backend and what measures it.
 * @returns {Promise<{ backend: string; binary: string }>}
 */
async function buildBench() {
  const backend = path.join(dist, thisPlatform().executable);
  await buildBackend(thisPlatform(), backend);
  const binary = path.join(dist, "bench");
  await run("go", ["build", "-o", binary, "./server/bench"]);
  return { backend, binary };
}

/** @returns {Promise<Row[]>} */
async function programRows() {
  const { backend, binary } = await buildBench();
  console.log("measuring programs under capture (two builds from nothing first: some minutes)");
  const p = /** @type {Programs} */ (JSON.parse(await output(binary, ["-programs", "-backend", backend])));
  const extra = p.warmCaptureMS - 1.15 * p.warmPlainMS;
  return [
    [
      `${p.program}: built for a capture, cold`,
      ms(p.coldCaptureMS),
      `go build ${ms(p.coldPlainMS)}`,
      times(p.coldCaptureMS, p.coldPlainMS),
      "",
    ],
    [
      "the same, warm",
      ms(p.warmCaptureMS),
      `go build ${ms(p.warmPlainMS)}`,
      `1.15× and ${ms(extra)}`,
      "≤ 1.15× and 500 ms",
    ],
    [
      "its run under capture",
      ms(p.runCaptureMS),
      `without ${ms(p.runPlainMS)}`,
      times(p.runCaptureMS, p.runPlainMS),
      "≤ 1.05×",
    ],
  ];
}

/** @returns {Promise<Row[]>} */
async function backendRows() {
  const { backend, binary } = await buildBench();
  console.log("measuring the backend (the first time a big profile is captured: some minutes)");
  const b = /** @type {Backend} */ (JSON.parse(await output(binary, ["-backend", backend])));
  const profile = `${String(b.samples)} samples, ${b.packedMB.toFixed(1)} MB, ${b.unpackedMB.toFixed(1)} MB unpacked`;
  return [
    [
      "every line's figures, from disk",
      ms(b.linesMS),
      `gunzip ${ms(b.gunzipMS)}`,
      times(b.linesMS, b.gunzipMS),
      "≤ 2.5×",
    ],
    [profile, "", `pprof -list ${ms(b.listMS)}`, `${times(b.listMS, b.linesMS)} faster`, "≥ 15×"],
    ["peak memory of that", mb(b.linesMB), `pprof -list ${mb(b.listMB)}`, times(b.linesMB, b.listMB), "≤ 0.25×"],
    ["the lines of a file again, warm", ms(b.warmLinesMS), "", "", "≤ 5 ms"],
    ["the top 100 functions again, warm", ms(b.warmFunctionsMS), "", "", "≤ 5 ms"],
  ];
}

/** @returns {Promise<Row[]>} */
async function screenRows() {
  await installPackages(["chromium", "fonts-dejavu-core", "g++", "make", "python3"]);
  const results = path.join(repo, "test-results");
  const file = path.join(results, "bench.jsonl");
  await mkdir(results, { recursive: true });
  await rm(file, { force: true });
  console.log("measuring the screen");
  const playwright = path.join(repo, "node_modules", ".bin", "playwright");
  const config = path.join("extension", "e2e", "bench", "playwright.config.ts");
  await run(playwright, ["test", `--config=${config}`, "--reporter=line"], {
    env: { ...process.env, LINECOST_BENCH: file },
  });
  /** @type {Map<string, number[]>} */
  const measured = new Map();
  for (const line of (await readFile(file, "utf8")).trim().split("\n")) {
    const { name, times } = /** @type {{ name: string; times: number[] }} */ (JSON.parse(line));
    measured.set(name, [...(measured.get(name) ?? []), ...times]);
  }
  const of = (/** @type {string} */ name) => median(measured.get(name) ?? []);
  return [
    ["activation of the extension", ms(of("activation")), "", "", "≤ 100 ms"],
    [
      "figures on screen after switching to a file",
      ms(of("figures on screen")),
      `its text ${ms(of("text on screen"))}`,
      `${ms(of("figures on screen") - of("text on screen"))} later`,
      "≤ 100 ms",
    ],
  ];
}

/** @param {number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** @param {number} value */
function ms(value) {
  return value < 10 ? `${value.toFixed(2)} ms` : `${value.toFixed(0)} ms`;
}

/** @param {number} value */
function mb(value) {
  return `${value.toFixed(0)} MB`;
}

/**
 * @param {number} a
 * @param {number} b
 */
function times(a, b) {
  return `${(a / b).toFixed(2)}×`;
}

/** @param {Row[]} rows */
function table(rows) {
  /** @type {Row[]} */
  const all = [["what", "measured", "beside", "ratio", "aim"], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

script(import.meta.url, async (args) => {
  const unknown = args.filter((name) => !["backend", "programs", "screen"].includes(name));
  if (unknown.length > 0) {
    throw new Complaint(`there is no bench called ${unknown.join(", ")}: there are backend, programs and screen`);
  }
  const wanted = (/** @type {string} */ name) => args.length === 0 || args.includes(name);
  await install();
  const rows = [
    ...(wanted("backend") ? await backendRows() : []),
    ...(wanted("programs") ? await programRows() : []),
    ...(wanted("screen") ? await screenRows() : []),
  ];
  console.log(`\nmedians, on this machine, in one run\n\n${table(rows)}`);
});
