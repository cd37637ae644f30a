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
import { escaped, table } from "../model/markdown";
import { operation, ownTime, perOperation } from "../model/perOperation";
import { percent } from "../model/percent";
import { choices, type Selection } from "../model/selection";
import { humaniseExactly } from "../model/units";
import type { BenchmarkRun, Figure } from "../protocol";
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
        this.profiles
          .query(path, "profile/line", { file: document.uri.fsPath, line: line.line }, token)
          .then(({ figures }) => ({ path, figures })),
      ),
    );
    const markdown = new MarkdownString(words(answers, selection, this.painter.freshness(document)), true);
    markdown.isTrusted = { enabledCommands };
    return new Hover(markdown, new Range(at.line, text.length, at.line, text.length));
  }

  dispose(): void {
    this.registration.dispose();
  }
}

/** What one profile file says of the line. */
interface Answer {
  readonly path: string;
  readonly figures: readonly Figure[];
}

function words(answers: readonly Answer[], { subject, choice }: Selection, freshness: Freshness | undefined): string {
  const run = operation(subject);
  const all = choices(subject);
  const rows = answers.flatMap(({ path, figures }) =>
    figures.map((figure) => {
      const { type } = figure;
      const name = escaped(all.find((c) => c.path === path && c.type === type)?.label ?? type);
      const shown = path === choice.path && type === choice.type;
      return [shown ? `**${name}**` : name, ...costs(figure), ...(run === undefined ? [] : costsEach(figure, run))];
    }),
  );
  const each = run === undefined ? [] : ["flat each", "cum each"];
  const head = ["", "flat", "", "cum", "", ...each];
  const parts = [
    table(["left", ...head.slice(1).map(() => "right" as const)], head, rows),
    "*flat*: this line itself. *cum*: with all that it calls. Shares are of the whole profile.",
  ];
  if (run !== undefined) {
    const rounds = run.rounds.toLocaleString("en-US");
    parts.push(`*each*: of ${rounds} rounds of ${escaped(run.name)}. ${ownTime(run) ?? ""}`);
  }
  if (freshness === "newer") {
    parts.push("$(warning) This file is newer than the profile: lines may have moved since it was taken.");
  }
  parts.push(
    "[$(arrow-up) Previous hotspot](command:linecost.previousHotspot)&nbsp;&nbsp; " +
      "[$(arrow-down) Next hotspot](command:linecost.nextHotspot)",
  );
  return parts.join("\n\n");
}

function costs({ unit, flat, cum, total }: Figure): string[] {
  return [humaniseExactly(flat, unit), percent(flat, total), humaniseExactly(cum, unit), percent(cum, total)];
}

function costsEach({ type, flat, cum }: Figure, run: BenchmarkRun): string[] {
  // Held together, since a hover breaks lines in a wide table.
  return [flat, cum].map((value) => perOperation(value, type, run)?.replaceAll(" ", "&nbsp;") ?? "");
}
