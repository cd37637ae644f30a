// @ts-check
// Counts tests from what the runners write, so that one line at the end can say how many ran.

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * What `go test -json` writes, one to a line; `go doc test2json` tells more.
 *
 * @typedef {object} GoTestEvent
 * @property {string} Action
 * @property {string} [Package]
 * @property {string} [ImportPath] instead of Package where the event is the compiler's
 * @property {string} [Test] not there where the event is the package's
 * @property {string} [Output]
 * @property {number} [Elapsed] seconds
 */

/** @returns {Counts} */
export function noCounts() {
  return { passed: 0, failed: 0, skipped: 0 };
}

/**
 * Adds one to another.
 *
 * @param {Counts} counts
 * @param {Counts} more
 */
export function add(counts, more) {
  counts.passed += more.passed;
  counts.failed += more.failed;
  counts.skipped += more.skipped;
}

/**
 * The sentence that ends a run. Skipped tests are named where there are any.
 *
 * @param {Counts} counts
 */
export function sentence({ passed, failed, skipped }) {
  return `${String(passed)} passed, ${String(failed)} failed${skipped > 0 ? `, ${String(skipped)} skipped` : ""}`;
}

/**
 * Reads the JSON that vitest writes (Jest's form).
 *
 * @param {string} json
 * @returns {Counts}
 */
export function vitestCounts(json) {
  /** @typedef {"numPassedTests" | "numFailedTests" | "numPendingTests" | "numTodoTests"} Field */
  const report = /** @type {Record<Field, number>} */ (JSON.parse(json));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * Reads the JSON that Playwright writes.
 *
 * @param {string} json
 * @returns {Counts}
 */
export function playwrightCounts(json) {
  /** @typedef {"expected" | "unexpected" | "flaky" | "skipped"} Field */
  const { stats } = /** @type {{ stats: Record<Field, number> }} */ (JSON.parse(json));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

/**
 * Follows the events of `go test -json`: one line for each package as it ends, and the output of what failed.
 *
 * @param {(text: string) => void} print
 */
export function goTestReader(print) {
  const counts = noCounts();
  /** @type {Map<string, string>} what each test or package has printed so far */
  const printed = new Map();
  /** @param {string} line */
  const read = (line) => {
    /** @type {GoTestEvent} */
    let event;
    try {
      event = /** @type {GoTestEvent} */ (JSON.parse(line));
    } catch {
      print(line); // Not an event: go itself has something to say.
      return;
    }
    const key = `${event.Package ?? event.ImportPath ?? ""} ${event.Test ?? ""}`;
    switch (event.Action) {
      case "build-output":
        print((event.Output ?? "").trimEnd());
        break;
      case "output":
        printed.set(key, (printed.get(key) ?? "") + (event.Output ?? ""));
        break;
      case "pass":
      case "fail":
      case "skip":
        ended(event.Action, event, printed.get(key) ?? "");
        printed.delete(key);
        break;
      default:
    }
  };
  /**
   * @param {"pass" | "fail" | "skip"} how
   * @param {GoTestEvent} event
   * @param {string} text
   */
  const ended = (how, event, text) => {
    if (event.Test === undefined) {
      // A package. A fail without failed tests has its reason in its own output.
      const what = how === "pass" ? `${(event.Elapsed ?? 0).toFixed(1)} s` : "no tests";
      print(how === "fail" ? text.trimEnd() : `  ${event.Package ?? ""}: ${what}`);
      return;
    }
    counts[how === "pass" ? "passed" : how === "fail" ? "failed" : "skipped"]++;
    if (how !== "pass") {
      print(text.trimEnd());
    }
  };
  return { counts, read };
}
