import path from "node:path";
import { describe, expect, test } from "vitest";
import { type Launch, launchesOf, type Unusable } from "./launch";
import type { Surroundings } from "./launchVariables";

const around: Surroundings = {
  values: new Map([
    ["workspaceFolder", "/ws"],
    ["file", "/ws/cmd/tool/main.go"],
    ["fileDirname", "/ws/cmd/tool"],
    ["userHome", "/home/ada"],
    ["pathSeparator", "/"],
  ]),
  folders: new Map([["other", "/elsewhere"]]),
  env: (name) => (name === "TOKEN" ? "secret" : undefined),
  config: (name) => (name === "editor.tabSize" ? "4" : undefined),
};

const dir = "/ws/cmd/tool";

function launches(...configurations: unknown[]): (Launch | Unusable)[] {
  return launchesOf(dir, configurations, around, path.posix);
}

function configuration(more: Record<string, unknown>): Record<string, unknown> {
  return { name: "Tool", type: "go", request: "launch", program: "${workspaceFolder}/cmd/tool", ...more };
}

describe("which configurations run the package", () => {
  const cases: [why: string, more: Record<string, unknown>, want: boolean][] = [
    ["its folder", {}, true],
    ["its folder, relative to the workspace's", { program: "cmd/tool" }, true],
    ["its folder, with a slash at the end", { program: "./cmd/tool/" }, true],
    ["a file of it", { program: "${workspaceFolder}/cmd/tool/main.go", mode: "debug" }, true],
    ["the folder of the file that is open", { program: "${fileDirname}", mode: "auto" }, true],
    ["the file that is open", { program: "${file}" }, true],
    ["a test file of it is a test", { program: "cmd/tool/main_test.go" }, false],
    ["another package", { program: "cmd/other" }, false],
    ["a package below it", { program: "cmd/tool/sub" }, false],
    ["without a program it is the workspace folder", { program: undefined }, false],
    ["a test", { mode: "test" }, false],
    ["a binary that is built already", { mode: "exec" }, false],
    ["another machine's", { mode: "remote" }, false],
    ["one that runs already", { request: "attach" }, false],
    ["another language's", { type: "node" }, false],
    ["one without a name", { name: undefined }, false],
  ];
  for (const [why, more, want] of cases) {
    test(`${why}: ${want ? "yes" : "no"}`, () => {
      expect(launches(configuration(more))).toHaveLength(want ? 1 : 0);
    });
  }
  test("something that is no configuration at all is left out", () => {
    expect(launches("x", null, 1)).toEqual([]);
  });
});

describe("what a configuration says", () => {
  const nothing = {
    type: "usable",
    name: "Tool",
    args: [],
    env: [],
    envFiles: [],
    workingDir: "",
    buildFlags: undefined,
  };
  const cases: [why: string, more: Record<string, unknown>, want: Partial<Launch>][] = [
    ["nothing but the program", {}, {}],
    ["arguments in a list", { args: ["-in", "a b"] }, { args: ["-in", "a b"] }],
    ["arguments in a line", { args: "-in 'a b'" }, { args: ["-in", "a b"] }],
    ["build flags in a line", { buildFlags: "-tags=a,b -race" }, { buildFlags: ["-tags=a,b", "-race"] }],
    ["build flags in a list", { buildFlags: ["-tags=a,b"] }, { buildFlags: ["-tags=a,b"] }],
    ["a working folder below the workspace", { cwd: "data" }, { workingDir: "/ws/data" }],
    ["a working folder of another root", { cwd: "${workspaceFolder:other}/x" }, { workingDir: "/elsewhere/x" }],
    ["a file of variables", { envFile: "${workspaceFolder}/.env" }, { envFiles: ["/ws/.env"] }],
    ["files of variables", { envFile: ["a.env", "/b.env"] }, { envFiles: ["/ws/a.env", "/b.env"] }],
    [
      "variables, also those that were not written as text",
      { env: { A: "${env:TOKEN}", B: 1, C: true, D: null, E: "${env:UNSET}" } },
      {
        env: [
          { name: "A", value: "secret" },
          { name: "B", value: "1" },
          { name: "C", value: "true" },
          { name: "E", value: "" },
        ],
      },
    ],
    [
      "variables of VS Code within a text",
      { args: ["--home=${userHome}${pathSeparator}x", "${config:editor.tabSize}", "$HOME"] },
      { args: ["--home=/home/ada/x", "4", "$HOME"] },
    ],
  ];
  for (const [why, more, want] of cases) {
    test(why, () => {
      expect(launches(configuration(more))).toEqual([{ ...nothing, ...want }]);
    });
  }
});

describe("why a configuration can't be used", () => {
  const cases: [why: string, more: Record<string, unknown>, reason: string][] = [
    ["it asks", { args: ["${input:name}"] }, "It uses ${input:name}, which Linecost can't fill in."],
    ["it runs a command", { cwd: "${command:x}" }, "It uses ${command:x}, which Linecost can't fill in."],
    ["its program is asked for", { program: "${input:p}" }, "It uses ${input:p}, which Linecost can't fill in."],
    [
      "it names a folder that is not open",
      { env: { A: "${workspaceFolder:gone}" } },
      "It uses ${workspaceFolder:gone}, which Linecost can't fill in.",
    ],
    ["a quote is open", { args: "it's" }, "Its args can't be read: A ' has no second one to close it."],
  ];
  for (const [why, more, reason] of cases) {
    test(why, () => {
      expect(launches(configuration(more))).toEqual([{ type: "unusable", name: "Tool", reason }]);
    });
  }
});
