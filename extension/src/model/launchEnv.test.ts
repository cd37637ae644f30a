import { describe, expect, test } from "vitest";
import { mergeEnv, parseEnvFile } from "./launchEnv";

describe("parseEnvFile", () => {
  const cases: [why: string, line: string, name: string, value: string][] = [
    ["plain", "A=b", "A", "b"],
    ["with white space around, and as a shell reads it", "  export A = b c  ", "A", "b c"],
    ["an empty value is one", "A=", "A", ""],
    ["only the first = parts name and value", "A=b=c", "A", "b=c"],
    ["quotes are not part of the value", `A="b c"`, "A", "b c"],
    ["double quotes have escapes", String.raw`A="a\nb \"c\" \\ \d"`, "A", 'a\nb "c" \\ \\d'],
    ["single quotes have none", String.raw`A='a\nb'`, "A", String.raw`a\nb`],
    ["a comment ends a value", "A=b # c", "A", "b"],
    ["a comment ends a quoted value", `A="b # c" # d`, "A", "b # c"],
    ["a # within a word is no comment", "A=b#c", "A", "b#c"],
    ["a byte order mark is not part of the name", "\uFEFFA=b", "A", "b"],
  ];
  for (const [why, line, name, value] of cases) {
    test(why, () => {
      expect(parseEnvFile(line)).toEqual({ variables: [{ name, value }], badLines: [] });
    });
  }
  test("says which lines are no assignment, and reads on", () => {
    expect(parseEnvFile("# comment\r\n\r\nwhat is this\r\nA=b\r\n=c\r\n")).toEqual({
      variables: [{ name: "A", value: "b" }],
      badLines: [3, 5],
    });
  });
});

test("mergeEnv lets the later one win", () => {
  const a = { name: "A", value: "1" };
  expect(mergeEnv([a, { name: "B", value: "1" }], [{ name: "B", value: "2" }])).toEqual([a, { name: "B", value: "2" }]);
});
