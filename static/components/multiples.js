// Small multiples: a chart a contender, as many in a row as there is room for. Their data come from ui/components/chart.py.
// Where they are animations, a bar plays all of them together.
const version = new URL(import.meta.url).search;
const load = (name) => import(`../lib/${name}.js${version}`);
const [{ decoded }, { styles }, { Player }] = await Promise.all(["arrays", "styles", "player"].map(load));
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
    this.animations = data.panels.map(({ animation }) => animation && { ...animation, values: decoded(animation.values) });
    this.bar();
    await this.show();
  }

  bar() {
    const { frames, texts } = this.data;
    if (!frames.length) {
      this.player?.destroy();
      this.player?.root.remove();
      this.player = null;
      return;
    }
    if (!this.player) {
      this.player = new Player(() => this.show(), () => null, () => null);
      this.player.root.querySelector("[data-do=picture]").remove();
      this.root.append(this.player.root);
    }
    this.player.length(frames.length - 1);
    this.player.label({ ...texts, frames });
  }

  // Draws the latest request only: a chart takes longer to draw than a slider to move.
  async show() {
    this.wanted = true;
    if (this.busy) return;
    this.busy = true;
    try {
      while (this.wanted) {
        this.wanted = false;
        const { data } = this;
        const at = Math.floor(this.player?.k ?? 0);
        const panels = data.panels.map((panel, i) => ({ ...panel, failed: data.failed, figure: still(panel.figure, this.animations[i], at) }));
        await Promise.all(panels.map((panel, i) => this.charts[i]?.update(panel)));
        if (this.player) this.root.dataset.frame = at;
      }
    } finally {
      this.busy = false;
    }
  }

  destroy() {
    this.player?.destroy();
    this.charts.forEach((chart) => chart.destroy());
    this.root.remove();
  }
}

// The figure as it was at frame `at` of its animation: {trace, name, shape, values}, an array a frame, the last one held.
function still(figure, animation, at) {
  if (!animation) return figure;
  const [frames, ...sizes] = animation.shape;
  const size = sizes.reduce((a, b) => a * b);
  const start = Math.min(at, frames - 1) * size;
  const flat = animation.values.subarray(start, start + size);
  const width = sizes.at(-1);
  const array = sizes.length === 1 ? flat : Array.from({ length: sizes[0] }, (_, j) => flat.subarray(j * width, (j + 1) * width));
  const data = figure.data.map((trace, i) => (i === animation.trace ? { ...trace, [animation.name]: array } : trace));
  return { ...figure, data };
}
