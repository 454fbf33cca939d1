// A Plotly figure that updates in place; its data come from ui/components/chart.py.
import { QUIET, TOUCH, ZOOM_BAR, bundle } from "../lib/bundle.js";
import { watchCellKeys } from "../lib/cell_keys.js";
import { labeled } from "../lib/cells.js";
import { Drawing } from "../lib/drawing.js";
import { chartElement, describe } from "../lib/nodes.js";
import { MapPreview } from "../lib/map_preview.js";
import { onClick } from "../lib/pointer.js";
import { widest } from "../lib/ranges.js";
import { styles } from "../lib/styles.js";
import { style, themed } from "../lib/theme.js";
/** @import { ChartData } from "../types/data" */
/** @import { Plotly } from "../types/plotly" */
/** @import { Cleanup, Component, SetTriggerValue } from "../types/streamlit" */

const TWICE = 400; // ms within which a second click makes a double click
/** @type {WeakMap<HTMLElement, Chart>} */
const charts = new WeakMap();

/**
 * @param {Component<ChartData>} component
 * @returns {Promise<Cleanup>}
 */
export default async function mount({ data, parentElement, setTriggerValue }) {
  await styles();
  const chart = charts.get(parentElement) ?? new Chart(parentElement);
  charts.set(parentElement, chart);
  chart.send = setTriggerValue;
  await chart.update(data);
  return () => setTimeout(() => parentElement.isConnected || chart.destroy());
}

export class Chart {
  host = chartElement("live-chart");
  /** @type {ChartData | null} */
  data = null;
  /** @type {Plotly | null} */
  plotly = null;
  /** @type {SetTriggerValue} */
  send = () => {};
  drawing = new Drawing(this.host);
  /** @type {MapPreview | null} */
  preview = null;
  width = 0;
  bound = false;
  /** The time of the last click in ms, and how many have followed each other within `TWICE`. */
  clicked = -Infinity;
  clicks = 0;
  zoomedOut = false;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.host.dataset.testid = "live-chart";
    parent.append(this.host);
    this.watch = new ResizeObserver(() => this.host.clientWidth !== this.width && this.draw());
    this.watch.observe(this.host);
  }

  /** @param {ChartData} data */
  async update(data) {
    this.data = data;
    describe(this.host, data.alt, data.asks ? "application" : "figure");
    this.host.style.height = `${data.height}px`;
    try {
      this.plotly = await bundle("flat");
    } catch (error) {
      console.error(error);
      this.host.textContent = data.failed;
      return;
    }
    if (this.data !== data) return;
    await this.draw();
    if (!data.map) return;
    this.preview ??= new MapPreview(
      (figure) => this.draw(figure),
      () => this.draw(),
    );
    this.preview.settle(data.map, data.figure);
  }

  // Nothing while the page hides the chart.
  async draw(figure = this.data?.figure) {
    if (!this.plotly || !this.data || !figure || !this.host.clientWidth) return;
    const { height, asks } = this.data;
    const { data: traces, layout } = themed(figure, style(this.host));
    const touch = TOUCH ? { dragmode: false } : {};
    this.width = this.host.clientWidth;
    const size = { width: Math.min(this.width, widest(layout, height)), height };
    const config = { ...QUIET, ...(asks ? { displayModeBar: false, doubleClick: false } : ZOOM_BAR) };
    this.host.dataset.preview = figure === this.data.figure ? "" : "shown";
    const drawn = await this.drawing.react(this.plotly, labeled(traces), { ...layout, ...size, ...touch }, config);
    if (drawn && asks && !this.bound) this.bind();
  }

  // Where the page asks what is done to the chart: a click is reported as [x, y], a zoom as its four ends, zooming out as [].
  bind() {
    this.bound = true;
    watchCellKeys(
      this.host,
      () => this.data?.figure,
      (x, y) => this.send("click", [x, y]),
    );
    this.host.addEventListener("pointerdown", () => (this.zoomedOut = false), { capture: true });
    onClick(this.host, (x, y, time) => {
      this.clicks = time - this.clicked < TWICE ? this.clicks + 1 : 1;
      this.clicked = time;
      if (this.clicks === 1) this.send("click", [x, y]);
      if (this.clicks === 2) this.zoomOut();
    });
    this.host.on("plotly_doubleclick", () => this.zoomOut()); // also on an axis, but not on a busy page
    this.host.on("plotly_relayout", (change) => {
      const full = this.host._fullLayout;
      const zoomed = Object.keys(change).some((name) => name.includes(".range["));
      if (full && zoomed) this.send("zoom", [...full.xaxis.range, ...full.yaxis.range]);
    });
  }

  // Once for each press.
  zoomOut() {
    if (!this.zoomedOut) this.send("zoom", []);
    this.zoomedOut = true;
  }

  destroy() {
    this.watch.disconnect();
    this.preview?.destroy();
    this.drawing.destroy();
  }
}
