// Paths that the browser has run, as the lines that the overlay draws.
/** @import { Line, Numbers } from "../types/data" */
/** @import { PlayedPath } from "../types/engine" */

const DIVERGED = ["left_domain", "not_finite"];

/** @param {PlayedPath} path */
export const diverged = ({ status }) => DIVERGED.includes(status);

/**
 * Every second number.
 * @param {ArrayLike<number>} pairs
 * @param {number} offset 0 or 1
 */
const column = (pairs, offset) => Float64Array.from({ length: pairs.length / 2 }, (_, i) => pairs[2 * i + offset]);

/**
 * A contender's path over the surface; an empty one if it has not been run.
 * @param {Line} line as it was
 * @param {PlayedPath | null} path
 * @returns {Line}
 */
export function pathLine(line, path) {
  const [x, y] = path ? [column(path.xy, 0), column(path.xy, 1)] : [new Float64Array(), new Float64Array()];
  return { ...line, px: undefined, py: undefined, x, y, stubs: [], ends: path && diverged(path) ? [cross(path, x, y)] : [] };
}

/**
 * The curve of a quantity of a path.
 * @param {Line} line as it was
 * @param {PlayedPath | null} path
 * @param {string} quantity
 * @param {readonly (readonly [number, number])[]} minima
 * @returns {Line}
 */
export function curveLine(line, path, quantity, minima) {
  const y = path ? values(path, quantity, minima).subarray(line.first) : new Float64Array();
  const x = line.x && Float64Array.from(y, (_, i) => line.first + i); // one evaluation per step
  return { ...line, px: undefined, py: undefined, x, y, stubs: [], ends: path && diverged(path) && y.length ? [cross(path, null, y)] : [] };
}

/**
 * @param {PlayedPath} path
 * @param {Numbers | null} x
 * @param {Numbers} y
 */
function cross({ last }, x, y) {
  return { step: last, x: x ? x[last] : last, y: y[y.length - 1], cross: true };
}

/**
 * One number per step, as optim_core/specs/quantities.py defines it; NaN where it has none.
 * @param {PlayedPath} path
 * @param {string} quantity
 * @param {readonly (readonly [number, number])[]} minima
 * @returns {Float64Array}
 */
export function values({ loss, xy, grad }, quantity, minima) {
  const at = (/** @type {(i: number) => number} */ value) => Float64Array.from(loss, (_, i) => value(i));
  if (quantity === "grad_norm") return at((i) => Math.hypot(grad[2 * i], grad[2 * i + 1]));
  if (quantity === "step_length") return at((i) => (i ? Math.hypot(xy[2 * i] - xy[2 * i - 2], xy[2 * i + 1] - xy[2 * i - 1]) : NaN));
  if (quantity === "distance") {
    const away = (/** @type {number} */ i) => minima.map(([x, y]) => Math.hypot(xy[2 * i] - x, xy[2 * i + 1] - y));
    return at((i) => (minima.length ? Math.min(...away(i)) : NaN));
  }
  return loss;
}
