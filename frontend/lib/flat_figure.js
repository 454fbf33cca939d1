// The figure of a race seen from above.
import { decoded } from "./arrays.js";
import { complete } from "./lines.js";
/** @import { RaceUpdate, SurfaceArrays } from "../types/data" */
/** @import { Figure } from "../types/plotly" */
/** @import { Ring } from "./overlay.js" */

const BAR = 62; // pixels of the chart that the color bar takes, with its numbers and its title

/**
 * The race with its surface, and with a color bar if there is room for one.
 * @param {Pick<RaceUpdate, "figure">} data
 * @param {SurfaceArrays} heights
 * @param {boolean} wide
 * @returns {Figure}
 */
export function flatFigure(data, heights, wide) {
  const { data: [surface, ...rest], layout } = complete(data.figure, heights);
  if (!wide) return { data: [{ ...surface, showscale: false }, ...rest], layout };
  const { margin } = layout;
  return { data: [surface, ...rest], layout: { ...layout, margin: margin && { ...margin, r: margin.r + BAR } } };
}

/**
 * The ring at the start.
 * @param {Figure} figure
 * @param {boolean} dark
 * @returns {Ring}
 */
export function ringOf({ data }, dark) {
  const start = data.find((trace) => trace.meta?.role === "start");
  const color = (dark && start?.meta?.dark?.marker.color) || start?.marker?.color;
  return { x: decoded(start?.x)[0], y: decoded(start?.y)[0], color };
}
