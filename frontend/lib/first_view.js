// A race before plotly.js has drawn it, which takes a third of a second: contours, paths and curves where the charts will
// have them. The numbers on the axes come with the charts.
import { decoded } from "./arrays.js";
import { groundPicture } from "./ground_picture.js";
import { layer, penOf, resize } from "./nodes.js";
import { plotOf } from "./paths.js";
import { plotArea } from "./plot_area.js";
import { marker } from "./shapes.js";
/** @import { Line } from "../types/data" */
/** @import { Figure, PlotArea, Trace } from "../types/plotly" */
/** @import { Panel } from "./panel.js" */

const [STAR, PALE] = [1 / 3, 0.7]; // radius for each pixel of Plotly's size, and opacity of several markers, as Plotly has them

export class FirstView {
  canvas = layer();

  /** @param {Panel} flat */
  constructor(flat) {
    this.flat = flat;
    this.canvas.classList.add("ground");
    flat.chart.after(this.canvas);
  }

  /**
   * Draw contours and paths, as far as step k.
   * @param {Figure} figure in the colors of the theme
   * @param {Line[]} paths
   * @param {number} k
   */
  show(figure, paths, k) {
    const area = early(this.flat, figure, paths, k);
    if (area) this.ground(figure.data, area);
  }

  /**
   * @param {Trace[]} traces
   * @param {PlotArea} area
   */
  ground(traces, { width, height, xaxis, yaxis }) {
    const { canvas } = this;
    const scale = resize(canvas, width, height);
    const pen = penOf(canvas);
    pen.setTransform(scale, 0, 0, scale, xaxis._offset * scale, yaxis._offset * scale);
    pen.rect(0, 0, xaxis._length, yaxis._length);
    pen.clip();
    const [surface, minima] = ["surface", "minimum"].map((role) => traces.find(({ meta }) => meta?.role === role));
    const rows = /** @type {ArrayLike<number>[]} */ (surface?.z);
    if (surface) {
      const heights = Float64Array.from(rows.flatMap((row) => Array.from(row)));
      pen.drawImage(groundPicture(heights, rows.length, surface, xaxis._length, yaxis._length), 0, 0, xaxis._length, yaxis._length);
    }
    const { size, color = "" } = /** @type {{ size?: number[], color?: string }} */ (minima?.marker ?? {});
    const [plot, x, y] = [plotOf(xaxis, yaxis), decoded(minima?.x), decoded(minima?.y)];
    pen.globalAlpha = PALE;
    size?.forEach((each, i) => marker(pen, "star", plot.x(x[i]), plot.y(y[i]), STAR * each, color, color));
  }

  remove() {
    this.canvas.remove();
  }
}

/**
 * Draw the lines of a figure before Plotly does, as far as step k. Returns where its axes will be; null if that is unknown.
 * @param {Panel} panel
 * @param {Figure} figure
 * @param {Line[]} lines
 * @param {number} k
 */
export function early(panel, figure, lines, k) {
  const { width, height } = panel.size();
  const area = plotArea(figure.layout, width, height);
  panel.overlay.area = area;
  panel.overlay.set(lines);
  panel.overlay.draw(k);
  return area;
}

/** Resolved once the browser has painted what has been drawn. */
export function painted() {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
