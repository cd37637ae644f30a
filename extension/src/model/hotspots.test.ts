import { describe, expect, test } from "vitest";
import { hotspots, nextSpot, previousSpot } from "./hotspots";

describe("hotspots", () => {
  test("keeps what is hot beside the file's hottest, in the order of the lines", () => {
    const lines = [
      { line: 40, cost: 100 },
      { line: 3, cost: 30 },
      { line: 7, cost: 2 },
    ];
    expect(hotspots(lines)).toEqual([3, 40]);
  });
  test("counts the size of a difference", () => {
    expect(hotspots([{ line: 5, cost: -100 }])).toEqual([5]);
  });
  test("has no stop where nothing costs anything", () => {
    expect(hotspots([{ line: 1, cost: 0 }])).toEqual([]);
    expect(hotspots([])).toEqual([]);
  });
});

describe("stepping", () => {
  const spots = [3, 20, 40];
  const cases: [why: string, from: number, next: number, previous: number][] = [
    ["from between two spots", 10, 20, 3],
    ["from a spot itself: never to where one is", 20, 40, 3],
    ["from above the first, back wraps to the last", 1, 3, 40],
    ["from below the last, on wraps to the first", 99, 3, 40],
    ["from the last spot", 40, 3, 20],
  ];
  for (const [why, from, next, previous] of cases) {
    test(why, () => {
      expect(nextSpot(spots, from)).toBe(next);
      expect(previousSpot(spots, from)).toBe(previous);
    });
  }
  test("a file without spots has no next one", () => {
    expect(nextSpot([], 1)).toBeUndefined();
    expect(previousSpot([], 1)).toBeUndefined();
  });
});
