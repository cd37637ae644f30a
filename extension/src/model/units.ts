// How a value is written: word for word as `go tool pprof` writes it, because a figure that reads differently here and
// in the terminal makes both of them doubtful. The tables and the rules follow google/pprof's internal/measurement.

import { fixed2 } from "./rounding";

interface Unit {
  readonly name: string;
  readonly aliases: readonly string[];
  /** How many of its family's smallest unit it is. */
  readonly factor: number;
}

interface Family {
  readonly units: readonly Unit[];
  /** The unit of a value that is smaller than every unit of the family. */
  readonly fallback: { readonly name: string; readonly factor: number };
}

const bytes: Family = {
  units: [
    { name: "B", aliases: ["b", "byte"], factor: 1 },
    { name: "kB", aliases: ["kb", "kbyte", "kilobyte"], factor: 2 ** 10 },
    { name: "MB", aliases: ["mb", "mbyte", "megabyte"], factor: 2 ** 20 },
    { name: "GB", aliases: ["gb", "gbyte", "gigabyte"], factor: 2 ** 30 },
    { name: "TB", aliases: ["tb", "tbyte", "terabyte"], factor: 2 ** 40 },
    { name: "PB", aliases: ["pb", "pbyte", "petabyte"], factor: 2 ** 50 },
  ],
  fallback: { name: "B", factor: 1 },
};

const time: Family = {
  units: [
    { name: "ns", aliases: ["ns", "nanosecond"], factor: 1 },
    { name: "us", aliases: ["μs", "us", "microsecond"], factor: 1e3 },
    { name: "ms", aliases: ["ms", "millisecond"], factor: 1e6 },
    { name: "s", aliases: ["s", "sec", "second"], factor: 1e9 },
    { name: "hrs", aliases: ["hour", "hr"], factor: 3600e9 },
  ],
  fallback: { name: "s", factor: 1e9 },
};

const gcu: Family = {
  units: [
    { name: "n*GCU", aliases: ["nanogcu"], factor: 1e-9 },
    { name: "u*GCU", aliases: ["microgcu"], factor: 1e-6 },
    { name: "m*GCU", aliases: ["milligcu"], factor: 1e-3 },
    { name: "GCU", aliases: ["gcu"], factor: 1 },
    { name: "k*GCU", aliases: ["kilogcu"], factor: 1e3 },
    { name: "M*GCU", aliases: ["megagcu"], factor: 1e6 },
    { name: "G*GCU", aliases: ["gigagcu"], factor: 1e9 },
    { name: "T*GCU", aliases: ["teragcu"], factor: 1e12 },
    { name: "P*GCU", aliases: ["petagcu"], factor: 1e15 },
  ],
  fallback: { name: "GCU", factor: 1 },
};

const families: readonly Family[] = [bytes, time, gcu];

/** Writes a value of a profile's unit, such as 1200000000 nanoseconds, as pprof does: "1.20s". Zero is "0". */
export function humanise(value: number, unit: string): string {
  const [scaled, name] = scale(Math.abs(value), unit);
  const digits = fixed2(scaled).replace(/\.00$/, "");
  if (digits === "0") {
    return "0";
  }
  return (value < 0 ? "-" : "") + digits + name;
}

/** Units that pprof knows no scale for, counts above all, are written bare. */
function scale(value: number, unit: string): [value: number, name: string] {
  for (const family of families) {
    const from = find(family, unit);
    if (from === undefined) {
      continue;
    }
    const base = value * from.factor;
    const target = family.units.findLast((u) => base / u.factor >= 1) ?? family.fallback;
    return [base / target.factor, target.name];
  }
  return [value, ""];
}

function find(family: Family, unit: string): Unit | undefined {
  let alias = unit.toLowerCase();
  // "μs" and "ms" are no plurals, so an s is cut only from something longer.
  if (alias.length > 2 && alias.endsWith("s")) {
    alias = alias.slice(0, -1);
  }
  return family.units.find((u) => u.aliases.includes(alias));
}

/** Like humanise, with every digit behind it where rounding has hidden some: "95.37MB (100,000,000)". */
export function humaniseExactly(value: number, unit: string): string {
  const [scaled, name] = scale(Math.abs(value), unit);
  // Read back, since 2.22 times 100 is not 222 in floating point.
  const shown = scaled === 0 ? 0 : Math.round(Number(fixed2(scaled)) * (Math.abs(value) / scaled));
  const hidden = name !== "" && shown !== Math.abs(value);
  return humanise(value, unit) + (hidden ? ` (${value.toLocaleString("en-US")})` : "");
}
