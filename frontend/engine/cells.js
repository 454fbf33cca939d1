// Runs a race for each cell of a coarse map.
/** @import { ContenderJson, MapJson, PlayedPath } from "../types/engine" */
/** @import { Race } from "./race.js" */

/**
 * The values that a map colors: of every cell, row by row from the lowest; NaN for a run without a result, or without a
 * value.
 * @param {Race} race of one contender
 * @param {MapJson} map
 * @param {ContenderJson} contender
 * @param {readonly [number, number]} start
 * @param {number} steps
 */
export function cells(race, { axes: [across, up], colour, ...rest }, contender, start, steps) {
  const values = new Float64Array(across.values.length * up.values.length);
  const hyper = [...contender.hyper];
  const from = /** @type {[number, number]} */ ([...start]);
  const set = (/** @type {typeof across} */ { place }, /** @type {number} */ coordinate) => {
    if (place === "start.x") from[0] = coordinate;
    else if (place === "start.y") from[1] = coordinate;
    else hyper[place] = coordinate;
  };
  let to = 0;
  for (const y of up.values) {
    set(up, y);
    for (const x of across.values) {
      set(across, x);
      const path = race.path({ ...contender, hyper }, from, steps);
      values[to++] = path.status === "converged" || path.status === "running" ? value(path, colour, rest) : NaN;
    }
  }
  return values;
}

/**
 * @param {PlayedPath} path
 * @param {string} colour
 * @param {Pick<MapJson, "target" | "lowest" | "rounding">} map
 */
function value({ loss }, colour, { target, lowest, rounding }) {
  const last = loss[loss.length - 1];
  if (colour !== "steps_to") return colour === "best_loss" ? loss.reduce((least, one) => Math.min(least, one)) : last;
  if (lowest === null || loss[0] - lowest < -rounding) return NaN;
  const limit = lowest + Math.max(target * (loss[0] - lowest), rounding);
  let first = loss.length;
  while (first > 0 && loss[first - 1] <= limit) first--;
  return first < loss.length ? first : NaN;
}
