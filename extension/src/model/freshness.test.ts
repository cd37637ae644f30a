import { describe, expect, test } from "vitest";
import { type Evidence, type Freshness, freshness } from "./freshness";

const hash = (text: string): string => `#${text}`;
const bare: Evidence = { sha256: undefined, takenMillis: 0, writtenMillis: 0 };

describe("freshness", () => {
  const cases: [why: string, text: string, evidence: Partial<Evidence>, want: Freshness][] = [
    ["the very text", "a\nb", { sha256: "#a\nb" }, "same"],
    ["Windows line ends are the editor's business", "a\r\nb", { sha256: "#a\nb" }, "same"],
    ["so is the byte order mark", "\uFEFFa\nb", { sha256: "#a\nb" }, "same"],
    ["one letter is enough to be another text", "a\nc", { sha256: "#a\nb" }, "changed"],
    ["a space at the end too", "a\nb ", { sha256: "#a\nb" }, "changed"],
    ["written to while captured, even if it looks the same", "a", { sha256: "" }, "unsettled"],
    ["a hash decides, whatever the clocks say", "a", { sha256: "#a", takenMillis: 1, writtenMillis: 2 }, "same"],
    ["no hash, and the file is younger than the profile", "a", { takenMillis: 10, writtenMillis: 20 }, "newer"],
    ["no hash, and the file is older", "a", { takenMillis: 20, writtenMillis: 10 }, "unknown"],
    ["a profile that does not say when it was taken", "a", { writtenMillis: 10 }, "unknown"],
    ["a file that does not say when it was written", "a", { takenMillis: 10 }, "unknown"],
  ];
  for (const [why, text, evidence, want] of cases) {
    test(why, () => {
      expect(freshness(text, { ...bare, ...evidence }, hash)).toBe(want);
    });
  }
});
