import { describe, expect, test } from "vitest";
import { age, elapsed, span } from "./age";

describe("age", () => {
  const cases: [why: string, passed: number, want: string][] = [
    ["seconds are of no interest", 59_000, "just now"],
    ["a clock that was set back is no reason for nonsense", -5000, "just now"],
    ["minutes are not rounded up", 119_000, "1 min ago"],
    ["hours", 3 * 3600_000, "3 h ago"],
    ["a day", 25 * 3600_000, "yesterday"],
    ["days", 72 * 3600_000, "3 days ago"],
  ];
  for (const [why, passed, want] of cases) {
    test(why, () => {
      expect(age(1e12 - passed, 1e12)).toBe(want);
    });
  }
});

describe("span", () => {
  const cases: [why: string, millis: number, want: string][] = [
    ["tenths while they matter", 840, "0.8 s"],
    ["no 10.0 s", 9_960, "10 s"],
    ["no 60 s", 59_700, "1 min"],
    ["minutes and seconds", 125_000, "2 min 5 s"],
  ];
  for (const [why, millis, want] of cases) {
    test(why, () => {
      expect(span(millis)).toBe(want);
    });
  }
});

describe("elapsed", () => {
  const cases: [why: string, millis: number, want: string][] = [
    ["no tenths", 1900, "1 s"],
    ["nothing yet", 0, "0 s"],
    ["minutes", 61_900, "1 min 1 s"],
  ];
  for (const [why, millis, want] of cases) {
    test(why, () => {
      expect(elapsed(millis)).toBe(want);
    });
  }
});
