// The rows of the lists that lead to a capture of a running program: which program, and which of its profiles.

import type { GoProcess, OfferedProfile } from "../protocol";

/** What a row of a quick pick says. */
export interface Row {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** A process, and which of its indices a row stands for; empty if it serves no profiles. */
export function processRow(process: GoProcess, url: string): Row {
  return {
    label: process.name,
    description: build(process),
    detail: [url, ports(process, url), `pid ${process.pid}`, process.path].filter((fact) => fact !== "").join(" · "),
  };
}

/** A profile that a server offers. */
export function profileRow({ name, kind, description, count, note }: OfferedProfile): Row {
  return {
    // The one name that says nothing of what is in it.
    label: kind === "cpu" && name === "profile" ? "CPU" : name,
    description: count < 0 ? "" : counted(kind, count),
    detail: note === "" ? description : `${description} ${note}`,
  };
}

/** What to tell of a process that can't be attached to. */
export function noEndpoint({ name }: GoProcess): string {
  return `${name} serves no profiles. Restart it with Linecost (Profile Program), or import net/http/pprof in it.`;
}

/**
 * The folder of a process's main package below a folder that holds a module of this path; undefined if it is another
 * module's. A package that was named by its files has no folder.
 */
export function packageFolder({ package: imported }: GoProcess, module: string): string | undefined {
  if (module === "" || (imported !== module && !imported.startsWith(`${module}/`))) {
    return undefined;
  }
  return imported.slice(module.length + 1);
}

/** The module path that a go.mod declares; empty if it declares none. */
export function modulePath(goMod: string): string {
  return /^module\s+"?([^\s"]+)/m.exec(goMod)?.[1] ?? "";
}

function build({ package: imported, module, version }: GoProcess): string {
  const what = imported === "" || imported === "command-line-arguments" ? module : imported;
  // What is built from a checkout has no version worth reading.
  return version === "" || version === "(devel)" ? what : `${what}@${version}`;
}

function ports({ ports: all }: GoProcess, url: string): string {
  const others = all.filter((port) => !url.includes(`:${port}/`));
  const also = others.length < all.length ? "also " : "";
  switch (others.length) {
    case 0:
      return all.length === 0 ? "no port" : "";
    case 1:
      return `${also}port ${others.join("")}`;
    default:
      return `${also}ports ${others.join(", ")}`;
  }
}

function counted(kind: OfferedProfile["kind"], count: number): string {
  const [one, many] = kind === "goroutine" ? ["goroutine", "goroutines"] : ["entry", "entries"];
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
