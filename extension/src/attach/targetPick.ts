// The first question: which running program. An address may be typed at once; what is to be chosen from a list waits for
// the processes to be looked at, since rows that move away below the mouse are worse than a moment without any.

import {
  CancellationTokenSource,
  type QuickInputButton,
  type QuickPick,
  type QuickPickItem,
  QuickPickItemKind,
  ThemeIcon,
  window,
} from "vscode";
import type { Backend } from "../backend/backend";
import {
  addressForms,
  looksLikeAddress,
  parseAddress,
  type TypedAddress,
  writtenAddress,
} from "../model/endpointAddress";
import { processRow } from "../model/endpointRows";
import { type Notices, sentence } from "../notices";
import type { AttachProcessesResult, GoProcess } from "../protocol";
import { settings } from "../settings";
import type { Server, Servers } from "./servers";

/** What the user wants to attach to. */
export type Target =
  /** A server; name is its process's, and empty if nobody knows. */
  | { readonly type: "server"; readonly address: TypedAddress; readonly name: string }
  /** A process that serves no profiles. */
  | { readonly type: "process"; readonly process: GoProcess };

interface Item extends QuickPickItem {
  /** Absent for a row that only tells something. */
  readonly target?: Target | "ask";
  readonly server?: Server;
}

export const attachTitle = "Attach to a Running Program or Server";

const optionsButton: QuickInputButton = { iconPath: new ThemeIcon("gear"), tooltip: "Token, Headers, Certificates…" };
const forgetButton: QuickInputButton = { iconPath: new ThemeIcon("trash"), tooltip: "Forget This Server" };

/** Asks what to attach to; undefined if the user left. */
export async function pickTarget(
  backend: Backend,
  servers: Servers,
  notices: Notices,
  options: (server: Server) => Promise<void>,
): Promise<Target | undefined> {
  const pick = window.createQuickPick<Item>();
  const cancel = new CancellationTokenSource();
  let found: AttachProcessesResult | undefined;
  const update = (): void => {
    pick.items = items(pick.value, found, servers.all);
  };
  pick.title = attachTitle;
  pick.placeholder = `A running Go program, or an address: ${addressForms}`;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.busy = true;
  pick.onDidChangeValue(update);
  pick.onDidTriggerItemButton(({ item: { server }, button }) => {
    if (server !== undefined) {
      void (button === forgetButton ? servers.forget(server).then(update) : options(server));
    }
  });
  backend
    .request("attach/processes", { prefixes: settings.attachPrefixes() }, cancel.token)
    .catch((error: unknown) => {
      // A server can be attached to all the same.
      notices.log(error);
      return { processes: [], problems: [sentence(error)] };
    })
    .then((result) => {
      found = result;
      pick.busy = false;
      update();
    })
    // The list was closed meanwhile.
    .catch(() => undefined);
  update();
  const chosen = await answer(pick);
  cancel.cancel();
  pick.dispose();
  return chosen === "ask" ? askAddress() : chosen;
}

/** Asks for an address; undefined if the user left. */
export async function askAddress(): Promise<Target | undefined> {
  const typed = await window.showInputBox({
    title: attachTitle,
    prompt: "Where the program serves its profiles. A port alone is one of this machine.",
    placeHolder: addressForms,
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() === "" || parseAddress(text) !== undefined ? undefined : `An address looks like ${addressForms}.`,
  });
  const address = parseAddress(typed ?? "");
  return address === undefined ? undefined : { type: "server", address, name: "" };
}

/** Waits for the user. A row that only tells something is no answer. */
function answer(pick: QuickPick<Item>): Promise<Item["target"]> {
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      const target = pick.selectedItems[0]?.target;
      if (target !== undefined) {
        resolve(target);
      }
    });
    pick.onDidHide(() => {
      resolve(undefined);
    });
    pick.show();
  });
}

function items(typed: string, found: AttachProcessesResult | undefined, servers: readonly Server[]): Item[] {
  const asked = looksLikeAddress(typed) ? parseAddress(typed) : undefined;
  return [
    ...(asked === undefined ? [] : [typedItem(asked)]),
    ...(found === undefined ? [searching] : listed(found, servers)),
  ];
}

const searching: Item = { label: "$(loading~spin) Looking for running programs…", alwaysShow: true };

function listed({ processes, problems }: AttachProcessesResult, servers: readonly Server[]): Item[] {
  const serving = processes.flatMap((process) => process.urls.map((url) => serverItem(process, url)));
  const others = processes.filter(({ urls }) => urls.length === 0);
  return [
    ...group("Serving profiles", serving),
    ...group("Servers", servers.map(rememberedItem)),
    ...group("Elsewhere", [{ label: "$(link) Enter a URL…", alwaysShow: true, target: "ask" }]),
    ...group("No endpoint", others.map(processItem)),
    ...problems.map((problem) => ({ label: `$(warning) ${problem}` })),
  ];
}

function group(label: string, of: readonly Item[]): Item[] {
  return of.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator }, ...of];
}

function typedItem(address: TypedAddress): Item {
  return {
    label: `$(link) Attach to ${writtenAddress(address)}`,
    alwaysShow: true,
    target: { type: "server", address, name: "" },
  };
}

function serverItem(process: GoProcess, url: string): Item {
  const row = processRow(process, url);
  const address = parseAddress(url);
  return {
    ...row,
    label: `$(broadcast) ${row.label}`,
    ...(address === undefined ? {} : { target: { type: "server", address, name: process.name } }),
  };
}

function rememberedItem(server: Server): Item {
  return {
    label: `$(server) ${writtenAddress(server.address)}`,
    description: server.names.join(", "),
    buttons: [optionsButton, forgetButton],
    server,
    target: { type: "server", address: { ...server.address, user: "", last: "" }, name: "" },
  };
}

function processItem(process: GoProcess): Item {
  const row = processRow(process, "");
  return { ...row, label: `$(circle-slash) ${row.label}`, target: { type: "process", process } };
}
