import { describe, expect, test } from "vitest";
import { joinWords, splitWords } from "./launchWords";

describe("splitWords", () => {
  const cases: [why: string, line: string, want: string[]][] = [
    ["nothing has no words", "  ", []],
    ["white space of any kind and length parts words", " -orders  10\t./... ", ["-orders", "10", "./..."]],
    ["quotes hold a word together", `-name 'Ada Lovelace' "x y"`, ["-name", "Ada Lovelace", "x y"]],
    ["a quote may begin within a word", `-name="Ada Lovelace"`, ["-name=Ada Lovelace"]],
    ["empty quotes are an empty word", `a "" ''`, ["a", "", ""]],
    ["a quote of one kind is a character within the other", `"it's" '"'`, ["it's", '"']],
    [
      "a backslash takes the meaning of a space, a quote or itself",
      String.raw`a\ b \" c\\d`,
      ["a b", '"', String.raw`c\d`],
    ],
    ["a Windows path needs no quotes", String.raw`C:\go\bin x`, [String.raw`C:\go\bin`, "x"]],
    ["a backslash in double quotes takes only that of a quote or itself", String.raw`"\" \n"`, [String.raw`" \n`]],
    ["a backslash at the end is itself", "a\\", ["a\\"]],
    [
      "nothing else of a shell has a meaning",
      "$HOME *.go a|b;c `ls` > x",
      ["$HOME", "*.go", "a|b;c", "`ls`", ">", "x"],
    ],
  ];
  for (const [why, line, want] of cases) {
    test(why, () => {
      expect(splitWords(line)).toEqual({ type: "words", words: want });
    });
  }
  test("says which quote is open", () => {
    expect(splitWords(`a "b`)).toEqual({ type: "problem", sentence: `A " has no second one to close it.` });
    expect(splitWords("it's")).toEqual({ type: "problem", sentence: "A ' has no second one to close it." });
  });
});

describe("joinWords", () => {
  const lists = [
    [],
    [""],
    ["a", "b c"],
    ["it's", `"`, `both ' and "`],
    ["\\", "a\\b", "a\\ b", `'\\"`],
    ["tab\there", "line\nbreak"],
  ];
  for (const words of lists) {
    test(`${JSON.stringify(words)} comes back`, () => {
      expect(splitWords(joinWords(words))).toEqual({ type: "words", words });
    });
  }
  test("leaves alone what needs no quotes", () => {
    expect(joinWords(["-orders=10", "./..."])).toBe("-orders=10 ./...");
  });
});
