// The table of functions: a filter, a header that sorts, and the list.

import type { ToTable } from "../../src/model/messages";
import type { FunctionSort } from "../../src/protocol";
import { button, element } from "./elements";
import { host } from "./host";
import { List } from "./list";
import { Pages, pageSize } from "./pages";
import { row } from "./row";

/** Below this width a row has two lines, so that the name stays readable in a sidebar. */
const narrowBelow = 460;
const heights = { wide: 22, narrow: 42 };
/** Long enough for a word to be typed, short enough to feel like none. */
const typingMillis = 120;

const columns: readonly (readonly [sort: FunctionSort, label: string, tip: string])[] = [
  ["name", "Function", "Sort by name"],
  ["flat", "Flat", "Sort by what the function itself costs"],
  ["cum", "Cum", "Sort by what it costs with all that it calls"],
];

export class Table {
  readonly root = element("div", "table");
  private readonly filter = element("input", "filter");
  private readonly counter = element("span", "counter");
  private readonly headers = new Map<FunctionSort, HTMLElement>();
  private readonly grid = element("div", "grid");
  private readonly note = element("div", "note");
  private readonly list: List;
  private pages = new Pages();
  /** Counts the questions: answers to older ones are dropped. */
  private generation = 0;
  /** The generation that pages is of. Behind by one until the first answer, so that the screen does not go blank. */
  private answered = 0;
  private key = "";
  private sort: FunctionSort = "flat";
  private typing = 0;
  private narrow = false;
  /** Where to go once the first page is there. */
  private back: { readonly scroll: number; readonly selected: number } | undefined;

  constructor() {
    this.list = new List({
      row: (index) => row(this.pages.at(index), { unit: this.pages.unit, total: this.pages.total, sort: this.sort }),
      onRange: (first, end) => {
        this.fetch(first, end);
      },
      onOpen: (index) => {
        this.open(index);
      },
      onMoved: () => {
        this.keep();
      },
    });
    this.build();
    const kept = host.kept();
    if (kept !== undefined) {
      this.sort = kept.sort;
      this.filter.value = kept.filter;
      this.key = kept.key;
      this.back = { scroll: kept.scroll, selected: kept.selected };
    }
    new ResizeObserver(() => {
      this.fit();
    }).observe(this.root);
  }

  /** Shows functions of this. The same key asks again but keeps the place. */
  show({ key, sampleType }: Extract<ToTable, { type: "show" }>): void {
    if (key === this.key) {
      this.back ??= { scroll: this.list.scroll, selected: this.list.selected };
    } else {
      this.back = undefined;
    }
    this.key = key;
    this.grid.ariaLabel = `Functions by ${sampleType}`;
    this.ask();
  }

  /** Takes in a page. */
  page(page: Extract<ToTable, { type: "page" }>): void {
    if (page.generation !== this.generation) {
      return;
    }
    if (this.answered !== this.generation) {
      this.answered = this.generation;
      this.pages = new Pages();
      this.pages.missing(page.offset, page.offset + 1);
    }
    this.pages.count = page.count;
    this.pages.unit = page.unit;
    this.pages.total = page.total;
    this.pages.put(page.offset, page.rows);
    this.counter.textContent = page.count.toLocaleString();
    this.grid.ariaRowCount = String(page.count + 1);
    this.list.update(page.count, this.rowHeight);
    if (this.back !== undefined) {
      this.list.restore(this.back.scroll, this.back.selected);
      this.back = undefined;
    }
    this.tell(page.count === 0 ? this.emptyNote() : []);
  }

  /** Says that a page could not be had, if it is still wanted. */
  failed({ generation, sentence }: Extract<ToTable, { type: "pageFailed" }>): void {
    if (generation === this.generation) {
      this.list.update(0, this.rowHeight);
      this.counter.textContent = "";
      const again = button("Try again", "button", () => {
        this.ask();
      });
      this.tell([sentence, again]);
    }
  }

  private build(): void {
    this.filter.type = "search";
    this.filter.placeholder = "Filter functions";
    this.filter.ariaLabel = "Filter functions by name or regular expression";
    this.filter.spellcheck = false;
    this.filter.addEventListener("input", () => {
      window.clearTimeout(this.typing);
      this.typing = window.setTimeout(() => {
        this.restart();
      }, typingMillis);
    });
    this.filter.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "Enter") {
        event.preventDefault();
        this.list.root.focus();
      }
    });
    this.counter.ariaLive = "polite";
    const header = element("div", "header");
    header.role = "row";
    for (const [sort, label, tip] of columns) {
      const cell = element(
        "div",
        `column ${sort}`,
        button(label, "sort", () => this.sortBy(sort)),
      );
      cell.role = "columnheader";
      cell.title = tip;
      header.append(cell);
      this.headers.set(sort, cell);
    }
    const share = element("div", "column share", "Share");
    share.role = "columnheader";
    share.title = "Of the whole profile. Dark: flat. Light: cum.";
    header.append(share);
    this.grid.role = "grid";
    this.grid.ariaColCount = "4";
    this.grid.append(header, this.list.root);
    this.note.role = "status";
    this.note.hidden = true;
    this.root.append(element("div", "tools", this.filter, this.counter), this.note, this.grid);
    this.markSort();
  }

  private sortBy(sort: FunctionSort): void {
    this.sort = sort;
    this.restart();
  }

  /** Another order or another filter: begins at the top. */
  private restart(): void {
    this.back = { scroll: 0, selected: -1 };
    this.ask();
  }

  private ask(): void {
    this.generation++;
    this.markSort();
    this.keep();
    const first = Math.floor((this.back?.scroll ?? 0) / this.rowHeight / pageSize) * pageSize;
    this.post(first);
  }

  private fetch(first: number, end: number): void {
    if (this.answered === this.generation) {
      for (const offset of this.pages.missing(first, end)) {
        this.post(offset);
      }
    }
  }

  private post(offset: number): void {
    const { generation, sort } = this;
    const filter = this.filter.value.trim();
    host.post({ type: "page", query: { generation, sort, filter, offset, limit: pageSize } });
  }

  private open(index: number): void {
    const cost = this.pages.at(index);
    if (cost !== undefined) {
      host.post({ type: "open", name: cost.name, file: cost.file, line: cost.line });
    }
  }

  private emptyNote(): (Node | string)[] {
    if (this.filter.value.trim() === "") {
      return ["No function has a value of this sample type."];
    }
    const clear = button("Clear filter", "button", () => {
      this.filter.value = "";
      this.restart();
      this.filter.focus();
    });
    return [`No function matches “${this.filter.value.trim()}”.`, clear];
  }

  private tell(content: (Node | string)[]): void {
    this.note.replaceChildren(...content);
    this.note.hidden = content.length === 0;
  }

  private markSort(): void {
    for (const [sort, cell] of this.headers) {
      cell.ariaSort = sort !== this.sort ? "none" : sort === "name" ? "ascending" : "descending";
    }
  }

  private get rowHeight(): number {
    return this.narrow ? heights.narrow : heights.wide;
  }

  private fit(): void {
    const narrow = this.root.clientWidth < narrowBelow;
    if (narrow !== this.narrow) {
      this.narrow = narrow;
      this.root.classList.toggle("narrow", narrow);
      this.list.update(this.pages.count, this.rowHeight);
    }
  }

  private keep(): void {
    const { scroll, selected } = this.back ?? this.list;
    host.keep({ key: this.key, sort: this.sort, filter: this.filter.value, scroll, selected });
  }
}
