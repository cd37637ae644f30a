import { expect, test } from "vitest";
import { goTestReader, playwrightCounts, sentence, vitestCounts } from "./counts.mjs";

/** @param {object[]} events */
function follow(events) {
  /** @type {string[]} */
  const printed = [];
  const reader = goTestReader((text) => printed.push(text));
  events.forEach((event) => reader.read(JSON.stringify(event)));
  return { counts: reader.counts, printed };
}

test("go's tests and subtests are counted, and only what did not pass is printed", () => {
  const { counts, printed } = follow([
    { Action: "output", Package: "p", Test: "TestA", Output: "quiet\n" },
    { Action: "pass", Package: "p", Test: "TestA/sub" },
    { Action: "pass", Package: "p", Test: "TestA" },
    { Action: "output", Package: "p", Test: "TestB", Output: "want 1\n" },
    { Action: "fail", Package: "p", Test: "TestB" },
    { Action: "output", Package: "p", Test: "TestC", Output: "no corpus here\n" },
    { Action: "skip", Package: "p", Test: "TestC" },
    { Action: "output", Package: "p", Output: "FAIL p\n" },
    { Action: "fail", Package: "p" },
  ]);
  expect(counts).toEqual({ passed: 2, failed: 1, skipped: 1 });
  expect(printed).toEqual(["want 1", "no corpus here", "FAIL p"]);
});

test("a package that does not compile shows the compiler's words", () => {
  const { counts, printed } = follow([
    { Action: "build-output", ImportPath: "p", Output: "p.go:1: oops\n" },
    { Action: "build-fail", ImportPath: "p" },
    { Action: "fail", Package: "p" },
  ]);
  expect(counts.passed).toBe(0);
  expect(printed[0]).toBe("p.go:1: oops");
});

test("a line that is no event is shown as it is", () => {
  /** @type {string[]} */
  const printed = [];
  goTestReader((text) => printed.push(text)).read("go: no such package");
  expect(printed).toEqual(["go: no such package"]);
});

test("vitest's and Playwright's reports are counted; a flaky test has failed", () => {
  const vitest = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 1, numTodoTests: 1 };
  expect(vitestCounts(JSON.stringify(vitest))).toEqual({ passed: 5, failed: 1, skipped: 2 });
  const playwright = { stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 0 } };
  expect(playwrightCounts(JSON.stringify(playwright))).toEqual({ passed: 3, failed: 2, skipped: 0 });
});

test("skipped tests are named only where there are any", () => {
  expect(sentence({ passed: 2, failed: 0, skipped: 0 })).toBe("2 passed, 0 failed");
  expect(sentence({ passed: 2, failed: 0, skipped: 1 })).toBe("2 passed, 0 failed, 1 skipped");
});
