// How a server is asked: the token and the headers that let us in, whom to trust, and how long to wait. What is secret is
// typed into boxes that hide it and is never shown again.

import { type QuickPickItem, window } from "vscode";
import { serverName, writtenAddress } from "../model/endpointAddress";
import { bearer, headerNameProblem, headerValueProblem, isInClear } from "../model/endpointHeader";
import { longestSeconds, parseSeconds } from "../model/endpointSpan";
import { settings } from "../settings";
import type { Server, Servers } from "./servers";

interface Action extends QuickPickItem {
  readonly run: () => Promise<unknown>;
}

interface ServerItem extends QuickPickItem {
  readonly server: Server;
}

const authorization = "Authorization";

/** Asks what to change of a server, and changes it. */
export async function changeOptions(server: Server, servers: Servers): Promise<void> {
  const names = (await servers.headers(server.address)).map(({ name }) => name);
  const chosen = await window.showQuickPick<Action>(
    [
      {
        label: "$(key) Bearer Token…",
        description: names.includes(authorization) ? "set" : "",
        detail: `Sent as the header ${authorization}, to this server only.`,
        run: () => setToken(server, servers),
      },
      {
        label: "$(list-flat) Header…",
        description: names.join(", "),
        detail: "Any other field of the requests to this server.",
        run: () => setHeader(server, servers),
      },
      {
        label: "$(shield) Certificates to Trust…",
        description: server.caFile,
        detail: "A file in PEM format, trusted beside the system's certificates when this server is asked.",
        run: () => setCertificates(server, servers),
      },
      ...(server.caFile === "" ? [] : [trustSystem(server, servers)]),
      {
        label: "$(watch) Timeout…",
        description: server.timeout === 0 ? `${settings.attachTimeout()} s, as in the settings` : `${server.timeout} s`,
        detail: "How long an answer may take to begin.",
        run: () => setTimeoutOf(server, servers),
      },
    ],
    { title: `How to Ask ${serverName(server.address)}`, placeHolder: "Nothing of this is ever shown or logged" },
  );
  await chosen?.run();
}

/** Asks for a bearer token, and keeps it. Resolves to whether one was given. */
export async function setToken({ address }: Server, servers: Servers): Promise<boolean> {
  const token = await askSecret(`Bearer Token of ${serverName(address)}`, "the token", address.url);
  if (token !== undefined) {
    await servers.setHeader(address, authorization, bearer(token));
  }
  return token !== undefined && token !== "";
}

/** Asks which remembered server is meant; undefined if the user left. Tells if there is none. */
export async function pickServer(servers: Servers, placeHolder: string): Promise<Server | undefined> {
  const items = servers.all.map((server): ServerItem => ({ label: writtenAddress(server.address), server }));
  if (items.length === 0) {
    void window.showInformationMessage("No server is remembered. One is, once you have attached to it.");
    return undefined;
  }
  return (await window.showQuickPick(items, { placeHolder }))?.server;
}

async function setHeader({ address }: Server, servers: Servers): Promise<void> {
  const title = `Header for ${serverName(address)}`;
  const name = await window.showInputBox({
    title,
    prompt: "The header's name",
    placeHolder: "X-Api-Key",
    ignoreFocusOut: true,
    validateInput: headerNameProblem,
  });
  if (name === undefined || name.trim() === "") {
    return;
  }
  const value = await askSecret(title, `the value of ${name.trim()}`, address.url);
  if (value !== undefined) {
    await servers.setHeader(address, name.trim(), value);
  }
}

/** Asks for a secret; empty if it is to be removed, undefined if the user left. */
async function askSecret(title: string, what: string, url: string): Promise<string | undefined> {
  const clear = isInClear(url) ? " It will travel unencrypted: the address is not https." : "";
  const typed = await window.showInputBox({
    title,
    prompt: `Type or paste ${what}; nothing removes it. It is kept in VS Code's secret storage.${clear}`,
    password: true,
    ignoreFocusOut: true,
    validateInput: headerValueProblem,
  });
  return typed?.trim();
}

async function setCertificates(server: Server, servers: Servers): Promise<void> {
  const [file] =
    (await window.showOpenDialog({
      title: `Certificates to Trust for ${serverName(server.address)}`,
      openLabel: "Trust",
      filters: { Certificates: ["pem", "crt", "cer"], "All files": ["*"] },
    })) ?? [];
  if (file !== undefined) {
    await servers.remember({ ...server, caFile: file.fsPath });
  }
}

function trustSystem(server: Server, servers: Servers): Action {
  return {
    label: "$(shield) Trust the System's Certificates Alone",
    detail: `${server.caFile} is trusted no more. The file stays.`,
    run: () => servers.remember({ ...server, caFile: "" }),
  };
}

async function setTimeoutOf(server: Server, servers: Servers): Promise<void> {
  const typed = await window.showInputBox({
    title: `Timeout of ${serverName(server.address)}`,
    prompt:
      "How many seconds an answer may take to begin, beyond those that a profile takes. Nothing: as in the settings.",
    value: server.timeout === 0 ? "" : String(server.timeout),
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() === "" || parseSeconds(text) !== undefined
        ? undefined
        : `Type a whole number of seconds, from 1 to ${longestSeconds}.`,
  });
  if (typed !== undefined) {
    await servers.remember({ ...server, timeout: parseSeconds(typed) ?? 0 });
  }
}
