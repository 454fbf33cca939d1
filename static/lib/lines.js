// A figure's traces as the lines that the overlay draws, one a contender.
const version = new URL(import.meta.url).search;
const { decoded, rows } = await import(`./arrays.js${version}`);

// The race figure with what travels apart or twice put back: the surface's arrays, and the halos' points.
export function complete(figure, surface) {
  const paths = new Map(figure.data.filter(is("path")).map((trace) => [trace.meta.index, trace]));
  const data = figure.data.map((trace) => {
    if (trace.meta.role === "surface") return { ...trace, ...surface };
    const path = trace.meta.role === "halo" && paths.get(trace.meta.index);
    return path ? { ...trace, x: path.x, y: path.y } : trace;
  });
  return { ...figure, data };
}

const is = (role) => (trace) => trace.meta.role === role;
const drawings = new WeakMap();

// The surface's arrays as Plotly takes them; the same objects each time, so that Plotly sees no change.
export function drawn(sent) {
  if (!drawings.has(sent)) {
    const z = rows(sent.z);
    drawings.set(sent, { x: decoded(sent.x), y: decoded(sent.y), z, customdata: sent.customdata ? rows(sent.customdata) : z });
  }
  return drawings.get(sent);
}

export function lines(figure, contenders, radius) {
  return contenders.map(({ index, color, dash, symbol }) => {
    const own = figure.data.filter((trace) => trace.meta.index === index);
    const path = own.find(is("path"));
    const line = { color, dash, symbol, radius, first: path.meta.first ?? 0, y: decoded(path.y), stubs: [], ends: [] };
    line.x = path.x ? decoded(path.x) : null;
    for (const trace of own) {
      const { role, steps } = trace.meta;
      if (role === "stub") {
        const [x, y] = [decoded(trace.x), decoded(trace.y)];
        line.stubs = steps.map((step, i) => ({ step, x: x.slice(3 * i, 3 * i + 2), y: y.slice(3 * i, 3 * i + 2) }));
      } else if (steps) {
        const cross = String(trace.marker.symbol).startsWith("x-");
        line.ends.push({ step: steps[0], x: decoded(trace.x)[0], y: decoded(trace.y)[0], cross });
      }
    }
    return line;
  });
}
