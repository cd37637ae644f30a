// Profile files dropped on the captures view, from the explorer or from the desktop.

import { type DataTransfer, type TreeDragAndDropController, Uri } from "vscode";
import { openProfiles } from "../capture/openFile";
import type { Node } from "./captureNodes";

const uriList = "text/uri-list";

export class ProfileDrop implements TreeDragAndDropController<Node> {
  readonly dropMimeTypes = [uriList];
  readonly dragMimeTypes: string[] = [];

  async handleDrop(_target: Node | undefined, data: DataTransfer): Promise<void> {
    const list = await data.get(uriList)?.asString();
    // The format's own rule: one URI a line, comments begin with #.
    const uris = (list ?? "").split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("#"));
    await openProfiles(uris.map((uri) => Uri.parse(uri, true)));
  }
}
