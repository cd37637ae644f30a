import { describe, expect, test } from "vitest";
import type { OfferedProfile } from "../protocol";
import { parseSeconds, type Span, spanGroups, waitSeconds, wantedProfiles } from "./endpointSpan";

const cpu = offered({ name: "profile", kind: "cpu", seconds: 30 });
const heap = offered({ name: "heap", kind: "memory", delta: true });
const mutex = offered({ name: "mutex", kind: "mutex", delta: true });
const goroutine = offered({ name: "goroutine", kind: "goroutine" });
const trace = offered({ name: "trace", kind: "trace", seconds: 5 });

describe("spanGroups", () => {
  const cases: [why: string, chosen: OfferedProfile[], want: Record<string, string[]>][] = [
    [
      "CPU alone: the usual time first, so that Enter is enough",
      [cpu],
      { "": ["30 seconds", "5 seconds", "10 seconds", "60 seconds", "Another time…"], Live: ["Watch"] },
    ],
    ["a state is told at once", [goroutine], { "": ["Now"], Live: ["Watch"] }],
    [
      "what counts from the start may be asked for a difference",
      [heap],
      {
        "": ["Since the program's start"],
        "Only during these seconds": ["5 seconds", "10 seconds", "30 seconds", "60 seconds", "Another time…"],
        Live: ["Watch"],
      },
    ],
    [
      "a trace is shorter than a CPU profile, unless the user says for how long",
      [cpu, trace],
      {
        "": ["profile 30 s, trace 5 s", "5 seconds", "10 seconds", "30 seconds", "60 seconds", "Another time…"],
        Live: ["Watch"],
      },
    ],
    [
      "there is nothing to watch of a trace",
      [trace],
      { "": ["5 seconds", "10 seconds", "30 seconds", "60 seconds", "Another time…"] },
    ],
  ];
  for (const [why, chosen, want] of cases) {
    test(why, () => {
      const groups = spanGroups(chosen).map(({ heading, rows }) => [heading, rows.map(({ label }) => label)]);
      expect(Object.fromEntries(groups)).toEqual(want);
    });
  }

  test("a row says what the seconds are not about", () => {
    const [usual] = spanGroups([cpu, heap, mutex])[0]?.rows ?? [];
    expect(usual?.description).toBe("heap and mutex since the program's start");
  });

  test("a time of one's own is offered again, under its own heading only", () => {
    const before: Span = { seconds: 17, difference: true, watch: false };
    const [plain, difference] = spanGroups([cpu, heap], before);
    expect(plain?.rows.map(({ label }) => label)).not.toContain("17 seconds");
    expect(difference?.rows.map(({ label }) => label)).toContain("17 seconds");
    expect(difference?.rows.filter(({ span }) => span.seconds === 17)).toHaveLength(1);
  });
});

describe("wantedProfiles", () => {
  const all = [cpu, heap, goroutine, trace];
  const cases: [why: string, span: Span, want: Record<string, number>, wait: number][] = [
    [
      "each its own time",
      { seconds: 0, difference: false, watch: false },
      { profile: 30, heap: 0, goroutine: 0, trace: 5 },
      30,
    ],
    [
      "the timed ones as long as the user says",
      { seconds: 10, difference: false, watch: false },
      { profile: 10, heap: 0, goroutine: 0, trace: 10 },
      10,
    ],
    [
      "a difference for what counts; a state stays one",
      { seconds: 10, difference: true, watch: false },
      { profile: 10, heap: 10, goroutine: 0, trace: 10 },
      10,
    ],
    [
      "watched: all but the trace",
      { seconds: 5, difference: false, watch: true },
      { profile: 5, heap: 0, goroutine: 0 },
      5,
    ],
  ];
  for (const [why, span, want, wait] of cases) {
    test(why, () => {
      const wanted = wantedProfiles(all, span);
      expect(Object.fromEntries(wanted.map(({ name, seconds }) => [name, seconds]))).toEqual(want);
      expect(waitSeconds(wanted)).toBe(wait);
    });
  }

  test("every answer that is offered is one that its profiles can give", () => {
    for (const chosen of [all, [cpu], [heap], [goroutine], [trace], [cpu, heap]]) {
      for (const { span, asks } of spanGroups(chosen).flatMap(({ rows }) => rows)) {
        const wanted = wantedProfiles(chosen, asks === true ? { ...span, seconds: 7 } : span);
        expect(wanted, "asks for something").not.toEqual([]);
        const timed = wanted.filter(({ name }) => name === "profile" || name === "trace");
        expect(
          timed.filter(({ seconds }) => seconds === 0),
          "timed for no time",
        ).toEqual([]);
      }
    }
  });

  test("nothing is chosen, nothing is waited for", () => {
    expect(waitSeconds([])).toBe(0);
  });
});

describe("parseSeconds", () => {
  const cases: [why: string, typed: string, want: number | undefined][] = [
    ["a number", "17", 17],
    ["with its unit", " 17 s ", 17],
    ["no time at all", "0", undefined],
    ["a trace of more than an hour is a mistake", "3601", undefined],
    ["words", "long", undefined],
    ["less than nothing", "-5", undefined],
    ["pprof counts whole seconds", "1.5", undefined],
  ];
  for (const [why, typed, want] of cases) {
    test(why, () => {
      expect(parseSeconds(typed)).toBe(want);
    });
  }
});

function offered(of: Partial<OfferedProfile> & Pick<OfferedProfile, "name" | "kind">): OfferedProfile {
  return { path: of.name, description: "", count: -1, seconds: 0, delta: false, note: "", ...of };
}
