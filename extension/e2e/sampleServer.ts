// The sample as a running server, which somebody started without a thought of Linecost: it serves /debug/pprof/, and has
// clients that keep it busy.

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import readline from "node:readline";
import { promisify } from "node:util";

export class SampleServer {
  /** Such as "127.0.0.1:40123". */
  readonly host: string;
  readonly #process: ChildProcess;

  private constructor(host: string, child: ChildProcess) {
    this.host = host;
    this.#process = child;
  }

  /** Builds the sample that is in a folder, and starts it. Resolves when it serves. */
  static async start(folder: string, clients: number): Promise<SampleServer> {
    const binary = path.join(folder, "..", "bin", "sample");
    await promisify(execFile)("go", ["build", "-o", binary, "."], { cwd: folder });
    const args = ["-orders=5000", "-rows=0", "-serve=127.0.0.1:0", `-traffic=${String(clients)}`];
    const child = spawn(binary, args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    const said: string[] = [];
    const host = await new Promise<string>((resolve, reject) => {
      // Read to the end: a full pipe would hold the server up.
      const lines = readline.createInterface({ input: child.stderr });
      lines.on("line", (line) => {
        said.push(line);
        const [, found] = /^serving at http:\/\/([^,]+),/.exec(line) ?? [];
        if (found !== undefined) {
          resolve(found);
        }
      });
      lines.on("close", () => {
        reject(new Error(`the sample ended before it served:\n${said.join("\n")}`));
      });
    });
    return new SampleServer(host, child);
  }

  /** Ends it. Resolves when it is gone. */
  async stop(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const gone = once(this.#process, "exit");
      this.#process.kill("SIGKILL");
      await gone;
    }
  }
}
