// The hover texts of a map's cells, made from what optim_core/figures/maps/panel.py sends.
const version = new URL(import.meta.url).search;
const { short } = await import(`./arrays.js${version}`);

export function labeled(traces) {
  return traces.map((trace) => (trace.meta?.cells ? { ...trace, text: texts(trace.meta.cells, trace.z) } : trace));
}

function texts({ x, y, names, statuses, codes, log, floor, kinds }, z) {
  const [across, up, quantity] = names;
  const value = (position) => (kinds.length ? kinds[Math.round(position)] : short(log ? 10 ** position + floor : position));
  return z.map((row, j) =>
    row.map((position, i) => {
      const shown = position === null ? "" : `${quantity}: ${value(position)}<br>`;
      return `${across} ${x[i]}<br>${up} ${y[j]}<br>${shown}${statuses[codes[j][i]]}`;
    }),
  );
}
