// The race in three dimensions: Plotly's surface and paths, which a reader turns, and heads that move on a canvas.
const version = new URL(import.meta.url).search;
const load = (name) => import(`./${name}.js${version}`);
const [{ decoded }, { QUIET }, { Drawing }, { marker }, { themed }] = await Promise.all(["arrays", "bundle", "drawing", "shapes", "theme"].map(load));

export class Scene {
  constructor(host) {
    this.host = host;
    this.chart = document.createElement("div");
    this.chart.className = "race-chart";
    this.drawing = new Drawing(this.chart);
    this.canvas = document.createElement("canvas");
    this.canvas.className = "race-canvas";
    this.canvas.setAttribute("aria-hidden", "true");
    this.heads = [];
    this.hide();
    host.append(this.chart, this.canvas);
  }

  hide() {
    this.chart.hidden = this.canvas.hidden = true;
    cancelAnimationFrame(this.frame);
  }

  async update(plotly, figure, contenders, theme) {
    this.chart.hidden = this.canvas.hidden = false;
    this.heads = contenders.map(({ index, color, symbol }) => {
      const path = figure.data.find(({ meta }) => meta.role === "path" && meta.index === index);
      return { color, symbol, points: ["x", "y", "z"].map((axis) => decoded(path[axis])) };
    });
    const { data, layout } = themed(figure, theme);
    const size = { width: this.host.clientWidth, height: this.host.clientHeight };
    const config = { ...QUIET, modeBarButtons: [["resetCameraDefault3d"]], scrollZoom: false };
    await this.drawing.react(plotly, data, { ...layout, ...size, showlegend: false }, config);
  }

  draw(k, done) {
    cancelAnimationFrame(this.frame);
    const pen = this.canvas.getContext("2d");
    const scale = window.devicePixelRatio || 1;
    const [width, height] = [this.host.clientWidth, this.host.clientHeight];
    [this.canvas.width, this.canvas.height] = [width * scale, height * scale];
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    const view = this.chart._fullLayout?.scene?._scene?.glplot;
    if (done || !view?.cameraParams || this.chart.hidden) return;
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    for (const { color, symbol, points } of this.heads) {
      const i = Math.min(Math.floor(k), points[0].length - 1);
      const point = this.project(points.map((axis) => axis[i]), width, height);
      if (point) marker(pen, symbol, ...point, 5, color, "#ffffff");
    }
    this.frame = requestAnimationFrame(() => this.draw(k, done)); // the camera may turn
  }

  // Where a point of the scene is on the page; null where it is not drawn.
  project(point, width, height) {
    const scene = this.chart._fullLayout.scene._scene;
    const { model, view, projection } = scene.glplot.cameraParams;
    const scaled = point.map((value, axis) => value * scene.dataScale[axis]);
    const [x, y, , w] = [model, view, projection].reduce(times, [...scaled, 1]);
    return Number.isFinite(x / w) ? [(0.5 + (0.5 * x) / w) * width, (0.5 - (0.5 * y) / w) * height] : null;
  }

  resize() {
    if (!this.chart.hidden) this.drawing.relayout({ width: this.host.clientWidth, height: this.host.clientHeight });
  }

  destroy() {
    cancelAnimationFrame(this.frame);
    this.drawing.destroy();
  }
}

function times(vector, matrix) {
  return [0, 1, 2, 3].map((row) => vector.reduce((sum, value, column) => sum + value * matrix[4 * column + row], 0));
}
