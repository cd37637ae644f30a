import { describe, expect, test } from "vitest";
import { Pages, pageSize } from "./pages";

function rows(from: number, count: number) {
  return Array.from({ length: count }, (_, i) => ({
    name: `f${String(from + i)}`,
    file: "",
    line: 0,
    flat: 1,
    cum: 1,
  }));
}

describe("Pages", () => {
  test("has a function once its page is there", () => {
    const pages = new Pages();
    expect(pages.at(pageSize + 3)).toBeUndefined();
    pages.put(pageSize, rows(pageSize, pageSize));
    expect(pages.at(pageSize + 3)?.name).toBe(`f${String(pageSize + 3)}`);
    expect(pages.at(3)).toBeUndefined();
  });
  test("asks for each page that a screen touches, once", () => {
    const pages = new Pages();
    expect(pages.missing(pageSize - 1, pageSize + 20)).toEqual([0, pageSize]);
    expect(pages.missing(pageSize, 2 * pageSize + 1)).toEqual([2 * pageSize]);
  });
  test("asks for nothing for an empty screen", () => {
    expect(new Pages().missing(0, 0)).toEqual([]);
  });
});
