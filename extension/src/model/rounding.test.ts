import { describe, expect, test } from "vitest";
import { exponential1, fixed2 } from "./rounding";

describe("fixed2 is Go's %.2f", () => {
  const cases: [why: string, value: number, want: string][] = [
    ["a tie goes down to an even digit", 1.125, "1.12"],
    ["a tie goes up to an even digit", 1.375, "1.38"],
    ["a tie further on", 512.625, "512.62"],
    ["just above a tie is no tie", 1.1250001, "1.13"],
    ["1.005 is below its tie in binary", 1.005, "1.00"],
    ["a whole number", 7, "7.00"],
  ];
  for (const [why, value, want] of cases) {
    test(why, () => {
      expect(fixed2(value)).toBe(want);
    });
  }
});

describe("exponential1 is Go's %.1e", () => {
  const cases: [why: string, value: number, want: [string, number]][] = [
    ["a tie goes to an even digit", 0.125, ["1.2", -1]],
    ["a smaller tie too", 0.0625, ["6.2", -2]],
    ["what is no tie is rounded", 0.0999, ["1.0", -1]],
  ];
  for (const [why, value, want] of cases) {
    test(why, () => {
      expect(exponential1(value)).toEqual(want);
    });
  }
});
