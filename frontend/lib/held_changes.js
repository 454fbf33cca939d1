// The numbers that a person holds, and the server does not know yet; what a preview of a race or of a map is made from.
import { watchWidgets } from "./widget_watch.js";
/** @import { PreviewedRace } from "./previewed_race.js" */

const PATIENCE = 3000; // ms of rest after which the server's results are shown again

export class HeldChanges {
  /** @type {PreviewedRace | null} The server's race; null if the browser cannot run it. */
  race = null;
  /** @type {Map<string, number>} Changes of the race by entry of the link. */
  changes = new Map();
  /** Whether the start is being dragged. */
  dragging = false;
  timer = 0;

  constructor() {
    this.widgets = watchWidgets((entry, value) => this.change(entry, value));
  }

  /** Whether something else than the server's race is shown. */
  get active() {
    return this.changes.size > 0;
  }

  /** Show the race with its changes, or the server's if there are none. */
  follow() {}

  /**
   * Whether the preview can show another value of an entry.
   * @param {string} entry
   */
  follows(entry) {
    return this.race !== null && this.race.place(entry) !== null;
  }

  /** Drop all that a person has changed. */
  forget() {
    this.changes.clear();
  }

  /**
   * A new race of the server. What a person still holds stays as it is, all else is settled.
   * @param {PreviewedRace | null} race
   */
  replace(race) {
    this.race = race;
    for (const [entry, value] of this.changes) {
      if (!race || !this.widgets.unsettled || race.value(entry) === value) this.changes.delete(entry);
    }
  }

  /**
   * A person moves a slider, or types a number.
   * @param {string} entry
   * @param {number} value
   */
  change(entry, value) {
    const { race } = this;
    if (!race || !this.follows(entry)) return;
    if (race.accepts(entry, value) && race.value(entry) !== value) this.changes.set(entry, value);
    else this.changes.delete(entry);
    this.touched();
  }

  /** Something has changed: follow it, and wait for the server. */
  touched() {
    this.follow();
    this.wait();
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.giveUp(), PATIENCE);
  }

  /** The server has not followed: its results are what counts. */
  giveUp() {
    if (!this.active) return;
    if (this.dragging || this.widgets.unsettled) {
      this.wait();
      return;
    }
    this.forget();
    this.follow();
  }

  destroy() {
    clearTimeout(this.timer);
    this.widgets.stop();
  }
}
