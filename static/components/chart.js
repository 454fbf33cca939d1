// A Plotly figure that updates in place; its data come from ui/components/chart.py.
const version = new URL(import.meta.url).search;
const load = (name) => import(`../lib/${name}.js${version}`);
const parts = ["bundle", "styles", "theme", "cells", "pointer", "drawing"];
const [{ QUIET, TOUCH, bundle }, { styles }, theme, { labeled }, { onClick }, { Drawing }] = await Promise.all(parts.map(load));
const TWICE = 400; // ms within which a second click makes a double click
const charts = new WeakMap();

export default async function mount({ data, parentElement, setTriggerValue }) {
  await styles();
  let chart = charts.get(parentElement);
  if (!chart) charts.set(parentElement, (chart = new Chart(parentElement)));
  chart.send = setTriggerValue;
  await chart.update(data);
  return () => setTimeout(() => parentElement.isConnected || chart.destroy());
}

export class Chart {
  constructor(parent) {
    this.host = document.createElement("div");
    this.host.className = "live-chart";
    this.host.setAttribute("role", "figure");
    this.host.dataset.testid = "live-chart";
    parent.append(this.host);
    this.drawing = new Drawing(this.host);
    this.watch = new ResizeObserver(() => this.host.clientWidth !== this.width && this.draw());
    this.watch.observe(this.host);
  }

  async update(data) {
    this.data = data;
    this.host.setAttribute("aria-label", data.alt);
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
  }

  // Nothing while the page hides the chart.
  async draw() {
    if (!this.plotly || !this.host.clientWidth) return;

    const { data: traces, layout } = theme.themed(this.data.figure, theme.style(this.host));
    const touch = TOUCH ? { dragmode: false } : {};
    this.width = this.host.clientWidth;
    const size = { width: this.width, height: this.data.height };
    const bar = { modeBarButtons: [["zoom2d", "pan2d", "resetScale2d"]] };
    const config = { ...QUIET, ...(this.data.asks ? { displayModeBar: false, doubleClick: false } : bar) };
    const drawn = await this.drawing.react(this.plotly, labeled(traces), { ...layout, ...size, ...touch }, config);
    if (drawn && this.data.asks && !this.bound) this.bind();
  }

  // Where the page asks what is done to the chart: a click is reported as [x, y], a zoom as its four ends, zooming out as [].
  bind() {
    this.bound = true;
    onClick(this.host, (x, y) => {
      const again = performance.now() - this.clicked < TWICE;
      this.clicked = performance.now();
      if (!again) this.send("click", [x, y]);
    });
    this.host.on("plotly_doubleclick", () => this.send("zoom", []));
    this.host.on("plotly_relayout", (change) => {
      const ends = ["xaxis", "yaxis"].flatMap((axis) => this.host._fullLayout[axis].range);
      if (Object.keys(change).some((name) => name.includes(".range["))) this.send("zoom", ends);
    });
  }

  destroy() {
    this.watch.disconnect();
    this.drawing.destroy();
  }
}
