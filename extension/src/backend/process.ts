// The backend's process: found, started and ended here.

import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import type { Readable, Writable } from "node:stream";
import { BackendMissing } from "./errors";

/** A running backend. */
export interface BackendProcess {
  /** What it says. */
  readonly output: Readable;
  /** What it hears. */
  readonly input: Writable;
  /** Settles, with how it ended in words, once the process is gone. Never rejects. */
  readonly ended: Promise<string>;
  /** Asks it to end, and makes it end if it doesn't. Settles once it is gone. */
  stop(): Promise<void>;
}

/** How long a backend may take to end by itself when its input has ended. */
const graceMillis = 2000;

/** Starts the backend. Its log, line by line, goes to log. */
export async function startProcess(
  binary: string,
  args: readonly string[],
  log: (line: string) => void,
): Promise<BackendProcess> {
  await check(binary);
  const child = spawn(binary, args, { stdio: "pipe", windowsHide: true });
  const ended = new Promise<string>((resolve) => {
    // An error without a spawn has no exit; an exit has no error.
    child.once("error", (error) => {
      resolve(error.message);
    });
    child.once("exit", (code, signal) => {
      resolve(signal === null ? `exit status ${String(code)}` : `signal ${signal}`);
    });
  });
  // Writing to a process that has just died must not become an uncaught error: its end is reported by `ended`.
  child.stdin.on("error", () => undefined);
  splitLines(child.stderr, log);
  return { output: child.stdout, input: child.stdin, ended, stop: () => stop(child, ended) };
}

async function check(binary: string): Promise<void> {
  try {
    await access(binary, constants.F_OK);
  } catch {
    throw new BackendMissing(
      `Linecost's backend is missing: there is no ${binary}. Reinstall the extension, or build it with npm run build.`,
    );
  }
  try {
    await access(binary, constants.X_OK);
  } catch {
    throw new BackendMissing(
      `Linecost's backend can't be run: ${binary} is not executable. Reinstall the extension, or make it executable.`,
    );
  }
}

async function stop(child: ChildProcessWithoutNullStreams, ended: Promise<string>): Promise<void> {
  child.stdin.end();
  const timer = setTimeout(() => {
    child.kill("SIGKILL");
  }, graceMillis);
  await ended;
  clearTimeout(timer);
}

function splitLines(stream: Readable, line: (text: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop() ?? "";
    lines.forEach(line);
  });
  stream.on("end", () => {
    if (rest !== "") {
      line(rest);
    }
  });
}
