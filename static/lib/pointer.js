// Clicks and taps on a flat Plotly chart. Plotly itself tells where the mouse was up to 50 ms before.
const ECHO = 700; // ms within which a browser follows a tap with a mouse's click

// reported: gets x and y on the chart's axes, once for a click or a tap
export function onClick(chart, reported) {
  let tapped = -Infinity;
  chart.on("plotly_click", ({ event }) => {
    const now = performance.now();
    if (event.type === "touchstart") tapped = now;
    else if (now < tapped + ECHO) return;
    reported(...position(chart, event.changedTouches?.[0] ?? event));
  });
}

function position(chart, { clientX, clientY }) {
  const { xaxis, yaxis } = chart._fullLayout;
  const { left, top } = chart.getBoundingClientRect();
  return [xaxis.p2d(clientX - left - xaxis._offset), yaxis.p2d(clientY - top - yaxis._offset)];
}
