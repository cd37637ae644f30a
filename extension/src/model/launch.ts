// Go's launch configurations, as far as they say how a program is run without a debugger.

import type { EnvVar } from "../protocol";
import { splitWords } from "./launchWords";
import { type Surroundings, substitute } from "./launchVariables";
import { samePath } from "./selection";

/** How a configuration runs a program. */
export interface Launch {
  readonly type: "usable";
  readonly name: string;
  readonly args: readonly string[];
  readonly env: readonly EnvVar[];
  /** Absolute paths of files of further variables, of which `env` wins over all and the later over the earlier. */
  readonly envFiles: readonly string[];
  /** An absolute path; empty for the package's folder. */
  readonly workingDir: string;
  /** Undefined if the configuration doesn't say: then the settings do. */
  readonly buildFlags: readonly string[] | undefined;
}

/** A configuration that can't be used here. */
export interface Unusable {
  readonly type: "unusable";
  readonly name: string;
  /** A sentence. */
  readonly reason: string;
}

/** The machine's way with paths: node:path has it. */
export interface Paths {
  resolve(...parts: string[]): string;
  dirname(path: string): string;
}

/** Modes that build a program and run it. The others test, attach, or run a binary that is there already. */
const modes: readonly unknown[] = [undefined, "auto", "debug"];

/** The configurations that run the program of a package, in their order. Those of other programs are left out. */
export function launchesOf(
  dir: string,
  configurations: readonly unknown[],
  around: Surroundings,
  paths: Paths,
): (Launch | Unusable)[] {
  return configurations.flatMap((configuration) => {
    if (!isRecord(configuration) || typeof configuration.name !== "string") {
      return [];
    }
    const { type, request, mode, name } = configuration;
    if (type !== "go" || request !== "launch" || !modes.includes(mode)) {
      return [];
    }
    const reader = new Reader(around, paths);
    const program = reader.path(text(configuration.program) || ".");
    if (reader.problem === "" && !runs(program, dir, paths)) {
      return [];
    }
    const launch = read(name, configuration, reader);
    return [reader.problem === "" ? launch : { type: "unusable" as const, name, reason: reader.problem }];
  });
}

/** Tells whether a configuration's program, a folder or a file in it, is the package in dir. */
function runs(program: string, dir: string, paths: Paths): boolean {
  return samePath(program, dir) || (/(?<!_test)\.go$/.test(program) && samePath(paths.dirname(program), dir));
}

function read(name: string, configuration: Record<string, unknown>, reader: Reader): Launch {
  const { args, env, envFile, cwd, buildFlags } = configuration;
  return {
    type: "usable",
    name,
    args: reader.words(args, "args") ?? [],
    env: reader.env(env),
    envFiles: (Array.isArray(envFile) ? envFile : [envFile]).filter(isText).map((file) => reader.path(file)),
    workingDir: isText(cwd) ? reader.path(cwd) : "",
    buildFlags: reader.words(buildFlags, "buildFlags"),
  };
}

/** Reads values with variables in them, and keeps the first reason why one can't be read. */
class Reader {
  problem = "";

  constructor(
    private readonly around: Surroundings,
    private readonly paths: Paths,
  ) {}

  text(value: string): string {
    const { text, unknown } = substitute(value, this.around);
    const [first] = unknown;
    if (first !== undefined) {
      this.fail(`It uses ${first}, which Linecost can't fill in.`);
    }
    return text;
  }

  /** An absolute path. A relative one is meant from the workspace folder, as the Go extension has it. */
  path(value: string): string {
    return this.paths.resolve(this.around.values.get("workspaceFolder") ?? "", this.text(value));
  }

  /** A list of arguments, which may be written in one line. */
  words(value: unknown, key: string): string[] | undefined {
    if (Array.isArray(value)) {
      return value.filter(isText).map((each) => this.text(each));
    }
    if (!isText(value)) {
      return undefined;
    }
    const split = splitWords(value);
    if (split.type === "problem") {
      this.fail(`Its ${key} can't be read: ${split.sentence}`);
      return undefined;
    }
    return split.words.map((each) => this.text(each));
  }

  env(value: unknown): EnvVar[] {
    return isRecord(value)
      ? Object.entries(value).flatMap(([name, each]) =>
          isPlain(each) ? [{ name, value: this.text(String(each)) }] : [],
        )
      : [];
  }

  private fail(reason: string): void {
    this.problem ||= reason;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isPlain(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
