import { describe, expect, test } from "vitest";
import { looksLikeAddress, parseAddress, serverKey, serverName, writtenAddress } from "./endpointAddress";

describe("parseAddress", () => {
  const cases: [why: string, typed: string, url: string, rest?: { socket?: string; user?: string; last?: string }][] = [
    ["a port alone is one of this machine", "6060", "http://localhost:6060/"],
    ["as Go's listeners write it", ":6060", "http://localhost:6060/"],
    ["spaces around, as they are pasted", "  localhost:6060\n", "http://localhost:6060/"],
    ["a host without a port", "api.example.com", "http://api.example.com/"],
    [
      "letters of a host are of one case",
      "HTTP://LocalHost:6060/Debug",
      "http://localhost:6060/Debug",
      { last: "Debug" },
    ],
    ["a port with zeros before it is the same port", "localhost:06060", "http://localhost:6060/"],
    ["a scheme", "https://api.example.com/", "https://api.example.com/"],
    ["a path of one's own", "host:80/internal/pprof/", "http://host:80/internal/pprof/"],
    ["IPv6", "[::1]:6060", "http://[::1]:6060/"],
    [
      "one profile, pasted from a browser: the query says nothing of the server",
      "host:6060/debug/pprof/heap?debug=1",
      "http://host:6060/debug/pprof/heap",
      { last: "heap" },
    ],
    [
      "a password is taken out of what may be shown",
      "https://ada:s3cret@host/debug/pprof/#top",
      "https://host/debug/pprof/",
      { user: "ada:s3cret" },
    ],
    ["as URLs want it written", "http://ada:p%40ss@host/", "http://host/", { user: "ada:p@ss" }],
    ["as it is typed by who doesn't know", "http://ada:100%@host/", "http://host/", { user: "ada:100%" }],
    ["a secret in a query goes, too", "http://host/?token=s3cret", "http://host/"],
    ["a socket", "unix:///run/app.sock", "http://localhost/", { socket: "/run/app.sock" }],
    ["a socket, as nginx writes it", "unix:/run/app.sock", "http://localhost/", { socket: "/run/app.sock" }],
    [
      "a socket and a path on its server",
      "unix:///run/app.sock:/admin/heap",
      "http://localhost/admin/heap",
      { socket: "/run/app.sock", last: "heap" },
    ],
  ];
  for (const [why, typed, url, rest] of cases) {
    test(why, () => {
      expect(parseAddress(typed)).toEqual({ url, socket: "", user: "", last: "", ...rest });
    });
  }

  const none: [why: string, typed: string][] = [
    ["nothing", " "],
    ["a path alone is of no server", "/debug/pprof/"],
    ["no such port", "localhost:70000"],
    ["port zero is no port", "0"],
    ["words", "my server"],
    ["another scheme", "ftp://host/"],
    ["a scheme without a host", "http://"],
    ["a socket needs an absolute path", "unix://app.sock"],
  ];
  for (const [why, typed] of none) {
    test(`none: ${why}`, () => {
      expect(parseAddress(typed)).toBeUndefined();
    });
  }
});

describe("looksLikeAddress", () => {
  const cases: [why: string, typed: string, want: boolean][] = [
    ["a port", "6060", true],
    ["a host and a port", "host:6060", true],
    ["a scheme", "https://host", true],
    ["a socket", "unix:/run/app.sock", true],
    ["IPv6", "[::1]:6060", true],
    ["a word is what the list is filtered by", "worker", false],
    ["so is a module, which might be a host", "example.com/shop", false],
    ["half an address", "http://", false],
    ["too long for a port", "606060", false],
  ];
  for (const [why, typed, want] of cases) {
    test(why, () => {
      expect(looksLikeAddress(typed)).toBe(want);
    });
  }
});

describe("serverKey", () => {
  const keyOf = (typed: string): string => serverKey(parseAddress(typed) ?? { url: "", socket: "" });
  const same: [why: string, a: string, b: string][] = [
    ["the path says nothing", "host:6060/a/", "http://host:6060/b"],
    ["nor do default ports", "http://host", "host:80"],
    ["https too", "https://host/x", "https://HOST:443"],
    ["a socket, whatever the path", "unix:/run/a.sock", "unix:///run/a.sock:/admin/"],
  ];
  for (const [why, a, b] of same) {
    test(`one server: ${why}`, () => {
      expect(keyOf(a)).toBe(keyOf(b));
    });
  }

  const others: [why: string, a: string, b: string][] = [
    ["what was given for TLS must not go out in the clear", "https://host:8443", "http://host:8443"],
    ["another port is another program", "host:6060", "host:6061"],
    ["another host", "a.example.com", "b.example.com"],
    ["a host that ends alike", "https://host.evil.com", "https://host"],
    ["a socket's server calls itself localhost", "unix:/run/a.sock", "localhost"],
  ];
  for (const [why, a, b] of others) {
    test(`two servers: ${why}`, () => {
      expect(keyOf(a)).not.toBe(keyOf(b));
    });
  }
});

describe("names", () => {
  const cases: [typed: string, name: string, written: string][] = [
    ["6060", "localhost:6060", "http://localhost:6060/"],
    ["https://ada:s3cret@host/x/?y", "https://host", "https://host/x/"],
    ["[::1]:6060/debug/pprof/", "[::1]:6060", "http://[::1]:6060/debug/pprof/"],
    ["unix:/run/app.sock", "unix:/run/app.sock", "unix:///run/app.sock:/"],
  ];
  for (const [typed, name, written] of cases) {
    test(typed, () => {
      const address = parseAddress(typed) ?? { url: "", socket: "" };
      expect(serverName(address)).toBe(name);
      expect(writtenAddress(address)).toBe(written);
      expect(parseAddress(written), "can be typed again").toMatchObject({ url: address.url, socket: address.socket });
    });
  }
});
