// Shows a race as it would be while a slider or the start is held; the server's own race takes its place afterwards.
import { decoded } from "./arrays.js";
import { HeldChanges } from "./held_changes.js";
import { curveLine, diverged, pathLine } from "./played_lines.js";
import { PreviewedRace } from "./previewed_race.js";
import { withPaths } from "./previewed_starts.js";
/** @import { Line, Multistart, Numbers, RaceUpdate } from "../types/data" */
/** @import { PlayedPath } from "../types/engine" */
/** @import { Surface } from "../engine/contender.js" */
/** @import { Start } from "./previewed_race.js" */
/** @typedef {{ flat: Line[], curves: Line[], losses: Numbers[] }} Lines */
/**
 * @typedef {object} Shown
 * @property {Lines} lines
 * @property {Start} start
 * @property {number} steps
 * @property {(PlayedPath | null | undefined)[]} paths undefined for a contender that stays as it was
 * @property {Multistart | null} multistart
 * @property {Surface | null} surface if it is another one than the server's
 * @property {readonly Start[]} minima of the server's surface, moved with it
 */

export class Preview extends HeldChanges {
  /** @type {RaceUpdate | null} */
  data = null;
  /** @type {Lines | null} As the server's race has them. */
  lines = null;
  /** @type {Multistart | null} The paths from many starts, as the server has them. */
  multistart = null;
  /** @type {Start | null} Where the start has been dragged. */
  moved = null;
  frame = 0;
  /** Whether something has changed since the frame was drawn. */
  late = false;

  /**
   * @param {(shown: Shown) => void} show
   * @param {() => void} restore draws the server's race again
   */
  constructor(show, restore) {
    super();
    this.show = show;
    this.restore = restore;
  }

  get active() {
    return super.active || this.moved !== null;
  }

  forget() {
    super.forget();
    this.moved = null;
  }

  /**
   * The server's race.
   * @param {RaceUpdate} data
   * @param {Lines} lines
   */
  settle(data, lines) {
    if (data.tag !== this.data?.tag) {
      if (!this.dragging) this.moved = null;
      this.replace(data.engine && new PreviewedRace(data.engine, data.contenders.map(({ index }) => index + 1)));
    }
    Object.assign(this, { data, lines });
    if (this.active) this.draw();
  }

  /**
   * In three dimensions the surface itself cannot follow.
   * @param {string} entry
   */
  follows(entry) {
    return super.follows(entry) && !(this.data?.projection === "3d" && this.race?.shapes(entry));
  }

  /**
   * The start is dragged.
   * @param {Start} point
   */
  drag(point) {
    this.dragging = true;
    this.moved = point;
    this.touched();
  }

  /**
   * The start is let go.
   * @param {boolean} stays whether the server's race is going to start there
   */
  drop(stays) {
    this.dragging = false;
    if (!stays) this.moved = null;
    this.touched();
  }

  /** Draw at once, so that the coming frame shows it, but only once a frame. */
  follow() {
    if (this.frame) {
      this.late = true;
      return;
    }
    this.draw();
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      if (this.late) this.follow();
    });
  }

  draw() {
    this.late = false;
    const { race, data, lines } = this;
    if (!race || !data || !lines) return;
    if (!this.active) {
      this.restore();
      return;
    }
    const { paths, steps, start, fromEach, surface, moves } = race.paths(this.changes, this.moved);
    const before = minimaOf(data);
    const minima = moves ? before.map(moves) : before;
    const many = this.multistart;
    const starts = many ? Array.from(many.starts.x, (x, i) => /** @type {Start} */ ([x, many.starts.y[i]])) : [];
    this.show({
      multistart: many && withPaths(many, fromEach(starts), data.quantity, minima, steps),
      lines: {
        flat: paths.map((path, i) => (path === undefined ? lines.flat[i] : pathLine(lines.flat[i], path))),
        curves: paths.map((path, i) => (path === undefined ? lines.curves[i] : curveLine(lines.curves[i], path, data.quantity, minima))),
        losses: paths.map((path, i) => (path === undefined ? lines.losses[i] : (path?.loss ?? new Float64Array([NaN])))),
      },
      start,
      steps,
      paths,
      surface,
      minima,
    });
  }

  destroy() {
    super.destroy();
    cancelAnimationFrame(this.frame);
  }
}

/**
 * Why a path has no loss from which step on, for the readout.
 * @param {PlayedPath} path
 * @param {Readonly<Record<string, string>>} texts by status
 */
export function stopOf(path, texts) {
  return diverged(path) ? { step: path.last + 1, text: texts[path.status] } : null;
}

/**
 * The minima that the figure shows.
 * @param {Pick<RaceUpdate, "figure">} data
 * @returns {(readonly [number, number])[]}
 */
export function minimaOf({ figure }) {
  const trace = figure.data.find(({ meta }) => meta?.role === "minimum");
  const y = decoded(trace?.y);
  return Array.from(decoded(trace?.x), (x, i) => [x, y[i]]);
}
