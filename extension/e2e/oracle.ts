// What `go tool pprof` says of a profile file: it is right, and the screen has to agree.

import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** One line's flat and cum, as pprof writes them; "." is nothing. */
export interface ListedLine {
  flat: string;
  cum: string;
}

/** A leaf runtime.asyncPreempt is where the sampler stopped a function, not what the function did: see CONTRIBUTING.md. */
const folded = "-hide=^runtime\\.asyncPreempt2?$";

/**
 * The lines of a source file that cost something, as `go tool pprof -list` has them. With a unit ("ns", "B"), every
 * value is written in it, to the last digit.
 */
export async function listed(
  profile: string,
  sampleType: string,
  file: string,
  unit = "minimum",
): Promise<Map<number, ListedLine>> {
  const lines = new Map<number, ListedLine>();
  for (const { line, flat, cum } of await listedLines(profile, sampleType, file, unit)) {
    if (lines.has(line)) {
      // pprof lists a line once for each function on it. Adding up rounded figures would be no oracle.
      throw new Error(`two functions have costs on line ${String(line)} of ${file}: choose another file`);
    }
    lines.set(line, { flat, cum });
  }
  return lines;
}

/** One line of a file that nobody has chosen, of which other lines may have two functions with costs. */
export async function listedLine(profile: string, sampleType: string, file: string, line: number): Promise<ListedLine> {
  const found = (await listedLines(profile, sampleType, file, "minimum")).filter((listed) => listed.line === line);
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new Error(`${String(found.length)} functions have costs on line ${String(line)} of ${file}`);
  }
  return { flat: only.flat, cum: only.cum };
}

async function listedLines(profile: string, sampleType: string, file: string, unit: string): Promise<Routine["lines"]> {
  return routines(await list(profile, sampleType, unit)).flatMap((routine) =>
    routine.file === file ? routine.lines : [],
  );
}

/** The lines of a function that cost most, by flat and then cum: more than one only if they cost the same. */
export async function hottestLines(
  profile: string,
  sampleType: string,
  name: string,
  unit: string,
): Promise<{ file: string; lines: number[] }> {
  const text = await list(profile, sampleType, unit);
  const found = routines(text).find((routine) => routine.name === name);
  const costs = (found?.lines ?? []).map(({ line, flat, cum }) => ({ line, flat: exact(flat), cum: exact(cum) }));
  const most = costs.reduce((a, b) => (b.flat > a.flat || (b.flat === a.flat && b.cum > a.cum) ? b : a), {
    line: 0,
    flat: 0,
    cum: 0,
  });
  const lines = costs.filter(({ flat, cum }) => flat === most.flat && cum === most.cum).map(({ line }) => line);
  return { file: found?.file ?? "", lines };
}

/** The function with the most flat, as `go tool pprof -top` has it. */
export async function topFunction(profile: string, sampleType: string): Promise<{ name: string; flat: string }> {
  const text = await pprof([folded, `-sample_index=${sampleType}`, "-top", profile]);
  const [, flat = "", name = ""] = /^ *(\S+) +\S+% +\S+% +\S+ +\S+% +(.*?)(?: \(inline\))?$/m.exec(text) ?? [];
  return { name, flat };
}

/** A value that pprof wrote in its smallest unit. */
export function exact(value: string): number {
  return value === "." ? 0 : Number.parseInt(value, 10);
}

interface Routine {
  name: string;
  file: string;
  lines: (ListedLine & { line: number })[];
}

function routines(text: string): Routine[] {
  return text
    .split(/^ROUTINE =+ /m)
    .slice(1)
    .map((routine) => {
      const [, name = "", file = ""] = /^(.*) in (.*)$/m.exec(routine) ?? [];
      const rows = [...routine.matchAll(/^ *(\S+) +(\S+) +(\d+):/gm)];
      const lines = rows.map(([, flat = "", cum = "", line]) => ({ flat, cum, line: Number(line) }));
      return { name, file, lines: lines.filter(({ flat, cum }) => flat !== "." || cum !== ".") };
    });
}

function list(profile: string, sampleType: string, unit: string): Promise<string> {
  return pprof([folded, `-sample_index=${sampleType}`, `-unit=${unit}`, "-list=.", profile]);
}

async function pprof(args: string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)("go", ["tool", "pprof", ...args], { maxBuffer: 256 << 20 });
    return stdout;
  } catch (error) {
    // Its way to say that no sample has a value.
    if (error instanceof Error && error.message.includes("no matches found for regexp: .")) {
      return "";
    }
    throw error;
  }
}
