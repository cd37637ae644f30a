import { describe, expect, test } from "vitest";
import { heatLevel, heatLevels } from "./heat";

describe("heatLevel", () => {
  const cases: [why: string, value: number, hottest: number, want: number][] = [
    ["the hottest line has the last shade", 500, 500, heatLevels],
    ["a quarter of it is half as hot: the root", 25, 100, 5],
    ["a hundredth can still be seen", 1, 100, 1],
    ["a thousandth can't", 1, 1000, 0],
    ["nothing is not coloured", 0, 100, 0],
    ["a file with no cost at all", 0, 0, 0],
    ["of a difference the size counts", -100, 100, heatLevels],
    ["and of its hottest too", 25, -100, 5],
  ];
  for (const [why, value, hottest, want] of cases) {
    test(why, () => {
      expect(heatLevel(value, hottest)).toBe(want);
    });
  }
});
