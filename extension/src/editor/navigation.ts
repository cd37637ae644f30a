// The keys: on and off, away, and from one hotspot to the next.

import { commands, type Disposable, Range, Selection, TextEditorRevealType, window } from "vscode";
import type { Active } from "../capture/active";
import { shareOf } from "../model/figures";
import { hotspots, nextSpot, previousSpot } from "../model/hotspots";
import type { Painter } from "./painter";

type Step = (spots: readonly number[], from: number) => number | undefined;

/** Registers the commands. */
export function registerNavigation(active: Active, painter: Painter): Disposable[] {
  return [
    commands.registerCommand("linecost.nextHotspot", () => {
      step(painter, nextSpot);
    }),
    commands.registerCommand("linecost.previousHotspot", () => {
      step(painter, previousSpot);
    }),
    commands.registerCommand("linecost.toggle", () => {
      painter.toggle();
    }),
    commands.registerCommand("linecost.clear", () => {
      active.clear();
    }),
  ];
}

function step(painter: Painter, to: Step): void {
  const editor = window.activeTextEditor;
  if (editor === undefined) {
    return;
  }
  const lines = painter.lines(editor.document).map((line) => ({ line: line.row, cost: shareOf(line) }));
  const row = to(hotspots(lines), editor.selection.active.line);
  if (row === undefined) {
    window.setStatusBarMessage("Linecost: no hotspot in this file", 3000);
    return;
  }
  const column = editor.document.lineAt(row).firstNonWhitespaceCharacterIndex;
  const at = new Range(row, column, row, column);
  editor.selection = new Selection(at.start, at.end);
  editor.revealRange(at, TextEditorRevealType.InCenterIfOutsideViewport);
}
