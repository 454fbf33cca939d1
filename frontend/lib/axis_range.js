// Log or linear axes for curves, with rounded ranges; tests/data/axis_ranges.json holds them equal to optim_core/figures/scales.py.
/** @import { AxisKind } from "../types/lab" */
/** @import { Range } from "../types/plotly" */

const WIDE = 2; // decades of positive values beyond which an automatic axis is logarithmic
const DEEPEST = 24; // decades
const ABOVE = 3; // decades by which a diverged run may extend an axis above its start
const [LEAST, MOST] = [1e-300, 1e300];

/**
 * Whether an axis can show a value.
 * @param {number} value
 * @param {boolean} log
 */
export const showable = (value, log) => Math.abs(value) <= MOST && (!log || value > 0);

/**
 * The axis that shows these curves; diverged ones extend it only a little.
 * @param {readonly ArrayLike<number>[]} curves
 * @param {readonly boolean[]} diverged
 * @param {AxisKind} kind
 * @returns {{ log: boolean, range: Range }}
 */
export function axisRange(curves, diverged, kind) {
  const finite = curves.map((curve) => Array.from(curve).filter((value) => showable(value, false)));
  const values = finite.flat();
  const positive = values.filter((value) => value > 0);
  const spans = positive.length > 0 && Math.log10(greatest(positive)) - Math.log10(least(positive)) > WIDE;
  const log = kind === "log" || (kind === "auto" && spans && positive.length === values.length);
  const finished = finite.filter((_, i) => !diverged[i]).flat();
  const starts = finite.filter((curve) => curve.length).map((curve) => curve[0]);
  return { log, range: log ? decades(positive, finished, starts) : linear([...finished, ...starts]) };
}

/**
 * The value on the axis that is nearest to this one, which must be positive on a log axis.
 * @param {number} value
 * @param {boolean} log
 * @param {Range} range in decades if `log`
 */
export function capped(value, log, [low, high]) {
  const [least, most] = log ? [10 ** low, 10 ** high] : [low, high];
  return Math.min(Math.max(value, least), most);
}

/**
 * @param {number[]} positive
 * @param {number[]} finished
 * @param {number[]} starts
 * @returns {Range}
 */
function decades(positive, finished, starts) {
  if (!positive.length) return [-1, 1];
  const top = greatest(positive);
  const cap = Math.max(greatest([0, ...finished]), 10 ** ABOVE * greatest([0, ...starts])) || top;
  const lowest = Math.round(Math.log10(LEAST));
  const high = Math.max(Math.ceil(Math.log10(Math.min(top, cap)) - 1e-9), lowest + 1);
  const low = Math.max(Math.floor(Math.log10(least(positive)) + 1e-9), high - DEEPEST, lowest);
  return [Math.min(low, high - 1), high];
}

/**
 * @param {number[]} shown
 * @returns {Range}
 */
function linear(shown) {
  if (!shown.length) return [0, 1];
  let [low, high] = [least(shown), greatest(shown)];
  if (low >= 0 && low < high / 3) low = 0;
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low <= Math.max(1e-12 * size, LEAST)) {
    const margin = size / 2 > LEAST ? size / 2 : 0.5;
    [low, high] = [low - margin, high + margin];
  }
  const step = roundStep(high - low, 10);
  return [Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step];
}

/**
 * The smallest of 1, 2, 2.5 and 5 times a power of ten that divides the span into at most so many parts.
 * @param {number} span
 * @param {number} parts
 */
export function roundStep(span, parts) {
  const part = Math.min(Math.max(LEAST, span / parts), MOST);
  const power = 10 ** Math.floor(Math.log10(part));
  return power * (/** @type {number} */ ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= part * (1 - 1e-9))));
}

/** @param {number[]} values */
const least = (values) => values.reduce((a, b) => Math.min(a, b), Infinity);
/** @param {number[]} values */
const greatest = (values) => values.reduce((a, b) => Math.max(a, b), -Infinity);
