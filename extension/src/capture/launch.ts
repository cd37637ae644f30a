// How a program is run: what the settings say, or a configuration of launch.json.

import { readFile } from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { Uri, workspace } from "vscode";
import { type Launch, launchesOf, type Unusable } from "../model/launch";
import { mergeEnv, parseEnvFile } from "../model/launchEnv";
import { substitute, type Surroundings } from "../model/launchVariables";
import { sentence } from "../notices";
import type { EnvVar } from "../protocol";
import { settings } from "../settings";
import type { Program } from "./programs";

/** All that is said of a run but the program itself. */
export interface Setup {
  readonly type: "setup";
  readonly buildFlags: readonly string[];
  readonly args: readonly string[];
  readonly env: readonly EnvVar[];
  /** An absolute path; empty for the package's folder. */
  readonly workingDir: string;
  /** The configuration of launch.json; empty for none. */
  readonly configuration: string;
}

/** Why there is no setup, in a sentence, and where that can be changed. */
export interface SetupProblem {
  readonly type: "problem";
  readonly sentence: string;
  readonly where: "settings" | "launch.json";
}

/** The configurations of launch.json that run a program, in their order. */
export function launchesFor(program: Program): (Launch | Unusable)[] {
  const configurations = workspace.getConfiguration("launch", Uri.file(program.dir)).get<unknown>("configurations");
  return Array.isArray(configurations) ? launchesOf(program.dir, configurations, surroundings(program), path) : [];
}

/** The setup that the settings make, with their arguments or others. */
export function setupOfSettings(program: Program, args?: readonly string[]): Setup | SetupProblem {
  const { buildFlags, args: usual, env, cwd } = settings.program(Uri.file(program.dir));
  const around = surroundings(program);
  const unknown: string[] = [];
  const text = (value: string): string => {
    const substituted = substitute(value, around);
    unknown.push(...substituted.unknown);
    return substituted.text;
  };
  const setup: Setup = {
    type: "setup",
    buildFlags: buildFlags.map(text),
    // What is typed in is meant as it is written.
    args: args ?? usual.map(text),
    env: Object.entries(env).map(([name, value]) => ({ name, value: text(value) })),
    workingDir: cwd === "" ? "" : path.resolve(around.values.get("workspaceFolder") ?? program.dir, text(cwd)),
    configuration: "",
  };
  return unknown.length === 0
    ? setup
    : {
        type: "problem",
        sentence: `The settings of ${program.title} use ${unknown[0] ?? ""}, which Linecost can't fill in.`,
        where: "settings",
      };
}

/** The setup that a configuration makes. Where it says nothing of the build, the settings do. */
export async function setupOfLaunch(program: Program, launch: Launch | Unusable): Promise<Setup | SetupProblem> {
  const problem = (reason: string): SetupProblem => ({
    type: "problem",
    sentence: `The configuration “${launch.name}” can't be used. ${reason}`,
    where: "launch.json",
  });
  if (launch.type === "unusable") {
    return problem(launch.reason);
  }
  const usual = setupOfSettings(program);
  if (usual.type === "problem") {
    return usual;
  }
  const files: (readonly EnvVar[])[] = [];
  for (const file of launch.envFiles) {
    try {
      const { variables, badLines } = parseEnvFile(await readFile(file, "utf8"));
      if (badLines.length > 0) {
        return problem(`Line ${String(badLines[0])} of ${file} is not NAME=value.`);
      }
      files.push(variables);
    } catch (error) {
      return problem(`Its envFile can't be read: ${sentence(error)}.`);
    }
  }
  return {
    type: "setup",
    buildFlags: launch.buildFlags ?? usual.buildFlags,
    args: launch.args,
    env: mergeEnv(usual.env, ...files, launch.env),
    workingDir: launch.workingDir,
    configuration: launch.name,
  };
}

function surroundings({ dir, file }: Program): Surroundings {
  const root = workspace.getWorkspaceFolder(Uri.file(dir))?.uri.fsPath ?? dir;
  const extension = path.extname(file);
  return {
    values: new Map([
      ["workspaceFolder", root],
      ["workspaceFolderBasename", path.basename(root)],
      ["fileWorkspaceFolder", root],
      ["file", file],
      ["fileDirname", path.dirname(file)],
      ["fileBasename", path.basename(file)],
      ["fileBasenameNoExtension", path.basename(file, extension)],
      ["fileExtname", extension],
      ["relativeFile", path.relative(root, file)],
      ["relativeFileDirname", path.relative(root, path.dirname(file))],
      ["userHome", os.homedir()],
      ["pathSeparator", path.sep],
      ["/", path.sep],
    ]),
    folders: new Map(workspace.workspaceFolders?.map(({ name, uri }) => [name, uri.fsPath])),
    env: (name) => process.env[name],
    config: (name) => {
      const value = workspace.getConfiguration(undefined, Uri.file(dir)).get<unknown>(name);
      return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
    },
  };
}
