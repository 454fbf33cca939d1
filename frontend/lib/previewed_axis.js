// The axis of curves that a person changes by a held slider, which must not cut them off.
import { axisRange, capped } from "./axis_range.js";
/** @import { Line } from "../types/data" */
/** @import { Range } from "../types/plotly" */
/** @import { SteadyRange } from "./ranges.js" */

/**
 * The range that the server would choose for previewed curves on an axis of the same type, and the curves with the
 * crosses at their ends inside it.
 * @param {Line[]} curves
 * @param {readonly boolean[]} diverged
 * @param {boolean} log
 * @param {SteadyRange} shown the range of the server's curves
 * @returns {{ range: Range, lines: Line[] }}
 */
export function previewedAxis(curves, diverged, log, shown) {
  const range = shown.previewed(axisRange(curves.map(({ y }) => y), diverged, log ? "log" : "linear").range);
  const lines = curves.map((line) => ({ ...line, ends: line.ends.map((end) => ({ ...end, y: capped(end.y, log, range) })) }));
  return { range, lines };
}
