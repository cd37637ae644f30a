// Any profile file, however it comes: by command, from the explorer's menu, or dropped on the sidebar. All of them end
// in the profile editor, which makes the file the one that is shown.

import { commands, type Disposable, Uri, window } from "vscode";

/** The custom editor's view type, as package.json has it. */
export const profileViewType = "linecost.profile";

/** Opens profile files in their editor. */
export async function openProfiles(files: readonly Uri[]): Promise<void> {
  for (const file of files) {
    await commands.executeCommand("vscode.openWith", file, profileViewType, { preview: false });
  }
}

/** Registers the command; the explorer hands it the file and the files that are selected. */
export function registerOpenProfile(): Disposable {
  return commands.registerCommand("linecost.openProfile", async (file: unknown, selected: unknown) => {
    const given = Array.isArray(selected) && selected.length > 0 ? (selected as unknown[]) : [file];
    const uris = given.filter((item) => item instanceof Uri);
    await openProfiles(uris.length > 0 ? uris : await ask());
  });
}

async function ask(): Promise<Uri[]> {
  const chosen = await window.showOpenDialog({
    canSelectMany: true,
    openLabel: "Open Profile",
    title: "Open a CPU or memory profile",
    filters: { Profiles: ["pprof", "prof", "pgo", "gz", "pb", "out"], "All files": ["*"] },
  });
  return chosen ?? [];
}
