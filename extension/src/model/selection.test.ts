import { describe, expect, test } from "vitest";
import type { Capture, CapturedProfile, Profile, ProfileKind, SampleType } from "../protocol";
import {
  capturedHash,
  choices,
  follow,
  reselect,
  samePath,
  select,
  type Subject,
  tooBriefFor,
  whyEmpty,
} from "./selection";

function profile(path: string, samples: number, types: string[], defaultType: string): Profile {
  const sampleTypes = types.map((type): SampleType => ({ type, unit: "count" }));
  return {
    id: path,
    path,
    sampleTypes,
    defaultSampleType: defaultType,
    timeMillis: 0,
    durationNanos: 0,
    periodType: { type: "", unit: "" },
    period: 0,
    comments: [],
    samples,
    functions: 0,
    problems: [],
  };
}

const cpu = profile("/c/cpu.pb.gz", 12, ["samples", "cpu"], "cpu");
const idle = profile("/c/cpu.pb.gz", 0, ["samples", "cpu"], "cpu");
const memory = profile(
  "/c/mem.pb.gz",
  5,
  ["alloc_objects", "alloc_space", "inuse_objects", "inuse_space"],
  "alloc_space",
);
const other = profile("/x.pprof", 3, ["wombats", "gnus"], "gnus");

function subject(...profiles: Profile[]): Subject {
  return { key: "k", title: "BenchmarkX", capture: undefined, profiles };
}

describe("choices", () => {
  test("are the union over the profiles, the most wanted first", () => {
    const types = choices(subject(memory, cpu)).map((c) => c.type);
    expect(types).toEqual(["cpu", "samples", "alloc_space", "alloc_objects", "inuse_space", "inuse_objects"]);
  });
  test("keep the file's order for types that are not Go's", () => {
    expect(choices(subject(other)).map((c) => c.type)).toEqual(["wombats", "gnus"]);
  });
});

describe("choices of a capture", () => {
  const file = (kind: ProfileKind, name: string = kind, note = ""): CapturedProfile => ({
    ...{ kind, name, path: `/c/${name}`, sampleType: "", unit: "", total: 0, note },
  });
  const captured = (files: CapturedProfile[], types: string[], samples = 1): Subject => ({
    ...subject(...files.map(({ path }) => profile(path, samples, types, types.at(-1) ?? ""))),
    pulled: { profiles: files, sources: [], problems: [] },
  });
  test("name the file where two have a type of one name, and say what each counts", () => {
    const both = choices(captured([file("block"), file("mutex")], ["contentions", "delay"]));
    expect(both.map(({ label, meaning }) => `${label}: ${meaning}`)).toEqual([
      "delay (block): time waited",
      "delay (mutex): time that others waited for a lock",
      "contentions (block): times waited",
      "contentions (mutex): times that others waited for a lock",
    ]);
  });
  test("tell a server's heap from its allocs, which are of one kind", () => {
    const both = choices(captured([file("memory", "heap"), file("memory", "allocs")], ["inuse_space"]));
    expect(both.map(({ label }) => label)).toEqual(["inuse_space (heap)", "inuse_space (allocs)"]);
  });
  test("name no file where there is no doubt", () => {
    expect(choices(captured([file("mutex")], ["delay"])).map(({ label }) => label)).toEqual(["delay"]);
  });
  test("stay on their file when the files are read anew", () => {
    const both = captured([file("block"), file("mutex")], ["delay"]);
    const [, mutex] = choices(both);
    expect(mutex && reselect({ subject: both, choice: mutex }, both)?.choice.path).toBe("/c/mutex");
  });
  test("an empty file says why, as its capture does", () => {
    const empty = select(captured([file("block", "block", "Nothing waited.")], ["delay"], 0), "delay");
    expect(empty && whyEmpty(empty)).toBe("Nothing waited.");
  });
});

describe("select", () => {
  const cases: [why: string, subject: Subject, wanted: string, want: string][] = [
    ["what was asked for", subject(cpu, memory), "alloc_space", "alloc_space"],
    ["the first file's default if it has no such type", subject(cpu, memory), "delay", "cpu"],
    ["the default of the first file that has samples", subject(idle, memory), "", "alloc_space"],
    ["what was asked for even without samples: zero is an answer", subject(idle, memory), "cpu", "cpu"],
    ["a foreign profile's own default", subject(other), "cpu", "gnus"],
  ];
  for (const [why, of, wanted, want] of cases) {
    test(why, () => {
      expect(select(of, wanted)?.choice.type).toBe(want);
    });
  }
  test("selects nothing of nothing", () => {
    expect(select(subject(), "cpu")).toBeUndefined();
  });
});

describe("follow", () => {
  const pulled = (time: string, ...kinds: ProfileKind[]): Subject => {
    const profiles = kinds.map((kind): CapturedProfile => ({
      ...{ kind, name: kind, path: `/${time}/${kind}` },
      ...{ sampleType: "", unit: "", total: 0, note: "" },
    }));
    return {
      ...subject(...profiles.map((p) => profile(p.path, 1, ["contentions", "delay"], "delay"))),
      pulled: { profiles, sources: [], problems: [] },
    };
  };
  const before = pulled("before", "block", "mutex");
  const choice = choices(before).find((c) => c.path === "/before/mutex" && c.type === "contentions");
  if (choice === undefined) {
    throw new Error("the subject lacks what is shown");
  }
  const shown = { subject: before, choice };
  test("finds the same type in the same kind of file, though another file has a type of that name", () => {
    expect(follow(shown, pulled("now", "block", "mutex"))?.choice).toMatchObject({
      path: "/now/mutex",
      type: "contentions",
    });
  });
  test("falls back on the same type elsewhere when that file could not be pulled", () => {
    expect(follow(shown, pulled("now", "block"))?.choice).toMatchObject({ path: "/now/block", type: "contentions" });
  });
});

describe("tooBriefFor", () => {
  const cases: [why: string, subject: Subject, type: string, want: boolean][] = [
    ["no CPU sample, but memory was seen", subject(idle, memory), "cpu", true],
    ["CPU samples are there", subject(cpu, memory), "cpu", false],
    ["nothing else to show instead", subject(idle), "cpu", false],
    ["memory was asked for, so the CPU does not matter", subject(idle, memory), "alloc_space", false],
  ];
  for (const [why, of, type, want] of cases) {
    test(why, () => {
      expect(tooBriefFor(of, type)).toBe(want);
    });
  }
});

describe("capturedHash", () => {
  const capture: Capture = {
    id: "1",
    title: "BenchmarkX",
    pinned: false,
    workspace: "/w",
    kind: "benchmark",
    dir: "/w",
    names: [],
    flags: [],
    configuration: "",
    url: "",
    sampleType: "cpu",
    package: "w",
    goVersion: "",
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
    sources: [{ file: "C:/w/a.go", sha256: "abc" }],
  };
  test("finds a Windows file under the editor's spelling", () => {
    expect(capturedHash({ ...subject(), capture }, "c:\\w\\a.go")).toBe("abc");
  });
  test("says nothing of a file that the capture doesn't have", () => {
    expect(capturedHash({ ...subject(), capture }, "C:/w/b.go")).toBeUndefined();
  });
});

describe("samePath", () => {
  test("letter case counts where there is no drive", () => {
    expect(samePath("/w/A.go", "/w/a.go")).toBe(false);
  });
});
