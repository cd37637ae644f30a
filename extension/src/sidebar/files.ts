// The sidebar's third view: the files that cost most. A click opens the hottest line.

import * as path from "node:path";
import {
  commands,
  type Disposable,
  EventEmitter,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  type TreeView,
  Uri,
  window,
  workspace,
} from "vscode";
import type { Active } from "../capture/active";
import type { Profiles } from "../capture/profiles";
import type { OpenLine } from "../editor/jump";
import { shareOf } from "../model/figures";
import { percent } from "../model/percent";
import { humanise } from "../model/units";
import type { Notices } from "../notices";
import type { FileCost } from "../protocol";

/** Behind the command of a row; not in the palette. */
const openCommand = "linecost.openHotFile";
/** Nobody scrolls through a thousand files by hand, and a tree item is not cheap. */
const filesMost = 500;

interface Row {
  readonly cost: FileCost;
  readonly unit: string;
  readonly total: number;
}

export class FilesView implements TreeDataProvider<Row>, Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly view: TreeView<Row>;
  private readonly subscriptions: Pick<Disposable, "dispose">[];

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly active: Active,
    private readonly profiles: Profiles,
    private readonly notices: Notices,
    openLine: OpenLine,
  ) {
    this.view = window.createTreeView<Row>("linecost.files", { treeDataProvider: this });
    this.subscriptions = [
      this.view,
      this.changed,
      active.onDidChange(() => {
        this.changed.fire();
      }),
      commands.registerCommand(openCommand, ({ cost }: Row) => openLine(cost.file, cost.line)),
    ];
  }

  async getChildren(row?: Row): Promise<Row[]> {
    const { selection } = this.active;
    if (row !== undefined || selection === undefined) {
      return [];
    }
    const { choice, subject } = selection;
    try {
      const answer = await this.profiles.query(choice.path, "profile/files", { sampleType: choice.type });
      const { unit, total, files } = answer;
      this.view.description = choice.label;
      this.view.message = files.length === 0 ? `${subject.title} has no ${choice.label} in any file.` : "";
      return ownFirst(files)
        .slice(0, filesMost)
        .map((cost) => ({ cost, unit, total }));
    } catch (error) {
      this.notices.once(error);
      return [];
    }
  }

  getTreeItem(row: Row): TreeItem {
    const { cost, unit, total } = row;
    const item = new TreeItem(path.posix.basename(cost.file.replaceAll("\\", "/")));
    const dirname = path.dirname(cost.file);
    // A name without a folder is the compiler's own, such as _testmain.go.
    const folder = dirname === "." ? "" : workspace.asRelativePath(dirname, false);
    // As at a line's end: flat, cum, and the share of the cum.
    const flat = cost.flat === 0 ? "." : humanise(cost.flat, unit);
    item.description = `${flat}  ${humanise(cost.cum, unit)}  ${percent(shareOf(cost), total)}  ${folder}`;
    item.tooltip =
      `${cost.file}\nflat ${humanise(cost.flat, unit)} (${percent(cost.flat, total)}), ` +
      `cum ${humanise(cost.cum, unit)} (${percent(cost.cum, total)})\nOpens line ${String(cost.line)}, the hottest.`;
    // The file's own icon from the user's icon theme.
    item.iconPath = ThemeIcon.File;
    item.resourceUri = Uri.file(cost.file);
    item.command = { title: "Open Hottest Line", command: openCommand, arguments: [row] };
    return item;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }
}

/**
 * The workspace's files before all others, largest cum first; the others as they come, largest flat first. By flat alone
 * the runtime would fill the list: it is where Go code spends its time, and the last place where a user can save any.
 */
function ownFirst(files: readonly FileCost[]): FileCost[] {
  const own = new Set(
    files.filter(({ file }) => path.isAbsolute(file) && workspace.getWorkspaceFolder(Uri.file(file))),
  );
  const byCum = [...own].sort((a, b) => Math.abs(shareOf(b)) - Math.abs(shareOf(a)));
  return [...byCum, ...files.filter((cost) => !own.has(cost))];
}
