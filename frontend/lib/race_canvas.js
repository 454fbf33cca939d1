// The race on one canvas: charts side by side, and under them the contenders with their losses, at the step shown.
import { element, penOf } from "./nodes.js";
import { flow, image } from "./picture.js";
import { lossText } from "./readout.js";
/** @import { RaceUpdate } from "../types/data" */
/** @import { Race } from "./race.js" */
/** @typedef {{ layers: CanvasImageSource[], width: number, height: number }} Layers */

const PAD = 16;
const LINE = 30; // pixels from one row of contenders to the next
const WIDEST = " −0.0000e−00"; // a loss

export class RaceCanvas {
  canvas = element("canvas");
  pen = penOf(this.canvas);

  /**
   * @param {Race} race
   * @param {RaceUpdate} data
   * @param {Layers[]} charts
   */
  constructor(race, data, charts) {
    this.race = race;
    this.data = data;
    this.charts = charts;
    this.font = `18px ${race.style.font}`;
    const width = even(charts.reduce((sum, chart) => sum + chart.width + PAD, PAD));
    const top = Math.max(...charts.map(({ height }) => height));
    this.pen.font = this.font;
    const widths = data.contenders.map(({ glyph, name }) => this.pen.measureText(`${glyph} ${name}${WIDEST}`).width);
    this.places = flow(widths, width, top + PAD + LINE, LINE);
    Object.assign(this.canvas, { width, height: even((this.places.at(-1)?.y ?? top) + PAD) });
  }

  /** Whether the page no longer shows this race in this size. */
  get outdated() {
    return this.race.data?.tag !== this.data.tag || this.race.presentation.shown || !this.race.root.isConnected;
  }

  paint() {
    const { pen, race, canvas } = this;
    pen.fillStyle = race.style.background;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    let left = PAD;
    for (const { layers, width, height } of this.charts) {
      for (const layer of layers) pen.drawImage(layer, left, PAD, width, height);
      left += width + PAD;
    }
    pen.font = this.font;
    const step = Math.floor(race.player.k);
    this.data.contenders.forEach((contender, i) => {
      const { glyph, name, color } = contender;
      pen.fillStyle = color;
      pen.fillText(`${glyph} ${name} ${lossText(contender, race.readout.losses[i], step)}`, this.places[i].x, this.places[i].y);
    });
  }
}

/**
 * Call `use` with the race on a canvas, at its start; then the race is at its step again. What `use` gives; null if there is
 * no race to draw.
 * @template Result
 * @param {Race} race
 * @param {(painted: RaceCanvas) => Promise<Result>} use
 * @returns {Promise<Result | null>}
 */
export async function withRaceCanvas(race, use) {
  const { data, player, flat, curves } = race;
  if (!data) return null;
  const { k } = player;
  player.go(0);
  flat.covering = curves.covering = true; // Plotly's own paths are not in the picture
  try {
    const charts = await Promise.all([race.solid ? race.scene : flat, curves].map((chart) => image(chart, 0)));
    const drawn = charts.filter((chart) => chart !== null);
    return drawn.length < charts.length ? null : await use(new RaceCanvas(race, data, drawn));
  } finally {
    flat.covering = curves.covering = false;
    player.go(k);
  }
}

/**
 * The least even number that is no smaller: videos need even sizes.
 * @param {number} pixels
 */
const even = (pixels) => 2 * Math.ceil(pixels / 2);
