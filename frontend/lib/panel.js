// A flat Plotly chart with its overlay. New data show on the overlay at once; Plotly catches up when there is time.
import { QUIET } from "./bundle.js";
import { Drawing } from "./drawing.js";
import { enlarged } from "./enlarged.js";
import { chartElement } from "./nodes.js";
import { Overlay } from "./overlay.js";
import { position } from "./pointer.js";
import { beyond } from "./ranges.js";
import { themed } from "./theme.js";
/** @import { Line, Point, Theme } from "../types/data" */
/** @import { Config, Figure, Layout, Plotly, Range } from "../types/plotly" */
/** @import { Ground } from "./ground.js" */
/** @import { MultistartLayer } from "./multistart.js" */
/** @import { Where } from "./start_drag.js" */

const CATCH_UP = 150; // ms without an update
const OUTSIDE = 0.2; // how much of what is new may lie beyond the axis until then, rather than for a frame

export class Panel {
  chart = chartElement("race-chart");
  drawing = new Drawing(this.chart);
  overlay = new Overlay(this.chart);
  /** @type {MultistartLayer | null} What is drawn between chart and overlay. */
  under = null;
  /** @type {Ground | null} What is drawn in place of the chart's surface, if any. */
  ground = null;
  /** @type {Plotly | null} */
  plotly = null;
  /** @type {Figure} */
  figure = { data: [], layout: {} };
  /** @type {Layout} Further options of the layout. */
  extra = {};
  /** @type {Theme | null} */
  theme = null;
  /** @type {string | null} */
  frame = null;
  /** @type {string} The range of y that Plotly was given. */
  range = "";
  /** Whether `across` has set another range than the figure's. */
  ranged = false;
  /** @type {{ node: Element, step: number }[]} */
  annotations = [];
  k = 0;
  /** Whether Plotly shows the data of the last update. */
  fresh = false;
  /** Whether the race is at its end. */
  complete = false;
  /** Whether the race is played, so that Plotly waits. */
  busy = false;
  bound = false;
  /** Whether the overlay draws the race also at its end. */
  covering = false;
  timer = 0;

  /**
   * @param {HTMLElement} host
   * @param {Config} config
   */
  constructor(host, config) {
    this.host = host;
    this.config = { ...QUIET, ...config };
    host.append(this.chart, this.overlay.canvas);
  }

  /**
   * Make ready for `draw`.
   * @param {Plotly} plotly
   * @param {Figure} figure
   * @param {Line[]} lines
   * @param {string} frame whatever of the figure, besides the range of y, must be right before that
   */
  async update(plotly, figure, lines, frame) {
    [this.plotly, this.figure] = [plotly, figure];
    this.overlay.set(lines);
    this.overlay.requested = null;
    this.fresh = false;
    if (frame === this.frame) {
      // When the update has been painted; a later figure may have an axis of another type, for which its range is meant.
      requestAnimationFrame(() => setTimeout(() => this.figure === figure && this.stretch()));
      this.later();
    } else {
      this.frame = frame;
      await this.react();
    }
  }

  // Another range of y alone, which Plotly draws much faster than all the rest; a person's zoom is left alone.
  stretch() {
    const range = this.figure.layout.yaxis?.range;
    const shown = this.chart._fullLayout?.yaxis.range;
    if (!range || !shown || String(shown) !== this.range) return;
    if (beyond(range, shown) <= OUTSIDE) return;
    this.range = String(range);
    this.drawing.relayout({ "yaxis.range": [...range] });
  }

  /**
   * Show this range across until Plotly draws the next figure.
   * @param {Range} range
   */
  across(range) {
    const shown = this.chart._fullLayout?.xaxis.range;
    const usual = this.figure.layout.xaxis?.range;
    if (!shown || !usual || String(shown) === String(range)) return;
    if (this.ranged || String(shown) === String(usual)) this.drawing.relayout({ "xaxis.range": [...range] }); // not over a zoom
    this.ranged = true;
  }

  /**
   * Show this range upwards until Plotly draws the next figure; a person's zoom is left alone.
   * @param {Range} range
   */
  upwards(range) {
    this.drawing.adjust(() => {
      const shown = String(this.chart._fullLayout?.yaxis.range);
      if (shown !== this.range || shown === String(range)) return null;
      this.range = String(range);
      return { "yaxis.range": [...range] };
    });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => (this.busy || this.host.closest("[data-preview=shown]") ? this.later() : this.react()), CATCH_UP);
  }

  async react() {
    clearTimeout(this.timer);
    if (!this.plotly || !this.theme) return;
    const figure = this.figure;
    const { data, layout } = enlarged(themed(figure, this.theme), this.overlay.scale);
    const drawn = await this.drawing.react(this.plotly, data, { ...layout, ...this.size(), ...this.extra }, this.config);
    if (!drawn) {
      this.frame = null; // the next update draws all
      return;
    }
    this.range = String(layout.yaxis?.range);
    this.ranged = false;
    if (this.figure !== figure) return;
    if (!this.bound) this.bind();
    this.mark();
    this.fresh = true;
    this.draw(this.k, this.complete);
  }

  /**
   * Where the ring at the start is, in pixels of the window.
   * @returns {Point | null}
   */
  ring() {
    const [full, { start }] = [this.chart._fullLayout, this.overlay];
    if (!full || !start) return null;
    const { left, top } = this.chart.getBoundingClientRect();
    return { x: left + full.xaxis._offset + full.xaxis.d2p(start.x), y: top + full.yaxis._offset + full.yaxis.d2p(start.y) };
  }

  /**
   * The point under the pointer; null beside the axes.
   * @param {Where} where
   */
  at(where) {
    return position(this.chart, where);
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

  // Mark for the stylesheet which parts of Plotly's drawing move, and which labels come later.
  mark() {
    for (const trace of this.chart.querySelectorAll(".scatterlayer > .trace")) {
      const meta = /** @type {any} */ (trace).__data__?.[0]?.trace?.meta;
      trace.classList.toggle("moves", meta?.index !== undefined || meta?.role === "start");
    }
    this.annotations = [...this.chart.querySelectorAll(".annotation")].map((node) => {
      const index = Number(/** @type {SVGElement} */ (node).dataset.index);
      const name = this.chart.layout.annotations?.[index]?.name ?? "";
      return { node, step: name.startsWith("step ") ? Number(name.slice(5)) : -1 };
    });
  }

  /**
   * Draw the lines as far as step k.
   * @param {number} k
   * @param {boolean} complete
   */
  draw(k, complete) {
    [this.k, this.complete] = [k, complete];
    const over = this.overlay.scale > 1 || this.covering || Boolean(this.under?.data); // paths over those from many starts
    const covered = !this.fresh || !complete || over;
    this.host.classList.toggle("covered", covered);
    for (const { node, step } of this.annotations) {
      node.classList.toggle("early", step >= 0 && (!this.fresh || k < step));
    }
    this.ground?.draw();
    this.under?.draw(k);
    this.overlay.draw(k, covered);
  }

  hide(hidden = true) {
    this.chart.hidden = this.overlay.canvas.hidden = hidden;
    for (const part of [this.under, this.ground]) if (part) part.canvas.hidden = hidden;
  }

  resize() {
    const full = this.chart._fullLayout;
    if (!this.bound || !full) return;
    const { width, height } = this.size();
    if (width && (width !== full.width || height !== full.height)) this.drawing.relayout({ width, height });
  }

  destroy() {
    clearTimeout(this.timer);
    this.drawing.destroy();
  }
}
