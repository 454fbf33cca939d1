// A canvas over a flat Plotly chart that draws lines as far as step k, exactly where Plotly would.
import { layer, penOf } from "./nodes.js";
import { between, follow, plotOf } from "./paths.js";
import { crossed, dashes, marker, ring } from "./shapes.js";
/** @import { Line, Plot, Point } from "../types/data" */
/** @import { Chart, PlotArea, PlotAxis } from "../types/plotly" */
/** @typedef {Point & { color: string }} Ring */

export class Overlay {
  canvas = layer();
  pen = penOf(this.canvas);
  /** @type {Line[]} */
  lines = [];
  /** @type {string | null} The color of the halos, where there are any. */
  halo = null;
  rim = "#ffffff";
  /** How many times as thick as usual lines and markers are. */
  scale = 1;
  /** @type {Ring | null} */
  start = null;
  /** @type {Ring | null} Where the next start is requested. */
  requested = null;
  /** @type {string | null} The color of the line at step k of curves. */
  cursor = null;
  /** @type {PlotArea | null} Where the axes will be, until there is a chart. */
  area = null;
  /** @type {string | null} The axes for which the lines' pixels are known. */
  key = null;

  /** @param {Chart} chart */
  constructor(chart) {
    this.chart = chart;
  }

  /** @param {Line[]} lines */
  set(lines) {
    this.lines = lines;
    this.key = null;
  }

  clear() {
    this.pen.setTransform(1, 0, 0, 1, 0, 0);
    this.pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  /**
   * Make the canvas fit the chart; null if there are no axes to draw in.
   * @returns {Plot | null}
   */
  fit() {
    const full = this.chart._fullLayout ?? this.area;
    if (!full?.xaxis?._length) return null;
    const scale = window.devicePixelRatio || 1;
    const { width, height } = full; // the element's own would make the browser lay out the page at once
    if (this.canvas.width !== Math.round(width * scale) || this.canvas.height !== Math.round(height * scale)) {
      this.canvas.width = Math.round(width * scale);
      this.canvas.height = Math.round(height * scale);
      this.canvas.style.width = `${width}px`;
      this.canvas.style.height = `${height}px`;
    }
    this.clear();
    const { xaxis, yaxis } = full;
    this.pen.setTransform(scale, 0, 0, scale, xaxis._offset * scale, yaxis._offset * scale);
    const plot = plotOf(xaxis, yaxis);
    this.pixels(plot, [xaxis, yaxis]);
    return plot;
  }

  /**
   * Draw everything as far as step k, or only where the next start is requested.
   * @param {number} k
   * @param {boolean} complete
   */
  draw(k, complete = true) {
    const plot = this.fit();
    if (!plot) return;
    const { pen } = this;
    pen.save();
    pen.beginPath();
    pen.rect(0, 0, plot.width, plot.height);
    pen.clip();
    if (complete) {
      for (const line of this.lines) this.trail(line, k, plot);
      if (this.start) ring(pen, plot.x(this.start.x), plot.y(this.start.y), this.start.color, this.scale);
    }
    if (this.requested) ring(pen, plot.x(this.requested.x), plot.y(this.requested.y), this.requested.color, this.scale);
    if (complete && this.cursor && !this.lines.some((line) => line.x)) {
      pen.setLineDash([]);
      pen.beginPath();
      pen.moveTo(plot.x(k), 0);
      pen.lineTo(plot.x(k), plot.height);
      pen.lineWidth = 1;
      pen.strokeStyle = this.cursor;
      pen.stroke();
    }
    pen.restore();
    if (complete) for (const line of this.lines) this.tip(line, k, plot);
  }

  /**
   * Convert the lines' points to pixels, once until the lines or the axes change.
   * @param {Plot} plot
   * @param {PlotAxis[]} axes
   */
  pixels(plot, axes) {
    const key = axes.map(({ type, range, _length }) => `${type} ${range} ${_length}`).join();
    if (key === this.key) return;
    this.key = key;
    for (const line of this.lines) {
      const { x, first } = line;
      line.px = Float64Array.from(line.y, (_, i) => plot.x(x ? x[i] : first + i));
      line.py = Float64Array.from(line.y, plot.y);
    }
  }

  /**
   * @param {Line} line
   * @param {number} k
   * @param {Plot} plot
   */
  trail(line, k, plot) {
    const { pen } = this;
    const reach = Math.min(k - line.first, line.y.length - 1);
    if (reach < 0) return;
    pen.beginPath();
    follow(pen, inPixels(line), reach);
    pen.lineJoin = "round";
    if (this.halo) {
      pen.setLineDash([]);
      pen.strokeStyle = this.halo;
      pen.lineWidth = 4.5 * this.scale;
      pen.stroke();
    }
    pen.setLineDash(dashes(line.dash).map((length) => length * this.scale));
    pen.strokeStyle = line.color;
    pen.lineWidth = 2 * this.scale;
    pen.stroke();
    pen.beginPath();
    for (const { step, x, y } of line.stubs) {
      if (step > k) continue;
      pen.moveTo(plot.x(x[0]), plot.y(y[0]));
      pen.lineTo(plot.x(x[1]), plot.y(y[1]));
    }
    pen.stroke();
  }

  /**
   * @param {Line} line
   * @param {number} k
   * @param {Plot} plot
   */
  tip(line, k, plot) {
    const end = line.ends.find(({ step, cross }) => cross && k >= step);
    if (end) crossed(this.pen, plot.x(end.x), plot.y(end.y), line.color, this.scale);
    if (end && end.step >= line.first + line.y.length - 1) return; // where it left the frame it may still come back
    const reach = k - line.first;
    if (reach < 0 || !line.y.length) return;
    const point = between(inPixels(line), Math.min(reach, line.y.length - 1));
    const inside = point && point.x >= -1 && point.x <= plot.width + 1 && point.y >= -1 && point.y <= plot.height + 1;
    if (inside) marker(this.pen, line.symbol, point.x, point.y, line.radius * this.scale, line.color, this.rim);
  }
}

/** @param {Line} line */
function inPixels({ px = new Float64Array(), py = new Float64Array() }) {
  return { px, py };
}
