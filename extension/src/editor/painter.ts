// Paints the editors on screen, and only those: when one appears, when another capture or sample type is chosen, and
// with every edit. An editor that is not visible costs nothing.

import {
  CancellationTokenSource,
  type Disposable,
  EventEmitter,
  type TextDocument,
  type TextDocumentChangeEvent,
  type TextEditor,
  type Uri,
  window,
  workspace,
} from "vscode";
import type { Active } from "../capture/active";
import type { Profiles } from "../capture/profiles";
import { figures, shareOf } from "../model/figures";
import type { Freshness } from "../model/freshness";
import { heatLevel } from "../model/heat";
import { operation, perOperation } from "../model/perOperation";
import { capturedHash, type Selection, shownProfile } from "../model/selection";
import type { Notices } from "../notices";
import { settings } from "../settings";
import { Decorations, type Painted } from "./decorations";
import { type CostlyLine, type FileEvidence, Sheet } from "./sheet";

/** A sheet on its way or there, and the request that fetches its costs. */
interface Slot {
  sheet: Sheet | undefined;
  /** The choice that the costs are of, or are being fetched for. */
  choice: Selection["choice"];
  fetch: CancellationTokenSource | undefined;
}

export class Painter implements Disposable {
  private readonly decorations = new Decorations();
  private readonly slots = new Map<string, Slot>();
  private readonly painted = new EventEmitter<void>();
  private readonly subscriptions: Pick<Disposable, "dispose">[];
  private on = true;

  /** Something on screen was painted anew. */
  readonly onDidPaint = this.painted.event;

  constructor(
    private readonly active: Active,
    private readonly profiles: Profiles,
    private readonly notices: Notices,
  ) {
    const all = (): void => {
      this.paintVisible();
    };
    this.subscriptions = [
      this.decorations,
      this.painted,
      active.onDidChange(({ subject }) => {
        if (subject) {
          this.dropAll();
        }
        all();
      }),
      window.onDidChangeVisibleTextEditors(all),
      window.onDidChangeTextEditorOptions(({ textEditor }) => {
        this.paint(textEditor);
      }),
      workspace.onDidChangeTextDocument((event) => {
        this.follow(event);
      }),
      workspace.onDidCloseTextDocument((document) => {
        this.slots.get(document.uri.toString())?.sheet?.forgetVersion();
      }),
      settings.onDidChange("inline", all),
      settings.onDidChange("heat", all),
    ];
  }

  /** Shows or hides everything that is painted. */
  toggle(): void {
    this.on = !this.on;
    this.paintVisible();
  }

  get visible(): boolean {
    return this.on;
  }

  /** Shows it again, if it was hidden: a new capture is there to be seen. */
  show(): void {
    if (!this.on) {
      this.toggle();
    }
  }

  /** The costly lines of a document, from top to bottom; empty where nothing is painted. */
  lines(document: TextDocument): CostlyLine[] {
    const sheet = this.on ? this.slots.get(document.uri.toString())?.sheet : undefined;
    return sheet?.lines(document) ?? [];
  }

  /** What is known about a document's text; undefined if the profile has no cost in it. */
  freshness(document: TextDocument): Freshness | undefined {
    const sheet = this.slots.get(document.uri.toString())?.sheet;
    return sheet === undefined || sheet.costs.lines.length === 0 ? undefined : sheet.freshness;
  }

  /** Where a line that the profile names is today; both count from 1. */
  place(uri: Uri, capturedLine: number): number | undefined {
    return this.slots.get(uri.toString())?.sheet?.place(capturedLine);
  }

