// The paths and bands of contenders from many starts, run in the browser, as the layers of a race draw them.
import { diverged, values } from "./played_lines.js";
/** @import { Multistart, MultistartPaths } from "../types/data" */
/** @import { PlayedPath } from "../types/engine" */

/** The parts of all paths below which a curve of the band lies, as in optim_core/sweep/multistart.py. */
const QUANTILES = /** @type {const} */ ({ low: 0.1, middle: 0.5, high: 0.9 });
const MOST = 100; // steps at which a band has values

/**
 * The layer's data with other paths for some contenders.
 * @param {Multistart} before
 * @param {(PlayedPath[] | undefined)[]} played of each contender from each start; undefined where it stays as it was
 * @param {string} quantity
 * @param {readonly (readonly [number, number])[]} minima
 * @param {number} steps
 * @returns {Multistart}
 */
export function withPaths(before, played, quantity, minima, steps) {
  const multistarts = before.multistarts.map((one, i) => {
    const paths = played[i];
    return paths ? { ...one, ...joined(paths), band: band(paths, quantity, minima, steps) } : one;
  });
  return { ...before, multistarts };
}

/**
 * @param {PlayedPath[]} paths
 * @returns {Pick<MultistartPaths, "step" | "x" | "y" | "lengths" | "stopped">}
 */
function joined(paths) {
  const lengths = paths.map(({ loss }) => loss.length);
  const [step, x, y] = [0, 1, 2].map(() => new Float64Array(lengths.reduce((sum, length) => sum + length, 0)));
  let to = 0;
  for (const { xy, loss } of paths) {
    for (let i = 0; i < loss.length; i++, to++) [step[to], x[to], y[to]] = [i, xy[2 * i], xy[2 * i + 1]];
  }
  return { step, x, y, lengths, stopped: paths.map(diverged) };
}

/**
 * Each quantile is the value of one path; a path without a result counts as the worst.
 * @param {PlayedPath[]} paths
 * @param {string} quantity
 * @param {readonly (readonly [number, number])[]} minima
 * @param {number} steps
 * @returns {MultistartPaths["band"]}
 */
function band(paths, quantity, minima, steps) {
  const curves = paths.map((path) => ({ ended: diverged(path), of: values(path, quantity, minima) }));
  const first = quantity === "step_length" ? 1 : 0;
  const at = [...new Set(Array.from({ length: MOST + 1 }, (_, i) => Math.round((i * steps) / MOST)))].filter((step) => step >= first);
  const rows = at.map((step) =>
    curves.map(({ ended, of }) => (step < of.length ? of[step] : ended ? Infinity : of[of.length - 1])).sort((a, b) => a - b),
  );
  const quantile = (/** @type {number} */ share) =>
    Float64Array.from(rows, (row) => Math.min(row[Math.max(0, Math.ceil(share * row.length) - 1)] ?? NaN, Number.MAX_VALUE));
  return {
    step: Float64Array.from(at),
    low: quantile(QUANTILES.low),
    middle: quantile(QUANTILES.middle),
    high: quantile(QUANTILES.high),
  };
}
