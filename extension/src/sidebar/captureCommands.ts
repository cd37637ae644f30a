// What can be done with a capture of the past, from its row or from the palette; and the quick pick over all of them.

import { commands, type Disposable, type QuickPickItem, Uri, window } from "vscode";
import type { Active } from "../capture/active";
import type { History } from "../capture/history";
import { openProfiles } from "../capture/openFile";
import { age } from "../model/age";
import { captureDescription, titleProblem } from "../model/captureText";
import { hasLines, targetIcon } from "../model/kinds";
import type { Notices } from "../notices";
import type { Capture, CapturedProfile } from "../protocol";
import { confirmDelete, confirmDeleteUnpinned } from "./captureDelete";
import { exportCaptures, exportFile, revealFile } from "./captureFiles";
import type { Node } from "./captureNodes";
import type { Reruns } from "./reruns";

/** What a row's command gets: the row, and all that are selected if it is one of them. */
type Rows = [row?: Node, selected?: readonly Node[]];

interface Entry extends QuickPickItem {
  readonly open?: () => Promise<unknown>;
}

interface CapturePick extends QuickPickItem {
  readonly capture: Capture;
}

/** Registers the commands. */
export function registerCaptureCommands(
  history: History,
  active: Active,
  reruns: Reruns,
  notices: Notices,
): Disposable[] {
  const shownCapture = (): Capture | undefined => active.selection?.subject.capture;

  const show = async (capture: Capture): Promise<void> => {
    const other = capture.profiles[0];
    if (other !== undefined && !capture.profiles.some(({ kind }) => hasLines(kind))) {
      await tellNoLines(other);
      return;
    }
    // Two captures are best compared on one sample type, so the one that is shown stays.
    await active.openCapture(capture, active.selection?.choice.type ?? capture.sampleType);
  };

  const showProfile = async (capture: Capture, profile: CapturedProfile): Promise<void> => {
    if (!hasLines(profile.kind)) {
      await tellNoLines(profile);
      return;
    }
    if (shownCapture()?.id !== capture.id) {
      await active.openCapture(capture, profile.sampleType);
    }
    // Two files may use one name for a sample type, and the one that was clicked may hold nothing: it is shown anyway.
    const ofFile = active.choices.filter(({ path }) => path === profile.path);
    const choice = ofFile.find(({ type }) => type === profile.sampleType) ?? ofFile[0];
    if (choice !== undefined && active.selection?.choice.path !== profile.path) {
      active.choose(choice);
    }
  };

  const rename = async (capture: Capture): Promise<void> => {
    const title = await window.showInputBox({
      title: "Rename Capture",
      prompt: `The new title of ${capture.title}`,
      value: capture.title,
      validateInput: titleProblem,
    });
    if (title === undefined || title.trim() === capture.title) {
      return;
    }
    const renamed = await history.rename(capture, title);
    const { selection } = active;
    if (selection?.subject.key === capture.id) {
      await active.openCapture(renamed, selection.choice.type);
    }
  };

  /** Runs a command on captures: those of the rows, or one that the user picks if it came from the palette. */
  const register = (
    name: string,
    question: string,
    run: (captures: readonly Capture[]) => Promise<void>,
    fits: (capture: Capture) => boolean = () => true,
  ): Disposable =>
    commands.registerCommand(name, async (...rows: Rows) => {
      try {
        const captures = rows[0] === undefined ? await ask(history, question, fits, shownCapture()) : ofRows(rows);
        const fitting = captures.filter(fits);
        if (fitting.length > 0) {
          await run(fitting);
        }
      } catch (error) {
        await notices.error(error);
      }
    });

  const one =
    (run: (capture: Capture) => Promise<void>) =>
    async ([capture]: readonly Capture[]): Promise<void> =>
      capture === undefined ? undefined : run(capture);

  /** Runs a command that needs no capture, or knows its row itself. */
  const command = (name: string, run: (...rows: Rows) => Promise<unknown>): Disposable =>
    commands.registerCommand(name, async (...rows: Rows) => {
      try {
        await run(...rows);
      } catch (error) {
        await notices.error(error);
      }
    });

  return [
    register("linecost.openCapture", "The capture to show", one(show)),
    register(
      "linecost.runCaptureAgain",
      "The capture to run again",
      one(async (capture) => reruns[capture.kind]?.(capture)),
      ({ kind }) => reruns[kind] !== undefined,
    ),
    register("linecost.renameCapture", "The capture to rename", one(rename)),
    register(
      "linecost.pinCapture",
      "The capture to pin, so that it is never removed to make room",
      (captures) => history.pin(captures, true),
      ({ pinned }) => !pinned,
    ),
    register(
      "linecost.unpinCapture",
      "The capture to unpin",
      (captures) => history.pin(captures, false),
      ({ pinned }) => pinned,
    ),
    register("linecost.exportCapture", "The capture to export the profiles of", exportCaptures),
    command("linecost.openCapturedProfile", async (row) =>
      row?.type === "profile" ? showProfile(row.of.capture, row.profile) : undefined,
    ),
    command("linecost.exportProfile", async (row) =>
      row?.type === "profile" ? exportFile(row.of.capture, row.profile.path) : undefined,
    ),
    command("linecost.revealCapture", async (row) => {
      const file =
        row?.type === "profile" ? row.profile : row?.type === "capture" ? row.capture.profiles[0] : undefined;
      return file === undefined ? undefined : revealFile(file.path);
    }),
    command("linecost.deleteCapture", async (...rows) => {
      const asked = rows[0] === undefined ? await ask(history, "The capture to delete", undefined, shownCapture()) : [];
      const damaged = selected(rows).flatMap((row) => (row.type === "damaged" ? [row.damaged] : []));
      await confirmDelete([...asked, ...ofRows(rows)], damaged, history, active);
    }),
    command("linecost.deleteUnpinned", () => confirmDeleteUnpinned(history, active)),
    command("linecost.showAllWorkspaces", () => history.listEverywhere(true)),
    command("linecost.showThisWorkspace", () => history.listEverywhere(false)),
    command("linecost.openRecentFile", async (row) => (row?.type === "file" ? openRecent(row.file) : undefined)),
    command("linecost.forgetFile", (...rows) =>
      history.forget(selected(rows).flatMap((row) => (row.type === "file" ? [row.file] : []))),
    ),
    command("linecost.switchCapture", async () => {
      const chosen = await window.showQuickPick<Entry>(everything(history, active, show), {
        placeHolder: "The capture or profile to show figures of",
        matchOnDescription: true,
      });
      await chosen?.open?.();
    }),
  ];
}

