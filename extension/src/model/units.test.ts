import { describe, expect, test } from "vitest";
import { humanise, humaniseExactly } from "./units";

describe("humanise writes what go tool pprof writes", () => {
  const cases: [why: string, value: number, unit: string, want: string][] = [
    ["zero has no unit: pprof writes it bare", 0, "nanoseconds", "0"],
    ["a whole number loses its .00", 120_000_000, "nanoseconds", "120ms"],
    ["two decimals otherwise, a trailing zero kept", 1_200_000_000, "nanoseconds", "1.20s"],
    ["below a microsecond", 999, "nanoseconds", "999ns"],
    ["microseconds are us, not μs", 1500, "nanoseconds", "1.50us"],
    ["there are no minutes in pprof", 90_000_000_000, "nanoseconds", "90s"],
    ["hours are", 5_400_000_000_000, "nanoseconds", "1.50hrs"],
    ["another unit of time scales too", 2500, "microseconds", "2.50ms"],
    ["rounding does not go up a unit", 999_999, "nanoseconds", "1000us"],
    ["bytes scale by 1024", 100_000_000, "bytes", "95.37MB"],
    ["a kilobyte is written kB", 1536, "bytes", "1.50kB"],
    ["a tie is rounded as Go rounds it", 1152, "bytes", "1.12kB"],
    ["one byte", 1, "bytes", "1B"],
    ["what pprof -top writes for 512.02 kB", 524_309, "bytes", "512.02kB"],
    ["a count has no unit", 32768, "count", "32768"],
    ["nor has a unit that nobody knows", 7, "wombats", "7"],
    ["a difference keeps its sign", -1_200_000_000, "nanoseconds", "-1.20s"],
    ["a negative count too", -3, "count", "-3"],
  ];
  for (const [why, value, unit, want] of cases) {
    test(why, () => {
      expect(humanise(value, unit)).toBe(want);
    });
  }
});

describe("humaniseExactly", () => {
  const cases: [why: string, value: number, unit: string, text: string][] = [
    ["nothing is hidden", 1_500_000_000, "nanoseconds", "1.50s"],
    [
      "nothing is hidden, though 2.22 times 100 is no whole number in floating point",
      2_220_000_000,
      "nanoseconds",
      "2.22s",
    ],
    ["the last digit is hidden", 2_220_000_001, "nanoseconds", "2.22s (2,220,000,001)"],
    ["bytes that are no round number", 131_074_001, "bytes", "125MB (131,074,001)"],
    ["a negative value", -2_220_000_000, "nanoseconds", "-2.22s"],
    ["counts have no unit to hide behind", 8_192_067, "count", "8192067"],
    ["zero", 0, "bytes", "0"],
  ];
  test.each(cases)("%s", (_, value, unit, text) => {
    expect(humaniseExactly(value, unit)).toBe(text);
  });
});
