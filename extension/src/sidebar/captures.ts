// The sidebar's first view: what was profiled before, grouped by what was run, and the profile files opened lately.

import {
  commands,
  type Disposable,
  EventEmitter,
  type TreeDataProvider,
  type TreeItem,
  type TreeView,
  window,
} from "vscode";
import type { Active } from "../capture/active";
import type { History } from "../capture/history";
import { type CaptureGroup, grouped, groupKey } from "../model/captureGroups";
import { type Notices, sentence } from "../notices";
import type { Capture, CaptureListResult } from "../protocol";
import {
  captureItem,
  damagedItem,
  fileItem,
  filesItem,
  groupItem,
  type Node,
  problemItem,
  profileItem,
  tooltip,
} from "./captureNodes";
import { ProfileDrop } from "./drop";
import type { Reruns } from "./reruns";

/** How often "5 min ago" is made true again, and what other windows have done is seen. */
const refreshMillis = 60_000;

export class CapturesView implements TreeDataProvider<Node>, Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly view: TreeView<Node>;
  private readonly subscriptions: Pick<Disposable, "dispose">[];
  private groups: CaptureGroup[] = [];
  /** What is marked as shown. */
  private marked = "";
  private clock: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly history: History,
    private readonly active: Active,
    private readonly notices: Notices,
    private readonly reruns: Reruns,
  ) {
    this.view = window.createTreeView<Node>("linecost.captures", {
      treeDataProvider: this,
      dragAndDropController: new ProfileDrop(),
      canSelectMany: true,
    });
    const refresh = (): void => {
      this.changed.fire();
    };
    this.subscriptions = [
      this.view,
      this.changed,
      history.onDidChange(refresh),
      active.onDidChange(() => {
        const marked = this.shown();
        // A run that goes on has newer figures each few seconds, which no row tells of.
        if (marked !== this.marked) {
          this.marked = marked;
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
    const group = this.groups.find(({ key }) => key === groupKey(capture));
    if (group !== undefined) {
      await this.view.reveal({ type: "capture", capture, group }, { select: true, focus: false });
    }
  }

  async getChildren(node?: Node): Promise<Node[]> {
    switch (node?.type) {
      case undefined:
        return this.roots();
      case "group":
        return node.group.captures.map((capture) => ({ type: "capture", capture, group: node.group }));
      case "capture":
        return node.capture.profiles.map((profile) => ({ type: "profile", profile, of: node }));
      case "files":
        return node.files.map((file) => ({ type: "file", file }));
      case "profile":
      case "file":
      case "damaged":
      case "problem":
        return [];
    }
  }

  getParent(node: Node): Node | undefined {
    if (node.type === "capture") {
      return { type: "group", group: node.group };
    }
    return node.type === "profile" ? node.of : undefined;
  }

  getTreeItem(node: Node): TreeItem {
    const shown = this.active.selection;
    switch (node.type) {
      case "group":
        return groupItem(node.group);
      case "capture": {
        const canRerun = this.reruns[node.capture.kind] !== undefined;
        return captureItem(node, shown?.subject.key === node.capture.id, canRerun);
      }
      case "profile":
        return profileItem(node, shown?.choice.path === node.profile.path);
      case "files":
        return filesItem();
      case "file":
        return fileItem(node.file, shown?.subject.key === node.file);
      case "damaged":
        return damagedItem(node.damaged);
      case "problem":
        return problemItem(node.sentence);
    }
  }

  resolveTreeItem(item: TreeItem, node: Node): TreeItem {
    if (node.type === "capture") {
      item.tooltip = tooltip(node);
    }
    return item;
  }

  dispose(): void {
    this.keepTime(false);
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private shown(): string {
    const { selection } = this.active;
    return selection === undefined ? "" : `${selection.subject.key} ${selection.choice.path}`;
  }

  private async roots(): Promise<Node[]> {
    const { damaged, problems } = await this.load().catch((error: unknown) => {
      // The files need no backend to be listed, and the reason is best read where the captures are missed.
      this.notices.log(error);
      return { damaged: [], problems: [sentence(error)] };
    });
    const { files } = this.history;
    return [
      ...this.groups.map((group) => ({ type: "group" as const, group })),
      ...(files.length > 0 ? [{ type: "files" as const, files }] : []),
      ...damaged.map((each) => ({ type: "damaged" as const, damaged: each })),
      ...problems.map((problem) => ({ type: "problem" as const, sentence: problem })),
    ];
  }

  private async load(): Promise<CaptureListResult> {
    const listed = await this.history.list();
    this.groups = grouped(listed.captures);
    this.view.description = this.history.everywhere ? "all workspaces" : "";
    return listed;
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
