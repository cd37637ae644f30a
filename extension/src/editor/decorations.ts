// The editor's paint: one decoration type for each shade of heat and one for the figures, made once for all editors.

import {
  type DecorationOptions,
  type Disposable,
  OverviewRulerLane,
  Range,
  type TextEditor,
  type TextEditorDecorationType,
  ThemeColor,
  window,
} from "vscode";
import { heatLevels } from "../model/heat";

/** What one line is painted with. */
export interface Painted {
  /** Counts from 0. */
  readonly line: number;
  /** 1 to heatLevels; 0 for no background. */
  readonly heat: number;
  /** What is written at the line's end; empty for nothing. */
  readonly figure: string;
}

/** Lines cooler than this have no mark in the overview ruler: a ruler full of marks shows nothing. */
const rulerFrom = 3;

export class Decorations implements Disposable {
  private readonly heat: readonly TextEditorDecorationType[];
  private readonly figures: TextEditorDecorationType;
  /** The shades that an editor is painted with. Each call is a message to the window, and most shades have no line. */
  private readonly shades = new WeakMap<TextEditor, ReadonlySet<number>>();

  constructor() {
    this.heat = Array.from({ length: heatLevels }, (_, index) =>
      window.createTextEditorDecorationType({
        isWholeLine: true,
        backgroundColor: new ThemeColor(`linecost.heat${String(index + 1)}`),
        ...(index + 1 >= rulerFrom && {
          overviewRulerColor: new ThemeColor("linecost.overviewRuler"),
          overviewRulerLane: OverviewRulerLane.Left,
        }),
      }),
    );
    this.figures = window.createTextEditorDecorationType({
      after: { color: new ThemeColor("linecost.figureForeground"), fontStyle: "normal", fontWeight: "normal" },
    });
  }

  /** Paints an editor; what was painted before is gone. */
  paint(editor: TextEditor, lines: readonly Painted[]): void {
    const byHeat = this.heat.map((): Range[] => []);
    const figures: DecorationOptions[] = [];
    for (const { line, heat, figure } of lines) {
      // The very end of the line, whatever its length: the figure stays there while the line is being typed in.
      const end = new Range(line, Number.MAX_SAFE_INTEGER, line, Number.MAX_SAFE_INTEGER);
      byHeat[heat - 1]?.push(new Range(line, 0, line, 0));
      if (figure !== "") {
        figures.push({ range: end, renderOptions: { after: { contentText: figure } } });
      }
    }
    editor.setDecorations(this.figures, figures);
    const before = this.shades.get(editor);
    const shades = new Set<number>();
    for (const [shade, type] of this.heat.entries()) {
      const ranges = byHeat[shade] ?? [];
      if (ranges.length > 0) {
        shades.add(shade);
      }
      if (ranges.length > 0 || before?.has(shade) === true) {
        editor.setDecorations(type, ranges);
      }
    }
    this.shades.set(editor, shades);
  }

  dispose(): void {
    for (const type of [...this.heat, this.figures]) {
      type.dispose();
    }
  }
}
