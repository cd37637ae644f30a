// The functions that have been fetched so far, of many more that have not: pages by number.

import type { FunctionCost } from "../../src/protocol";

/** How many functions are fetched at once: a few screens full. */
export const pageSize = 100;

export class Pages {
  /** How many functions there are, fetched or not. */
  count = 0;
  unit = "";
  /** The denominator of every share. */
  total = 0;
  private readonly pages = new Map<number, readonly FunctionCost[]>();
  private readonly asked = new Set<number>();

  /** The function in a place of the order; undefined if it was not fetched yet. */
  at(index: number): FunctionCost | undefined {
    return this.pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  }

  /** Takes in a page that arrived. */
  put(offset: number, rows: readonly FunctionCost[]): void {
    this.pages.set(Math.floor(offset / pageSize), rows);
  }

  /** The offsets of the pages that a range of places needs and that nobody asked for yet; they are asked for now. */
  missing(first: number, end: number): number[] {
    const offsets: number[] = [];
    for (let page = Math.floor(first / pageSize); page * pageSize < end; page++) {
      if (!this.asked.has(page)) {
        this.asked.add(page);
        offsets.push(page * pageSize);
      }
    }
    return offsets;
  }
}
