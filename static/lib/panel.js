// A flat Plotly chart with its overlay. New data show on the overlay at once; Plotly catches up when there is time.
const version = new URL(import.meta.url).search;
const load = (name) => import(`./${name}.js${version}`);
const [{ QUIET }, { Drawing }, { Overlay }, { themed }] = await Promise.all(["bundle", "drawing", "overlay", "theme"].map(load));
const CATCH_UP = 150; // ms without an update
const OUTSIDE = 0.2; // how much of what is new may lie beyond the axis until then, rather than for a frame

export class Panel {
  constructor(host, config) {
    this.host = host;
    this.config = { ...QUIET, ...config };
    this.chart = document.createElement("div");
    this.chart.className = "race-chart";
    this.drawing = new Drawing(this.chart);
    this.overlay = new Overlay(this.chart);
    host.append(this.chart, this.overlay.canvas);
    this.k = 0;
    this.fresh = this.complete = false;
  }

  // Makes ready for `draw`. frame: whatever of the figure, besides the range of y, must be right before that
  async update(plotly, figure, lines, frame) {
    [this.plotly, this.figure] = [plotly, figure];
    this.overlay.set(lines);
    this.overlay.requested = null;
    this.fresh = false;
    if (frame === this.frame) {
      requestAnimationFrame(() => setTimeout(() => this.stretch())); // when the update has been painted
      this.later();
    } else {
      this.frame = frame;
      await this.react();
    }
  }

  // Another range of y alone, which Plotly draws much faster than all the rest; a person's zoom is left alone.
  stretch() {
    const { range } = this.figure.layout.yaxis;
    const shown = this.chart._fullLayout?.yaxis.range;
    if (!shown || String(shown) !== this.range) return;
    const outside = Math.max(0, shown[0] - range[0]) + Math.max(0, range[1] - shown[1]);
    if (outside <= OUTSIDE * (range[1] - range[0])) return;
    this.range = String(range);
    this.drawing.relayout({ "yaxis.range": [...range] });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.busy ? this.later() : this.react()), CATCH_UP);
  }

  async react() {
    clearTimeout(this.timer);
    const figure = this.figure;
    const { data, layout } = themed(figure, this.theme);
    const drawn = await this.drawing.react(this.plotly, data, { ...layout, ...this.size(), ...this.extra }, this.config);
    if (!drawn) {
      this.frame = null; // the next update draws all
      return;
    }
    this.range = String(layout.yaxis.range);
    if (this.figure !== figure) return;
    if (!this.bound) this.bind();
    this.mark();
    this.fresh = true;
    this.draw(this.k, this.complete);
  }

  size() {
    return { width: this.host.clientWidth, height: this.host.clientHeight };
  }

  bind() {
    this.bound = true;
    const redraw = () => this.draw(this.k, this.complete);
    for (const name of ["afterplot", "relayouting", "relayout"]) this.chart.on(`plotly_${name}`, redraw);
    this.chart.on("plotly_afterplot", () => this.mark());
  }

  // Tells the stylesheet which parts of Plotly's drawing move, and which labels come later.
  mark() {
    for (const trace of this.chart.querySelectorAll(".scatterlayer > .trace")) {
      const meta = trace.__data__?.[0]?.trace?.meta;
      trace.classList.toggle("moves", meta?.index !== undefined || meta?.role === "start");
    }
    this.annotations = [...this.chart.querySelectorAll(".annotation")].map((node) => {
      const name = this.chart.layout.annotations?.[node.dataset.index]?.name ?? "";
      return { node, step: name.startsWith("step ") ? Number(name.slice(5)) : -1 };
    });
  }

  draw(k, complete) {
    [this.k, this.complete] = [k, complete];
    const covered = !this.fresh || !complete || Boolean(this.under?.data); // paths over those from many starts
    this.host.classList.toggle("covered", covered);
    for (const { node, step } of this.annotations ?? []) {
      node.classList.toggle("early", step >= 0 && (!this.fresh || k < step));
    }
    this.under?.draw(k);
    this.overlay.draw(k, covered);
  }

  hide(hidden = true) {
    this.chart.hidden = this.overlay.canvas.hidden = hidden;
    if (this.under) this.under.canvas.hidden = hidden;
  }

  resize() {
    if (!this.bound) return;
    const { width, height } = this.size();
    const shown = this.chart._fullLayout;
    if (width && shown && (width !== shown.width || height !== shown.height)) this.drawing.relayout({ width, height });
  }

  destroy() {
    clearTimeout(this.timer);
    this.drawing.destroy();
  }
}
