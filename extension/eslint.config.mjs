// @ts-check
// Typed linting of every room, and what each may import: the part of the house rules that tsc can't see.

import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

const jsonrpc = { name: "vscode-jsonrpc", message: "Only extension/src/backend speaks to the backend's wire." };
const jsonrpcFolder = { group: ["vscode-jsonrpc/*"], message: jsonrpc.message };

const pure = {
  regex: "^(vscode$|vscode-jsonrpc|node:|@types/)",
  message: "model/ and webview/ see neither VS Code nor Node: hand in what they need.",
};

/** Node's modules by their old names, so that the rule above has one spelling to look for. */
const bareNode = {
  regex:
    "^(assert|buffer|child_process|crypto|events|fs|http|https|net|os|path|process|stream|tty|url|util|v8|vm|worker_threads|zlib)(/|$)",
  message: "Write node: before the name of a Node module.",
};

export default defineConfig(
  { ignores: ["**/node_modules/**", "sample/**", "src/protocol.ts", "forbidden.d.ts"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: "error",
      "no-console": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      // A callback that returns what a call returns reads better than a block around it.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // Numbers read well in a message; nothing else is turned into text by itself.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "no-restricted-imports": ["error", { paths: [jsonrpc], patterns: [jsonrpcFolder, bareNode] }],
    },
  },
  {
    files: ["src/backend/**"],
    rules: { "no-restricted-imports": ["error", { patterns: [bareNode] }] },
  },
  {
    files: ["src/model/**", "webview/**"],
    ignores: ["**/*.test.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: [pure, bareNode] }] },
  },
  {
    // Programs that talk to a terminal.
    files: ["scripts/**/*.mjs", "e2e/**"],
    rules: { "no-console": "off" },
  },
  {
    // A cast in a comment, which is how JSON gets its type here, is seen by tsc but not by these two rules.
    files: ["scripts/**/*.mjs"],
    rules: {
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
  {
    // Plain JavaScript without types, loaded by VS Code as it is.
    files: ["e2e/driver/**"],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
);
