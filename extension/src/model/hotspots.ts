// Where the keys for the next and the previous hotspot go.

import { heatLevel } from "./heat";

/** A line with less heat than this is passed over: it is warm, not a spot. It is 6 % of the file's hottest line. */
const spotLevel = 3;

/** The lines worth a stop, ascending. Costs are magnitudes; lines may count from anywhere. */
export function hotspots(lines: readonly { readonly line: number; readonly cost: number }[]): number[] {
  const hottest = Math.max(0, ...lines.map((l) => Math.abs(l.cost)));
  return lines
    .filter((l) => heatLevel(l.cost, hottest) >= spotLevel)
    .map((l) => l.line)
    .sort((a, b) => a - b);
}

/** The spot after the line, or the first one after the last: walking on never ends at a wall. */
export function nextSpot(spots: readonly number[], from: number): number | undefined {
  return spots.find((line) => line > from) ?? spots[0];
}

/** The spot before the line, or the last one before the first. */
export function previousSpot(spots: readonly number[], from: number): number | undefined {
  return spots.findLast((line) => line < from) ?? spots.at(-1);
}
