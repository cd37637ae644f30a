import { describe, expect, test } from "vitest";
import { Restarts, type Verdict } from "./restarts";

describe("Restarts", () => {
  const cases: [why: string, deaths: number[], last: Verdict][] = [
    ["the first death is an accident", [0], { restartIn: 200 }],
    ["the second waits longer", [0, 1000], { restartIn: 800 }],
    ["the third within a minute is the last", [0, 1000, 59_000], "giveUp"],
    ["deaths far apart never add up", [0, 50_000, 100_000, 161_000], { restartIn: 200 }],
  ];
  for (const [why, deaths, last] of cases) {
    test(why, () => {
      const restarts = new Restarts();
      const verdicts = deaths.map((at) => restarts.died(at));
      expect(verdicts.at(-1)).toEqual(last);
    });
  }
  test("a new start by the user forgets the old deaths", () => {
    const restarts = new Restarts();
    restarts.died(0);
    restarts.died(1);
    restarts.forgive();
    expect(restarts.died(2)).toEqual({ restartIn: 200 });
  });
});
