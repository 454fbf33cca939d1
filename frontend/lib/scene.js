// The race in three dimensions: Plotly's surface and paths, which a reader turns, and heads that move on a canvas.
import { decoded } from "./arrays.js";
import { QUIET } from "./bundle.js";
import { Drawing } from "./drawing.js";
import { chartElement, layer, penOf } from "./nodes.js";
import { projected } from "./projection.js";
import { marker } from "./shapes.js";
import { themed } from "./theme.js";
/** @import { Contender, Numbers, Theme } from "../types/data" */
/** @import { Figure, Plotly } from "../types/plotly" */

const AXES = /** @type {const} */ (["x", "y", "z"]);

export class Scene {
  chart = chartElement("race-chart");
  canvas = layer();
  pen = penOf(this.canvas);
  /** @type {{ color: string, symbol: string, points: Numbers[] }[]} */
  heads = [];
  drawing = new Drawing(this.chart);
  frame = 0;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    this.hide();
    host.append(this.chart, this.canvas);
  }

  hide() {
    this.chart.hidden = this.canvas.hidden = true;
    cancelAnimationFrame(this.frame);
  }

  /**
   * @param {Plotly} plotly
   * @param {Figure} figure
   * @param {Contender[]} contenders
   * @param {Theme} theme
   */
  async update(plotly, figure, contenders, theme) {
    this.chart.hidden = this.canvas.hidden = false;
    this.heads = contenders.map(({ index, color, symbol }) => {
      const path = figure.data.find(({ meta }) => meta?.role === "path" && meta.index === index);
      return { color, symbol, points: AXES.map((axis) => decoded(/** @type {any} */ (path?.[axis]))) };
    });
    const { data, layout } = themed(figure, theme);
    const size = { width: this.host.clientWidth, height: this.host.clientHeight };
    const config = { ...QUIET, modeBarButtons: [["resetCameraDefault3d"]], scrollZoom: false };
    await this.drawing.react(plotly, data, { ...layout, ...size, showlegend: false }, config);
  }

  /**
   * Draw the heads at step k, unless the race is at its end.
   * @param {number} k
   * @param {boolean} done
   */
  draw(k, done) {
    cancelAnimationFrame(this.frame);
    const { pen } = this;
    const scale = window.devicePixelRatio || 1;
    const [width, height] = [this.host.clientWidth, this.host.clientHeight];
    [this.canvas.width, this.canvas.height] = [width * scale, height * scale];
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    const scene = this.chart._fullLayout?.scene?._scene;
    if (done || !scene?.glplot?.cameraParams || this.chart.hidden) return;
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    for (const { color, symbol, points } of this.heads) {
      const i = Math.min(Math.floor(k), points[0].length - 1);
      const point = projected(scene, points.map((axis) => axis[i]), width, height);
      if (point) marker(pen, symbol, point.x, point.y, 5, color, "#ffffff");
    }
    this.frame = requestAnimationFrame(() => this.draw(k, done)); // the camera may turn
  }

  resize() {
    if (!this.chart.hidden) this.drawing.relayout({ width: this.host.clientWidth, height: this.host.clientHeight });
  }

  destroy() {
    cancelAnimationFrame(this.frame);
    this.drawing.destroy();
  }
}
