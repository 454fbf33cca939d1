// A race with some of its settings changed, run in the browser: what a person sees until the server has run it.
import { Race } from "../engine/race.js";
import { decoded } from "./arrays.js";
import { within } from "./ranges.js";
import { Transformation } from "./transformation.js";
/** @import { ContenderJson, Domain, PlayedPath, RaceJson } from "../types/engine" */
/** @import { SentRace } from "../types/data" */

/** @typedef {readonly [number, number]} Start */
/** @typedef {{ contender: number, hyper: number } | { parameter: number } | "steps" | "noise" | "start.x" | "start.y"} Place */

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
   * @returns {Place | null}
   */
  place(entry) {
    const { json } = this;
    if (entry === "start.x" || entry === "start.y") return entry;
    if (entry === "steps") return json.noise || json.contenders.some((one) => one?.scheduled.length) ? null : entry;
    if (entry === "noise") return json.noise && entry;
    const parameter = json.parameters.entries.indexOf(entry);
    if (parameter >= 0) return { parameter };
    const [, number, name] = entry.match(/^o(\d+)\.([\w.]+)$/) ?? [];
    const contender = this.numbers.indexOf(Number(number));
    const kind = json.contenders[contender]?.optimizer;
    const hyper = kind === undefined ? -1 : json.optimizers[kind].hyper.indexOf(name);
    return hyper < 0 ? null : { contender, hyper };
  }

  /**
   * Whether an entry is a number that the heights of the surface depend on.
   * @param {string} entry
   */
  shapes(entry) {
    return this.json.parameters.entries.includes(entry);
  }

  /**
   * The value that the race has at a place.
   * @param {string} entry
   */
  value(entry) {
    const place = this.place(entry);
    const { json } = this;
    if (place === null) return NaN;
    if (place === "steps") return json.steps;
    if (place === "noise") return json.noise?.level ?? NaN;
    if (typeof place === "string") return this.plain(json.start)[place === "start.x" ? 0 : 1];
    if ("parameter" in place) return json.parameters.values[place.parameter];
    return json.contenders[place.contender]?.hyper[place.hyper] ?? NaN;
  }

  /**
   * The paths with these changes, null for a contender that cannot be run here; undefined if its path stays the same.
   * `fromEach` runs those contenders from other starts that the changes concern. `surface` is the one that they are run
   * on, and `moves` takes points of this race's surface to it; both are null where the surface stays the same.
   * @param {ReadonlyMap<string, number>} changes by entry
   * @param {Start | null} moved the start in the picture, if it is dragged
   */
  paths(changes, moved) {
    const { json, engine } = this;
    const { race, changed } = this.changed(changes);
    const { contenders, steps } = race;
    engine.set(race);
    const reshaped = race.parameters !== json.parameters;
    const rest = reshaped || steps !== json.steps || race.noise !== json.noise;
    const everywhere = moved !== null || rest || race.start !== json.start;
    const start = moved ?? race.start;
    /** @type {(PlayedPath | null | undefined)[]} */
    const paths = contenders.map((one, i) => {
      if (!everywhere && !changed.has(i)) return undefined;
      return one && engine.path(one, start, steps);
    });
    const rerun = contenders.map((one, i) => (changed.has(i) || rest ? one : undefined));
    /** @param {readonly Start[]} starts */
    const fromEach = (starts) => rerun.map((one) => (one ? starts.map((each) => engine.path(one, each, steps)) : undefined));
    const to = new Transformation(race.parameters);
    const moves = reshaped ? (/** @type {Start} */ point) => to.outward(this.plain(point)) : null;
    return { paths, steps, start, fromEach, surface: reshaped ? engine.surface : null, moves };
  }

  /**
   * The race with these changes, and the indices of the contenders whose own settings change. What does not change is
   * the same object as before.
   * @param {ReadonlyMap<string, number>} changes by entry
   */
  changed(changes) {
    const { json } = this;
    const race = { ...json, contenders: [...json.contenders] };
    const changed = new Set(/** @type {number[]} */ ([]));
    const start = /** @type {[number, number]} */ ([...this.plain(json.start)]);
    for (const [entry, value] of changes) {
      const place = this.place(entry);
      if (place === "steps") race.steps = value;
      else if (place === "noise") race.noise = json.noise && louder(json.noise, value);
      else if (typeof place === "string") start[place === "start.x" ? 0 : 1] = value;
      else if (place && "parameter" in place) {
        race.parameters = { ...race.parameters, values: race.parameters.values.with(place.parameter, value) };
      } else if (place) {
        const one = /** @type {ContenderJson} */ (race.contenders[place.contender]);
        race.contenders[place.contender] = { ...one, hyper: one.hyper.with(place.hyper, value) };
        changed.add(place.contender);
      }
    }
    const begins = [...changes.keys()].some((entry) => entry.startsWith("start."));
    const to = new Transformation(race.parameters);
    if (begins || !to.equals(this.transformation)) race.start = to.outward(start);
    return { race, changed };
  }

  /**
   * Whether the domain of an entry has this value.
   * @param {string} entry
   * @param {number} value
   */
  accepts(entry, value) {
    const place = this.place(entry);
    const { json } = this;
    if (place === "steps") return Number.isInteger(value) && within(value, [...json.stepRange]);
    if (place === "noise") return json.noise !== null && holds(json.noise.domain, value);
    if (place === null) return false;
    if (typeof place === "string") return within(value, [...json.startRange]);
    if ("parameter" in place) return holds(json.parameters.domains[place.parameter], value);
    const kind = /** @type {ContenderJson} */ (json.contenders[place.contender]).optimizer;
    return holds(json.optimizers[kind].domains[place.hyper], value);
  }

  get transformation() {
    return new Transformation(this.json.parameters);
  }

  /**
   * A point of the plain surface on this one.
   * @param {Start} point
   */
  outward(point) {
    return this.transformation.outward(point);
  }

  /**
   * The inverse of `outward`.
   * @param {Start} point
   */
  plain(point) {
    return this.transformation.inward(point);
  }
}

/**
 * @param {Domain} domain
 * @param {number} value
 */
function holds([low, high, lowOpen, highOpen], value) {
  return (lowOpen ? value > low : value >= low) && (highOpen ? value < high : value <= high);
}

/**
 * The same noise at another level.
 * @param {NonNullable<RaceJson["noise"]>} noise
 * @param {number} level
 */
function louder(noise, level) {
  return { ...noise, level, draws: Float64Array.from(noise.draws, (draw) => (draw / noise.level) * level) };
}
