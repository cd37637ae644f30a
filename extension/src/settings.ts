// The user's settings, by name. Read when they are needed, so that a change needs no reload.

import { type Disposable, type Uri, workspace } from "vscode";
import type { ProfileKind, Rates } from "./protocol";

type Name =
  | "go.command"
  | "test.flags"
  | "inline.enabled"
  | "inline.threshold"
  | "heat.enabled"
  | "codeLens.enabled"
  | "capture.kinds"
  | "capture.cpuHertz"
  | "capture.memoryBytes"
  | "capture.blockNanos"
  | "capture.mutexFraction"
  | "benchmark.unprofiled"
  | "live.interval"
  | "attach.prefixes"
  | "attach.timeout"
  | "attach.sizeLimit"
  | "program.args"
  | "program.buildFlags"
  | "program.cwd"
  | "program.env"
  | "memoryLimit"
  | "library.limit";

const section = "linecost";
const defaultMemory = 4096;
const defaultLibrary = 2048;
const defaultInterval = 3;
const defaultTimeout = 10;
const defaultSizeLimit = 512;
const usualKinds: readonly ProfileKind[] = ["cpu", "memory"];
/** Go's own rates; of block and mutex, which Go leaves off, each event. */
const usualRates: Rates = { cpuHertz: 100, memoryBytes: 524_288, blockNanos: 1, mutexFraction: 1 };

function read<T>(name: Name, fallback: T, of?: Uri): T {
  return workspace.getConfiguration(section, of).get<T>(name, fallback);
}

export const settings = {
  /** The go command to run in a folder; empty to find one. */
  goCommand: (dir: Uri): string => read("go.command", "", dir).trim(),
  /** Further arguments to go test in a folder: of several workspace folders each may have its own. */
  testFlags: (dir: Uri): string[] => read<string[]>("test.flags", [], dir),
  /** Whether figures are written at the ends of lines. */
  inline: (): boolean => read("inline.enabled", true),
  /** The share of the total, in percent, below which a line's end stays empty. */
  threshold: (): number => read("inline.threshold", 0),
  /** Whether lines have a background by their cost. */
  heat: (): boolean => read("heat.enabled", true),
  /** Whether tests and benchmarks have lenses above them. */
  codeLens: (): boolean => read("codeLens.enabled", true),

  /** The profiles that a run of this folder takes. */
  kinds: (dir: Uri): ProfileKind[] => {
    const chosen = read<readonly ProfileKind[]>("capture.kinds", usualKinds, dir);
    return [...(chosen.length > 0 ? chosen : usualKinds)];
  },
  /** How often the profilers of a run look; 0 for what is usual. */
  rates: (dir: Uri): Rates => {
    const rate = (name: keyof Rates): number => {
      const typed = read<unknown>(`capture.${name}`, usualRates[name], dir);
      return typeof typed === "number" && typed >= 1 && typed !== usualRates[name] ? Math.round(typed) : 0;
    };
    return {
      cpuHertz: rate("cpuHertz"),
      memoryBytes: rate("memoryBytes"),
      blockNanos: rate("blockNanos"),
      mutexFraction: rate("mutexFraction"),
    };
  },
  /** Whether benchmarks are run a second time, without a profiler. */
  unprofiled: (dir: Uri): boolean => read("benchmark.unprofiled", true, dir),

  /** How many seconds pass from one pull of a run that goes on to the next; 0 for none. */
  liveInterval: (): number => {
    const typed = read<unknown>("live.interval", defaultInterval);
    return typeof typed !== "number" || typed < 0 ? defaultInterval : typed === 0 ? 0 : Math.max(1, typed);
  },

  /** Where running programs may serve profiles beside /debug/pprof/: paths, such as "/internal/debug/pprof/". */
  attachPrefixes: (): string[] => read<string[]>("attach.prefixes", []),
  /** How many seconds a server's answer may take to begin. */
  attachTimeout: (): number => {
    const typed = read<unknown>("attach.timeout", defaultTimeout);
    return typeof typed === "number" && typed >= 1 ? Math.ceil(typed) : defaultTimeout;
  },
  /** How many megabytes a server's answer may have. */
  attachSizeLimit: (): number => {
    const typed = read<unknown>("attach.sizeLimit", defaultSizeLimit);
    return typeof typed === "number" && typed >= 1 ? Math.ceil(typed) : defaultSizeLimit;
  },

  /** How programs in a folder are built and run, where no configuration says otherwise. Variables are not replaced. */
  program: (dir: Uri) => ({
    buildFlags: read<string[]>("program.buildFlags", [], dir),
    args: read<string[]>("program.args", [], dir),
    env: read<Record<string, string>>("program.env", {}, dir),
    cwd: read("program.cwd", "", dir).trim(),
  }),

  /** How many megabytes of profiles the backend may hold: a whole number, whatever was typed. */
  memoryLimit: (): number => {
    const typed = read<unknown>("memoryLimit", defaultMemory);
    return typeof typed === "number" && typed >= 64 ? Math.round(typed) : defaultMemory;
  },

  /** How many megabytes of captures the backend keeps; 0 for all. */
  libraryLimit: (): number => {
    const typed = read<unknown>("library.limit", defaultLibrary);
    return typeof typed === "number" && typed >= 0 ? Math.ceil(typed) : defaultLibrary;
  },

  /** Hears changes of a setting, or of a group such as "inline". */
  onDidChange(name: string, listener: () => void): Disposable {
    return workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${section}.${name}`)) {
        listener();
      }
    });
  },
};
