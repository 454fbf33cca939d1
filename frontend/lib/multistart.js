// Paths from many starts, or the band of their curves, on a canvas between a panel's chart and its overlay.
import { decoded } from "./arrays.js";
import { layer, penOf, resize } from "./nodes.js";
import { drawable, plotOf } from "./paths.js";
/** @import { Contender, Multistart, MultistartData, Plot } from "../types/data" */
/** @import { Values } from "../types/plotly" */
/** @import { Panel } from "./panel.js" */
/** @typedef {(pen: CanvasRenderingContext2D, plot: Plot, k: number, data: Multistart) => void} Paint */

const CROWD = 60; // paths; of more, each is fainter

export class MultistartLayer {
  /** @type {Multistart | null} */
  data = null;
  canvas = layer();
  pen = penOf(this.canvas);

  /**
   * @param {Panel} panel
   * @param {Paint} paint
   */
  constructor(panel, paint) {
    this.panel = panel;
    this.paint = paint;
    panel.chart.after(this.canvas);
    panel.under = this;
  }

  /** @param {Multistart | null} data */
  set(data) {
    this.data = data;
    if (!data && this.canvas.width) this.canvas.width = 0; // which clears it
  }

  /** @param {number} k the step as far as which the paths are drawn */
  draw(k) {
    const full = this.panel.chart._fullLayout;
    if (!this.data || !full?.xaxis?._length) return;
    const { canvas, pen } = this;
    const { xaxis, yaxis, width, height } = full;
    const scale = resize(canvas, width, height);
    pen.setTransform(scale, 0, 0, scale, xaxis._offset * scale, yaxis._offset * scale);
    pen.beginPath();
    pen.rect(0, 0, xaxis._length, yaxis._length);
    pen.clip();
    const plot = plotOf(xaxis, yaxis);
    this.paint(pen, plot, k, this.data);
  }
}

/**
 * The arrays that Python sent, with each contender's color.
 * @param {MultistartData} sent
 * @param {Pick<Contender, "index" | "color">[]} contenders
 * @param {string} ink
 * @returns {Multistart}
 */
export function unpacked({ multistarts, starts, range }, contenders, ink) {
  const colors = new Map(contenders.map(({ index, color }) => [index, color]));
  return {
    range,
    ink,
    starts: arrays(starts),
    multistarts: multistarts.map(({ index, step, x, y, band, lengths, stopped }) => {
      return { lengths, stopped, ...arrays({ step, x, y }), band: arrays(band), color: colors.get(index) };
    }),
  };
}

/**
 * @template {string} Name
 * @param {Record<Name, Values>} columns
 */
function arrays(columns) {
  const pairs = Object.entries(columns).map(([name, sent]) => [name, decoded(/** @type {Values} */ (sent))]);
  return /** @type {Record<Name, ReturnType<typeof decoded>>} */ (Object.fromEntries(pairs));
}

/** @type {Paint} */
export function paths(pen, plot, k, { multistarts, starts, ink }) {
  const alpha = multistarts.length * starts.x.length > CROWD ? 0.4 : 0.65;
  for (const { step, x, y, lengths, stopped, color } of multistarts) {
    pen.strokeStyle = pen.fillStyle = color ?? ink;
    let first = 0;
    lengths.forEach((length, path) => {
      const end = first + length;
      let [i, down] = [first, false];
      pen.beginPath();
      for (; i < end && step[i] <= k; i++) {
        const [px, py] = [plot.x(x[i]), plot.y(y[i])];
        const near = drawable(px, py);
        if (near && down) pen.lineTo(px, py);
        else if (near) pen.moveTo(px, py);
        down = near;
      }
      [pen.globalAlpha, pen.lineWidth] = [alpha, 1];
      pen.stroke();
      if (down) tip(pen, plot.x(x[i - 1]), plot.y(y[i - 1]), stopped[path] && i === end);
      first = end;
    });
  }
  pen.globalAlpha = 0.75;
  pen.strokeStyle = ink;
  starts.x.forEach((x, i) => {
    pen.beginPath();
    pen.arc(plot.x(x), plot.y(starts.y[i]), 2.5, 0, 2 * Math.PI);
    pen.stroke();
  });
}

/**
 * The end of a path: a dot, or a cross where a run stopped without a result.
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x
 * @param {number} y
 * @param {boolean} stopped
 */
function tip(pen, x, y, stopped) {
  pen.globalAlpha = 0.9;
  pen.beginPath();
  if (!stopped) {
    pen.arc(x, y, 2, 0, 2 * Math.PI);
    pen.fill();
    return;
  }
  for (const s of [-1, 1]) {
    pen.moveTo(x - 3, y - 3 * s);
    pen.lineTo(x + 3, y + 3 * s);
  }
  pen.stroke();
}

/** @type {Paint} */
export function bands(pen, plot, k, { multistarts, ink }) {
  const at = (/** @type {number} */ value) => {
    const y = plot.y(value);
    return Number.isFinite(y) ? Math.min(Math.max(y, -10), plot.height + 10) : plot.height + 10; // no log of 0
  };
  for (const { band, color } of multistarts) {
    const { step, low, middle, high } = band;
    let end = 0;
    while (end < step.length && step[end] <= k) end++;
    pen.fillStyle = pen.strokeStyle = color ?? ink;
    pen.beginPath();
    for (let i = 0; i < end; i++) pen.lineTo(plot.x(step[i]), at(high[i]));
    for (let i = end - 1; i >= 0; i--) pen.lineTo(plot.x(step[i]), at(low[i]));
    pen.globalAlpha = 0.14;
    pen.fill();
    pen.beginPath();
    for (let i = 0; i < end; i++) pen.lineTo(plot.x(step[i]), at(middle[i]));
    pen.globalAlpha = 0.9;
    pen.lineWidth = 1.2;
    pen.setLineDash([1.5, 3]);
    pen.stroke();
    pen.setLineDash([]);
  }
}
