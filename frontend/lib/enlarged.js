// Figures in large type, for a room.
/** @import { Figure } from "../types/plotly" */

const SIZES = ["size", "width", "thickness", "ax", "ay", "standoff"];

/**
 * The figure with its type, its markers and its lines this many times as large. Of a surface, whose `size` is the
 * distance between contours, only the color bar grows.
 * @param {Figure} figure
 * @param {number} scale
 * @returns {Figure}
 */
export function enlarged(figure, scale) {
  if (scale === 1) return figure;
  const data = figure.data.map((trace) => {
    const isSurface = trace.meta?.role === "surface";
    return isSurface ? { ...trace, colorbar: grown(trace.colorbar, scale) } : { ...grown(trace, scale), meta: trace.meta };
  });
  const layout = /** @type {Figure["layout"]} */ (grown(figure.layout, scale));
  const font = { ...(/** @type {object} */ (layout.font ?? {})), size: 12 * scale };
  return { data, layout: { ...layout, font } };
}

/**
 * @param {any} value
 * @param {number} scale
 * @returns {any}
 */
function grown(value, scale) {
  if (Array.isArray(value)) return value.map((each) => grown(each, scale));
  if (!isPlain(value)) return value;
  const pairs = Object.entries(value).map(([name, each]) => {
    const size = SIZES.includes(name);
    if (size && Array.isArray(each)) return [name, each.map((one) => one * scale)]; // one for each marker
    return [name, size && typeof each === "number" ? each * scale : grown(each, scale)];
  });
  return Object.fromEntries(pairs);
}

/** @param {unknown} value */
function isPlain(value) {
  return Boolean(value) && Object.getPrototypeOf(value) === Object.prototype;
}
