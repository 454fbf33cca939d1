// The race in three dimensions: Plotly's surface and paths, which a reader turns, and heads that move on a canvas.
import { decoded } from "./arrays.js";
import { QUIET } from "./bundle.js";
import { seenWhole } from "./camera.js";
import { Drawing } from "./drawing.js";
import { enlarged } from "./enlarged.js";
import { chartElement, layer, penOf } from "./nodes.js";
import { Mesh } from "./mesh.js";
import { follow } from "./paths.js";
import { projection } from "./projection.js";
import { dashes, marker, ring } from "./shapes.js";
import { themed } from "./theme.js";
/** @import { Contender, Line, Numbers, Point, SurfaceArrays, Theme } from "../types/data" */
/** @import { Figure, Plotly } from "../types/plotly" */
/** @import { Project } from "./projection.js" */
/** @import { Where } from "./start_drag.js" */

const LOWEST = 0.02; // radians of the camera above the horizon
const FLOOR = -0.35; // half the height that optim_core/figures/race/surface_3d.py draws, below the middle
const LIFT = 0.012; // of the height, by which that file draws paths above the surface
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
  /** @type {Mesh | null} */
  mesh = null;
  lift = 0;
  /** @type {{ line: Line, points: Numbers[] }[] | null} Paths that the canvas draws in place of Plotly's. */
  previewed = null;
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
   * @param {SurfaceArrays} heights
   * @param {Contender[]} contenders
   * @param {Theme} theme
   */
  async update(plotly, figure, heights, contenders, theme) {
    this.chart.hidden = this.canvas.hidden = false;
    this.previewed = null;
    this.mesh = new Mesh(heights);
    const [low = 0, high = 0] = figure.layout.scene?.zaxis?.range ?? [];
    this.lift = LIFT * (high - low);
    this.heads = contenders.map(({ index, color, symbol }) => {
      const path = figure.data.find(({ meta }) => meta?.role === "path" && meta.index === index);
      return { color, symbol, points: AXES.map((axis) => decoded(/** @type {any} */ (path?.[axis]))) };
    });
    const { data, layout } = enlarged(themed(figure, theme), this.scale);
    const start = data.find(({ meta }) => meta?.role === "start");
    const spot = AXES.map((axis) => decoded(/** @type {any} */ (start?.[axis]))[0]);
    this.start = Number.isFinite(spot[0]) ? { point: spot, color: start?.marker?.color ?? theme.text } : null;
    this.shown = "";
    const [width, height] = [this.host.clientWidth, this.host.clientHeight];
    const config = { ...QUIET, modeBarButtons: [["resetCameraDefault3d"]], scrollZoom: false };
    const rest = data.filter((trace) => trace !== start); // which the surface would hide in part
    const whole = { ...seenWhole(layout, width, height), width, height, showlegend: false };
    await this.drawing.react(plotly, rest, whole, config);
    this.ground();
  }

  /**
   * Draw these paths on the canvas, on the surface, in place of Plotly's, until the next update.
   * @param {Line[]} lines
   * @param {{ x: number, y: number }} start
   */
  preview(lines, start) {
    const { mesh } = this;
    if (!mesh) return;
    if (!this.previewed) this.hidePaths();
    const z = (/** @type {number} */ x, /** @type {number} */ y) => (mesh.covers(x, y) ? mesh.height(x, y) + this.lift : NaN);
    this.previewed = lines.map((line) => {
      const x = line.x ?? new Float64Array();
      return { line, points: [x, line.y, Float64Array.from(x, (v, i) => z(v, line.y[i]))] };
    });
    if (this.start) this.start.point = [start.x, start.y, z(start.x, start.y)];
    this.shown = "";
  }

  hidePaths() {
    this.drawing.restyle({ visible: false }, ({ meta }) => meta?.index !== undefined);
  }

  /**
   * Where the ring at the start is, in pixels of the window.
   * @returns {Point | null}
   */
  ring() {
    const at = this.start && this.project(.../** @type {[number, number, number]} */ (this.start.point));
    const { left, top } = this.chart.getBoundingClientRect();
    return at && { x: left + at.x, y: top + at.y };
  }

  /**
   * The x and y of the surface under the pointer; null beside the surface.
   * @param {Where} where
   */
  at({ clientX, clientY }) {
    const { left, top } = this.chart.getBoundingClientRect();
    return this.mesh?.under(this.project, { x: clientX - left, y: clientY - top }) ?? null;
  }

  get project() {
    const scene = this.chart._fullLayout?.scene?._scene;
    return scene ? projection(scene, this.host.clientWidth, this.host.clientHeight) : () => null;
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
    const project = projection(scene, width, height);
    for (const path of this.previewed ?? []) this.trail(path, k, project);
    const at = this.start && project(.../** @type {[number, number, number]} */ (this.start.point));
    if (this.start && at) ring(pen, at.x, at.y, this.start.color, this.scale);
    const previewed = this.previewed?.map(({ line, points }) => ({ ...line, points }));
    for (const { color, symbol, points } of previewed ?? (done ? [] : this.heads)) {
      const i = Math.min(Math.floor(k), points[0].length - 1);
      const point = project(points[0][i], points[1][i], points[2][i]);
      if (point) marker(pen, symbol, point.x, point.y, 5 * this.scale, color, "#ffffff");
    }
  }

  /**
   * @param {{ line: Line, points: Numbers[] }} path
   * @param {number} k
   * @param {Project} project
   */
  trail({ line, points: [x, y, z] }, k, project) {
    const { pen } = this;
    const [px, py] = [new Float64Array(x.length).fill(NaN), new Float64Array(x.length).fill(NaN)];
    for (let i = 0; i < x.length && i <= k + 1; i++) {
      const at = project(x[i], y[i], z[i]);
      if (at) [px[i], py[i]] = [at.x, at.y];
    }
    pen.beginPath();
    follow(pen, { px, py }, Math.min(k, x.length - 1));
    pen.setLineDash(dashes(line.dash));
    [pen.strokeStyle, pen.lineWidth, pen.lineJoin] = [line.color, 3 * this.scale, "round"];
    pen.stroke();
    pen.setLineDash([]);
  }

  resize() {
    if (!this.chart.hidden) this.drawing.relayout({ width: this.host.clientWidth, height: this.host.clientHeight });
  }

  destroy() {
    cancelAnimationFrame(this.frame);
    this.drawing.destroy();
  }
}
