// The processes that run below a test's folders, as Linux tells of them.

import { readdir, readFile, readlink } from "node:fs/promises";
import path from "node:path";

export interface Process {
  pid: number;
  command: string;
}

/** Every process whose program, arguments or folder mention one of the words. */
export async function processes(...words: string[]): Promise<Process[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map((pid) => look(Number(pid))));
  return found
    .filter((each) => each !== undefined)
    .filter(({ pid, about }) => pid !== process.pid && words.some((word) => about.includes(word)))
    .map(({ pid, command }) => ({ pid, command }));
}

async function look(pid: number): Promise<(Process & { about: string }) | undefined> {
  const of = path.join("/proc", String(pid));
  try {
    const command = (await readFile(path.join(of, "cmdline"), "utf8")).replaceAll("\0", " ").trim();
    const [exe, cwd] = await Promise.all([readlink(path.join(of, "exe")), readlink(path.join(of, "cwd"))]);
    return { pid, command, about: [command, exe, cwd].join("\n") };
  } catch {
    // It has ended, or is the kernel's own.
    return undefined;
  }
}
