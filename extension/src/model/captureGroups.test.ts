import { expect, it } from "vitest";
import type { Capture } from "../protocol";
import { grouped } from "./captureGroups";
import { captureOf } from "./captures.fixture";

const cases: {
  why: string;
  captures: Partial<Capture>[];
  groups: { title: string; place: string; count: number }[];
}[] = [
  { why: "no captures", captures: [], groups: [] },
  {
    why: "a renamed capture stays where it was, and the group is called by what was run",
    captures: [{ title: "before" }, {}, { title: "after" }],
    groups: [{ title: "BenchmarkParse", place: "codec", count: 3 }],
  },
  {
    why: "groups are in the order of their newest",
    captures: [{ names: ["BenchmarkB"] }, {}, { names: ["BenchmarkB"] }],
    groups: [
      { title: "BenchmarkB", place: "codec", count: 2 },
      { title: "BenchmarkParse", place: "codec", count: 1 },
    ],
  },
  {
    why: "one name in two packages, or of two kinds, is not one thing",
    captures: [{}, { dir: "C:\\w\\other" }, { kind: "test" }],
    groups: [
      { title: "BenchmarkParse", place: "codec", count: 1 },
      { title: "BenchmarkParse", place: "other", count: 1 },
      { title: "BenchmarkParse", place: "codec", count: 1 },
    ],
  },
  {
    why: "several names are called as the run was, unless that was changed",
    captures: [
      { names: ["A", "B"], title: "all tests of a_test.go", kind: "test" },
      { names: [], title: "x", kind: "test" },
      { names: [], title: "y", kind: "test" },
    ],
    groups: [
      { title: "all tests of a_test.go", place: "codec", count: 1 },
      { title: "all tests of codec", place: "codec", count: 2 },
    ],
  },
  {
    why: "a program with other arguments is another thing; with a configuration it has its name",
    captures: [
      { kind: "program", names: ["-n", "1"], title: "sample" },
      { kind: "program", names: [], configuration: "Launch", title: "x" },
      { kind: "program", names: [], configuration: "Launch", title: "y" },
    ],
    groups: [
      { title: "sample", place: "codec", count: 1 },
      { title: "Launch", place: "codec", count: 2 },
    ],
  },
  {
    why: "one server is one group, whatever profiles it was asked for",
    captures: [
      { kind: "endpoint", dir: "", url: "http://localhost:6060/debug/pprof/", names: ["heap"] },
      { kind: "endpoint", dir: "", url: "http://localhost:6060/debug/pprof/", names: ["cpu", "heap"] },
    ],
    groups: [{ title: "localhost:6060/debug/pprof", place: "http", count: 2 }],
  },
];

it.each(cases)("$why", ({ captures, groups }) => {
  const got = grouped(captures.map(captureOf));
  expect(got.map(({ title, place, captures: all }) => ({ title, place, count: all.length }))).toEqual(groups);
  expect(new Set(got.map(({ key }) => key)).size).toBe(groups.length);
});

it("ten thousand captures are grouped in one pass", () => {
  const captures = Array.from({ length: 10_000 }, (_, i) => captureOf({ names: [`Benchmark${i % 10}`] }));
  const groups = grouped(captures);
  expect(groups.map(({ captures: all }) => all.length)).toEqual(new Array(10).fill(1000));
  expect(groups[3]?.captures[7]).toBe(captures[73]);
});
