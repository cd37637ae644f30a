// The test's end of the driver extension's socket (see driver/driver.cjs).

import { once } from "node:events";
import net from "node:net";
import readline from "node:readline";

interface Answer {
  id: number;
  value?: unknown;
  error?: string;
}

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (reason: Error) => void;
}

/** One extension host that has called in. */
export class Driver {
  readonly #socket: net.Socket;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  constructor(socket: net.Socket) {
    this.#socket = socket;
    readline.createInterface({ input: socket }).on("line", (line) => {
      this.#answered(JSON.parse(line) as Answer);
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      for (const { reject } of this.#waiting.values()) {
        reject(new Error("the extension host is gone"));
      }
    });
  }

  /** Calls a function in the extension host. It and its argument travel as text: it sees nothing of what is around it. */
  evaluate(source: string, argument: unknown): Promise<unknown> {
    this.#last++;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.write(`${JSON.stringify({ id, source, argument })}\n`);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #answered({ id, value, error }: Answer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) {
      waiting?.resolve(value);
    } else {
      waiting?.reject(new Error(`in the extension host: ${error}`));
    }
  }
}

/** Where extension hosts call in: one for each page that shows a workbench. */
export class Switchboard {
  readonly #server: net.Server;

  private constructor(server: net.Server) {
    this.#server = server;
  }

  static async listen(path: string): Promise<Switchboard> {
    const server = net.createServer();
    server.listen(path);
    await once(server, "listening");
    return new Switchboard(server);
  }

  /** The next extension host to call in. Ask before opening the page that starts it. */
  async next(): Promise<Driver> {
    const [socket] = (await once(this.#server, "connection")) as [net.Socket];
    return new Driver(socket);
  }

  close(): void {
    this.#server.close();
  }
}
