// A server before the server: it lets through only who brings the token, and remembers what was brought.

import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

export class Gatekeeper {
  readonly #server: http.Server;

  private constructor(server: http.Server) {
    this.#server = server;
  }

  /** Stands before a host such as "127.0.0.1:6060". */
  static async before(host: string, token: string): Promise<Gatekeeper> {
    const server = http.createServer((request, response) => {
      if (request.headers.authorization !== `Bearer ${token}`) {
        response.writeHead(401).end("who are you?");
        return;
      }
      const inner = http.get(`http://${host}${request.url ?? "/"}`, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      inner.on("error", () => response.destroy());
      response.on("close", () => inner.destroy());
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Gatekeeper(server);
  }

  get host(): string {
    return `127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  /** Closes every connection. Resolves when the port is free. */
  async stop(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
