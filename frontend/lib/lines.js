// A figure's traces as the lines that the overlay draws, one per contender.
import { decoded, rows } from "./arrays.js";
/** @import { Contender, Line, SurfaceArrays, SurfaceData } from "../types/data" */
/** @import { Figure, Trace } from "../types/plotly" */

/** @type {(role: string) => (trace: Trace) => boolean} */
const is = (role) => (trace) => trace.meta?.role === role;

/**
 * The race figure with what is sent apart or only once: the surface's arrays, and the points of the halos.
 * @param {Figure} figure
 * @param {SurfaceArrays} surface
 * @returns {Figure}
 */
export function complete(figure, surface) {
  const paths = new Map(figure.data.filter(is("path")).map((trace) => [trace.meta?.index, trace]));
  const data = figure.data.map((trace) => {
    if (is("surface")(trace)) return { ...trace, ...surface };
    const path = is("halo")(trace) && paths.get(trace.meta?.index);
    return path ? { ...trace, x: path.x, y: path.y } : trace;
  });
  return { ...figure, data };
}

/** @type {WeakMap<SurfaceData, SurfaceArrays>} */
const drawings = new WeakMap();

/**
 * The surface's arrays as Plotly takes them: the same objects each time, so that Plotly sees no change.
 * @param {SurfaceData} sent
 * @returns {SurfaceArrays}
 */
export function drawn(sent) {
  let arrays = drawings.get(sent);
  if (!arrays) {
    const z = rows(sent.z);
    arrays = { x: decoded(sent.x), y: decoded(sent.y), z, customdata: sent.customdata ? rows(sent.customdata) : z };
    drawings.set(sent, arrays);
  }
  return arrays;
}

/**
 * The line of each contender.
 * @param {Figure} figure
 * @param {Pick<Contender, "index" | "color" | "dash" | "symbol">[]} contenders
 * @param {number} radius of the markers, in pixels
 * @returns {Line[]}
 */
export function lines(figure, contenders, radius) {
  return contenders.map(({ index, color, dash, symbol }) => {
    const own = figure.data.filter((trace) => trace.meta?.index === index);
    const path = own.find(is("path"));
    if (!path) throw new Error(`no path of contender ${index}`);
    const x = path.x ? decoded(path.x) : null;
    /** @type {Line} */
    const line = { color, dash, symbol, radius, first: path.meta?.first ?? 0, x, y: decoded(path.y), stubs: [], ends: [] };
    for (const trace of own) {
      const steps = trace.meta?.steps;
      if (!steps) continue;
      if (is("stub")(trace)) line.stubs = stubs(trace, steps);
      else line.ends.push(end(trace, steps[0]));
    }
    return line;
  });
}

/**
 * Pieces of two points each, with a gap after each.
 * @param {Trace} trace
 * @param {number[]} steps
 */
function stubs(trace, steps) {
  const [x, y] = [decoded(trace.x), decoded(trace.y)];
  return steps.map((step, i) => ({ step, x: x.slice(3 * i, 3 * i + 2), y: y.slice(3 * i, 3 * i + 2) }));
}

/**
 * @param {Trace} trace
 * @param {number} step
 */
function end(trace, step) {
  const cross = String(trace.marker?.symbol).startsWith("x-");
  return { step, x: decoded(trace.x)[0], y: decoded(trace.y)[0], cross };
}
