import { describe, expect, test } from "vitest";
import type { Capture, WantedProfile } from "../protocol";
import { repeated } from "./endpointAgain";

describe("repeated", () => {
  const cases: [why: string, of: Pick<Capture, "names" | "kinds" | "flags">, want: WantedProfile[]][] = [
    [
      "timed, counted from the start, and in a place of its own",
      {
        names: ["profile", "heap", "fgprof"],
        kinds: ["cpu", "memory", "other"],
        flags: ["profile?seconds=30", "heap", "../fgprof?seconds=5"],
      },
      [
        { name: "profile", kind: "cpu", path: "profile", seconds: 30 },
        { name: "heap", kind: "memory", path: "heap", seconds: 0 },
        { name: "fgprof", kind: "other", path: "../fgprof", seconds: 5 },
      ],
    ],
    [
      "a path with a query of its own",
      { names: ["heap"], kinds: ["memory"], flags: ["heap?gc=1&seconds=5"] },
      [{ name: "heap", kind: "memory", path: "heap?gc=1", seconds: 5 }],
    ],
    ["what does not say its path can't be asked for", { names: ["heap"], kinds: ["memory"], flags: [] }, []],
    ["a capture of nothing", { names: [], kinds: [], flags: [] }, []],
  ];
  for (const [why, of, want] of cases) {
    test(why, () => {
      expect(repeated(of)).toEqual(want);
    });
  }
});
