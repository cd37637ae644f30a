// The sidebar's first view: what was profiled before, grouped by what was run, and the profile files opened lately.

import * as path from "node:path";
import {
  commands,
  type Disposable,
  EventEmitter,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  Uri,
  window,
} from "vscode";
import type { Active } from "../capture/active";
import type { History } from "../capture/history";
import { openProfiles } from "../capture/openFile";
import { age, span } from "../model/age";
import { type Notices, sentence } from "../notices";
import type { Capture } from "../protocol";
import { ProfileDrop } from "./drop";

export type Node =
  | { readonly type: "group"; readonly key: string; readonly title: string; readonly captures: readonly Capture[] }
  | { readonly type: "capture"; readonly capture: Capture; readonly group: string }
  | { readonly type: "files"; readonly files: readonly string[] }
  | { readonly type: "file"; readonly file: string }
  | { readonly type: "problem"; readonly sentence: string };

/** How often "5 min ago" is made true again. */
const refreshMillis = 60_000;

export class CapturesView implements TreeDataProvider<Node>, Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly view: TreeView<Node>;
  private readonly subscriptions: Pick<Disposable, "dispose">[];
  private groups: Extract<Node, { type: "group" }>[] = [];
  private clock: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly history: History,
    private readonly active: Active,
    private readonly notices: Notices,
  ) {
    this.view = window.createTreeView<Node>("linecost.captures", {
      treeDataProvider: this,
      dragAndDropController: new ProfileDrop(),
    });
    const refresh = (): void => {
      this.changed.fire();
    };
    this.subscriptions = [
      this.view,
      this.changed,
      history.onDidChange(refresh),
      active.onDidChange(({ subject }) => {
        if (subject) {
          refresh();
        }
      }),
      this.view.onDidChangeVisibility(({ visible }) => {
        this.keepTime(visible);
      }),
      commands.registerCommand("linecost.refreshCaptures", refresh),
    ];
    this.keepTime(this.view.visible);
  }

  /** Opens the sidebar on a capture without taking the focus from the editor. */
  async reveal(capture: Capture): Promise<void> {
    await this.load();
    const group = groupKey(capture);
    await this.view.reveal({ type: "capture", capture, group }, { select: true, focus: false });
  }

  async getChildren(node?: Node): Promise<Node[]> {
    switch (node?.type) {
      case undefined:
        return this.roots();
      case "group":
        return node.captures.map((capture) => ({ type: "capture", capture, group: node.key }));
      case "files":
        return node.files.map((file) => ({ type: "file", file }));
      case "capture":
      case "file":
      case "problem":
        return [];
    }
  }

  getParent(node: Node): Node | undefined {
    return node.type === "capture" ? this.groups.find((g) => g.key === node.group) : undefined;
  }

  getTreeItem(node: Node): TreeItem {
    switch (node.type) {
      case "group":
        return groupItem(node);
      case "capture":
        return captureItem(node.capture, this.active.selection?.subject.key === node.capture.id);
      case "files":
        return filesItem();
      case "file":
        return fileItem(node.file, this.active.selection?.subject.key === node.file);
      case "problem":
        return problemItem(node.sentence);
    }
  }

  dispose(): void {
    this.keepTime(false);
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private async roots(): Promise<Node[]> {
    const problems = await this.load().catch((error: unknown) => {
      // The files need no backend to be listed, and the reason is best read where the captures are missed.
      this.notices.log(error);
      return [sentence(error)];
    });
    const { files } = this.history;
    return [
      ...this.groups,
      ...(files.length > 0 ? [{ type: "files" as const, files }] : []),
      ...problems.map((problem) => ({ type: "problem" as const, sentence: problem })),
    ];
  }

  /** Reads the history. Groups are in the order of their newest capture. Returns sentences on what is unreadable. */
  private async load(): Promise<string[]> {
    const { captures, problems } = await this.history.list();
    const byKey = new Map<string, Capture[]>();
    for (const capture of captures) {
      const key = groupKey(capture);
      byKey.set(key, [...(byKey.get(key) ?? []), capture]);
    }
    this.groups = [...byKey].map(([key, group]) => ({
      type: "group",
      key,
      title: group[0]?.title ?? "",
      captures: group,
    }));
    return problems;
  }

  private keepTime(visible: boolean): void {
    clearInterval(this.clock);
    this.clock = undefined;
    if (visible) {
      this.clock = setInterval(() => {
        this.changed.fire();
      }, refreshMillis);
    }
  }
}

function groupKey(capture: Capture): string {
  return JSON.stringify([capture.dir, capture.kind, capture.names, capture.title]);
}

function groupItem({ key, title, captures }: Extract<Node, { type: "group" }>): TreeItem {
  const item = new TreeItem(title, TreeItemCollapsibleState.Expanded);
  const newest = captures[0];
  item.id = `group:${key}`;
  item.description = path.basename(newest?.dir ?? "");
  item.tooltip = newest === undefined ? title : `${title}\n${newest.package}\n${newest.dir}`;
  item.iconPath = new ThemeIcon(newest?.kind === "benchmark" ? "dashboard" : "beaker");
  item.contextValue = "group";
  return item;
}

function captureItem(capture: Capture, shown: boolean): TreeItem {
  const item = new TreeItem(age(capture.timeMillis, Date.now()));
  const duration = span(capture.durationMillis);
  item.id = `capture:${capture.id}`;
  item.description = capture.failed ? `${duration} · failed` : duration;
  item.tooltip = [
    `${capture.title}, ${new Date(capture.timeMillis).toLocaleString()}`,
    `${capture.package}${capture.goVersion === "" ? "" : `, ${capture.goVersion}`}`,
    `Built and run in ${duration}`,
    ...(capture.flags.length > 0 ? [`Flags: ${capture.flags.join(" ")}`] : []),
    ...(capture.failed ? ["The run failed: its figures may be of half the work."] : []),
    ...(shown ? ["Shown now."] : []),
  ].join("\n");
  item.iconPath = icon(shown, capture.failed);
  item.contextValue = "capture";
  item.command = { title: "Show", command: "linecost.openCapture", arguments: [{ type: "capture", capture }] };
  return item;
}

function icon(shown: boolean, failed: boolean): ThemeIcon {
  if (failed) {
    return new ThemeIcon("warning", new ThemeColor("list.warningForeground"));
  }
  return shown ? new ThemeIcon("flame", new ThemeColor("linecost.bar")) : new ThemeIcon("history");
}

function filesItem(): TreeItem {
  const item = new TreeItem("Profile files", TreeItemCollapsibleState.Expanded);
  item.id = "files";
  item.iconPath = new ThemeIcon("files");
  return item;
}

function fileItem(file: string, shown: boolean): TreeItem {
  const item = new TreeItem(path.basename(file));
  item.id = `file:${file}`;
  item.description = path.dirname(file);
  item.tooltip = file;
  item.iconPath = shown ? icon(true, false) : new ThemeIcon("file");
  item.contextValue = "file";
  item.command = { title: "Show", command: "linecost.openRecentFile", arguments: [{ type: "file", file }] };
  return item;
}

function problemItem(sentence: string): TreeItem {
  const item = new TreeItem(sentence);
  item.tooltip = sentence;
  item.iconPath = new ThemeIcon("warning", new ThemeColor("list.warningForeground"));
  return item;
}

/** Opens a remembered profile file. */
export async function openRecent(file: string): Promise<void> {
  await openProfiles([Uri.file(file)]);
}
