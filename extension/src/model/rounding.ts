// Go's rounding of decimals. JavaScript rounds a tie away from zero, Go to the even digit: 1152 bytes are 1.12kB to
// pprof and would be 1.13kB here. Ties are no rarity among powers of two.

/** Go's %.2f of a number that is not negative. */
export function fixed2(value: number): string {
  const [whole = "0", fraction = ""] = value.toFixed(20).split(".");
  return tie(fraction.slice(1)) ? `${whole}.${fraction.slice(0, 2)}` : value.toFixed(2);
}

/** Go's %.1e of a number that is not negative, as its digits and its power of ten. */
export function exponential1(value: number): [digits: string, power: number] {
  const [exact = "0", power = "0"] = value.toExponential(20).split("e");
  if (tie(exact.slice(2))) {
    return [exact.slice(0, 3), Number(power)];
  }
  const [digits = "0", rounded = "0"] = value.toExponential(1).split("e");
  return [digits, Number(rounded)];
}

/** Tells whether the last digit to keep is even and exactly a half of the next follows it: Go then leaves it. */
function tie(lastDigitAndRest: string): boolean {
  return /^[02468]50*$/.test(lastDigitAndRest);
}
