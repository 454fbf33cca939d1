// Cells of a map chosen by keyboard: the arrows move to the next cell, with Shift by five, and Enter reports it once more.
import { announce } from "./announcer.js";
import { decoded } from "./arrays.js";
import { labeled } from "./cells.js";
import { KeptFocus } from "./kept_focus.js";
/** @import { Figure, Trace } from "../types/plotly" */
/** @typedef {{ column: number, row: number }} Cell */
/** @typedef {{ x0: number, dx: number, y0: number, dy: number }} Places of the cells */

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };
const RECENT = 1000; // ms within which the page may not have shown the last cell yet

/** The last cell that a key has led to, and the chart: the page may draw that anew, as another element. */
const last = { chart: "", cell: { column: 0, row: 0 }, time: -Infinity };

/** @type {KeptFocus | null} One for the page. */
let focus = null;

/**
 * The cell that a key leads to; null for a key without a meaning.
 * @param {{ key: string, shiftKey: boolean }} event
 * @param {Cell} cell
 * @param {{ columns: number, rows: number }} size of the map
 * @returns {Cell | null}
 */
export function nextCell({ key, shiftKey }, { column, row }, { columns, rows }) {
  if (key === "Enter") return { column, row };
  const way = ARROWS[/** @type {keyof typeof ARROWS} */ (key)];
  if (!way) return null;
  const [across, up] = way.map((step) => step * (shiftKey ? 5 : 1));
  const kept = (/** @type {number} */ place, /** @type {number} */ count) => Math.max(0, Math.min(count - 1, place));
  return { column: kept(column + across, columns), row: kept(row + up, rows) };
}

/**
 * The key that a class list has from Streamlit; its other classes change while the page runs.
 * @param {string} classes
 */
export function keyClass(classes) {
  return classes.split(/\s+/).find((one) => one.startsWith("st-key-")) ?? "";
}

/**
 * Let the keyboard choose cells of the map that a chart shows.
 * @param {HTMLElement} host of the chart
 * @param {() => Figure | undefined} figure what it shows
 * @param {(x: number, y: number) => void} report
 */
export function watchCellKeys(host, figure, report) {
  const chart = keyClass(host.closest("[class*=st-key-]")?.className ?? "");
  const age = () => (chart === last.chart ? performance.now() - last.time : Infinity);
  host.tabIndex = 0;
  host.addEventListener("keydown", (event) => {
    const traces = figure()?.data ?? [];
    const heat = traces.find(({ meta }) => meta?.role === "cells");
    if (event.target !== host || event.ctrlKey || event.metaKey || event.altKey || !heat) return;
    const rows = /** @type {unknown[][]} */ (heat.z);
    const places = /** @type {Places} */ (/** @type {unknown} */ (heat));
    const size = { rows: rows.length, columns: rows[0].length };
    const now = age() < RECENT ? last.cell : chosen(traces, places, size);
    const next = nextCell(event, now, size);
    if (!next) return;
    event.preventDefault();
    if (chart) (focus ??= new KeptFocus(document)).keep(chart);
    Object.assign(last, { chart, cell: next, time: performance.now() });
    const words = /** @type {string[][]} */ (labeled([heat])[0].text);
    announce(words[next.row][next.column].replaceAll("<br>", ", "));
    report(places.x0 + places.dx * next.column, places.y0 + places.dy * next.row);
  });
}

/**
 * The cell with the ring, or else the star, or else the one in the middle.
 * @param {Trace[]} traces
 * @param {Places} places
 * @param {{ columns: number, rows: number }} size
 * @returns {Cell}
 */
function chosen(traces, { x0, dx, y0, dy }, { columns, rows }) {
  for (const role of ["pick", "best"]) {
    const spot = traces.find(({ meta }) => meta?.role === role);
    const [x, y] = [decoded(spot?.x)[0], decoded(spot?.y)[0]];
    if (spot) return { column: Math.round((x - x0) / dx), row: Math.round((y - y0) / dy) };
  }
  return { column: columns >> 1, row: rows >> 1 };
}
