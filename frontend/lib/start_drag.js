// Dragging the ring at the start with mouse, pen or finger; anywhere else the chart keeps its own gestures.
/** @import { Point } from "../types/data" */
/** @typedef {Pick<PointerEvent, "clientX" | "clientY">} Where */
/**
 * @typedef {object} Actions
 * @property {() => Point | null} ring where the ring is on the page, in pixels of the window
 * @property {(where: Where) => void} move the ring is dragged to there
 * @property {() => void} drop it is let go
 * @property {() => void} cancel the drag has been broken off
 */

const REACH = { mouse: 14, touch: 26 }; // pixels from the ring's middle
const STILL = 3; // pixels that a click may move

export class StartDrag {
  /** @type {{ id: number, x: number, y: number, moving: boolean } | null} */
  held = null;
  stop = new AbortController();

  /**
   * @param {HTMLElement} chart
   * @param {Actions} actions
   */
  constructor(chart, actions) {
    this.chart = chart;
    this.actions = actions;
    chart.addEventListener("pointerdown", (event) => this.down(event), { capture: true });
    chart.addEventListener("pointermove", (event) => this.move(event), { capture: true });
    for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
      chart.addEventListener(end, (event) => this.up(event), { capture: true });
    }
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.cancel(), { signal: this.stop.signal });
    // With these begin Plotly's zoom, the turning of its scenes, and the browser's scrolling.
    for (const other of /** @type {const} */ (["mousedown", "mousemove", "touchstart"])) {
      chart.addEventListener(other, (event) => this.held && quiet(event), { capture: true, passive: false });
    }
  }

  /**
   * Whether the pointer is on the ring.
   * @param {Where & Pick<PointerEvent, "pointerType">} event
   */
  near({ clientX, clientY, pointerType }) {
    const ring = this.actions.ring();
    return ring !== null && Math.hypot(clientX - ring.x, clientY - ring.y) <= (pointerType === "mouse" ? REACH.mouse : REACH.touch);
  }

  destroy() {
    this.stop.abort();
  }

  /** @param {PointerEvent} event */
  down(event) {
    if (this.held && !event.isPrimary) this.cancel(); // a second finger
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
    if (held.moving) this.actions.move(event);
  }

  /** @param {PointerEvent} event */
  up(event) {
    const { held } = this;
    if (held?.id !== event.pointerId) return;
    quiet(event);
    if (event.type === "pointercancel") this.cancel();
    else {
      this.held = null;
      if (held.moving) this.actions.drop();
    }
  }

  cancel() {
    if (this.held?.moving) this.actions.cancel();
    this.held = null;
  }
}

/** @param {Event} event */
function quiet(event) {
  event.stopPropagation();
  if (event.cancelable) event.preventDefault();
}
