// A whole page: the table, with a head if the host has one for it; or a sentence that says why there is none.

import type { Button, ToTable } from "../../src/model/messages";
import { button, element } from "./elements";
import { head } from "./head";
import { host } from "./host";
import { Table } from "./table";

export class FunctionsPage {
  private readonly table = new Table();
  private readonly head = element("div", "head-place");
  private readonly nothing = element("div", "nothing");

  constructor(root: HTMLElement) {
    this.nothing.role = "status";
    this.nothing.hidden = true;
    this.table.root.hidden = true;
    root.append(this.head, this.table.root, this.nothing);
  }

  /** Listens, and asks for what to show. */
  start(): void {
    host.listen((message) => {
      this.receive(message);
    });
    host.post({ type: "ready" });
  }

  private receive(message: ToTable): void {
    switch (message.type) {
      case "show":
        this.head.replaceChildren(...(message.head === undefined ? [] : [head(message.head, message.sampleType)]));
        this.switchTo(this.table.root);
        this.table.show(message);
        break;
      case "nothing":
        this.head.replaceChildren();
        this.nothing.replaceChildren(
          element("p", "sentence", message.sentence),
          element("p", "detail", message.detail),
          element("div", "buttons", ...message.buttons.map(made)),
        );
        this.switchTo(this.nothing);
        break;
      case "page":
        this.table.page(message);
        break;
      case "pageFailed":
        this.table.failed(message);
        break;
    }
  }

  private switchTo(shown: HTMLElement): void {
    for (const part of [this.table.root, this.nothing]) {
      part.hidden = part !== shown;
    }
  }
}

function made(described: Button): HTMLElement {
  return button(described.label, "button", () => {
    host.post(
      described.does === "command" ? { type: "command", command: described.command } : { type: described.does },
    );
  });
}
