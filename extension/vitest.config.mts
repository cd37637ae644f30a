import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  cacheDir: fileURLToPath(new URL("../node_modules/.vite", import.meta.url)),
  test: {
    include: ["src/**/*.test.ts", "webview/**/*.test.ts", "scripts/**/*.test.mjs"],
    // A test that is left alone with .only would pass for the whole suite.
    allowOnly: false,
  },
});
