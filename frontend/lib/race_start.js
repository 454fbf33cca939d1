// The start of a race: a click in the chart moves it, and its ring can be dragged over the surface in two and three dimensions.
import { rounded } from "./numbers.js";
import { onClick } from "./pointer.js";
import { within } from "./ranges.js";
import { StartDrag } from "./start_drag.js";
/** @import { Point } from "../types/data" */
/** @import { Start } from "./previewed_race.js" */
/** @import { Race } from "./race.js" */

const SOLID_PIXELS = 500; // of an axis in three dimensions, roughly: how exactly one can point there

export class RaceStart {
  clickable = false;

  /** @param {Race} race */
  constructor(race) {
    this.race = race;
    this.drags = [race.flat, race.scene].map((part) => {
      return new StartDrag(part.chart, {
        ring: () => part.ring(),
        move: (where) => this.dragged(part.at(where)),
        drop: () => this.dropped(),
        cancel: () => race.preview.drop(false),
      });
    });
  }

  /** Let a click in the flat chart move the start, from now on; the chart must have been drawn. */
  takeClicks() {
    if (this.clickable) return;
    this.clickable = true;
    onClick(this.race.flat.chart, (x, y) => this.clicked(x, y));
  }

  /**
   * A click in the frame of the surface moves the start; its ring is there at once, the paths follow.
   * @param {number} x
   * @param {number} y
   */
  clicked(x, y) {
    const { race } = this;
    const point = this.pointed(x, y);
    if (!point) return;
    race.flat.overlay.requested = { x: point[0], y: point[1], color: race.flat.overlay.start?.color ?? race.style.text };
    race.draw();
    race.send("start", [...point]);
  }

  /**
   * A point of the chart as precise as it can be pointed at; null outside the frame of the surface.
   * @param {number} x
   * @param {number} y
   * @returns {Start | null}
   */
  pointed(x, y) {
    const { data, flat, solid } = this.race;
    const { layout } = data?.figure ?? {};
    const ranges = [layout?.xaxis ?? layout?.scene?.xaxis, layout?.yaxis ?? layout?.scene?.yaxis].map((axis) => axis?.range);
    const full = solid ? null : flat.chart._fullLayout;
    const axes = [full?.xaxis, full?.yaxis].map((axis, i) => axis ?? { range: ranges[i] ?? [0, 1], _length: SOLID_PIXELS });
    const point = /** @type {const} */ ([rounded(x, axes[0]), rounded(y, axes[1])]);
    return within(point[0], ranges[0]) && within(point[1], ranges[1]) ? point : null;
  }

  /** @param {Point | null} place */
  dragged(place) {
    const point = place && this.pointed(place.x, place.y);
    if (point) this.race.preview.drag(point);
  }

  /** Where the start of a race is fixed, as in a lesson, it returns there. */
  dropped() {
    const { preview, data, send } = this.race;
    const { moved } = preview;
    preview.drop(data?.movable ?? false);
    if (moved && data?.movable) send("start", [...moved]);
  }

  destroy() {
    this.drags.forEach((each) => each.destroy());
  }
}
