// The commands that attach to what runs already. They build and run nothing of the workspace, so they work in one that is
// not trusted.

import { CancellationError, CancellationTokenSource, commands, type Disposable, window } from "vscode";
import { BackendError } from "../backend/errors";
import { type Address, parseAddress, serverName, type TypedAddress } from "../model/endpointAddress";
import { noEndpoint } from "../model/endpointRows";
import { wantedProfiles } from "../model/endpointSpan";
import { wantsToken } from "../model/endpointHeader";
import { repeated } from "../model/endpointAgain";
import { type Notices, sentence } from "../notices";
import { type AttachIndexResult, type Capture, CodeEndpoint, type GoProcess } from "../protocol";
import { EndpointRunner, type RunnerParts } from "./endpointRunner";
import { changeOptions, pickServer, setToken } from "./options";
import { pickProfiles, pickSpan } from "./profilePick";
import type { Server, Servers } from "./servers";
import { pickTarget } from "./targetPick";
import { programOfProcess } from "./workspaceProgram";

export class AttachCommands implements Disposable {
  private readonly servers: Servers;
  private readonly notices: Notices;
  private readonly runner: EndpointRunner;
  private readonly registrations: Disposable[];

  constructor(private readonly parts: RunnerParts) {
    const { servers, notices } = parts;
    this.servers = servers;
    this.notices = notices;
    this.runner = new EndpointRunner(parts, (error, address, again) => this.tell(error, address, again));
    const register = (name: string, run: () => Promise<void>): Disposable =>
      commands.registerCommand(name, () => run().catch((error: unknown) => notices.error(error)));
    this.registrations = [
      register("linecost.attach", () => this.attach()),
      register("linecost.serverOptions", () => this.options()),
      register("linecost.forgetServer", () => this.forget()),
    ];
  }

  /** Asks the server of a capture of the past for the same profiles again. */
  async rerun(capture: Capture): Promise<void> {
    const address = parseAddress(capture.url);
    const profiles = repeated(capture);
    if (address === undefined || profiles.length === 0) {
      await this.notices.error(
        new Error(`What ${capture.title} was asked for is not known any more. Attach to it anew.`),
      );
      return;
    }
    await this.runner.run({ address: plain(address), title: capture.title, profiles, watch: false });
  }

  dispose(): void {
    for (const registration of this.registrations) {
      registration.dispose();
    }
  }

  private async attach(): Promise<void> {
    const { backend } = this.parts;
    const target = await pickTarget(backend, this.servers, this.notices, (server) =>
      changeOptions(server, this.servers),
    );
    switch (target?.type) {
      case undefined:
        return;
      case "process":
        return this.tellNoEndpoint(target.process);
      case "server":
        await this.keepPassword(target.address);
        return this.attachTo(target.address, target.name);
    }
  }

  /** A password that was typed in the address goes where the others are. */
  private async keepPassword(address: TypedAddress): Promise<void> {
    if (address.user !== "") {
      const credentials = Buffer.from(address.user).toString("base64");
      await this.servers.setHeader(plain(address), "Authorization", `Basic ${credentials}`);
    }
  }

  private async attachTo(typed: TypedAddress, name: string): Promise<void> {
    const known = this.servers.of(plain(typed));
    const host = serverName(known.address);
    const title = name === "" ? host : `${name} (${host})`;
    const cancel = new CancellationTokenSource();
    try {
      const indexing = this.index(known, cancel);
      const before = typed.last === "" ? known.names : [typed.last];
      const offering = indexing.then(({ profiles }) => profiles);
      const chosen = await pickProfiles(`Profile ${title}`, offering, before);
      const span = chosen && (await pickSpan(`Profile ${title}`, chosen, known.span));
      if (chosen === undefined || span === undefined) {
        return;
      }
      const { url } = await indexing;
      const address = { ...known.address, url };
      const names = chosen.map((p) => p.name);
      await this.servers.remember({ ...this.servers.of(address), names, span });
      await this.runner.run({ address, title, profiles: wantedProfiles(chosen, span), watch: span.watch });
    } catch (error) {
      await this.tell(error, known.address, () => this.attachTo(typed, name));
    } finally {
      cancel.cancel();
      cancel.dispose();
    }
  }

  private async index(server: Server, cancel: CancellationTokenSource): Promise<AttachIndexResult> {
    const endpoint = await this.servers.endpoint(server);
    return this.parts.backend.request("attach/index", { endpoint }, cancel.token);
  }

  /** Tells what a server did not do, and offers what may help. */
  private async tell(error: unknown, address: Address, again: () => Promise<void>): Promise<void> {
    if (error instanceof CancellationError) {
      return;
    }
    if (!(error instanceof BackendError) || error.code !== CodeEndpoint) {
      await this.notices.error(error);
      return;
    }
    this.notices.log(error);
    const server = this.servers.of(address);
    const [token, tryAgain, options] = ["Set Token…", "Try Again", "Server Options…"];
    const first = wantsToken(error.message) ? token : tryAgain;
    const chosen = await window.showErrorMessage(sentence(error), first, options);
    if (chosen === options) {
      await changeOptions(server, this.servers);
    } else if (chosen === tryAgain || (chosen === token && (await setToken(server, this.servers)))) {
      await again();
    }
  }

  private async tellNoEndpoint(process: GoProcess): Promise<void> {
    const dir = await programOfProcess(process);
    const profile = "Profile Program";
    const buttons = dir === undefined ? [] : [profile];
    if ((await window.showInformationMessage(noEndpoint(process), ...buttons)) === profile) {
      await commands.executeCommand("linecost.profileProgram", dir);
    }
  }

  private async options(): Promise<void> {
    const server = await pickServer(this.servers, "The server to change a token, header or certificate of");
    if (server !== undefined) {
      await changeOptions(server, this.servers);
    }
  }

  private async forget(): Promise<void> {
    const server = await pickServer(this.servers, "The server to forget, with its token and headers");
    if (server !== undefined) {
      await this.servers.forget(server);
      void window.showInformationMessage(`${serverName(server.address)} is forgotten. Its captures stay.`);
    }
  }
}

function plain({ url, socket }: Address): Address {
  return { url, socket };
}
