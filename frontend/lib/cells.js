// The hover texts of a map's cells, made from what optim_core/figures/maps/panel.py sends.
import { short } from "./numbers.js";
/** @import { Cells, Trace } from "../types/plotly" */

/**
 * The traces, those of maps with a text for each cell.
 * @param {Trace[]} traces
 * @returns {Trace[]}
 */
export function labeled(traces) {
  return traces.map((trace) => {
    const cells = trace.meta?.cells;
    return cells ? { ...trace, text: texts(cells, /** @type {(number | null)[][]} */ (trace.z)) } : trace;
  });
}

/**
 * The text of every cell [row][column]; tests/data/cell_texts.json holds it equal to Python's `hover_texts`.
 * @param {Cells} cells
 * @param {(number | null)[][]} z positions on the color scale
 */
export function texts({ x, y, names, statuses, codes, log, floor, kinds }, z) {
  const [across, up, quantity] = names;
  const value = (/** @type {number} */ position) =>
    kinds.length ? kinds[Math.round(position)] : short(log ? 10 ** position + floor : position);
  return z.map((row, j) =>
    row.map((position, i) => {
      const shown = position === null ? "" : `${quantity}: ${value(position)}<br>`;
      return `${across} ${x[i]}<br>${up} ${y[j]}<br>${shown}${statuses[Number(codes[j][i])]}`;
    }),
  );
}
