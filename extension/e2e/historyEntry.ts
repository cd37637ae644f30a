// Writes captures into the library as the backend does, so that a test has any history that it needs at once.

import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { type OneLine, profileOf } from "./profileFile.ts";

/** A capture to write. What is not said is left out, as in one of an older Linecost. */
export interface Entry {
  title: string;
  kind: string;
  dir: string;
  names: string[];
  workspace?: string;
  minutesAgo: number;
  durationMillis: number;
  commit?: string;
  dirty?: boolean;
  failed?: boolean;
  exitCode?: number;
  flags?: string[];
  benchmarks?: unknown[];
  files: EntryFile[];
}

/** A file of it: a profile of these lines, or anything else. */
export interface EntryFile {
  kind: string;
  name: string;
  sampleType?: string;
  unit?: string;
  note?: string;
  content: OneLine[] | string;
}

let entries = 0;

/** Writes a capture and returns its folder. */
export async function writeEntry(library: string, { minutesAgo, files, ...rest }: Entry): Promise<string> {
  const at = new Date(Date.now() - minutesAgo * 60_000);
  const [day = "", time = ""] = at.toISOString().split("T");
  entries++;
  const digits = `${day.replaceAll("-", "")}-${time.slice(0, 8).replaceAll(":", "")}-${time.slice(9, 12)}`;
  const id = `${digits}-${entries.toString(16).padStart(8, "0")}`;
  const folder = path.join(library, id);
  await mkdir(folder, { recursive: true });
  const profiles = [];
  for (const { content, ...file } of files) {
    const name = typeof content === "string" ? `${file.name}.out` : `${file.name}.pb.gz`;
    const type = { type: file.sampleType ?? "", unit: file.unit ?? "" };
    const bytes = typeof content === "string" ? content : gzipSync(profileOf(content, type));
    await writeFile(path.join(folder, name), bytes);
    const total = typeof content === "string" ? 0 : content.reduce((sum, { value }) => sum + value, 0);
    profiles.push({ ...file, path: name, total });
  }
  const meta = { version: 1, id, timeMillis: at.getTime(), package: "example.com/sample/order", ...rest, profiles };
  await writeFile(path.join(folder, "capture.json"), JSON.stringify(meta));
  return folder;
}
