// Where the contours and colors of other heights lie; tests/data/height_scales.json holds this equal to optim_core/figures/heights.py.
import { roundStep } from "./axis_range.js";
import { short } from "./numbers.js";
/** @import { Trace } from "../types/plotly" */
/** @typedef {"linear" | "log" | "rank"} HeightKind */
/** @typedef {{ low: number, high: number, line: number, floor: number | null, ranks: number[] | null }} HeightScale */

const STEPS = 19; // most between contour lines
const [LOWEST, LINE, HIGHEST] = [0.01, 0.02, 0.99]; // shares of heights: lowest color, lowest contour line, highest color
const FEW_DECADES = [0.7, 2]; // a scale that spans so many has ticks at 1, 2 and 5 times powers of ten
const LARGEST = 3e38; // what is larger counts as infinite
const [ALIKE, SMALLEST] = [1e-12, 1e-37]; // ranges of heights, relative and absolute, that are drawn as equal

/**
 * The trace of a surface with contour lines, colors and ticks that fit other heights, on the same kind of scale.
 * @param {Trace} trace
 * @param {ArrayLike<number>} heights
 * @param {number | null} lowest known height
 * @returns {Trace}
 */
export function rescaled(trace, heights, lowest) {
  const { floor: gap, ranks: order } = trace.meta ?? {};
  const scale = heightScaleOf(heights, order ? "rank" : typeof gap === "number" ? "log" : "linear", lowest);
  const { low, high, floor, ranks } = scale;
  const meta = { ...trace.meta, floor, ranks };
  const colorbar = { .../** @type {object} */ (trace.colorbar), ...ticksOf(scale) };
  const contours = { .../** @type {object} */ (trace.contours), ...contoursOf(scale) };
  return { ...trace, zmin: low, zmax: high, contours, colorbar, meta };
}

/**
 * @param {ArrayLike<number>} heights
 * @param {HeightKind} kind
 * @param {number | null} lowest
 * @returns {HeightScale}
 */
export function heightScaleOf(heights, kind, lowest) {
  const sorted = ordered(Float64Array.from(heights, (height) => (Math.abs(height) > LARGEST ? Math.sign(height) * Infinity : height)));
  if (kind === "rank") return { low: 0, high: 1, line: 0, floor: null, ranks: Array.from(sorted) };
  const floor = kind === "log" ? Math.min(lowest ?? Infinity, sorted[0]) : null;
  const drawn = floor === null ? sorted : ordered(sorted.map((height) => Math.log10(height - floor)));
  const line = quantile(drawn, floor === null ? LOWEST : LINE);
  let [low, high] = [LOWEST, HIGHEST].map((share) => quantile(drawn, share));
  if (!(high - low > Math.max(ALIKE * Math.max(Math.abs(low), Math.abs(high)), SMALLEST))) {
    const margin = Math.max(0.5, 0.01 * Math.abs(low));
    [low, high] = [low - margin, high + margin];
  }
  return { low, high, line: floor === null ? low : line, floor, ranks: null };
}

/** @param {HeightScale} scale */
export function contoursOf({ low, high, line }) {
  const size = roundStep(high - low, STEPS);
  return { start: Math.ceil(line / size) * size, end: Math.floor(high / size) * size, size };
}

/**
 * Where the ticks of a color bar are, and the true heights there.
 * @param {HeightScale} scale
 */
export function ticksOf({ low, high, floor, ranks }) {
  if (ranks) {
    const tickvals = Array.from({ length: 6 }, (_, i) => i / 5);
    return { tickvals, ticktext: tickvals.map((share) => short(quantile(ranks, share))) };
  }
  const span = high - low;
  const text = (/** @type {number} */ at) => short(floor === null ? at : 10 ** at);
  const labeled = (/** @type {number[]} */ tickvals) => ({ tickvals, ticktext: tickvals.map(text) });
  if (floor !== null && span > FEW_DECADES[0] && span <= FEW_DECADES[1]) {
    const decades = Array.from({ length: Math.ceil(high) - Math.floor(low) }, (_, i) => Math.floor(low) + i);
    const values = decades.flatMap((decade) => [1, 2, 5].map((digit) => decade + Math.log10(digit)));
    return labeled(values.filter((at) => at >= low && at <= high && 10 ** at > 0));
  }
  const wide = span > 2 ? Math.max(1, Math.ceil(span / 6)) : roundStep(span, 4);
  const step = floor === null ? roundStep(span, 5) : wide;
  const [first, last] = [Math.ceil(low / step), Math.floor(high / step)];
  return labeled(Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step));
}

/**
 * The finite numbers in ascending order, or a single 0 if there is none.
 * @param {Float64Array} values
 */
function ordered(values) {
  const finite = values.filter(Number.isFinite).sort();
  return finite.length ? finite : Float64Array.of(0);
}

/**
 * The number that this share of the sorted ones lies below, between two if need be.
 * @param {ArrayLike<number>} sorted
 * @param {number} share
 */
function quantile(sorted, share) {
  const at = share * (sorted.length - 1);
  const i = Math.min(Math.floor(at), sorted.length - 1);
  const next = Math.min(i + 1, sorted.length - 1);
  return sorted[i] + (at - i) * (sorted[next] - sorted[i]);
}