  dispose(): void {
    this.dropAll();
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private dropAll(): void {
    for (const slot of this.slots.values()) {
      slot.fetch?.cancel();
    }
    this.slots.clear();
  }

  private paintVisible(): void {
    for (const editor of window.visibleTextEditors) {
      this.paint(editor);
    }
    this.painted.fire();
  }

  private follow({ document, contentChanges }: TextDocumentChangeEvent): void {
    const sheet = this.slots.get(document.uri.toString())?.sheet;
    const editors = window.visibleTextEditors.filter((e) => e.document === document);
    if (sheet === undefined || editors.length === 0 || contentChanges.length === 0) {
      return;
    }
    sheet.follow(document, contentChanges);
    for (const editor of editors) {
      this.draw(editor, sheet);
    }
    this.painted.fire();
  }

  private paint(editor: TextEditor): void {
    const { selection } = this.active;
    if (editor.document.uri.scheme !== "file") {
      return;
    }
    if (selection === undefined || !this.on) {
      this.decorations.paint(editor, []);
      return;
    }
    const slot = this.slots.get(editor.document.uri.toString());
    if (slot?.choice !== selection.choice) {
      void this.fetch(editor.document, selection, slot);
    } else if (slot.sheet !== undefined) {
      this.draw(editor, slot.sheet);
    }
  }

  /** Fetches a document's costs and then paints every editor that shows it. A later fetch ends this one. */
  private async fetch(document: TextDocument, selection: Selection, before: Slot | undefined): Promise<void> {
    before?.fetch?.cancel();
    const cancel = new CancellationTokenSource();
    const { choice } = selection;
    const slot: Slot = { sheet: before?.sheet, choice, fetch: cancel };
    const key = document.uri.toString();
    this.slots.set(key, slot);
    try {
      const file = document.uri.fsPath;
      const [costs, evidence] = await Promise.all([
        this.profiles.query(choice.path, "profile/lines", { sampleType: choice.type, file }, cancel.token),
        this.knowsMore(slot.sheet, document, selection) ? this.evidence(document.uri, selection) : undefined,
      ]);
      if (this.slots.get(key) !== slot) {
        return;
      }
      if (evidence !== undefined) {
        slot.sheet = new Sheet(evidence);
      }
      if (slot.sheet !== undefined) {
        const run = operation(selection.subject);
        slot.sheet.costs = costs;
        slot.sheet.each = (value) => perOperation(value, choice.type, run);
      }
      for (const editor of window.visibleTextEditors) {
        if (editor.document === document) {
          this.paint(editor);
        }
      }
      this.painted.fire();
    } catch (error) {
      // Left in place, a failed slot would never be fetched again.
      if (this.slots.get(key) === slot) {
        this.slots.delete(key);
        this.notices.once(error);
      }
    } finally {
      slot.fetch = undefined;
      cancel.dispose();
    }
  }

  /** A run that goes on names a file, and its text, only when it has spent something in it. */
  private knowsMore(sheet: Sheet | undefined, document: TextDocument, { subject }: Selection): boolean {
    return sheet === undefined || (!sheet.identified && capturedHash(subject, document.uri.fsPath) !== undefined);
  }

  private async evidence(uri: Uri, selection: Selection): Promise<FileEvidence> {
    const sha256 = capturedHash(selection.subject, uri.fsPath);
    const takenMillis = shownProfile(selection)?.timeMillis ?? 0;
    if (sha256 !== undefined) {
      return { sha256, takenMillis, writtenMillis: 0 };
    }
    const written = await workspace.fs.stat(uri).then(
      (stat) => stat.mtime,
      () => 0,
    );
    return { sha256, takenMillis, writtenMillis: written };
  }

  private draw(editor: TextEditor, sheet: Sheet): void {
    const { document } = editor;
    const { unit, total, lines: all } = sheet.costs;
    const lines = sheet.lines(document);
    // Of all lines, changed ones too: the others must not look hotter because the hottest is being edited.
    const hottest = all.reduce((most, line) => Math.max(most, Math.abs(shareOf(line))), 0);
    const least = (settings.threshold() / 100) * Math.abs(total);
    const written = settings.inline() ? lines.filter((line) => Math.abs(shareOf(line)) >= least) : [];
    const texts = new Map(
      figures(
        written.map(({ row, flat, cum }) => ({ line: row, text: document.lineAt(row).text, flat, cum })),
        unit,
        total,
        tabSize(editor),
        sheet.each,
      ).map(({ line, text }) => [line, text]),
    );
    const heat = settings.heat();
    const painted = lines.map((line): Painted => ({
      line: line.row,
      heat: heat ? heatLevel(shareOf(line), hottest) : 0,
      figure: texts.get(line.row) ?? "",
    }));
    this.decorations.paint(editor, painted);
  }
}

function tabSize(editor: TextEditor): number {
  const { tabSize: size } = editor.options;
  return typeof size === "number" && size > 0 ? size : 4;
}
