// Small multiples: a chart a contender, as many in a row as there is room for. Their data come from ui/components/chart.py.
// Where they are films, a bar plays all of them together.
const version = new URL(import.meta.url).search;
const load = (name) => import(`../lib/${name}.js${version}`);
const [{ decoded }, { styles }, { Transport }] = await Promise.all(["arrays", "styles", "transport"].map(load));
const { Chart } = await import(`./chart.js${version}`);
const views = new WeakMap();

export default async function mount({ data, parentElement }) {
  await styles();
  let view = views.get(parentElement);
  if (!view) views.set(parentElement, (view = new Multiples(parentElement)));
  await view.update(data);
  return () => setTimeout(() => parentElement.isConnected || view.destroy());
}

class Multiples {
  constructor(parent) {
    this.root = document.createElement("div");
    this.root.dataset.testid = "multiples";
    this.grid = document.createElement("div");
    this.grid.className = "multiples";
    this.root.append(this.grid);
    parent.append(this.root);
    this.charts = [];
  }

  async update(data) {
    this.data = data;
    this.grid.style.setProperty("--least", `${data.least}px`);
    while (this.charts.length > data.panels.length) this.charts.pop().destroy();
    while (this.charts.length < data.panels.length) this.charts.push(new Chart(this.grid));
    this.films = data.panels.map(({ film }) => film && { ...film, values: decoded(film.values) });
    this.bar();
    await this.show();
  }

  bar() {
    const { moments, words } = this.data;
    if (!moments.length) {
      this.transport?.destroy();
      this.transport?.root.remove();
      this.transport = null;
      return;
    }
    if (!this.transport) {
      this.transport = new Transport(() => this.show(), () => null, () => null);
      this.transport.root.querySelector("[data-do=picture]").remove();
      this.root.append(this.transport.root);
    }
    this.transport.length(moments.length - 1);
    this.transport.label({ ...words, moments });
  }

  // The latest wish only: a chart takes longer to draw than a thumb to move.
  async show() {
    this.wanted = true;
    if (this.busy) return;
    this.busy = true;
    try {
      while (this.wanted) {
        this.wanted = false;
        const { data } = this;
        const at = Math.floor(this.transport?.k ?? 0);
        const panels = data.panels.map((panel, i) => ({ ...panel, failed: data.failed, figure: still(panel.figure, this.films[i], at) }));
        await Promise.all(panels.map((panel, i) => this.charts[i]?.update(panel)));
        if (this.transport) this.root.dataset.moment = at;
      }
    } finally {
      this.busy = false;
    }
  }

  destroy() {
    this.transport?.destroy();
    this.charts.forEach((chart) => chart.destroy());
    this.root.remove();
  }
}

// The figure as it was at moment `at` of its film: {trace, name, shape, values}, an array a moment, the last one held.
function still(figure, film, at) {
  if (!film) return figure;
  const [moments, ...sizes] = film.shape;
  const size = sizes.reduce((a, b) => a * b);
  const start = Math.min(at, moments - 1) * size;
  const flat = film.values.subarray(start, start + size);
  const width = sizes.at(-1);
  const array = sizes.length === 1 ? flat : Array.from({ length: sizes[0] }, (_, j) => flat.subarray(j * width, (j + 1) * width));
  const data = figure.data.map((trace, i) => (i === film.trace ? { ...trace, [film.name]: array } : trace));
  return { ...figure, data };
}
