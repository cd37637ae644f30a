// A list of ten thousand rows of which only those on screen exist. All rows have one height, so that a place in the
// list is a multiplication.

import { element } from "./elements";

/** Rows beyond the edges, so that a quick scroll shows no gap. */
const margin = 6;

/** Where the list gets its rows from, and whom it tells. */
export interface ListSource {
  /** Makes the row of a place. */
  row(index: number): HTMLElement;
  /** The places on screen: time to fetch them. */
  onRange(first: number, end: number): void;
  /** Enter, or a click. */
  onOpen(index: number): void;
  /** The selection or the scroll position changed. */
  onMoved(): void;
}

export class List {
  readonly root = element("div", "list");
  private readonly canvas = element("div", "canvas");
  private count = 0;
  private rowHeight = 22;
  private frame = 0;
  /** The selected place; -1 for none. */
  private place = -1;

  constructor(private readonly source: ListSource) {
    this.root.append(this.canvas);
    this.root.tabIndex = 0;
    this.root.role = "rowgroup";
    this.canvas.role = "presentation";
    this.root.addEventListener("scroll", () => {
      this.later();
      source.onMoved();
    });
    this.root.addEventListener("keydown", (event) => {
      this.key(event);
    });
    this.canvas.addEventListener("click", (event) => {
      const target = event.target instanceof Element ? event.target.closest<HTMLElement>(".row") : null;
      if (target?.dataset.index !== undefined) {
        this.select(Number(target.dataset.index));
        source.onOpen(this.place);
      }
    });
    new ResizeObserver(() => {
      this.later();
    }).observe(this.root);
  }

  get selected(): number {
    return this.place;
  }

  get scroll(): number {
    return this.root.scrollTop;
  }

  /** Says how many rows there are and how high one is, and draws those on screen. */
  update(count: number, rowHeight: number): void {
    this.count = count;
    this.rowHeight = rowHeight;
    this.place = Math.min(this.place, count - 1);
    this.canvas.style.height = `${String(count * rowHeight)}px`;
    this.draw();
  }

  /** Goes back to a place of before. */
  restore(scroll: number, selected: number): void {
    this.place = Math.min(selected, this.count - 1);
    this.root.scrollTop = scroll;
    this.draw();
  }

  private later(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      this.draw();
    });
  }

  private draw(): void {
    const onScreen = Math.ceil(this.root.clientHeight / this.rowHeight);
    const top = Math.floor(this.root.scrollTop / this.rowHeight);
    const first = Math.max(0, top - margin);
    const end = Math.min(this.count, top + onScreen + margin);
    const rows: HTMLElement[] = [];
    for (let index = first; index < end; index++) {
      const row = this.source.row(index);
      row.id = `row-${String(index)}`;
      row.dataset.index = String(index);
      // The header is the grid's first row.
      row.ariaRowIndex = String(index + 2);
      row.ariaSelected = String(index === this.place);
      row.style.top = `${String(index * this.rowHeight)}px`;
      row.style.height = `${String(this.rowHeight)}px`;
      rows.push(row);
    }
    this.canvas.replaceChildren(...rows);
    const visible = this.place >= first && this.place < end;
    this.root.setAttribute("aria-activedescendant", visible ? `row-${String(this.place)}` : "");
    if (this.count > 0) {
      this.source.onRange(first, end);
    }
  }

  private key(event: KeyboardEvent): void {
    const screenful = Math.max(1, Math.floor(this.root.clientHeight / this.rowHeight) - 1);
    const last = this.count - 1;
    const targets: Partial<Record<string, number>> = {
      ArrowDown: this.place + 1,
      ArrowUp: this.place - 1,
      PageDown: this.place + screenful,
      PageUp: this.place - screenful,
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    if (target !== undefined && this.count > 0) {
      event.preventDefault();
      this.select(Math.max(0, Math.min(last, target)));
    } else if (event.key === "Enter" && this.place >= 0) {
      event.preventDefault();
      this.source.onOpen(this.place);
    }
  }

  private select(index: number): void {
    this.place = index;
    const top = index * this.rowHeight;
    const bottom = top + this.rowHeight;
    if (top < this.root.scrollTop) {
      this.root.scrollTop = top;
    } else if (bottom > this.root.scrollTop + this.root.clientHeight) {
      this.root.scrollTop = bottom - this.root.clientHeight;
    }
    this.draw();
    this.source.onMoved();
  }
}
