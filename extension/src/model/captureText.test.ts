import { describe, expect, it } from "vitest";
import { asFileName, captureDescription, madeAt, profileDescription, size, titleProblem } from "./captureText";
import { captureOf, profileOf } from "./captures.fixture";

describe("the row of a capture", () => {
  const cpu = profileOf({ kind: "cpu", sampleType: "cpu", unit: "nanoseconds", total: 2_310_000_000 });
  const memory = profileOf({ kind: "memory", sampleType: "alloc_space", unit: "bytes", total: 3 << 20 });
  const cases = [
    { why: "the plain case", of: { profiles: [cpu, memory], sampleType: "cpu" }, is: "2.1 s · 2.31s cpu" },
    {
      why: "what was asked for is what it is known by",
      of: { profiles: [cpu, memory], sampleType: "alloc_space" },
      is: "2.1 s · 3MB alloc_space",
    },
    {
      why: "a test too short for the CPU clock",
      of: { profiles: [{ ...cpu, total: 0 }, memory], sampleType: "cpu" },
      is: "2.1 s · 3MB alloc_space",
    },
    { why: "one of before totals were kept", of: { profiles: [profileOf({})] }, is: "2.1 s" },
    { why: "nothing was captured", of: { profiles: [] }, is: "2.1 s" },
    { why: "a clean commit", of: { commit: "1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d" }, is: "2.1 s · 1a2b3c4" },
    { why: "a star, as git's prompts have it", of: { commit: "1a2b3c4d5e", dirty: true }, is: "2.1 s · 1a2b3c4*" },
    { why: "outside of git there is nothing to be dirty", of: { dirty: true }, is: "2.1 s" },
    { why: "a failed test's status says no more", of: { failed: true, exitCode: 1 }, is: "failed · 2.1 s" },
    { why: "a program's does", of: { kind: "program", failed: true, exitCode: 143 }, is: "exit 143 · 2.1 s" },
    { why: "the icon may be another's", of: { pinned: true, failed: true }, is: "failed · pinned · 2.1 s" },
  ] as const;
  it.each(cases)("$is: $why", ({ of, is }) => {
    expect(
      captureDescription(
        captureOf({ durationMillis: 2100, ...of, profiles: [...("profiles" in of ? of.profiles : [])] }),
      ),
    ).toBe(is);
  });
});

it("the row of a file has its total, and why there is nothing in it", () => {
  const note = "The block profile was never enabled.";
  expect(profileDescription(profileOf({ sampleType: "delay", unit: "nanoseconds", total: 0, note }))).toBe(
    `0 delay · ${note}`,
  );
  expect(profileDescription(profileOf({ kind: "trace" }))).toBe("");
});

it("sizes are written as a profile's bytes are, and nothing has a unit too", () => {
  expect([0, 1000, 1024, 2048 * 1024 * 1024].map(size)).toEqual(["0B", "1000B", "1kB", "2GB"]);
});

it("an id tells when a damaged capture was made", () => {
  expect(madeAt("20261124-143628-007-0123abcd")).toBe(Date.UTC(2026, 10, 24, 14, 36, 28, 7));
  expect(["", "20261324-143628-007-0123abcd", "x"].map(madeAt)).toEqual([undefined, undefined, undefined]);
});

describe("a title as a file's name", () => {
  const cases = [
    ["BenchmarkParse/large", "BenchmarkParse-large", "a path must not come of it"],
    ["../../etc/passwd", "etc-passwd", "nor one that leads elsewhere"],
    ["all tests of order_test.go", "all-tests-of-order_test.go", "no shell needs quotes for it"],
    ['a<b>c:"d"|e?*', "a-b-c-d-e", "what Windows refuses"],
    ["...", "capture", "never empty"],
    ["基准", "基准", "any script"],
    ["x".repeat(300), "x".repeat(80), "file systems have a limit"],
  ] as const;
  it.each(cases)("%s: %s (%s)", (title, name) => {
    expect(asFileName(title)).toBe(name);
  });
});

it("titles that the backend would refuse are refused while they are typed", () => {
  expect(titleProblem(" ")).toContain("empty");
  expect(titleProblem("x".repeat(201))).toContain("200");
  expect(titleProblem(` ${"x".repeat(200)} `)).toBeUndefined();
});