/** The rows that a command is meant for: the selection, if the row is part of it. */
function selected([row, all]: Rows): readonly Node[] {
  if (row === undefined) {
    return [];
  }
  return all?.includes(row) === true ? all : [row];
}

function ofRows(rows: Rows): Capture[] {
  return selected(rows).flatMap((row) => (row.type === "capture" ? [row.capture] : []));
}

/** Lets the user pick a capture, the one that is shown first. */
async function ask(
  history: History,
  question: string,
  fits: (capture: Capture) => boolean = () => true,
  shown?: Capture,
): Promise<Capture[]> {
  const { captures } = await history.list();
  const fitting = captures.filter(fits);
  if (fitting.length === 0) {
    void window.showInformationMessage(`${question}: there is none.`);
    return [];
  }
  const picks = fitting
    .sort((a, b) => Number(b.id === shown?.id) - Number(a.id === shown?.id))
    .map((capture): CapturePick => ({ ...pick(capture, shown?.id === capture.id), capture }));
  const chosen = await window.showQuickPick(picks, { placeHolder: question, matchOnDescription: true });
  return chosen === undefined ? [] : [chosen.capture];
}

async function everything(
  history: History,
  active: Active,
  show: (capture: Capture) => Promise<void>,
): Promise<Entry[]> {
  const { captures } = await history.list();
  const shown = active.selection?.subject.key;
  const all: Entry[] = [
    ...captures.map((capture) => ({ ...pick(capture, shown === capture.id), open: () => show(capture) })),
    ...history.files.map((file) => ({
      label: "$(file) " + file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1),
      description: "profile file" + mark(file === shown),
      detail: file,
      open: () => openRecent(file),
    })),
  ];
  const profile = "$(flame) Profile a Test or Benchmark…";
  return all.length > 0 ? all : [{ label: profile, open: async () => commands.executeCommand("linecost.capture") }];
}

function pick(capture: Capture, shown: boolean): QuickPickItem {
  return {
    label: `$(${targetIcon(capture.kind)}) ${capture.title}`,
    description: `${age(capture.timeMillis, Date.now())} · ${captureDescription(capture)}${mark(shown)}`,
    detail: capture.package === "" ? capture.url : capture.package,
  };
}

function mark(shown: boolean): string {
  return shown ? " · shown" : "";
}

async function openRecent(file: string): Promise<void> {
  await openProfiles([Uri.file(file)]);
}

async function tellNoLines({ kind, path }: CapturedProfile): Promise<void> {
  const message =
    kind === "trace"
      ? "Linecost shows no execution traces yet. The file is a standard one: go tool trace opens it."
      : "Linecost shows no runtime metrics yet. The file holds one JSON object a line.";
  const reveal = "Reveal File";
  if ((await window.showInformationMessage(message, reveal)) === reveal) {
    await revealFile(path);
  }
}
