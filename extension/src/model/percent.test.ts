import { describe, expect, test } from "vitest";
import { percent } from "./percent";

describe("percent writes what go tool pprof writes", () => {
  const cases: [why: string, part: number, whole: number, want: string][] = [
    ["two decimals from one per cent up", 1234, 10000, "12.34%"],
    ["one per cent exactly", 1, 100, "1.00%"],
    ["two significant digits below", 53, 10000, "0.53%"],
    ["smaller still", 123, 1_000_000, "0.012%"],
    ["no zero at the end below one per cent", 5, 1000, "0.5%"],
    ["nearly one rounds to one, as %.2g does", 999, 100_000, "1%"],
    ["an exponent when a decimal would only be zeros", 1, 10_000_000, "1e-05%"],
    ["an exponent keeps its second digit", 12, 100_000_000, "1.2e-05%"],
    ["a tie is rounded as Go rounds it", 1, 1600, "0.062%"],
    ["a tie above one per cent too", 97, 800, "12.12%"],
    ["all of it", 7, 7, "100%"],
    ["within rounding of all of it", 9996, 10000, "100%"],
    ["more than all: a negative sample makes the total smaller", 3, 2, "150.00%"],
    ["nothing", 0, 9, "0%"],
    ["of nothing: no division by zero", 0, 0, "0%"],
    ["a difference's share is its size", -1, 4, "25.00%"],
  ];
  for (const [why, part, whole, want] of cases) {
    test(why, () => {
      expect(percent(part, whole)).toBe(want);
    });
  }
});
