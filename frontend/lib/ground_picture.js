// The filled contours of a surface as a picture, as Plotly would draw them.
import { bandOf, bands, heightScale, palette } from "./ground_colors.js";
/** @import { Trace } from "../types/plotly" */

/**
 * @param {Float64Array} heights on the scale of the trace, row by row from the lowest y
 * @param {number} side of the square of heights
 * @param {Trace} trace
 * @param {number} width of the picture, in pixels
 * @param {number} height
 */
export function groundPicture(heights, side, trace, width, height) {
  const canvas = new OffscreenCanvas(Math.max(2, Math.round(width)), Math.max(2, Math.round(height)));
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  const image = pen.createImageData(canvas.width, canvas.height);
  const { levels } = heightScale(trace);
  bands(heights, side, image, palette(trace, levels.count), bandOf(levels));
  pen.putImageData(image, 0, 0);
  return canvas;
}
