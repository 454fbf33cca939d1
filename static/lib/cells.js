// The words of a map's cells, made from what figures/maps.py sends of them.
const version = new URL(import.meta.url).search;
const { short } = await import(`./arrays.js${version}`);

export function labeled(traces) {
  return traces.map((trace) => (trace.meta?.cells ? { ...trace, text: texts(trace.meta.cells, trace.z) } : trace));
}

function texts({ x, y, names, words, codes, log, floor, kinds }, z) {
  const [across, up, quantity] = names;
  const value = (place) => (kinds.length ? kinds[Math.round(place)] : short(log ? 10 ** place + floor : place));
  return z.map((row, j) =>
    row.map((place, i) => {
      const shown = place === null ? "" : `${quantity}: ${value(place)}<br>`;
      return `${across} ${x[i]}<br>${up} ${y[j]}<br>${shown}${words[codes[j][i]]}`;
    }),
  );
}
