// Over a figure: what the line costs in every sample type of the capture.

import {
  type CancellationToken,
  type Disposable,
  Hover,
  type HoverProvider,
  languages,
  MarkdownString,
  type Position,
  Range,
  type TextDocument,
} from "vscode";
import type { Active } from "../capture/active";
import type { Profiles } from "../capture/profiles";
import type { Freshness } from "../model/freshness";
import { escaped } from "../model/markdown";
import { percent } from "../model/percent";
import type { Selection } from "../model/selection";
import { humaniseExactly } from "../model/units";
import type { Figure } from "../protocol";
import type { Painter } from "./painter";

/** The only commands that a link in a hover may run. */
const enabledCommands = ["linecost.nextHotspot", "linecost.previousHotspot", "linecost.captureAgain"];

export class FigureHover implements HoverProvider, Disposable {
  private readonly registration: Disposable;

  constructor(
    private readonly active: Active,
    private readonly profiles: Profiles,
    private readonly painter: Painter,
  ) {
    this.registration = languages.registerHoverProvider({ scheme: "file" }, this);
  }

  async provideHover(document: TextDocument, at: Position, token: CancellationToken): Promise<Hover | undefined> {
    // Only behind the line's text, where the figure is: over the code the language server speaks.
    const { text } = document.lineAt(at.line);
    const { selection } = this.active;
    if (selection === undefined || at.character < text.length || text === "") {
      return undefined;
    }
    const line = this.painter.lines(document).find((l) => l.row === at.line);
    if (line === undefined) {
      return undefined;
    }
    const answers = await Promise.all(
      selection.subject.profiles.map(({ path }) =>
        this.profiles.query(path, "profile/line", { file: document.uri.fsPath, line: line.line }, token),
      ),
    );
    const rows = answers.flatMap((answer) => answer.figures);
    const markdown = new MarkdownString(table(rows, selection, this.painter.freshness(document)), true);
    markdown.isTrusted = { enabledCommands };
    return new Hover(markdown, new Range(at.line, text.length, at.line, text.length));
  }

  dispose(): void {
    this.registration.dispose();
  }
}

function table(figures: readonly Figure[], selection: Selection, freshness: Freshness | undefined): string {
  const rows = figures.map((figure) => row(figure, figure.type === selection.choice.type));
  const parts = [
    ["| | flat | | cum | |", "|:--|--:|--:|--:|--:|", ...rows].join("\n"),
    "*flat*: this line itself. *cum*: with all that it calls. Shares are of the whole profile.",
  ];
  if (freshness === "newer") {
    parts.push("$(warning) This file is newer than the profile: lines may have moved since it was taken.");
  }
  parts.push(
    "[$(arrow-up) Previous hotspot](command:linecost.previousHotspot)&nbsp;&nbsp; " +
      "[$(arrow-down) Next hotspot](command:linecost.nextHotspot)",
  );
  return parts.join("\n\n");
}

function row({ type, unit, flat, cum, total }: Figure, shown: boolean): string {
  const name = escaped(type);
  const cells = [
    shown ? `**${name}**` : name,
    humaniseExactly(flat, unit),
    percent(flat, total),
    humaniseExactly(cum, unit),
    percent(cum, total),
  ];
  // The hover sets no distance between columns.
  return `| ${cells.join(" | &emsp;")} |`;
}
