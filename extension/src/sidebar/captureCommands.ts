// What can be done with a capture of the past: show, run again, reveal, delete; and the quick pick over all of them.

import { commands, type Disposable, type QuickPickItem, Uri, window } from "vscode";
import type { Active } from "../capture/active";
import type { CaptureCommands } from "../capture/commands";
import type { History } from "../capture/history";
import { age } from "../model/age";
import type { Notices } from "../notices";
import type { Capture } from "../protocol";
import { type Node, openRecent } from "./captures";

type CaptureNode = Omit<Extract<Node, { type: "capture" }>, "group">;
type FileNode = Extract<Node, { type: "file" }>;

interface Entry extends QuickPickItem {
  readonly open?: () => Promise<unknown>;
}

/** Registers the commands. */
export function registerCaptureCommands(
  history: History,
  active: Active,
  runs: CaptureCommands,
  notices: Notices,
): Disposable[] {
  const show = async (capture: Capture): Promise<void> => {
    try {
      const asked = active.selection?.choice.type;
      // Two captures are best compared on one sample type, so the one that is shown stays.
      await active.openCapture(capture, asked ?? capture.sampleType);
    } catch (error) {
      await notices.error(error);
    }
  };
  return [
    commands.registerCommand("linecost.openCapture", ({ capture }: CaptureNode) => show(capture)),
    commands.registerCommand("linecost.openRecentFile", ({ file }: FileNode) => openRecent(file)),
    commands.registerCommand("linecost.runCaptureAgain", ({ capture }: CaptureNode) => runs.rerun(capture)),
    commands.registerCommand("linecost.revealCapture", async ({ capture }: CaptureNode) => {
      const [first] = capture.profiles;
      if (first !== undefined) {
        await commands.executeCommand("revealFileInOS", Uri.file(first.path));
      }
    }),
    commands.registerCommand("linecost.deleteCapture", ({ capture }: CaptureNode) =>
      confirmDelete(capture, history, active, notices),
    ),
    commands.registerCommand("linecost.forgetFile", ({ file }: FileNode) => history.forget(file)),
    commands.registerCommand("linecost.switchCapture", async () => {
      try {
        const chosen = await window.showQuickPick<Entry>(picks(history, active, show), {
          placeHolder: "The capture or profile to show figures of",
          matchOnDescription: true,
        });
        await chosen?.open?.();
      } catch (error) {
        await notices.error(error);
      }
    }),
  ];
}

async function confirmDelete(capture: Capture, history: History, active: Active, notices: Notices): Promise<void> {
  const answer = await window.showWarningMessage(
    `Delete the capture of ${capture.title} from ${new Date(capture.timeMillis).toLocaleString()}?`,
    { modal: true, detail: "Its profile files are removed from disk." },
    "Delete",
  );
  if (answer !== "Delete") {
    return;
  }
  try {
    if (active.selection?.subject.key === capture.id) {
      active.clear();
    }
    await history.delete(capture);
  } catch (error) {
    await notices.error(error);
  }
}

async function picks(history: History, active: Active, show: (capture: Capture) => Promise<void>): Promise<Entry[]> {
  const { captures } = await history.list();
  const shown = active.selection?.subject.key;
  const mark = (key: string): string => (key === shown ? " · shown" : "");
  const all: Entry[] = [
    ...captures.map((capture) => ({
      label: `$(${capture.kind === "benchmark" ? "dashboard" : "beaker"}) ${capture.title}`,
      description: age(capture.timeMillis, Date.now()) + mark(capture.id),
      detail: capture.package,
      open: () => show(capture),
    })),
    ...history.files.map((file) => ({
      label: "$(file) " + file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1),
      description: "profile file" + mark(file),
      detail: file,
      open: () => openRecent(file),
    })),
  ];
  return all.length > 0
    ? all
    : [
        {
          label: "$(flame) Profile a Test or Benchmark…",
          open: async () => commands.executeCommand("linecost.capture"),
        },
      ];
}
