// A Plotly figure that updates in place; its data come from ui/chart.py.
const version = new URL(import.meta.url).search;
const load = (name) => import(`./${name}.js${version}`);
const [{ QUIET, TOUCH, bundle }, { styles }, theme] = await Promise.all(["bundle", "styles", "theme"].map(load));
const charts = new WeakMap();

export default async function mount({ data, parentElement }) {
  await styles();
  let chart = charts.get(parentElement);
  if (!chart) charts.set(parentElement, (chart = new Chart(parentElement)));
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
    this.work = Promise.resolve();
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

  // One change at a time, none while the page hides the chart, and none once it has let go of it.
  draw() {
    return (this.work = this.work.catch(() => null).then(() => this.plotly && this.host.isConnected && this.host.clientWidth && this.react()));
  }

  react() {
    const { data: traces, layout } = theme.themed(this.data.figure, theme.look(this.host));
    const touch = TOUCH ? { dragmode: false } : {};
    this.width = this.host.clientWidth;
    const size = { width: this.width, height: this.data.height };
    const config = { ...QUIET, modeBarButtons: [["zoom2d", "pan2d", "resetScale2d"]] };
    return this.plotly.react(this.host, traces, { ...layout, ...size, ...touch }, config);
  }

  destroy() {
    this.watch.disconnect();
    this.plotly?.purge(this.host);
    this.host.remove();
  }
}
