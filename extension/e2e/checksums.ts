// Whether a folder's files are what they were.

import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** The hash of every file below a folder, by its path. */
export async function checksums(folder: string): Promise<Record<string, string>> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const sums = files.map(async ({ parentPath, name }) => {
    const file = path.join(parentPath, name);
    const hash = createHash("sha256").update(await readFile(file));
    return [file, hash.digest("hex")] as const;
  });
  return Object.fromEntries(await Promise.all(sums));
}
