import path from "node:path";
import { defineConfig } from "@playwright/test";
import { chromium } from "../scripts/chromium.mjs";
import { repo } from "../scripts/lib/paths.mjs";

const shown = { width: 1440, height: 900 };

export default defineConfig({
  testDir: ".",
  outputDir: path.join(repo, "test-results", "e2e"),
  forbidOnly: true,
  // A workbench with its browser takes more than a gigabyte, and a test that passes at the second try has found a bug.
  workers: 1,
  retries: 0,
  // Far more than any of it takes: a machine that is three times slower must not fail a test that is right.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    viewport: shown,
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: chromium(),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
