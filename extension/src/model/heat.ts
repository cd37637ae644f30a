// How hot a line looks. The root of the share, not the share: costs fall off so steeply from line to line that a linear
// scale would show the hottest line and nothing else.

/** How many shades there are. Each is a decoration type in the editor, which is why there aren't a hundred. */
export const heatLevels = 10;

/** The level, 1 to heatLevels, of a value beside the file's largest; 0 for what is too small to be coloured. */
export function heatLevel(value: number, hottest: number): number {
  if (hottest === 0) {
    return 0;
  }
  const root = Math.sqrt(Math.min(1, Math.abs(value / hottest)));
  return Math.round(root * heatLevels);
}
