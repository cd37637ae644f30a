import { describe, expect, test } from "vitest";
import { bearer, headerNameProblem, headerValueProblem, isInClear, wantsToken } from "./endpointHeader";

describe("headerNameProblem", () => {
  const cases: [why: string, name: string, ok: boolean][] = [
    ["as they are", "X-Api-Key", true],
    ["pasted with spaces around", " Cookie ", true],
    ["nothing yet", "", true],
    ["two words", "X Api Key", false],
    ["pasted with its value", "Authorization: Bearer abc", false],
  ];
  for (const [why, name, ok] of cases) {
    test(why, () => {
      expect(headerNameProblem(name) === undefined).toBe(ok);
    });
  }
});

describe("headerValueProblem", () => {
  const cases: [why: string, value: string, ok: boolean][] = [
    ["a token", "abc.def-123", true],
    ["pasted with the end of its line", "abc\n", true],
    ["a line end within would begin another header", "abc\r\nHost: evil", false],
    ["not even a letter of ASCII has to be", "schlüssel", true],
  ];
  for (const [why, value, ok] of cases) {
    test(why, () => {
      const problem = headerValueProblem(value);
      expect(problem === undefined).toBe(ok);
      expect(problem ?? "", "what is typed is not repeated").not.toContain(value);
    });
  }
});

describe("bearer", () => {
  const cases: [why: string, token: string, want: string][] = [
    ["the token alone", "abc", "Bearer abc"],
    ["pasted with its scheme", " bearer abc\n", "Bearer abc"],
    ["nothing removes it", "  ", ""],
  ];
  for (const [why, token, want] of cases) {
    test(why, () => {
      expect(bearer(token)).toBe(want);
    });
  }
});

describe("isInClear", () => {
  const cases: [url: string, want: boolean][] = [
    ["https://api.example.com/", false],
    ["http://localhost:6060/", false],
    ["http://127.0.0.1/", false],
    ["http://[::1]:6060/", false],
    ["http://api.example.com/", true],
    ["http://localhost.example.com/", true],
    ["http://127.0.0.1.example.com/", true],
  ];
  for (const [url, want] of cases) {
    test(url, () => {
      expect(isInClear(url)).toBe(want);
    });
  }
});

describe("wantsToken", () => {
  const cases: [why: string, refusal: string, want: boolean][] = [
    ["who are you", "h:1 does not give its list of profiles to everybody (401 Unauthorized). Set the headers.", true],
    ["not you", "h:1 does not give the heap profile to everybody (403 Forbidden). Set the headers.", true],
    ["a port that looks like it", "Nothing answers at localhost:4010. Start the program, or check the port.", false],
    ["another status", "h:1 has nothing at /401/ (404 Not Found). Check the path.", false],
  ];
  for (const [why, refusal, want] of cases) {
    test(why, () => {
      expect(wantsToken(refusal)).toBe(want);
    });
  }
});
