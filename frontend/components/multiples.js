// Small multiples: a chart per contender, as many in a row as there is room for. Their data come from ui/components/multiples.py.
// Where they are animations, a bar plays all of them together.
import { still } from "../lib/animation.js";
import { News } from "../lib/announcer.js";
import { decoded } from "../lib/arrays.js";
import { element, only } from "../lib/nodes.js";
import { Player } from "../lib/player.js";
import { styles } from "../lib/styles.js";
import { Chart } from "./chart.js";
/** @import { Animation, MultiplesData } from "../types/data" */
/** @import { Cleanup, Component } from "../types/streamlit" */

/** @type {WeakMap<HTMLElement, Multiples>} */
const views = new WeakMap();

/**
 * @param {Component<MultiplesData>} component
 * @returns {Promise<Cleanup>}
 */
export default async function mount({ data, parentElement }) {
  await styles();
  const view = views.get(parentElement) ?? new Multiples(parentElement);
  views.set(parentElement, view);
  await view.update(data);
  return () => setTimeout(() => parentElement.isConnected || view.destroy());
}

class Multiples {
  root = element("div", "multiples-view");
  grid = element("div", "multiples");
  /** @type {Chart[]} */
  charts = [];
  /** @type {MultiplesData | null} */
  data = null;
  /** @type {(Animation | undefined)[]} */
  animations = [];
  news = new News();
  /** @type {Player | null} */
  player = null;
  wanted = false;
  busy = false;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root.dataset.testid = "multiples";
    this.root.append(this.grid);
    parent.append(this.root);
  }

  /** @param {MultiplesData} data */
  async update(data) {
    this.data = data;
    this.news.tell(data.news);
    this.grid.style.setProperty("--least", `${data.least}px`);
    this.charts.splice(data.panels.length).forEach((chart) => chart.destroy());
    while (this.charts.length < data.panels.length) this.charts.push(new Chart(this.grid));
    this.animations = data.panels.map(({ animation }) => animation && { ...animation, values: decoded(animation.values) });
    this.bar(data);
    await this.show();
  }

  /** @param {MultiplesData} data */
  bar({ frames, texts }) {
    if (!frames.length) {
      this.player?.destroy();
      this.player?.root.remove();
      this.player = null;
      return;
    }
    if (!this.player) {
      this.player = new Player(
        () => this.show(),
        () => {},
        () => {},
      );
      only(this.player.root, "[data-do=picture]").remove();
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
      while (this.wanted && this.data) {
        this.wanted = false;
        const { panels, failed } = this.data;
        const at = Math.floor(this.player?.k ?? 0);
        const shown = panels.map((panel, i) => ({ ...panel, failed, figure: still(panel.figure, this.animations[i], at) }));
        await Promise.all(shown.map((panel, i) => this.charts[i]?.update(panel)));
        if (this.player) this.root.dataset.frame = String(at);
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
