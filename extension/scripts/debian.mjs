// @ts-check
// The packages of Debian that the tests need, installed where that may be done and named where it may not.

import { existsSync } from "node:fs";
import { output, run } from "./lib/run.mjs";

/**
 * Installs what is missing on Debian as root. Elsewhere it is for the person to do: the step that misses a program says
 * which.
 *
 * @param {string[]} packages
 */
export async function installPackages(packages) {
  if (!existsSync("/etc/debian_version") || process.getuid?.() !== 0) {
    return;
  }
  const missing = [];
  for (const name of packages) {
    if (!(await isInstalled(name))) {
      missing.push(name);
    }
  }
  if (missing.length > 0) {
    console.log(`Installing Debian packages: ${missing.join(", ")}`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await output("apt-get", ["-qq", "update"], { env });
    await run("apt-get", ["-qq", "install", "-y", "--no-install-recommends", ...missing], { env });
  }
}

/** @param {string} name */
async function isInstalled(name) {
  const status = await output("dpkg-query", ["--show", "--showformat=${db:Status-Status}", name]).catch(() => "");
  return status === "installed";
}
