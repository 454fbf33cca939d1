// The race in three dimensions: Plotly's surface and paths, which a reader turns, and heads that move on a canvas.
import { decoded } from "./arrays.js";
import { QUIET } from "./bundle.js";
import { Drawing } from "./drawing.js";
import { enlarged } from "./enlarged.js";
import { chartElement, layer, penOf } from "./nodes.js";
import { projected } from "./projection.js";
import { marker, ring } from "./shapes.js";
import { themed } from "./theme.js";
/** @import { Contender, Numbers, Theme } from "../types/data" */
/** @import { Figure, Plotly } from "../types/plotly" */

const LOWEST = 0.02; // radians of the camera above the horizon
const FLOOR = -0.35; // half the height that optim_core/figures/race/surface_3d.py draws, below the middle
const AXES = /** @type {const} */ (["x", "y", "z"]);

export class Scene {
  chart = chartElement("race-chart");
  canvas = layer();
  pen = penOf(this.canvas);
  /** @type {{ color: string, symbol: string, points: Numbers[] }[]} */
  heads = [];
  drawing = new Drawing(this.chart);
  /** @type {{ point: number[], color: string } | null} */
  start = null;
  /** What the canvas shows. */
  shown = "";
  frame = 0;
  scale = 1;

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
    const { data, layout } = enlarged(themed(figure, theme), this.scale);
    const start = data.find(({ meta }) => meta?.role === "start");
    const spot = AXES.map((axis) => decoded(/** @type {any} */ (start?.[axis]))[0]);
    this.start = Number.isFinite(spot[0]) ? { point: spot, color: start?.marker?.color ?? theme.text } : null;
    this.shown = "";
    const size = { width: this.host.clientWidth, height: this.host.clientHeight };
    const config = { ...QUIET, modeBarButtons: [["resetCameraDefault3d"]], scrollZoom: false };
    const rest = data.filter((trace) => trace !== start); // which the surface would hide in part
    await this.drawing.react(plotly, rest, { ...layout, ...size, showlegend: false }, config);
    this.ground();
  }

  // Keep the camera above the floor: the point about which it turns, and the angle from there.
  ground() {
    const controllers = this.chart._fullLayout?.scene?._scene?.camera.view._controllerList ?? [];
    for (const { angle, center } of controllers) {
      if (!angle || !center) continue; // only the turntable has both
      angle.bounds[0][1] = LOWEST;
      center.bounds[0][2] = FLOOR;
    }
  }

  /**
   * Draw the ring at the start, and the heads at step k unless the race is at its end; again when the camera turns.
   * @param {number} k
   * @param {boolean} done
   */
  draw(k, done) {
    cancelAnimationFrame(this.frame);
    if (this.chart.hidden) return;
    this.frame = requestAnimationFrame(() => this.draw(k, done));
    const scene = this.chart._fullLayout?.scene?._scene;
    const camera = scene?.glplot?.cameraParams;
    const scale = window.devicePixelRatio || 1;
    const [width, height] = [this.host.clientWidth, this.host.clientHeight];
    const shown = camera ? `${k} ${done} ${this.scale} ${width} ${height} ${scale} ${camera.view} ${camera.projection}` : "";
    if (!scene || !shown || shown === this.shown) return;
    this.shown = shown;
    const { pen } = this;
    [this.canvas.width, this.canvas.height] = [width * scale, height * scale];
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    const at = this.start && projected(scene, this.start.point, width, height);
    if (this.start && at) ring(pen, at.x, at.y, this.start.color, this.scale);
    for (const { color, symbol, points } of done ? [] : this.heads) {
      const i = Math.min(Math.floor(k), points[0].length - 1);
      const point = projected(scene, points.map((axis) => axis[i]), width, height);
      if (point) marker(pen, symbol, point.x, point.y, 5 * this.scale, color, "#ffffff");
    }
  }

  resize() {
    if (!this.chart.hidden) this.drawing.relayout({ width: this.host.clientWidth, height: this.host.clientHeight });
  }

  destroy() {
    cancelAnimationFrame(this.frame);
    this.drawing.destroy();
  }
}
