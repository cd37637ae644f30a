// One row: a function, its costs, and a bar that shows both shares at once.

import { splitFunctionName } from "../../src/model/functionName";
import { percent } from "../../src/model/percent";
import { humanise } from "../../src/model/units";
import type { FunctionCost, FunctionSort } from "../../src/protocol";
import { element } from "./elements";

/** What a row's figures are of. */
export interface Measure {
  readonly unit: string;
  readonly total: number;
  readonly sort: FunctionSort;
}

/** Makes the row of a function, or of one that is still to come. */
export function row(cost: FunctionCost | undefined, measure: Measure): HTMLElement {
  const made = element("div", "row");
  made.role = "row";
  if (cost === undefined) {
    made.classList.add("pending");
    made.append(cell("name", "…"));
    return made;
  }
  const { unit, total, sort } = measure;
  const { folder, short } = splitFunctionName(cost.name);
  const share = sort === "cum" ? cost.cum : cost.flat;
  made.title = cost.line > 0 ? `${cost.name}\n${cost.file}:${String(cost.line)}` : cost.name;
  made.append(
    cell("name", element("span", "folder", folder), element("span", "short", short)),
    cell("number flat", written(cost.flat, unit)),
    cell("number cum", written(cost.cum, unit)),
    cell("share", bar(cost, total), element("span", "percent", percent(share, total))),
  );
  return made;
}

function cell(className: string, ...content: (Node | string)[]): HTMLElement {
  const made = element("div", className, ...content);
  made.role = "gridcell";
  return made;
}

/** A dot for nothing, as at the lines' ends and in pprof's lists. */
function written(value: number, unit: string): string {
  return value === 0 ? "." : humanise(value, unit);
}

function bar({ flat, cum }: FunctionCost, total: number): HTMLElement {
  const cumBar = element("div", "bar-cum");
  const flatBar = element("div", "bar-flat");
  cumBar.style.width = width(cum, total);
  flatBar.style.width = width(flat, total);
  const made = element("div", "bar", cumBar, flatBar);
  // The figures beside it say the same in words.
  made.ariaHidden = "true";
  return made;
}

function width(value: number, total: number): string {
  const share = total === 0 ? 0 : Math.min(1, Math.abs(value / total));
  return `${(share * 100).toFixed(2)}%`;
}
