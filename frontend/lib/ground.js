// The contours of a surface whose numbers a person changes, over the chart that still shows it as it was; with their own color bar.
import { layer, penOf, resize } from "./nodes.js";
import { plotOf } from "./paths.js";
import { decoded } from "./arrays.js";
import { colorBar } from "./color_bar.js";
import { heightScale } from "./ground_colors.js";
import { groundPicture } from "./ground_picture.js";
import { rescaled } from "./height_scale.js";
import { marker } from "./shapes.js";
/** @import { Surface } from "../engine/contender.js" */
/** @import { Panel } from "./panel.js" */
/** @import { Numbers } from "../types/data" */
/** @import { Range, Trace } from "../types/plotly" */
/** @import { Start } from "./previewed_race.js" */

const SIDE = 101; // heights across and up
const FLAT = 1e-6; // of the steepest gradient on the way: what counts as none at a minimum

/**
 * The heights of a surface at points spread evenly over a box, row by row from the lowest y, and the steepest gradient.
 * @param {Surface} surface
 * @param {readonly number[]} across the lowest and the highest x
 * @param {readonly number[]} up
 * @param {number} side
 */
export function evenHeights(surface, across, up, side) {
  const heights = new Float64Array(side * side);
  let steepest = 0;
  for (let j = 0; j < side; j++) {
    const y = up[0] + ((up[1] - up[0]) * j) / (side - 1);
    for (let i = 0; i < side; i++) {
      surface.evaluate(across[0] + ((across[1] - across[0]) * i) / (side - 1), y);
      heights[j * side + i] = surface.loss;
      const slope = Math.hypot(surface.grad[0], surface.grad[1]);
      if (slope < Infinity) steepest = Math.max(steepest, slope);
    }
  }
  return { heights, steepest };
}

/**
 * The points at which the surface has no slope, so that minima of another surface may be its own.
 * @param {Surface} surface
 * @param {readonly Start[]} points
 * @param {number} steepest
 */
export function level(surface, points, steepest) {
  return points.filter(([x, y]) => {
    surface.evaluate(x, y);
    return Math.hypot(surface.grad[0], surface.grad[1]) <= FLAT * steepest;
  });
}

export class Ground {
  canvas = layer();
  pen = penOf(this.canvas);
  /** @type {Surface | null} */
  surface = null;
  /** @type {readonly Start[]} */
  minima = [];
  /** Whether the canvas shows the surface, and for which axes. */
  shown = "";

  /** @param {Panel} panel */
  constructor(panel) {
    this.panel = panel;
    this.canvas.classList.add("ground");
    panel.chart.after(this.canvas);
    panel.ground = this;
  }

  /**
   * Show a surface as its programs compute it now; null shows the chart again.
   * @param {Surface | null} surface
   * @param {readonly Start[]} minima of the surface as it was, moved with it
   */
  set(surface, minima = []) {
    [this.surface, this.minima, this.shown] = [surface, minima, ""];
    if (!surface && this.canvas.width) this.canvas.width = 0; // which clears it
    this.panel.host.classList.toggle("reshaped", surface !== null);
  }

  draw() {
    const { surface, canvas, pen, panel } = this;
    const full = panel.chart._fullLayout;
    const before = panel.chart.data?.find(({ meta }) => meta?.role === "surface");
    if (!surface || !full?.xaxis?._length || !before) return;
    const { xaxis, yaxis, width, height } = full;
    const key = [xaxis, yaxis].map(({ range, _length, _offset }) => `${range} ${_length} ${_offset}`).join();
    if (key === this.shown) return;
    this.shown = key;
    const { heights, steepest } = evenHeights(surface, xaxis.range, yaxis.range, SIDE);
    const scale = resize(canvas, width, height);
    const known = level(surface, this.minima, steepest);
    const trace = refitted(before, surface, known, { heights, box: [xaxis.range, yaxis.range] });
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    if (panel.theme) colorBar(pen, panel.chart, trace, panel.theme, panel.overlay.scale);
    pen.setTransform(scale, 0, 0, scale, xaxis._offset * scale, yaxis._offset * scale);
    const scaled = heights.map(heightScale(trace).drawn);
    pen.drawImage(groundPicture(scaled, SIDE, trace, xaxis._length, yaxis._length), 0, 0, xaxis._length, yaxis._length);
    const plot = plotOf(xaxis, yaxis);
    const { color = "#000000" } = panel.chart.data?.find(({ meta }) => meta?.role === "minimum")?.marker ?? {};
    for (const [x, y] of known) marker(pen, "star", plot.x(x), plot.y(y), 4, color, color);
  }
}

/**
 * The contours as they are for another surface: their colors fit its heights in the whole frame, not in a zoomed part.
 * @param {Trace} trace the contours as they were
 * @param {Surface} surface
 * @param {readonly Start[]} minima
 * @param {{ heights: Float64Array, box: Range[] }} seen the heights in the box that is shown
 */
export function refitted(trace, surface, minima, seen) {
  const [across, up] = [trace.x, trace.y].map((values) => ends(decoded(values)));
  const whole = String([across, up]) === String(seen.box) ? seen : evenHeights(surface, across, up, SIDE);
  const depths = minima.map(([x, y]) => {
    surface.evaluate(x, y);
    return surface.loss;
  });
  return rescaled(trace, whole.heights, depths.length ? Math.min(...depths) : null);
}

/**
 * @param {Numbers} values
 * @returns {Range}
 */
const ends = (values) => [values[0], values[values.length - 1]];
