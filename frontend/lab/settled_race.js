// A race that the browser has run, as the data from which the race view draws it.
import { decoded } from "../lib/arrays.js";
import { axisRange, capped, showable } from "../lib/axis_range.js";
import { diverged, values } from "../lib/played_lines.js";
import { minimaOf, stopOf } from "../lib/preview.js";
/** @import { Contender, RaceData } from "../types/data" */
/** @import { PlayedPath } from "../types/engine" */
/** @import { AxisKind, LabLanguage, Played } from "../types/lab" */
/** @import { Axis, Figure, Layout, Trace } from "../types/plotly" */
/** @typedef {RaceData["race"]} Race */

const REACH = 1000; // half-widths of the frame beyond which a path is not drawn
const MOVING = ["halo", "path"];
/** The markers at the ends of paths and of curves, as in optim_core/figures. */
const SURFACE_HEAD = { cliponaxis: true, size: 9, line: { width: 1.2, color: "#ffffff" } };
const CURVE_HEAD = { cliponaxis: false, size: 7, line: undefined };

/**
 * The exported race with these paths in place of its own; undefined for a path that is the same.
 * @param {Omit<Race, "engine">} race
 * @param {Played} played
 * @param {LabLanguage} words
 * @param {AxisKind} axis
 * @returns {Omit<Race, "engine">}
 */
export function settledRace(race, { paths, steps, start }, words, axis) {
  const contenders = race.contenders.map((one, i) => contender(one, paths[i], race));
  return {
    ...race,
    steps,
    contenders,
    figure: surfaceFigure(race, paths, start),
    curves: curvesFigure(race, paths, steps, words, axis),
  };
}

/**
 * @param {Contender} one
 * @param {PlayedPath | null | undefined} path
 * @param {Omit<Race, "engine">} race
 * @returns {Contender}
 */
function contender(one, path, { texts }) {
  if (path === undefined) return one;
  return { ...one, stopped: path && stopOf(path, texts.statuses), loss: path ? Array.from(path.loss) : [null] };
}

/**
 * @param {Omit<Race, "engine">} race
 * @param {Played["paths"]} paths
 * @param {Played["start"]} start
 * @returns {Figure}
 */
function surfaceFigure({ figure, contenders }, paths, [x, y]) {
  const { xaxis, yaxis } = figure.layout;
  const near = (/** @type {number} */ value, /** @type {Axis | undefined} */ axis) => {
    const [low, high] = axis?.range ?? [-1, 1];
    return Math.abs(value - (low + high) / 2) <= (REACH * (high - low)) / 2;
  };
  const data = redrawn(figure.data, contenders, paths, (trace, path, one) => {
    if (!path) return [{ ...trace, x: [], y: [] }];
    const rows = Array.from(path.loss, (_, i) => [path.xy[2 * i], path.xy[2 * i + 1]]);
    const points = rows.map(([a, b]) => (near(a, xaxis) && near(b, yaxis) ? [a, b] : [null, null]));
    const line = { ...trace, x: points.map(([a]) => a), y: points.map(([, b]) => b) };
    return trace.meta?.role === "halo" ? [line] : [line, ...head(trace, path, one, points[path.last], SURFACE_HEAD)];
  });
  const moved = data.map((trace) => (trace.meta?.role === "start" ? { ...trace, x: [x], y: [y] } : trace));
  return { data: moved, layout: { ...figure.layout, annotations: unstepped(figure.layout) } };
}

/**
 * @param {Omit<Race, "engine">} race
 * @param {Played["paths"]} paths
 * @param {number} steps
 * @param {LabLanguage} words
 * @param {AxisKind} kind
 * @returns {Figure}
 */
function curvesFigure({ curves, figure, contenders, quantity }, paths, steps, words, kind) {
  const minima = minimaOf({ figure });
  const known = contenders.map(({ index }, i) => {
    const trace = curves.data.find(({ meta }) => meta?.role === "path" && meta.index === index);
    const path = paths[i];
    if (path === undefined) return decoded(trace?.y);
    return path ? values(path, quantity, minima).subarray(trace?.meta?.first ?? 0) : new Float64Array();
  });
  const { log, range } = axisRange(known, contenders.map((one, i) => (paths[i] ? diverged(paths[i]) : one.stopped !== null)), kind);
  const data = redrawn(curves.data, contenders, paths, (trace, path, one, i) => {
    const shown = Array.from(known[i], (y) => (showable(y, log) ? y : null));
    const last = shown.findLastIndex((y) => y !== null);
    const line = { ...trace, y: shown };
    if (!path || last < 0) return [line];
    return [line, ...head(trace, path, one, [last + (trace.meta?.first ?? 0), capped(Number(shown[last]), log, range)], CURVE_HEAD)];
  });
  const empty = known.every((line) => line.every((y) => !showable(y, log)));
  const { xaxis, yaxis, ...layout } = curves.layout;
  const title = { .../** @type {object} */ (yaxis?.title), text: words.quantities[log ? 1 : 0] };
  const dtick = log ? Math.max(1, Math.ceil((range[1] - range[0]) / 8)) : undefined;
  return {
    data,
    layout: {
      ...layout,
      xaxis: { ...xaxis, range: [0, steps] },
      yaxis: { ...yaxis, type: log ? "log" : "linear", range, dtick, title },
      uirevision: `${quantity} ${log ? "log" : "linear"} step`,
      annotations: unstepped(curves.layout, empty),
    },
  };
}

/**
 * The traces with what `draw` makes of the lines of changed contenders; all else of these is left out.
 * @param {Trace[]} traces
 * @param {Contender[]} contenders
 * @param {Played["paths"]} paths
 * @param {(trace: Trace, path: PlayedPath | null, contender: Contender, i: number) => Trace[]} draw
 */
function redrawn(traces, contenders, paths, draw) {
  return traces.flatMap((trace) => {
    const i = contenders.findIndex(({ index }) => index === trace.meta?.index);
    const path = paths[i];
    if (i < 0 || path === undefined) return [trace];
    return MOVING.includes(trace.meta?.role ?? "") ? draw(trace, path, contenders[i], i) : [];
  });
}

/**
 * The marker at the end of a line, none in a gap.
 * @param {Trace} trace
 * @param {PlayedPath} path
 * @param {Contender} contender
 * @param {(number | null)[]} point
 * @param {typeof SURFACE_HEAD | typeof CURVE_HEAD} style
 * @returns {Trace[]}
 */
function head(trace, path, { index, color, symbol }, point, { cliponaxis, size, line }) {
  const [x, y] = point;
  if (x === null || y === null) return [];
  const plain = { symbol, size, color, line };
  const marker = diverged(path) ? { symbol: "x-thin", size: 9, color, line: { width: 3, color } } : plain;
  const { name, legendgroup } = trace;
  const meta = { role: "head", index, steps: [path.last] };
  const shape = { type: "scatter", mode: "markers", showlegend: false, hoverinfo: "skip", cliponaxis };
  return [{ ...shape, name, legendgroup, x: [x], y: [y], marker, meta }];
}

/**
 * The labels without those of the ends of paths, and without the notes unless they still hold.
 * @param {Layout} layout
 * @param {boolean} noted
 */
const unstepped = ({ annotations }, noted = true) =>
  annotations?.filter(({ name }) => !name?.startsWith("step ") && (noted || name !== "note"));
