// The backend's life, with a small program in its place that can be told to die.

import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Backend } from "./backend";
import { BackendError, BackendGone, BackendMissing } from "./errors";

// The two things of VS Code that this room uses, as VS Code has them.
vi.mock("vscode", () => {
  class EventEmitter<T> {
    private readonly listeners = new Set<(event: T) => void>();
    readonly event = (listener: (event: T) => void) => {
      this.listeners.add(listener);
      return { dispose: () => this.listeners.delete(listener) };
    };
    fire(event: T): void {
      for (const listener of this.listeners) {
        listener(event);
      }
    }
    dispose(): void {
      this.listeners.clear();
    }
  }
  class CancellationError extends Error {}
  return { EventEmitter, CancellationError };
});

/** Answers, fails, keeps silent or dies by what it is asked to open. */
const program = `#!${process.execPath}
let input = Buffer.alloc(0);
const send = (message) => {
  const body = JSON.stringify({ jsonrpc: "2.0", ...message });
  process.stdout.write("Content-Length: " + Buffer.byteLength(body) + "\\r\\n\\r\\n" + body);
};
const answer = ({ id, method, params }) => {
  if (method === "initialize") {
    if (process.argv.includes("stillborn")) process.exit(7);
    send({ id, result: { serverVersion: "test" } });
  } else if (method === "profile/open") {
    switch (params.path) {
      case "die": process.exit(3);
      case "silence": return;
      case "bad": send({ id, error: { code: 1, message: "bad is no profile." } }); return;
      default: send({ id, result: { profile: { id: String(process.pid) } } });
    }
  }
};
process.stdin.on("data", (chunk) => {
  input = Buffer.concat([input, chunk]);
  for (;;) {
    const split = input.indexOf("\\r\\n\\r\\n");
    if (split < 0) return;
    const length = Number(/Content-Length: (\\d+)/.exec(input.subarray(0, split))[1]);
    if (input.length < split + 4 + length) return;
    const body = input.subarray(split + 4, split + 4 + length).toString();
    input = input.subarray(split + 4 + length);
    answer(JSON.parse(body));
  }
});
process.stdin.on("end", () => { if (!process.argv.includes("stubborn")) process.exit(0); });
setInterval(() => undefined, 1000);
`;

let folder = "";
let backend: Backend;

function start(binary: string, ...args: string[]): Backend {
  const log = { info: () => undefined, error: () => undefined };
  return new Backend({ binary, args: () => args, clientVersion: "0", log });
}

async function processId(): Promise<string> {
  return (await backend.request("profile/open", { path: "x" })).profile.id;
}

/** What a request to die comes back with. */
function kill(): Promise<unknown> {
  return backend.request("profile/open", { path: "die" }).catch((error: unknown) => error);
}

function alive(pid: string): boolean {
  try {
    return process.kill(Number(pid), 0);
  } catch {
    return false;
  }
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "linecost-backend-"));
  const binary = path.join(folder, "linecost");
  await writeFile(binary, program);
  await chmod(binary, 0o755);
  backend = start(binary);
});

afterEach(async () => {
  await backend.stop();
  await rm(folder, { recursive: true, force: true });
});

// A script with a shebang is no program on Windows; the logic is the same there.
describe.skipIf(process.platform === "win32")("Backend", () => {
  test("is started by the first request, once", async () => {
    expect(await processId()).toBe(await processId());
  });

  test("hands over the backend's own sentence and code", async () => {
    const error = await backend.request("profile/open", { path: "bad" }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(BackendError);
    expect(error).toMatchObject({ code: 1, message: "bad is no profile." });
  });

  test("answers what waits with BackendGone when it dies, comes back, and says so", async () => {
    const first = await processId();
    const restarted = new Promise<void>((resolve) => backend.onDidRestart(resolve));
    const waiting = backend.request("profile/open", { path: "silence" }).catch((error: unknown) => error);
    expect(await kill()).toBeInstanceOf(BackendGone);
    expect(await waiting).toBeInstanceOf(BackendGone);
    await restarted;
    expect(await processId()).not.toBe(first);
  });

  test("gives up after three deaths in a minute, until it is restarted by hand", async () => {
    const gaveUp = new Promise<void>((resolve) => backend.onDidGiveUp(resolve));
    for (let death = 0; death < 3; death++) {
      expect(await kill()).toBeInstanceOf(BackendGone);
    }
    await gaveUp;
    await expect(processId()).rejects.toThrow("Restart Backend");
    await backend.restart();
    expect(await processId()).toMatch(/^\d+$/);
  });

  test("gives up on one that dies while it is being started", async () => {
    backend = start(path.join(folder, "linecost"), "stillborn");
    const gaveUp = new Promise<void>((resolve) => backend.onDidGiveUp(resolve));
    await expect(processId()).rejects.toBeInstanceOf(BackendGone);
    await gaveUp;
  });

  test("ends its process when it is stopped", async () => {
    const pid = await processId();
    await backend.stop();
    expect(alive(pid)).toBe(false);
  });

  test("ends a process that does not end by itself", async () => {
    backend = start(path.join(folder, "linecost"), "stubborn");
    const pid = await processId();
    await backend.stop();
    expect(alive(pid)).toBe(false);
  });

  test("says which binary is missing", async () => {
    backend = start(path.join(folder, "nowhere"));
    const error = await processId().catch((e: unknown) => e);
    expect(error).toBeInstanceOf(BackendMissing);
    expect(String(error)).toContain(path.join(folder, "nowhere"));
  });

  test("says which binary can't be run", async () => {
    const binary = path.join(folder, "plain");
    await writeFile(binary, "");
    backend = start(binary);
    // Root may read everything, but may not run what nobody may run.
    await expect(processId()).rejects.toThrow("not executable");
  });
});
