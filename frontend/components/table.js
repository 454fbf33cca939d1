// A table of results. Its data come from ui/components/html_table.py.
import { element, holder, inline } from "../lib/nodes.js";
import { styles } from "../lib/styles.js";
/** @import { TableData, TableRow } from "../types/data" */
/** @import { Component } from "../types/streamlit" */

/** @param {Component<TableData>} component */
export default async function mount({ data, parentElement }) {
  await styles();
  const root = holder(parentElement, "sheet");
  root.tabIndex = 0; // so that the keyboard scrolls it
  const head = element("thead", "", row("th", data.head));
  root.replaceChildren(element("table", "", head, element("tbody", "", ...data.rows.map(line))));
}

/** @param {TableRow} row */
function line({ glyph, color, cells }) {
  const node = row("td", cells);
  const chip = element("span", "", glyph);
  chip.style.color = color;
  node.firstElementChild?.prepend(chip, "\u00a0");
  return node;
}

/**
 * @param {"td" | "th"} tag
 * @param {string[]} cells
 */
function row(tag, cells) {
  return element("tr", "", ...cells.map((text) => element(tag, "", inline(text))));
}
