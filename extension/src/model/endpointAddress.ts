// The address of a server, as a user types it or pastes it from a browser. It is read only as far as the editor must know
// it: which server it is (secrets and options belong to one), and that no secret stays in it. What the path lacks, the
// backend adds.

/** Where a server's profiles are. It holds no user, password or query, so it may be shown and remembered. */
export interface Address {
  /** Scheme, host, port and path, such as "http://localhost:6060/debug/pprof/". */
  readonly url: string;
  /** The absolute path of a unix socket to connect to; empty for TCP. */
  readonly socket: string;
}

/** What was typed, taken apart. */
export interface TypedAddress extends Address {
  /** "user:password", as it was meant; empty if the address had none. */
  readonly user: string;
  /** The last part of the path: of "…/debug/pprof/heap?debug=1", pasted from a browser, the profile that was looked at. */
  readonly last: string;
}

/** What an input box says of an address that can't be read. */
export const addressForms = "localhost:6060, https://host/debug/pprof/ or unix:///run/app.sock";

const httpForm =
  /^(?:(?<scheme>https?):\/\/)?(?:(?<user>[^\s@/?#]*)@)?(?<host>\[[0-9a-f:.]+\]|[^\s/?#@:[\]\\]*)(?::(?<port>\d{1,5}))?(?<path>\/[^\s?#]*)?(?:[?#]\S*)?$/i;
const socketForm = /^unix:(?:\/\/)?(?<socket>\/(?!\/)[^\s:?#]+)(?::(?<path>\/[^\s?#]*))?$/;

/** Takes an address apart; undefined if it is none. A bare number is a port of this machine. */
export function parseAddress(typed: string): TypedAddress | undefined {
  const text = typed.trim();
  const unix = socketForm.exec(text)?.groups;
  if (unix !== undefined) {
    const { socket = "", path = "/" } = unix;
    return { url: `http://localhost${path}`, socket, user: "", last: lastOf(path) };
  }
  const http = httpForm.exec(/^\d+$/.test(text) ? `:${text}` : text)?.groups;
  if (http === undefined || text === "") {
    return undefined;
  }
  const { scheme = "http", user = "", host = "", port, path = "/" } = http;
  if ((host === "" && port === undefined) || Number(port ?? 1) < 1 || Number(port ?? 1) > 65_535) {
    return undefined;
  }
  const server = `${scheme}://${host === "" ? "localhost" : host}${port === undefined ? "" : `:${Number(port)}`}`;
  return { url: server.toLowerCase() + path, socket: "", user: unescaped(user), last: lastOf(path) };
}

/** Tells an address from words that a list is filtered by: it has a scheme or a port, or is a port. */
export function looksLikeAddress(typed: string): boolean {
  return /^\s*(?:\d{1,5}\s*$|[a-z+]+:\/|[^\s/]*:\d)/i.test(typed) && parseAddress(typed) !== undefined;
}

/**
 * Names the server of an address: scheme, host and port, or the socket. Two addresses have one key if and only if what
 * may be sent to the one may be sent to the other.
 */
export function serverKey({ url, socket }: Address): string {
  if (socket !== "") {
    return `unix://${socket}`;
  }
  const [, server = url, scheme] = /^((https?):\/\/[^/]*)/.exec(url) ?? [];
  return /:\d+$/.test(server) ? server : `${server}:${scheme === "https" ? 443 : 80}`;
}

/** What a server is called on screen: "localhost:6060", "https://host", "unix:/run/app.sock". */
export function serverName({ url, socket }: Address): string {
  const [, scheme = "", host = ""] = /^(https?):\/\/([^/]*)/.exec(url) ?? [];
  return socket !== "" ? `unix:${socket}` : scheme === "https" ? `https://${host}` : host;
}

/** An address in the form in which it can be typed. */
export function writtenAddress({ url, socket }: Address): string {
  return socket === "" ? url : `unix://${socket}:${url.replace(/^http:\/\/[^/]*/, "")}`;
}

/** A percent that escapes nothing was meant as one. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
