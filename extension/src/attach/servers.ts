// The servers that were attached to: where they are, how they are asked, and what they were asked for last. Headers are
// another matter: a token is one, so names and values are in VS Code's secret storage alone, and leave it only for the
// server whose key they are kept under.

import type { Memento, SecretStorage } from "vscode";
import { type Address, serverKey } from "../model/endpointAddress";
import type { Span } from "../model/endpointSpan";
import type { Endpoint, Header } from "../protocol";
import { settings } from "../settings";

/** What is remembered of a server. It holds no secret. */
export interface Server {
  readonly address: Address;
  /** The absolute path of certificates to trust beside the system's; empty for none. */
  readonly caFile: string;
  /** How many seconds an answer may take to begin; 0 for the setting's. */
  readonly timeout: number;
  /** The profiles that were asked for last, by name; empty if none were yet. */
  readonly names: readonly string[];
  readonly span: Span | undefined;
}

const serversKey = "linecost.servers";
const serversMost = 20;

export class Servers {
  constructor(
    private readonly memory: Memento,
    private readonly secrets: SecretStorage,
  ) {}

  /** Every server that is remembered, the latest first. */
  get all(): readonly Server[] {
    return this.memory.get<Server[]>(serversKey, []);
  }

  /** What is known of the server of an address; its own path is kept. */
  of(address: Address): Server {
    const known = this.all.find((server) => serverKey(server.address) === serverKey(address));
    return { caFile: "", timeout: 0, names: [], span: undefined, ...known, address };
  }

  /** Remembers a server, as it is now. */
  async remember(server: Server): Promise<void> {
    const others = this.without(server.address);
    const dropped = others.slice(serversMost - 1);
    await this.memory.update(serversKey, [server, ...others.slice(0, serversMost - 1)]);
    for (const { address } of dropped) {
      await this.secrets.delete(secretKey(address));
    }
  }

  /** Forgets a server, and whatever lets us in. */
  async forget({ address }: Server): Promise<void> {
    await this.memory.update(serversKey, this.without(address));
    await this.secrets.delete(secretKey(address));
  }

  /** What is sent with each request to the server of an address. */
  async headers(address: Address): Promise<Header[]> {
    const kept = await this.secrets.get(secretKey(address));
    return kept === undefined ? [] : (JSON.parse(kept) as Header[]);
  }

  /** Sets a header, or removes it if the value is empty. */
  async setHeader(address: Address, name: string, value: string): Promise<void> {
    const others = (await this.headers(address)).filter((h) => h.name.toLowerCase() !== name.toLowerCase());
    const headers = value === "" ? others : [...others, { name, value }];
    await (headers.length === 0
      ? this.secrets.delete(secretKey(address))
      : this.secrets.store(secretKey(address), JSON.stringify(headers)));
    // So that it can be found, to be forgotten.
    await this.remember(this.of(address));
  }

  /** A server as the backend is told of it. */
  async endpoint({ address, caFile, timeout }: Server): Promise<Endpoint> {
    return {
      ...address,
      headers: await this.headers(address),
      caFile,
      timeoutMillis: (timeout === 0 ? settings.attachTimeout() : timeout) * 1000,
      limitBytes: settings.attachSizeLimit() * 2 ** 20,
    };
  }

  private without(address: Address): Server[] {
    return this.all.filter((server) => serverKey(server.address) !== serverKey(address));
  }
}

function secretKey(address: Address): string {
  return `linecost.headers ${serverKey(address)}`;
}
