// The programs of a workspace: its packages main.

import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { type TextDocument, Uri, workspace } from "vscode";
import type { Targets } from "./targets";

/** A package main. */
export interface Program {
  /** The package's folder. */
  readonly dir: string;
  /** The file that holds its func main. */
  readonly file: string;
  /** What go build would call it. */
  readonly title: string;
}

/** Looking through every file of a huge monorepo would take longer than opening one by hand. */
const filesMost = 5000;

/** Tells whether an open file may hold a program, so that the backend is not asked about every file. */
export function mayHoldProgram(document: TextDocument): boolean {
  const { scheme, path: name } = document.uri;
  return scheme === "file" && name.endsWith(".go") && !name.endsWith("_test.go") && hasMain(document.getText());
}

/** The program whose func main is in a file. */
export async function programOf(file: string): Promise<Program> {
  const dir = path.dirname(file);
  return { dir, file, title: await programName(dir) };
}

/** The program in a folder; undefined if the package there is no program. */
export async function programIn(dir: string, targets: Targets): Promise<Program | undefined> {
  const names = await workspace.fs.readDirectory(Uri.file(dir));
  const files = names.map(([name]) => Uri.file(path.join(dir, name)));
  const [found] = await mainFiles(files, targets);
  return found === undefined ? undefined : programOf(found);
}

/** Every program of the workspace, by folder. */
export async function allPrograms(targets: Targets): Promise<Program[]> {
  const files = await workspace.findFiles("**/*.go", "**/{vendor,testdata,node_modules}/**", filesMost);
  const found = await Promise.all((await mainFiles(files, targets)).map(programOf));
  return found.sort((a, b) => a.dir.localeCompare(b.dir));
}

/** Those of the files that hold a func main of a program. */
async function mainFiles(files: readonly Uri[], targets: Targets): Promise<string[]> {
  const sources = files.filter(({ path: name }) => name.endsWith(".go") && !name.endsWith("_test.go"));
  const found = await Promise.all(
    sources.map(async (uri) => {
      const open = workspace.textDocuments.find((d) => d.uri.toString() === uri.toString());
      // One that can't be read is no program that could be run.
      const text = open?.getText() ?? (await readFile(uri.fsPath, "utf8").catch(() => ""));
      const holds = hasMain(text) && (await targets.in(uri.fsPath, text)).some(({ kind }) => kind === "program");
      return holds ? [uri.fsPath] : [];
    }),
  );
  return found.flat();
}

/** A first look. A file that is kept out of every build, to be run by its name, is no package's program. */
function hasMain(text: string): boolean {
  return text.includes("func main(") && !/^\/\/go:build ignore\s*$/m.test(text);
}

/** What go build would call the program: the last element of its import path that is no version. */
async function programName(dir: string): Promise<string> {
  const module = await readFile(path.join(dir, "go.mod"), "utf8").catch(() => "");
  // Anywhere else but at a module's root the folder's name is that element.
  const [, importPath = dir] = /^module\s+"?([^\s"]+)/m.exec(module) ?? [];
  return importPath.split(/[/\\]/).findLast((element) => !/^v\d+$/.test(element)) ?? path.basename(dir);
}
