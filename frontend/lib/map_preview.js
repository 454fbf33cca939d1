// The coarse map of a panel while a slider is held, run in a web worker; the server's fine map replaces it.
import { PreviewedRace, unpacked } from "./previewed_race.js";
import { watchWidgets } from "./widget_watch.js";
/** @import { SentMap } from "../types/data" */
/** @import { Figure, Trace } from "../types/plotly" */

const LARGEST = 1e300; // of a value that is drawn
const PATIENCE = 3000; // ms of rest after which the server's map is shown again

export class MapPreview {
  /** @type {SentMap | null} */
  sent = null;
  /** @type {PreviewedRace | null} */
  race = null;
  /** @type {Figure | null} */
  figure = null;
  /** @type {Map<string, number>} */
  changes = new Map();
  /** @type {Worker | null} */
  worker = null;
  busy = false;
  wanted = false;
  timer = 0;

  /**
   * @param {(figure: Figure) => void} show draws a figure
   * @param {() => void} restore draws the server's figure again
   */
  constructor(show, restore) {
    this.show = show;
    this.restore = restore;
    this.widgets = watchWidgets((entry, value) => this.change(entry, value));
  }

  /**
   * The server's map.
   * @param {SentMap} sent
   * @param {Figure} figure
   */
  settle(sent, figure) {
    if (sent.tag !== this.sent?.tag) {
      this.race = new PreviewedRace(sent.race, [sent.number]);
      for (const [entry, value] of this.changes) {
        if (!this.widgets.unsettled || this.race.value(entry) === value) this.changes.delete(entry);
      }
    }
    Object.assign(this, { sent, figure });
    if (this.changes.size) this.ask();
  }

  /**
   * @param {string} entry
   * @param {number} value
   */
  change(entry, value) {
    const { race } = this;
    if (!race || race.place(entry) === null) return;
    if (race.accepts(entry, value) && race.value(entry) !== value) this.changes.set(entry, value);
    else this.changes.delete(entry);
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.giveUp(), PATIENCE);
    if (this.changes.size) this.ask();
    else this.restore();
  }

  giveUp() {
    if (!this.changes.size) return;
    if (this.widgets.unsettled) {
      this.timer = window.setTimeout(() => this.giveUp(), PATIENCE);
      return;
    }
    this.changes.clear();
    this.restore();
  }

  /** One request at a time; of those that wait, the latest. */
  ask() {
    const { race, sent } = this;
    if (!race || !sent) return;
    this.wanted = this.busy;
    if (this.busy) return;
    this.busy = true;
    const { contenders, start, steps } = race.changed(this.changes);
    const map = { ...sent, race: unpacked(sent.race) };
    this.worker ??= this.started();
    this.worker.postMessage({ map, contender: contenders[0], start, steps });
  }

  started() {
    const worker = new Worker(new URL(`worker.js${new URL(import.meta.url).search}`, import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => this.receive(data);
    worker.onerror = () => this.destroy(); // then there is no preview
    return worker;
  }

  /** @param {Float64Array | null} values null if the browser cannot run them together */
  receive(values) {
    this.busy = false;
    if (values && this.sent && this.figure && this.changes.size) this.show(coarse(this.figure, this.sent, values));
    if (this.wanted) this.ask();
  }

  destroy() {
    clearTimeout(this.timer);
    this.widgets.stop();
    this.worker?.terminate();
  }
}

/**
 * The figure with these cells, without what belongs to the fine ones.
 * @param {Figure} figure
 * @param {SentMap} sent
 * @param {ArrayLike<number>} values of the cells, row by row
 * @returns {Figure}
 */
export function coarse(figure, { axes: [across, up], log, floor, least }, values) {
  const heat = /** @type {Trace & Record<"x0" | "dx" | "y0" | "dy", number> & { z: unknown[][] }} */ (
    figure.data.find(({ meta }) => meta?.cells)
  );
  const [width, height] = [across.values.length, up.values.length];
  const position = (/** @type {number} */ value) => {
    const clipped = Math.max(-LARGEST, Math.min(LARGEST, value));
    return log ? Math.max(Math.log10(clipped - floor), least) : clipped;
  };
  const z = Array.from({ length: height }, (_, j) =>
    Array.from({ length: width }, (__, i) => {
      const at = position(values[j * width + i]);
      return Number.isNaN(at) ? null : at;
    }),
  );
  const [rows, columns] = [heat.z.length, heat.z[0].length];
  const spread = { dx: (heat.dx * (columns - 1)) / (width - 1), dy: (heat.dy * (rows - 1)) / (height - 1) };
  const cells = { ...heat, ...spread, z, hoverinfo: "skip", hovertemplate: undefined, text: undefined, meta: { role: "preview" } };
  return { data: [cells], layout: { ...figure.layout, annotations: [] } };
}
