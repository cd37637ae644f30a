// How a share is written: pprof's own rule again, without its padding.

import { exponential1, fixed2 } from "./rounding";

/** Writes part as a percentage of whole: at least two digits, so that a small share is not "0%". */
export function percent(part: number, whole: number): string {
  const ratio = whole === 0 ? 0 : Math.abs(part / whole) * 100;
  if (ratio >= 99.95 && ratio <= 100.05) {
    return "100%";
  }
  if (ratio >= 1) {
    return `${fixed2(ratio)}%`;
  }
  if (ratio === 0) {
    return "0%";
  }
  return `${twoDigits(ratio)}%`;
}

/** Go's %.2g for a number between 0 and 1: no zeros at the end, and an exponent of two digits when it gets tiny. */
function twoDigits(ratio: number): string {
  const [digits, power] = exponential1(ratio);
  const mantissa = digits.replace(/\.0$/, "");
  if (power < -4) {
    return `${mantissa}e-${String(-power).padStart(2, "0")}`;
  }
  return power < 0 ? `0.${"0".repeat(-power - 1)}${mantissa.replace(".", "")}` : mantissa;
}
