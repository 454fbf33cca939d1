// Clicks and taps on a flat Plotly chart. Plotly itself says where the mouse was up to 50 ms before, and takes a swipe
// for a click. Times are those of the events: a busy page may handle them much later.
/** @import { Chart } from "../types/plotly" */
/** @typedef {Pick<PointerEvent, "pointerId" | "isPrimary" | "clientX" | "clientY">} Finger */

const ECHO = 700; // ms within which a browser follows a touch with a mouse's click
const SLOP = 10; // pixels that a finger may move in a tap
const LONG = 700; // ms; a longer touch is no tap

/** Tells the taps of a finger from its swipes, by the pointer events in their order. */
export class Taps {
  /** @type {{ id: number, x: number, y: number, time: number } | null} */
  touch = null;

  /**
   * @param {Finger} finger
   * @param {number} now milliseconds
   */
  down({ pointerId, isPrimary, clientX, clientY }, now) {
    this.touch = isPrimary ? { id: pointerId, x: clientX, y: clientY, time: now } : null; // a second one pinches
  }

  /** @param {Finger} finger */
  move({ pointerId, clientX, clientY }) {
    const { touch } = this;
    if (touch?.id === pointerId && Math.hypot(clientX - touch.x, clientY - touch.y) > SLOP) this.touch = null;
  }

  // The browser has taken the touch for itself, to scroll.
  cancel() {
    this.touch = null;
  }

  /**
   * Whether the finger has tapped.
   * @param {Finger} finger
   * @param {number} now milliseconds
   */
  up(finger, now) {
    this.move(finger);
    const { touch } = this;
    this.touch = null;
    return touch?.id === finger.pointerId && now - touch.time < LONG;
  }
}

/**
 * Call `report` with x and y on the chart's axes and the time in ms, once for a click or a tap within them; not for a swipe.
 * @param {Chart} chart
 * @param {(x: number, y: number, time: number) => void} report
 */
export function onClick(chart, report) {
  const taps = new Taps();
  let touched = -Infinity;
  const send = (/** @type {MouseEvent} */ event) => {
    const point = position(chart, event);
    if (point) report(point.x, point.y, event.timeStamp);
  };
  const fingers = (/** @type {(event: PointerEvent) => void} */ act) => (/** @type {PointerEvent} */ event) => {
    if (event.pointerType === "mouse") return;
    touched = event.timeStamp;
    act(event);
  };
  chart.addEventListener("pointerdown", fingers((event) => {
    if (event.target instanceof Element && event.target.closest(".nsewdrag")) taps.down(event, touched);
    else taps.cancel();
  }));
  chart.addEventListener("pointermove", fingers((event) => taps.move(event)));
  chart.addEventListener("pointercancel", fingers(() => taps.cancel()));
  chart.addEventListener("pointerup", fingers((event) => taps.up(event, touched) && send(event)));
  chart.on("plotly_click", ({ event }) => {
    if (!event.type.startsWith("touch") && event.timeStamp > touched + ECHO) send(event);
  });
}

/**
 * The point under the pointer, on the chart's axes; null beyond these, or if nothing is drawn.
 * @param {Chart} chart
 * @param {{ clientX: number, clientY: number }} pointer
 */
export function position(chart, { clientX, clientY }) {
  if (!chart._fullLayout) return null;
  const { xaxis, yaxis } = chart._fullLayout;
  const { left, top } = chart.getBoundingClientRect();
  const [x, y] = [clientX - left - xaxis._offset, clientY - top - yaxis._offset];
  if (!(x >= 0 && x <= xaxis._length && y >= 0 && y <= yaxis._length)) return null;
  return { x: xaxis.p2d(x), y: yaxis.p2d(y) };
}
