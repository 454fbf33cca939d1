// The color bar of heights that a person changes, drawn where Plotly has its own.
import { bandOf, heightScale, palette } from "./ground_colors.js";
/** @import { Chart, Trace } from "../types/plotly" */
/** @import { Theme } from "../types/data" */
/** @typedef {{ tickvals: number[], ticktext: string[], title: { text: string } }} Labels */

const BAR = ".colorbar .cbfills";
const GAP = 3; // pixels between the bar and its numbers
const [NUMBERS, TITLE] = [10, 11]; // pixels

/**
 * Draw the bar of the contours of this trace; nothing where the chart has none.
 * @param {CanvasRenderingContext2D} pen in pixels of the chart
 * @param {Chart} chart
 * @param {Trace} trace
 * @param {Theme} theme
 * @param {number} scale of the type
 */
export function colorBar(pen, chart, trace, theme, scale) {
  const bar = chart.querySelector(BAR)?.getBoundingClientRect();
  if (!bar?.height) return;
  const from = chart.getBoundingClientRect();
  const [left, top] = [bar.left - from.left, bar.top - from.top];
  const [low, high] = [Number(trace.zmin), Number(trace.zmax)];
  const { levels } = heightScale(trace);
  const [{ fill }, band] = [palette(trace, levels.count), bandOf(levels)];
  for (let v = 0; v < bar.height; v++) {
    const color = fill[band(high - ((v + 0.5) / bar.height) * (high - low))];
    pen.fillStyle = `rgb(${color & 255}, ${(color >> 8) & 255}, ${(color >> 16) & 255})`;
    pen.fillRect(left, top + v, bar.width, Math.min(1, bar.height - v));
  }
  const { tickvals, ticktext, title } = /** @type {Labels} */ (trace.colorbar);
  pen.fillStyle = theme.text;
  pen.font = `${NUMBERS * scale}px ${theme.font}`;
  [pen.textAlign, pen.textBaseline] = ["left", "middle"];
  const beside = left + bar.width + GAP * scale;
  let wide = 0;
  tickvals.forEach((at, i) => {
    pen.fillText(ticktext[i], beside, top + ((high - at) / (high - low)) * bar.height);
    wide = Math.max(wide, pen.measureText(ticktext[i]).width);
  });
  pen.save();
  pen.font = `${TITLE * scale}px ${theme.font}`;
  pen.textAlign = "center";
  pen.translate(Math.min(beside + wide + TITLE * scale, from.width - (TITLE * scale) / 2), top + bar.height / 2);
  pen.rotate(-Math.PI / 2);
  pen.fillText(title.text, 0, 0);
  pen.restore();
}
