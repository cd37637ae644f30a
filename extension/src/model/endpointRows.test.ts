import { describe, expect, test } from "vitest";
import type { GoProcess, OfferedProfile } from "../protocol";
import { modulePath, noEndpoint, packageFolder, processRow, profileRow, type Row } from "./endpointRows";

const index = "http://127.0.0.1:6060/debug/pprof/";

describe("processRow", () => {
  const cases: [why: string, process: Partial<GoProcess>, url: string, want: Omit<Row, "label">][] = [
    [
      "a release tells its version",
      { ports: [6060], version: "v1.4.0" },
      index,
      { description: "example.com/shop/cmd/shop@v1.4.0", detail: `${index} · pid 42 · /usr/bin/shop` },
    ],
    [
      "what is built from a checkout has no version worth reading",
      { ports: [80, 6060], version: "(devel)" },
      index,
      { description: "example.com/shop/cmd/shop", detail: `${index} · also port 80 · pid 42 · /usr/bin/shop` },
    ],
    [
      "go run of a file: its module says more than its package",
      { package: "command-line-arguments", ports: [80, 443] },
      "",
      { description: "example.com/shop", detail: "ports 80, 443 · pid 42 · /usr/bin/shop" },
    ],
    [
      "a command that listens nowhere",
      { package: "", module: "" },
      "",
      { description: "", detail: "no port · pid 42 · /usr/bin/shop" },
    ],
  ];
  for (const [why, of, url, want] of cases) {
    test(why, () => {
      expect(processRow(running(of), url)).toEqual({ label: "shop", ...want });
    });
  }

  test("arguments are not shown: they may hold secrets, and lists are on screenshots", () => {
    expect(JSON.stringify(processRow(running({ args: ["-token", "s3cret"] }), index))).not.toContain("s3cret");
  });

  test("a process without an endpoint: what is, and what to do", () => {
    expect(noEndpoint(running({}))).toBe(
      "shop serves no profiles. Restart it with Linecost (Profile Program), or import net/http/pprof in it.",
    );
  });
});

describe("profileRow", () => {
  const cases: [why: string, offered: Partial<OfferedProfile>, want: Row][] = [
    [
      "pprof's name for CPU says nothing",
      { name: "profile", kind: "cpu" },
      { label: "CPU", description: "", detail: "What it shows." },
    ],
    ["one", { kind: "goroutine", count: 1 }, { label: "heap", description: "1 goroutine", detail: "What it shows." }],
    [
      "many",
      { kind: "memory", count: 1234 },
      { label: "heap", description: "1,234 entries", detail: "What it shows." },
    ],
    [
      "none is told: an empty profile is no surprise then",
      { kind: "mutex", count: 0, note: "It was never enabled." },
      { label: "heap", description: "0 entries", detail: "What it shows. It was never enabled." },
    ],
  ];
  for (const [why, of, want] of cases) {
    test(why, () => {
      const offered = { name: "heap", kind: "other", path: "heap", description: "What it shows.", count: -1 } as const;
      expect(profileRow({ ...offered, seconds: 0, delta: false, note: "", ...of })).toEqual(want);
    });
  }
});

describe("packageFolder", () => {
  const cases: [why: string, imported: string, module: string, want: string | undefined][] = [
    ["a command below the module", "example.com/shop/cmd/shop", "example.com/shop", "cmd/shop"],
    ["the module's own folder", "example.com/shop", "example.com/shop", ""],
    ["a module whose name only begins alike", "example.com/shop", "example.com/sho", undefined],
    ["named by its files", "command-line-arguments", "example.com/shop", undefined],
    ["a binary that doesn't say", "", "", undefined],
  ];
  for (const [why, imported, module, want] of cases) {
    test(why, () => {
      expect(packageFolder(running({ package: imported }), module)).toBe(want);
    });
  }
});

describe("modulePath", () => {
  const cases: [why: string, goMod: string, want: string][] = [
    ["the first line, as a rule", "module example.com/shop\n\ngo 1.26\n", "example.com/shop"],
    ["behind a comment", "// The shop.\nmodule example.com/shop // moved\n", "example.com/shop"],
    ["quoted", 'module "example.com/shop"\n', "example.com/shop"],
    ["none", "go 1.26\n", ""],
  ];
  for (const [why, goMod, want] of cases) {
    test(why, () => {
      expect(modulePath(goMod)).toBe(want);
    });
  }
});

function running(of: Partial<GoProcess>): GoProcess {
  return {
    pid: 42,
    name: "shop",
    path: "/usr/bin/shop",
    args: [],
    package: "example.com/shop/cmd/shop",
    module: "example.com/shop",
    version: "",
    goVersion: "go1.26.8",
    startMillis: 0,
    ports: [],
    urls: [],
    ...of,
  };
}
