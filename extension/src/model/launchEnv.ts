// Environments: of a file of variables (dotenv), of launch.json, of a setting.

import type { EnvVar } from "../protocol";

/** The variables of a file, in its order, and the lines, counted from 1, that are none. */
export interface EnvFile {
  readonly variables: readonly EnvVar[];
  readonly badLines: readonly number[];
}

const assignment = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*(.*?)\s*$/;

/**
 * Reads lines of NAME=value. Empty lines and lines that begin with # say nothing; quotes around a value are not part of
 * it, and between double quotes \n is a line break. Outside of quotes a # behind white space begins a comment.
 */
export function parseEnvFile(text: string): EnvFile {
  const variables: EnvVar[] = [];
  const badLines: number[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    if (/^\s*(#|$)/.test(line)) {
      continue;
    }
    const [, name, value] = assignment.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      badLines.push(index + 1);
    } else {
      variables.push({ name, value: plain(value) });
    }
  }
  return { variables, badLines };
}

/** One environment of several: where two have a variable of one name, the later one wins. */
export function mergeEnv(...all: readonly (readonly EnvVar[])[]): EnvVar[] {
  return [...new Map(all.flat().map((variable) => [variable.name, variable])).values()];
}

function plain(value: string): string {
  const [, double, single] = /^(?:"((?:[^"\\]|\\.)*)"|'([^']*)')\s*(?:#.*)?$/.exec(value) ?? [];
  if (double !== undefined) {
    return double.replaceAll(/\\(.)/g, (whole, char: string) => escapes[char] ?? whole);
  }
  return single ?? value.replace(/(^|\s+)#.*$/, "");
}

const escapes: Record<string, string> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };
