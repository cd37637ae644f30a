// @ts-check
// npm test [-- check|go|unit|e2e …]: every check there is, or the named kinds of them, in an order that finds the cheap
// mistakes first. Stops at the first that fails. Closes with how many tests ran.

import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { chromium } from "./chromium.mjs";
import { installPackages } from "./debian.mjs";
import { install } from "./install.mjs";
import { add, goTestReader, noCounts, playwrightCounts, sentence, vitestCounts } from "./lib/counts.mjs";
import { repo, sample } from "./lib/paths.mjs";
import { thisPlatform } from "./lib/platforms.mjs";
import { Complaint, eachLine, output, run, script } from "./lib/run.mjs";
import { packageFor } from "./package.mjs";
import { installWorkbench } from "./workbench.mjs";

/** @typedef {"check" | "go" | "unit" | "e2e"} Kind */

/**
 * @typedef {object} Step
 * @property {Kind} kind
 * @property {string} name
 * @property {() => Promise<unknown>} run throws where it fails
 */

/** @type {Kind[]} */
const kinds = ["check", "go", "unit", "e2e"];

/** @type {Record<Kind, string[]>} */
const debianPackages = {
  check: [],
  go: ["g++"],
  unit: [],
  e2e: ["chromium", "fonts-dejavu-core", "g++", "make", "python3"],
};

const counts = noCounts();
const reports = path.join(repo, "test-results");

/** @type {Step[]} */
const steps = [
  { kind: "check", name: "prettier", run: () => tool("prettier", ["--check", "--log-level=warn", "."]) },
  { kind: "go", name: "gofmt", run: gofmt },
  { kind: "go", name: "go mod tidy", run: () => run("go", ["mod", "tidy", "-diff"]) },
  { kind: "go", name: "go vet", run: () => run("go", ["vet", "./server/..."]) },
  { kind: "go", name: "go vet for darwin", run: () => vetFor("darwin") },
  { kind: "go", name: "go vet for windows", run: () => vetFor("windows") },
  { kind: "go", name: "staticcheck", run: () => run("go", ["tool", "staticcheck", "./server/..."]) },
  { kind: "check", name: "tsc", run: () => tool("tsc", ["--build"]) },
  { kind: "check", name: "eslint", run: () => tool("eslint", ["--max-warnings=0", "."], "extension") },
  { kind: "unit", name: "vitest", run: vitest },
  { kind: "go", name: "go test", run: () => goTest(["-race", "./server/..."], repo) },
  { kind: "go", name: "go vet of the sample", run: () => run("go", ["vet", "./..."], { cwd: sample }) },
  { kind: "go", name: "go test of the sample", run: () => goTest(["./..."], sample) },
  { kind: "e2e", name: "embedded workbench", run: installWorkbench },
  { kind: "e2e", name: "package", run: () => packageFor([thisPlatform()]) },
  { kind: "e2e", name: "playwright", run: playwright },
];

async function gofmt() {
  const unformatted = await output("gofmt", ["-l", "server", "extension/sample", "extension/e2e"]);
  if (unformatted !== "") {
    throw new Complaint(`these files are not as gofmt writes them:\n${unformatted.trimEnd()}`);
  }
}

/** @param {string} goos */
async function vetFor(goos) {
  await run("go", ["vet", "./server/..."], { env: { ...process.env, GOOS: goos, CGO_ENABLED: "0" } });
}

/**
 * @param {string[]} args
 * @param {string} folder
 */
async function goTest(args, folder) {
  const reader = goTestReader((text) => {
    console.log(text);
  });
  const code = await eachLine("go", ["test", "-json", ...args], reader.read, { cwd: folder });
  add(counts, reader.counts);
  if (code !== "0") {
    throw new Complaint(`${String(reader.counts.failed)} of Go's tests failed (go test ended with ${code})`);
  }
  someRan(reader.counts);
}

async function vitest() {
  const report = path.join(reports, "vitest.json");
  const flags = ["--config=vitest.config.mts", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  // In colour for a person only: in a log it is noise.
  const env = process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: "1" };
  await counted(report, vitestCounts, () => tool("vitest", ["run", ...flags], "extension", env));
}

async function playwright() {
  chromium();
  const report = path.join(reports, "playwright.json");
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const flags = ["--config", "e2e/playwright.config.ts", "--reporter=list,json"];
  await counted(report, playwrightCounts, () => tool("playwright", ["test", ...flags], "extension", env));
}

/**
 * Runs a test runner and counts its tests, whether they pass or not.
 *
 * @param {string} report the file that it writes
 * @param {(json: string) => import("./lib/counts.mjs").Counts} read
 * @param {() => Promise<void>} runTests
 */
async function counted(report, read, runTests) {
  await mkdir(reports, { recursive: true });
  await rm(report, { force: true });
  try {
    await runTests();
  } finally {
    const json = await readFile(report, "utf8").catch(() => undefined);
    if (json !== undefined) {
      add(counts, read(json));
    }
  }
  someRan(read(await readFile(report, "utf8")));
}

/**
 * A step that finds no tests has not passed: something has moved away from under it.
 *
 * @param {import("./lib/counts.mjs").Counts} ran
 */
function someRan(ran) {
  if (ran.passed === 0) {
    throw new Complaint("no test ran");
  }
}

/**
 * Runs a program of node_modules under the Node that runs us.
 *
 * @param {string} name
 * @param {string[]} args
 * @param {string} [folder] below the repo
 * @param {NodeJS.ProcessEnv} [env]
 */
async function tool(name, args, folder = ".", env = process.env) {
  await run(path.join(repo, "node_modules", ".bin", name), args, { cwd: path.join(repo, folder), env });
}

/**
 * @param {string[]} named
 * @returns {Kind[]}
 */
function chosen(named) {
  const unknown = named.filter((name) => !kinds.some((kind) => kind === name));
  if (unknown.length > 0) {
    throw new Complaint(`no kind of test is called ${unknown.join(", ")}: there are ${kinds.join(", ")}`);
  }
  return named.length > 0 ? kinds.filter((kind) => named.includes(kind)) : kinds;
}

script(import.meta.url, async (args) => {
  const wanted = chosen(args);
  await installPackages([...new Set(wanted.flatMap((kind) => debianPackages[kind]))]);
  await install();
  const start = performance.now();
  for (const step of steps.filter(({ kind }) => wanted.includes(kind))) {
    await timed(step);
  }
  console.log(`\n${wanted.join(", ")}: all is well after ${seconds(start)}`);
  console.log(sentence(counts));
});

/** @param {Step} step */
async function timed({ name, run: runStep }) {
  console.log(`\n== ${name}`);
  const start = performance.now();
  try {
    await runStep();
  } catch (error) {
    console.log(`\n${sentence(counts)}`);
    const why = error instanceof Error ? error.message : String(error);
    throw new Complaint(`${why}\nFAILED at ${name} after ${seconds(start)}`);
  }
  console.log(`== ${name}: ${seconds(start)}`);
}

/** @param {number} start */
function seconds(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}
