// Lines on a canvas, given by their points in pixels.
/** @import { Plot, Point } from "../types/data" */
/** @import { PlotAxis } from "../types/plotly" */
/** @typedef {{ px: ArrayLike<number>, py: ArrayLike<number> }} Pixels */

const LONG = 1000; // points
const FAR = 1e6; // pixels; canvas loses precision beyond

/**
 * Whether canvas can draw a line to this point.
 * @param {number} x
 * @param {number} y
 */
export const drawable = (x, y) => Math.abs(x) < FAR && Math.abs(y) < FAR;

/**
 * The way from values to pixels of a chart with these axes.
 * @param {PlotAxis} xaxis
 * @param {PlotAxis} yaxis
 * @returns {Plot}
 */
export function plotOf(xaxis, yaxis) {
  return { x: (v) => xaxis.d2p(v), y: (v) => yaxis.d2p(v), width: xaxis._length, height: yaxis._length };
}

/**
 * Draw the line as far as the point `reach`, which may lie between two. Points nearer to the last one than a pixel, or
 * a third of one in short lines, are skipped; a gap lifts the pen.
 * @param {Pick<CanvasRenderingContext2D, "lineTo" | "moveTo">} pen
 * @param {Pixels} line
 * @param {number} reach
 */
export function follow(pen, line, reach) {
  const { px, py } = line;
  const last = Math.floor(reach);
  const near = px.length > LONG ? 1 : 0.3;
  let [x, y, down] = [0, 0, false];
  for (let i = 0; i <= last; i++) {
    if (!drawable(px[i], py[i])) {
      down = false;
      continue;
    }
    if (down && i < last && Math.abs(px[i] - x) + Math.abs(py[i] - y) < near) continue;
    [x, y] = [px[i], py[i]];
    if (down) pen.lineTo(x, y);
    else pen.moveTo(x, y);
    down = true;
  }
  const tip = between(line, reach);
  if (down && tip) pen.lineTo(tip.x, tip.y);
}

/**
 * The point `reach`, a fraction of the way between two points of the line; null in a gap.
 * @param {Pixels} line
 * @param {number} reach
 * @returns {Point | null}
 */
export function between({ px, py }, reach) {
  const i = Math.floor(reach);
  const j = Math.min(i + 1, px.length - 1);
  const part = Number.isFinite(px[j] + py[j]) ? reach - i : 0;
  const [x, y] = part ? [px[i] + part * (px[j] - px[i]), py[i] + part * (py[j] - py[i])] : [px[i], py[i]];
  return Number.isFinite(x + y) ? { x, y } : null;
}
