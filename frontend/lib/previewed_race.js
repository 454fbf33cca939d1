// A race with some of its settings changed, run in the browser: what a person sees until the server has run it.
import { Race } from "../engine/race.js";
import { decoded } from "./arrays.js";
import { within } from "./ranges.js";
/** @import { ContenderJson, PlayedPath, RaceJson } from "../types/engine" */
/** @import { SentRace } from "../types/data" */

/** @typedef {readonly [number, number]} Start */

/**
 * The race as the engine takes it, with its arrays unpacked.
 * @param {SentRace} sent
 * @returns {RaceJson}
 */
export function unpacked(sent) {
  const { noise, contenders } = sent;
  const schedule = (/** @type {any} */ table) => ({ ...table, values: decoded(table.values), perUnit: decoded(table.perUnit) });
  return {
    ...sent,
    noise: noise && { ...noise, draws: decoded(noise.draws) },
    contenders: contenders.map((one) => one && { ...one, scheduled: one.scheduled.map(schedule) }),
  };
}

export class PreviewedRace {
  /**
   * @param {SentRace} sent
   * @param {readonly number[]} numbers of the contenders in links, from 1
   */
  constructor(sent, numbers) {
    this.json = unpacked(sent);
    this.engine = new Race(this.json);
    this.numbers = numbers;
  }

  /**
   * Where an entry of the link stands in this race; null if the race does not depend on it, or not only by its numbers.
   * @param {string} entry
   * @returns {{ contender: number, hyper: number } | "steps" | "start.x" | "start.y" | null}
   */
  place(entry) {
    if (entry === "start.x" || entry === "start.y") return entry;
    if (entry === "steps") return this.json.noise || this.json.contenders.some((one) => one?.scheduled.length) ? null : entry;
    const [, number, name] = entry.match(/^o(\d+)\.([\w.]+)$/) ?? [];
    const contender = this.numbers.indexOf(Number(number));
    const kind = this.json.contenders[contender]?.optimizer;
    const hyper = kind === undefined ? -1 : this.json.optimizers[kind].hyper.indexOf(name);
    return hyper < 0 ? null : { contender, hyper };
  }

  /**
   * The value that the race has at a place.
   * @param {string} entry
   */
  value(entry) {
    const place = this.place(entry);
    if (place === null) return NaN;
    if (place === "steps") return this.json.steps;
    if (typeof place === "string") return this.plain(this.json.start)[place === "start.x" ? 0 : 1];
    return this.json.contenders[place.contender]?.hyper[place.hyper] ?? NaN;
  }

  /**
   * The paths with these changes, null for a contender that cannot be run here; undefined if its path stays the same.
   * `fromEach` runs those contenders from other starts that the changes concern.
   * @param {ReadonlyMap<string, number>} changes by entry
   * @param {Start | null} moved the start in the picture, if it is dragged
   */
  paths(changes, moved) {
    const { json } = this;
    const { contenders, steps, start, changed } = this.changed(changes);
    const everywhere = moved !== null || steps !== json.steps || [...changes.keys()].some((entry) => entry.startsWith("start."));
    const from = moved ?? start;
    /** @type {(PlayedPath | null | undefined)[]} */
    const paths = contenders.map((one, i) => {
      if (!everywhere && !changed.has(i)) return undefined;
      return one && this.engine.path(one, everywhere ? from : json.start, steps);
    });
    const rerun = contenders.map((one, i) => (changed.has(i) || steps !== json.steps ? one : undefined));
    /** @param {readonly Start[]} starts */
    const fromEach = (starts) =>
      rerun.map((one) => (one ? starts.map((each) => this.engine.path(one, each, steps)) : undefined));
    return { paths, steps, start: everywhere ? from : json.start, fromEach };
  }

  /**
   * The settings with these changes, and the indices of the contenders that they concern.
   * @param {ReadonlyMap<string, number>} changes by entry
   */
  changed(changes) {
    const { json } = this;
    const contenders = [...json.contenders];
    const changed = new Set(/** @type {number[]} */ ([]));
    let steps = json.steps;
    const start = /** @type {[number, number]} */ ([...this.plain(json.start)]);
    for (const [entry, value] of changes) {
      const place = this.place(entry);
      if (place === "steps") steps = value;
      else if (typeof place === "string") start[place === "start.x" ? 0 : 1] = value;
      else if (place) {
        const one = /** @type {ContenderJson} */ (contenders[place.contender]);
        contenders[place.contender] = { ...one, hyper: one.hyper.with(place.hyper, value) };
        changed.add(place.contender);
      }
    }
    const begins = [...changes.keys()].some((entry) => entry.startsWith("start."));
    return { contenders, steps, start: begins ? this.outward(start) : json.start, changed };
  }

  /**
   * Whether the domain of an entry has this value.
   * @param {string} entry
   * @param {number} value
   */
  accepts(entry, value) {
    const place = this.place(entry);
    if (place === "steps") return Number.isInteger(value) && within(value, [...this.json.stepRange]);
    if (place === null || typeof place === "string") return place !== null && Number.isFinite(value);
    const kind = /** @type {ContenderJson} */ (this.json.contenders[place.contender]).optimizer;
    const [low, high, lowOpen, highOpen] = this.json.optimizers[kind].domains[place.hyper];
    return (lowOpen ? value > low : value >= low) && (highOpen ? value < high : value <= high);
  }

  /**
   * A point of the plain surface on this one.
   * @param {Start} point
   * @returns {Start}
   */
  outward([x, y]) {
    const [[a, b], [c, d]] = this.json.axes;
    return [a * x + c * y, b * x + d * y];
  }

  /**
   * The inverse of `outward`.
   * @param {Start} point
   * @returns {Start}
   */
  plain([x, y]) {
    const [[a, b], [c, d]] = this.json.axes;
    const size = a * d - b * c;
    return [(d * x - c * y) / size, (a * y - b * x) / size];
  }
}
