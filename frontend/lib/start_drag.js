// Dragging the ring at the start over a flat chart, with mouse, pen or finger; anywhere else the chart keeps its gestures.
import { position } from "./pointer.js";
/** @import { Point } from "../types/data" */
/** @import { Chart } from "../types/plotly" */

const REACH = { mouse: 14, touch: 26 }; // pixels from the ring's middle
const STILL = 3; // pixels that a click may move

export class StartDrag {
  /** @type {{ id: number, x: number, y: number, moving: boolean } | null} */
  held = null;

  /**
   * @param {Chart} chart
   * @param {{ ring: () => Point | null, move: (x: number, y: number) => void, drop: () => void }} actions
   *   where the ring is, on the axes; what a drag does at each move and at its end
   */
  constructor(chart, actions) {
    this.chart = chart;
    this.actions = actions;
    chart.addEventListener("pointerdown", (event) => this.down(event), { capture: true });
    chart.addEventListener("pointermove", (event) => this.move(event), { capture: true });
    for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
      chart.addEventListener(end, (event) => this.up(event), { capture: true });
    }
    // Plotly's own zoom begins with these, and so does the browser's scrolling.
    for (const begin of /** @type {const} */ (["mousedown", "touchstart"])) {
      chart.addEventListener(begin, (event) => this.held && quiet(event), { capture: true, passive: false });
    }
  }

  /**
   * Whether the pointer is on the ring.
   * @param {Pick<PointerEvent, "clientX" | "clientY" | "pointerType">} event
   */
  near({ clientX, clientY, pointerType }) {
    const [full, ring] = [this.chart._fullLayout, this.actions.ring()];
    if (!full || !ring) return false;
    const { left, top } = this.chart.getBoundingClientRect();
    const [x, y] = [left + full.xaxis._offset + full.xaxis.d2p(ring.x), top + full.yaxis._offset + full.yaxis.d2p(ring.y)];
    return Math.hypot(clientX - x, clientY - y) <= (pointerType === "mouse" ? REACH.mouse : REACH.touch);
  }

  /** @param {PointerEvent} event */
  down(event) {
    if (!event.isPrimary || event.button !== 0 || !this.near(event)) return;
    this.held = { id: event.pointerId, x: event.clientX, y: event.clientY, moving: false };
    this.chart.setPointerCapture(event.pointerId);
    quiet(event);
  }

  /** @param {PointerEvent} event */
  move(event) {
    const { held } = this;
    this.chart.classList.toggle("on-start", held !== null || this.near(event));
    if (held?.id !== event.pointerId) return;
    quiet(event);
    held.moving ||= Math.hypot(event.clientX - held.x, event.clientY - held.y) > STILL;
    const point = held.moving && position(this.chart, event);
    if (point) this.actions.move(point.x, point.y);
  }

  /** @param {PointerEvent} event */
  up(event) {
    const { held } = this;
    if (held?.id !== event.pointerId) return;
    quiet(event);
    this.held = null;
    if (held.moving) this.actions.drop();
  }
}

/** @param {Event} event */
function quiet(event) {
  event.stopPropagation();
  if (event.cancelable) event.preventDefault();
}
