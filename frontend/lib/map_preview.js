// The coarse map of a panel while a slider is held, run in a web worker; the server's fine map replaces it.
import { HeldChanges } from "./held_changes.js";
import { PreviewedRace } from "./previewed_race.js";
/** @import { SentMap } from "../types/data" */
/** @import { Figure, Trace } from "../types/plotly" */

const LARGEST = 1e300; // of a value that is drawn

export class MapPreview extends HeldChanges {
  /** @type {SentMap | null} */
  sent = null;
  /** @type {Figure | null} */
  figure = null;
  /** @type {Worker | null} */
  worker = null;
  busy = false;
  wanted = false;

  /**
   * @param {(figure: Figure) => void} show draws a figure
   * @param {() => void} restore draws the server's figure again
   */
  constructor(show, restore) {
    super();
    this.show = show;
    this.restore = restore;
  }

  /**
   * The server's map.
   * @param {SentMap} sent
   * @param {Figure} figure
   */
  settle(sent, figure) {
    if (sent.tag !== this.sent?.tag) this.replace(new PreviewedRace(sent.race, [sent.number]));
    Object.assign(this, { sent, figure });
    if (this.active) this.ask();
  }

  /**
   * The lowest height of another surface, from which the steps to it would be counted, is not known.
   * @param {string} entry
   */
  follows(entry) {
    return super.follows(entry) && !(this.sent?.colour === "steps_to" && this.race?.shapes(entry));
  }

  follow() {
    if (this.active) this.ask();
    else this.restore();
  }

  /** One request at a time; of those that wait, the latest. */
  ask() {
    const { race, sent } = this;
    if (!race || !sent) return;
    this.wanted = this.busy;
    if (this.busy) return;
    this.busy = true;
    const { race: changed } = race.changed(this.changes);
    this.worker ??= this.started();
    const { contenders, start, steps } = changed;
    this.worker.postMessage({ map: { ...sent, race: changed }, contender: contenders[0], start, steps });
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
    if (values && this.sent && this.figure && this.active) this.show(coarse(this.figure, this.sent, values));
    if (this.wanted) this.ask();
  }

  destroy() {
    super.destroy();
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
