// Where Plotly will put the axes of a chart: known from its margins and ranges before plotly.js is there.
/** @import { Axis, Layout, PlotArea, PlotAxis, Range } from "../types/plotly" */

/**
 * The axes of a chart of this size, in which Plotly has to move no margin; null without margins or ranges.
 * @param {Layout} layout
 * @param {number} width
 * @param {number} height
 * @returns {PlotArea | null}
 */
export function plotArea({ margin, xaxis, yaxis }, width, height) {
  if (!margin || !xaxis?.range || !yaxis?.range) return null;
  const { l, r, t, b } = margin;
  const room = [width - l - r, height - t - b];
  if (Math.min(...room) <= 0) return null;
  const units = [xaxis.range, yaxis.range].map(([low, high]) => high - low);
  const scale = Math.min(room[0] / units[0], room[1] / units[1]);
  const lengths = yaxis.scaleanchor ? units.map((unit) => unit * scale) : room; // of one unit, in the middle of the room
  return {
    width,
    height,
    xaxis: axis(xaxis, xaxis.range, l + (room[0] - lengths[0]) / 2, lengths[0], false),
    yaxis: axis(yaxis, yaxis.range, t + (room[1] - lengths[1]) / 2, lengths[1], true),
  };
}

/**
 * @param {Axis} axis
 * @param {Range} range
 * @param {number} offset
 * @param {number} length
 * @param {boolean} up whether it begins at the lower end
 * @returns {PlotAxis}
 */
function axis({ type = "linear" }, range, offset, length, up) {
  const [low, high] = range;
  const share = (/** @type {number} */ value) => ((type === "log" ? Math.log10(value) : value) - low) / (high - low);
  const d2p = (/** @type {number} */ value) => length * (up ? 1 - share(value) : share(value));
  return { type, range, _length: length, _offset: offset, d2p };
}
