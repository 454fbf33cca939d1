// Clicks and taps on a flat Plotly chart. Plotly itself says where the mouse was up to 50 ms before.
/** @import { Chart } from "../types/plotly" */

const ECHO = 700; // ms within which a browser follows a tap with a mouse's click

/**
 * Call `report` with x and y on the chart's axes, once for a click or a tap.
 * @param {Chart} chart
 * @param {(x: number, y: number) => void} report
 */
export function onClick(chart, report) {
  let tapped = -Infinity;
  chart.on("plotly_click", ({ event }) => {
    const now = performance.now();
    if (event.type === "touchstart") tapped = now;
    else if (now < tapped + ECHO) return;
    const point = position(chart, event.changedTouches?.[0] ?? event);
    if (point) report(point.x, point.y);
  });
}

/**
 * The point under the pointer, on the chart's axes; null if nothing is drawn.
 * @param {Chart} chart
 * @param {{ clientX: number, clientY: number }} pointer
 */
function position(chart, { clientX, clientY }) {
  if (!chart._fullLayout) return null;
  const { xaxis, yaxis } = chart._fullLayout;
  const { left, top } = chart.getBoundingClientRect();
  return { x: xaxis.p2d(clientX - left - xaxis._offset), y: yaxis.p2d(clientY - top - yaxis._offset) };
}
