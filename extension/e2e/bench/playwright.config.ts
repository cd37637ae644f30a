// The measurements of the screen: `npm run bench` runs them, npm test does not. They measure and never judge.

import path from "node:path";
import { defineConfig } from "@playwright/test";
import { repo } from "../../scripts/lib/paths.mjs";
import config from "../playwright.config.ts";

export default defineConfig({
  ...config,
  testDir: ".",
  testMatch: "*.bench.ts",
  outputDir: path.join(repo, "test-results", "bench"),
  timeout: 300_000,
});
