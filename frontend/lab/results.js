// The table of results: final loss, steps and status of each contender, as the browser has computed them.
import { element } from "../lib/nodes.js";
import { short } from "../lib/numbers.js";
import { fill } from "./words.js";
/** @import { Contender } from "../types/data" */
/** @import { PlayedPath } from "../types/engine" */
/** @import { LabLanguage, Result } from "../types/lab" */
/** @typedef {{ result: Result | null, byTorch: boolean }} Row */

/**
 * What the table shows of a path.
 * @param {PlayedPath} path
 * @returns {Result}
 */
export function resultOf({ loss, last, status, stoppedAt }) {
  return { loss: loss[last] ?? NaN, steps: Math.max(0, last), status, stoppedAt };
}

export class Results {
  root = element("div", "sheet");
  table = element("table");

  constructor() {
    this.root.tabIndex = 0; // so that the keyboard scrolls it
    this.root.append(this.table);
  }

  /**
   * @param {Contender[]} contenders
   * @param {Row[]} rows no result where only torch has one
   * @param {LabLanguage} words
   */
  show(contenders, rows, { texts, statuses }) {
    const head = ["contender", "final_loss", "steps", "status"].map((name) => element("th", "", texts[name]));
    head.forEach((cell) => (cell.scope = "col"));
    this.root.setAttribute("aria-label", texts.results);
    const body = contenders.map(({ glyph, name, color }, i) => {
      const chip = element("span", "", glyph);
      chip.style.color = color;
      const title = element("th", "", chip, ` ${name}`);
      title.scope = "row";
      return element("tr", "", title, ...cells(rows[i], texts, statuses));
    });
    this.table.replaceChildren(element("thead", "", element("tr", "", ...head)), element("tbody", "", ...body));
  }
}

/**
 * @param {Row} row
 * @param {Record<string, string>} texts
 * @param {Record<string, string>} statuses
 */
function cells({ result, byTorch }, texts, statuses) {
  if (!result) return [element("td", "", "–"), element("td", "", "–"), element("td", "", texts.unavailable)];
  const status = fill(statuses[result.status], { step: result.stoppedAt ?? result.steps });
  return [
    element("td", "", exact(result.loss, short(result.loss))),
    element("td", "", exact(result.steps, String(result.steps))),
    element("td", "", byTorch ? fill(texts.by_torch, { status }) : status),
  ];
}

/**
 * A number in a few digits, which holds all of them.
 * @param {number} value
 * @param {string} text
 */
function exact(value, text) {
  const node = element("data", "", text);
  node.value = node.title = String(value);
  return node;
}
