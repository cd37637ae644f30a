// What the figures are of, always in sight, and one click to see something else.

import {
  commands,
  type Disposable,
  MarkdownString,
  StatusBarAlignment,
  type StatusBarItem,
  ThemeColor,
  window,
} from "vscode";
import type { Active } from "../capture/active";
import { operation, ownTime, perOperation } from "../model/perOperation";
import { capturedFile, type Selection, whyEmpty } from "../model/selection";
import type { Painter } from "./painter";

export class StatusBar implements Disposable {
  private readonly capture = item("capture", "Linecost: Capture", 52);
  private readonly sampleType = item("sampleType", "Linecost: Sample Type", 51);
  private readonly warning = item("warning", "Linecost: Changed Since the Capture", 50);
  private readonly subscriptions: Pick<Disposable, "dispose">[];

  constructor(
    private readonly active: Active,
    private readonly painter: Painter,
  ) {
    this.capture.command = "linecost.switchCapture";
    this.sampleType.command = "linecost.switchSampleType";
    const update = (): void => {
      this.update();
    };
    this.subscriptions = [
      this.capture,
      this.sampleType,
      this.warning,
      active.onDidChange(update),
      painter.onDidPaint(update),
      window.onDidChangeActiveTextEditor(update),
      commands.registerCommand("linecost.switchSampleType", () => this.switchSampleType()),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private update(): void {
    const { selection } = this.active;
    if (selection === undefined) {
      for (const shown of [this.capture, this.sampleType, this.warning]) {
        shown.hide();
      }
      return;
    }
    const { subject, choice } = selection;
    const hidden = this.painter.visible ? "" : " (hidden)";
    this.capture.text = `$(flame) ${subject.title.replaceAll("$(", "$ (")}${hidden}`;
    this.capture.tooltip = `Figures are of ${subject.title}${hidden}. Click for another capture.`;
    this.capture.show();
    const empty = whyEmpty(selection);
    this.sampleType.text = empty === undefined ? choice.label : `${choice.label} (empty)`;
    this.sampleType.tooltip = [
      `${choice.meaning}.`,
      empty ?? "",
      perBenchmark(selection),
      "Click for another sample type.",
    ]
      .filter((sentence) => sentence !== "")
      .join(" ");
    this.sampleType.show();
    this.updateWarning();
  }

  private updateWarning(): void {
    const document = window.activeTextEditor?.document;
    const freshness = document === undefined ? undefined : this.painter.freshness(document);
    switch (freshness) {
      case "changed":
        this.warn(
          "changed since the capture",
          "This file is not the text that was profiled, so no figure can be trusted to be on its line. " +
            "Profile again, or go back to the captured text.",
        );
        break;
      case "unsettled":
        this.warn(
          "changed while captured",
          "This file was written to while it was being captured, so nobody knows which text was measured. " +
            "Profile again.",
        );
        break;
      case "newer":
        this.warn("newer than the profile", "This file was written after the profile was taken. Lines may have moved.");
        break;
      case "same":
      case "unknown":
      case undefined:
        this.warning.hide();
    }
  }

  private warn(text: string, tooltip: string): void {
    this.warning.text = `$(warning) ${text}`;
    this.warning.tooltip = new MarkdownString(`${tooltip}\n\nClick to profile again.`);
    this.warning.command = "linecost.captureAgain";
    this.warning.backgroundColor = new ThemeColor("statusBarItem.warningBackground");
    this.warning.show();
  }

  private async switchSampleType(): Promise<void> {
    const shown = this.active.selection?.choice;
    const picks = this.active.choices.map((choice) => ({
      label: choice.label,
      description: choice.meaning + (choice.type === shown?.type && choice.path === shown.path ? " · shown" : ""),
      choice,
    }));
    const chosen = await window.showQuickPick(picks, { placeHolder: "What the figures count" });
    if (chosen !== undefined) {
      this.active.choose(chosen.choice);
    }
  }
}

/** What a benchmark's operation costs in all, in sentences; empty for what is no single benchmark. */
function perBenchmark({ subject, choice }: Selection): string {
  const run = operation(subject);
  if (run === undefined) {
    return "";
  }
  const file = capturedFile(subject, choice.path);
  const all = file?.sampleType === choice.type ? perOperation(file.total, choice.type, run) : undefined;
  const sum = all === undefined ? [] : [`In all ${all}, of ${run.rounds.toLocaleString("en-US")} rounds.`];
  return [...sum, ownTime(run) ?? ""].join(" ");
}

function item(id: string, name: string, priority: number): StatusBarItem {
  const created = window.createStatusBarItem(`linecost.${id}`, StatusBarAlignment.Left, priority);
  created.name = name;
  return created;
}
