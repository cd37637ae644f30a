// What stands in the captures view: the kinds of rows, and what each looks like.

import * as path from "node:path";
import { MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from "vscode";
import { age } from "../model/age";
import type { CaptureGroup } from "../model/captureGroups";
import { captureDescription, madeAt, profileDescription } from "../model/captureText";
import { captureTooltip } from "../model/captureTooltip";
import { fileName, hasLines, targetIcon } from "../model/kinds";
import type { Capture, CapturedProfile, DamagedCapture } from "../protocol";

export type Node =
  | { readonly type: "group"; readonly group: CaptureGroup }
  | { readonly type: "capture"; readonly capture: Capture; readonly group: CaptureGroup }
  | { readonly type: "profile"; readonly profile: CapturedProfile; readonly of: CaptureNode }
  | { readonly type: "files"; readonly files: readonly string[] }
  | { readonly type: "file"; readonly file: string }
  | { readonly type: "damaged"; readonly damaged: DamagedCapture }
  | { readonly type: "problem"; readonly sentence: string };

export type CaptureNode = Extract<Node, { type: "capture" }>;
export type ProfileNode = Extract<Node, { type: "profile" }>;

export function groupItem({ key, title, place, captures }: CaptureGroup): TreeItem {
  const item = new TreeItem(title, TreeItemCollapsibleState.Expanded);
  const [newest] = captures;
  item.id = `group:${key}`;
  item.description = place;
  item.tooltip = [title, newest.package, newest.url === "" ? newest.dir : newest.url]
    .filter((l) => l !== "")
    .join("\n");
  item.iconPath = new ThemeIcon(targetIcon(newest.kind));
  item.contextValue = "group";
  return item;
}

/** A capture's row. Its context tells the menus what can be done with it: "capture pinned rerun". */
export function captureItem({ capture, group }: CaptureNode, shown: boolean, canRerun: boolean): TreeItem {
  const when = age(capture.timeMillis, Date.now());
  const renamed = capture.title !== group.title;
  const item = new TreeItem(renamed ? capture.title : when, TreeItemCollapsibleState.Collapsed);
  item.id = `capture:${capture.id}`;
  item.description = (renamed ? `${when} · ` : "") + captureDescription(capture);
  item.iconPath = captureIcon(capture, shown);
  item.contextValue = ["capture", capture.pinned ? "pinned" : "loose", ...(canRerun ? ["rerun"] : [])].join(" ");
  item.command = { title: "Show", command: "linecost.openCapture", arguments: [{ type: "capture", capture, group }] };
  return item;
}

/** Made when it is asked for: most rows are never pointed at. */
export function tooltip({ capture }: CaptureNode): MarkdownString {
  return new MarkdownString(captureTooltip(capture, new Date(capture.timeMillis).toLocaleString()), true);
}

export function profileItem(node: ProfileNode, shown: boolean): TreeItem {
  const { profile } = node;
  const item = new TreeItem(fileName(profile));
  item.id = `profile:${profile.path}`;
  item.description = profileDescription(profile);
  item.tooltip = [fileName(profile), profileDescription(profile), profile.path].filter((l) => l !== "").join("\n");
  item.iconPath = shown ? flame() : new ThemeIcon(hasLines(profile.kind) ? "graph" : "file-binary");
  item.contextValue = "profile";
  item.command = { title: "Show", command: "linecost.openCapturedProfile", arguments: [node] };
  return item;
}

export function filesItem(): TreeItem {
  const item = new TreeItem("Profile files", TreeItemCollapsibleState.Expanded);
  item.id = "files";
  item.iconPath = new ThemeIcon("files");
  return item;
}

export function fileItem(file: string, shown: boolean): TreeItem {
  const item = new TreeItem(path.basename(file));
  item.id = `file:${file}`;
  item.description = path.dirname(file);
  item.tooltip = file;
  item.iconPath = shown ? flame() : new ThemeIcon("file");
  item.contextValue = "file";
  item.command = { title: "Show", command: "linecost.openRecentFile", arguments: [{ type: "file", file }] };
  return item;
}

export function damagedItem({ id, reason, folder }: DamagedCapture): TreeItem {
  const item = new TreeItem("Damaged capture");
  item.id = `damaged:${id}`;
  const at = madeAt(id);
  item.description = at === undefined ? "" : age(at, Date.now());
  item.tooltip = `${reason}\n${folder}`;
  item.iconPath = warning();
  item.contextValue = "damaged";
  return item;
}

export function problemItem(sentence: string): TreeItem {
  const item = new TreeItem(sentence);
  item.tooltip = sentence;
  item.iconPath = warning();
  item.contextValue = "problem";
  return item;
}

function captureIcon({ failed, pinned }: Capture, shown: boolean): ThemeIcon {
  if (failed) {
    return warning();
  }
  return shown ? flame() : new ThemeIcon(pinned ? "pinned" : "history");
}

function flame(): ThemeIcon {
  return new ThemeIcon("flame", new ThemeColor("linecost.bar"));
}

function warning(): ThemeIcon {
  return new ThemeIcon("warning", new ThemeColor("list.warningForeground"));
}
