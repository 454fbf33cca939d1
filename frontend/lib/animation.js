// Animated figures: one trace's array changes from frame to frame.
import { folded } from "./arrays.js";
/** @import { Animation } from "../types/data" */
/** @import { Figure } from "../types/plotly" */

/**
 * The figure as it is at frame `at`; after its last frame an animation stands still.
 * @param {Figure} figure
 * @param {Animation | undefined} animation
 * @param {number} at
 * @returns {Figure}
 */
export function still(figure, animation, at) {
  if (!animation) return figure;
  const [frames, ...sizes] = animation.shape;
  const size = sizes.reduce((a, b) => a * b);
  const start = Math.min(at, frames - 1) * size;
  const flat = animation.values.subarray(start, start + size);
  const array = sizes.length === 1 ? flat : folded(flat, sizes[0], sizes[1]);
  const data = figure.data.map((trace, i) => (i === animation.trace ? { ...trace, [animation.name]: array } : trace));
  return { ...figure, data };
}
