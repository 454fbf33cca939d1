import assert from "node:assert/strict";
import test from "node:test";
import { bandOf, bands, heightScale, palette } from "../../frontend/lib/ground_colors.js";
import { evenHeights, level, refitted } from "../../frontend/lib/ground.js";
import { heightScaleOf, contoursOf, rescaled, ticksOf } from "../../frontend/lib/height_scale.js";
import { MapPreview } from "../../frontend/lib/map_preview.js";
import { Preview } from "../../frontend/lib/preview.js";
import { curveLine, pathLine, values } from "../../frontend/lib/played_lines.js";
import { previewedAxis } from "../../frontend/lib/previewed_axis.js";
import { SteadyRange } from "../../frontend/lib/ranges.js";
import { PreviewedRace } from "../../frontend/lib/previewed_race.js";
import { withPaths } from "../../frontend/lib/previewed_starts.js";
import { StartDrag } from "../../frontend/lib/start_drag.js";
import { table } from "./data.js";

/** f = x² + y², and gradient descent: x ← x − lr g. */
const SPHERE = {
  version: 1, inputs: [["xy", 2]], constants: [2],
  code: [["mul", 0, 0], ["mul", 1, 1], ["add", 3, 4], ["mul", 0, 2], ["mul", 1, 2]],
  outputs: { loss: [5], grad: [6, 7] }, guards: [],
};
const NOTHING = { version: 1, inputs: [["xy", 2], ["hyper", 1]], constants: [], code: [], outputs: { state: [] }, guards: [] };
const STEP = {
  version: 1, inputs: [["xy", 2], ["grad", 2], ["hyper", 1], ["state", 0], ["step", 1]], constants: [],
  code: [["mul", 2, 4], ["sub", 0, 6], ["mul", 3, 4], ["sub", 1, 8]],
  outputs: { xy: [7, 9], state: [] }, guards: [],
};

/** @param {number} lr */
const contender = (lr) => ({ optimizer: 0, hyper: [lr], scheduled: [], divergenceFactor: 1 });

/** @type {any} */
const RACE = {
  surface: [SPHERE],
  optimizers: [{ init: [NOTHING], step: [STEP], state: [], hyper: ["lr"], domains: [[0, 10, false, true]], tracked: [] }],
  contenders: [contender(0.25), null, contender(0.5)],
  parameters: { entries: ["scale", "angle", "stretch"], values: [1, 0, 2], domains: Array(3).fill([-180, 180, true, false]) },
  start: [4, 2], steps: 3, stepRange: [1, 100], startRange: [-1e9, 1e9], noise: null, divergence: 1e6, convergence: 1e-6,
};
const race = () => new PreviewedRace(RACE, [1, 2, 4]);
/** @type {(changes: [string, number][], moved?: [number, number] | null) => ReturnType<PreviewedRace["paths"]>} */
const run = (changes, moved = null) => race().paths(new Map(changes), moved);

test("a slider of a contender runs this contender again, with the new value", () => {
  const { paths, start } = run([["o4.lr", 0.25]]);
  assert.deepEqual([paths[0], paths[1]], [undefined, undefined]);
  assert.deepEqual([...(paths[2]?.xy ?? [])], [4, 2, 2, 1, 1, 0.5, 0.5, 0.25]);
  assert.deepEqual([paths[2]?.status, start], ["running", [4, 2]]);
  assert.equal(run([["o4.lr", 0.5]]).paths[2]?.status, "converged");
});

test("the limit of a clipped gradient is set as other numbers are", () => {
  const [optimizer] = RACE.optimizers;
  const clipped = { ...RACE, optimizers: [{ ...optimizer, hyper: [...optimizer.hyper.slice(0, -1), "clip.max_norm"] }] };
  const place = new PreviewedRace(clipped, [1, 2, 4]).place("o4.clip.max_norm");
  assert.deepEqual(place, { contender: 2, hyper: optimizer.hyper.length - 1 });
});

test("another start or length concerns all; a contender without a program has no path", () => {
  assert.deepEqual([...(run([], [1, 1]).paths[0]?.xy.subarray(0, 4) ?? [])], [1, 1, 0.5, 0.5]);
  assert.equal(run([], [1, 1]).paths[1], null);
  assert.deepEqual(run([["steps", 7]]).paths[0]?.loss.length, 8);
  assert.deepEqual(run([["start.x", 1]]).start, [2, 2], "a link's start is on the surface before it is stretched");
});

test("entries that a race does not have, and values out of range, are ignored", () => {
  const one = race();
  assert.ok(one.place("o4.lr"));
  assert.ok(["o3.lr", "o2.lr", "o4.beta1", "noise", "seed"].every((entry) => one.place(entry) === null));
  assert.deepEqual([0, 10, -1, 9.99].map((value) => one.accepts("o1.lr", value)), [true, false, false, true]);
  assert.deepEqual([0, 1.5, 1, 101].map((value) => one.accepts("steps", value)), [false, false, true, false]);
  assert.deepEqual([1, 1e300, NaN].map((value) => one.accepts("start.x", value)), [true, false, false]);
  assert.equal(one.accepts("__proto__", 1), false);
  assert.deepEqual([one.value("o4.lr"), one.value("start.x"), one.value("steps"), one.value("nothing")], [0.5, 2, 3, NaN]);
});

test("a race ends where the loss leaves the limit, as in descend", () => {
  const path = run([["o1.lr", 9]]).paths[0];
  assert.equal(path?.status, "left_domain");
  assert.equal(path?.stoppedAt, path?.last);
});

test("curves show the quantity of the view, and a cross where a path diverged", () => {
  const [path] = run([["o1.lr", 0.25], ["start.x", 2]]).paths;
  assert.ok(path);
  assert.deepEqual([...values(path, "loss", [])], [20, 5, 1.25, 0.3125]);
  assert.deepEqual([...values(path, "grad_norm", [])].map((v) => Math.round(v * 1e6)), [8944272, 4472136, 2236068, 1118034]);
  assert.deepEqual([...values(path, "distance", [[0, 0], [9, 9]])].map((v) => v ** 2).map(Math.round), [20, 5, 1, 0]);
  assert.ok(Number.isNaN(values(path, "step_length", [])[0]));
  /** @type {any} */
  const line = { color: "red", first: 1, x: null, y: new Float64Array(), stubs: [], ends: [] };
  assert.equal(curveLine(line, path, "step_length", []).y.length, 3);
  assert.deepEqual(pathLine(line, path).ends, []);
  const far = run([["o1.lr", 9]]).paths[0] ?? null;
  assert.deepEqual(pathLine(line, far).ends.map(({ cross, step }) => [cross, step]), [[true, far?.last]]);
  assert.equal(pathLine(line, null).y.length, 0);
});

test("the axis of curves follows what is previewed, and goes back with it", () => {
  const shown = new SteadyRange();
  shown.fit({ data: [], layout: { uirevision: "loss log step", yaxis: { type: "log", range: [-3, 2] } } });
  /** @type {(y: number[], ends?: object[]) => any} */
  const line = (y, ends = []) => ({ y: Float64Array.from(y), ends });
  const held = [line([5000, 4000, 1e30], [{ step: 2, x: 2, y: 1e30, cross: true }]), line([5000, 1, 1e-9])];
  const { range, lines } = previewedAxis(held, [true, false], true, shown);
  assert.deepEqual([range, lines[0].ends[0].y, lines[1].ends], [[-9, 7], 1e7, []]);
  assert.deepEqual(previewedAxis([line([90, 1e-3])], [false], true, shown).range, [-3, 2], "as the server has it");
  assert.deepEqual(previewedAxis([line([0, 7])], [false], false, new SteadyRange()).range, [0, 7]);
});

/** The same surface, p times as high. */
const SCALED = {
  version: 1, inputs: [["xy", 2], ["parameters", 4]], constants: [2],
  code: [["mul", 2, 6], ["mul", 0, 0], ["mul", 1, 1], ["add", 8, 9], ["mul", 2, 10], ["mul", 0, 7], ["mul", 1, 7]],
  outputs: { loss: [11], grad: [12, 13] }, guards: [],
};
/** @type {any} */
const NUMBERED = {
  ...RACE, surface: [SCALED], start: [4, 2],
  parameters: {
    entries: ["surface.p", "scale", "angle", "stretch"], values: [1, 1, 0, 2], domains: Array(4).fill([0, 180, false, true]),
  },
};

test("a number of the surface concerns all contenders, and every run from many starts", () => {
  const one = new PreviewedRace(NUMBERED, [1, 2, 4]);
  assert.deepEqual([one.place("surface.p"), one.value("surface.p"), one.value("stretch")], [{ parameter: 0 }, 1, 2]);
  assert.deepEqual([0, 0.5, -1, 180, NaN].map((value) => one.accepts("surface.p", value)), [true, true, false, false, false]);
  assert.deepEqual([one.shapes("surface.p"), one.shapes("angle"), one.shapes("o1.lr"), one.shapes("start.x")], [true, true, false, false]);
  const { paths, fromEach, surface, moves, start } = one.paths(new Map([["surface.p", 0.5]]), null);
  assert.deepEqual([...(paths[0]?.xy.subarray(0, 4) ?? [])], [4, 2, 3, 1.5]);
  assert.deepEqual([paths[1], paths[0]?.loss[0], paths[2]?.loss[0]], [null, 10, 10]);
  assert.deepEqual(fromEach([[2, 2]]).map((each) => each?.[0].loss[0]), [4, undefined, 4]);
  assert.deepEqual([moves?.([4, 2]), start], [[4, 2], [4, 2]]);
  assert.deepEqual(level(surface ?? assert.fail(), [[0, 0], [1, 0], [1e-9, 0]], 4), [[0, 0], [1e-9, 0]]);
  const again = one.paths(new Map([["o1.lr", 0.25]]), null);
  assert.deepEqual([again.surface, again.moves, again.paths[2]], [null, null, undefined]);
  assert.equal(again.paths[0]?.loss[0], 20, "on the surface as it was");
});

test("a transformation takes the start and the minima along", () => {
  const one = new PreviewedRace(NUMBERED, [1, 2, 4]);
  const { start, moves } = one.paths(new Map([["angle", 90]]), null);
  assert.deepEqual([start, moves?.([4, 2])].map((point) => point?.map((value) => Math.round(value * 1e12) / 1e12)), [[-2, 4], [-2, 4]]);
  const { start: near, paths } = one.paths(new Map([["stretch", 1], ["start.y", 3]]), null);
  assert.deepEqual([near, [...(paths[0]?.xy.subarray(0, 2) ?? [])]], [[2, 3], [2, 3]]);
  assert.deepEqual(one.paths(new Map([["surface.p", 0.5]]), [1, 1]).start, [1, 1], "a dragged start stays at the pointer");
});

test("more noise is the same noise, larger; without noise there is nothing to enlarge", () => {
  const noise = { draws: [1, 0, 0, 2, 0, 0, 0, 0], shifts: false, level: 0.5, domain: [0, 10, false, false] };
  const one = new PreviewedRace({ ...NUMBERED, noise }, [1, 2, 4]);
  assert.deepEqual([one.place("noise"), one.value("noise"), one.accepts("noise", 11), one.place("steps")], ["noise", 0.5, false, null]);
  const { paths, surface } = one.paths(new Map([["noise", 1]]), null);
  assert.deepEqual([...(paths[0]?.xy.subarray(0, 4) ?? []), surface], [4, 2, 1.5, 1, null]);
  assert.equal(new PreviewedRace(NUMBERED, [1, 2, 4]).place("noise"), null);
});

test("heights are spread over the frame, row by row from below, with the steepest slope", () => {
  const { surface } = new PreviewedRace(NUMBERED, [1, 2, 4]).engine;
  const { heights, steepest } = evenHeights(surface, [0, 2], [0, 1], 3);
  assert.deepEqual([...heights], [0, 1, 4, 0.25, 1.25, 4.25, 1, 2, 5]);
  assert.equal(steepest, Math.hypot(4, 2));
});

test("in three dimensions the numbers of the surface are not followed, and a map counts no steps to an unknown minimum", () => {
  const settled = (/** @type {any} */ kind, /** @type {object} */ more) =>
    Object.assign(Object.create(kind.prototype), { race: new PreviewedRace(NUMBERED, [1, 2, 4]), ...more });
  const entries = ["surface.p", "scale", "o1.lr", "nothing"];
  const followed = (/** @type {any} */ one) => entries.map((entry) => one.follows(entry));
  assert.deepEqual(followed(settled(Preview, { data: { projection: "contour" } })), [true, true, true, false]);
  assert.deepEqual(followed(settled(Preview, { data: { projection: "3d" } })), [false, false, true, false]);
  assert.deepEqual(followed(settled(MapPreview, { sent: { colour: "final_loss" } })), [true, true, true, false]);
  assert.deepEqual(followed(settled(MapPreview, { sent: { colour: "steps_to" } })), [false, false, true, false]);
});

test("heights have the colors of the contours that Plotly draws", () => {
  /** @type {any} */
  const trace = {
    contours: { start: 10, end: 30, size: 10 }, zmin: 1, zmax: 40, meta: {}, line: { color: "rgba(0, 0, 0, 0.5)" },
    colorscale: [[0, "#000000"], [0.5, "#808080"], [1, "#ffffff"]],
  };
  const { levels, drawn } = heightScale(trace);
  assert.deepEqual([levels, drawn(7)], [{ start: 10, size: 10, count: 3 }, 7]);
  assert.deepEqual([-Infinity, 0, 10, 29.9, 30, 99, NaN].map(bandOf(levels)), [0, 0, 1, 2, 3, 3, 3]);
  const { drawn: decades } = heightScale({ ...trace, meta: { floor: 5 } });
  assert.deepEqual([105, 5, 4, -Infinity].map(decades), [2, 1, 1, 1]);
  const { drawn: shares } = heightScale({ ...trace, meta: { ranks: [0, 1, 10] } });
  assert.deepEqual([-1, 0.5, 5.5, 11, NaN].map(shares), [0, 0.25, 0.75, 1, Infinity]);
  const { fill, line } = palette(trace, 3);
  const red = (/** @type {number} */ color) => color & 255;
  assert.deepEqual([...fill].map(red), [0, 85, 170, 255]);
  assert.ok([...line].every((color, band) => red(color) <= red(fill[band])) && red(line[3]) < 255);
  const image = { data: new Uint8ClampedArray(4 * 4), width: 2, height: 2 };
  bands(Float64Array.of(0, 0, 99, 99), 2, image, { fill: Uint32Array.of(1, 2, 3, 4), line: Uint32Array.of(5, 6, 7, 8) }, bandOf(levels));
  assert.deepEqual([...new Uint32Array(image.data.buffer)], [4, 4, 7, 7], "the upper row is the higher one");
});

for (const { name, heights, scale, lowest, levels, tickvals, ticktext } of table("height_scales")) {
  test(`heights of ${name} have the scale of Python`, () => {
    const found = heightScaleOf(heights, scale, lowest);
    const digits = (/** @type {number[]} */ all) => all.map((value) => (Math.abs(value) < 1e-12 ? 0 : Number(value.toPrecision(9))));
    const { start, end, size } = contoursOf(found);
    const expected = [levels.start, levels.end, levels.size, levels.low, levels.high];
    assert.deepEqual(digits([start, end, size, found.low, found.high]), digits(expected));
    const ticks = ticksOf(found);
    assert.deepEqual([digits(ticks.tickvals), ticks.ticktext], [digits(tickvals), ticktext]);
  });
}

test("the colors of a surface whose number is held are spread over its own heights, not over the old ones", () => {
  /** @type {any} */
  const trace = {
    x: [-2, 0, 2], y: [-2, 0, 2], contours: { start: 0, end: 40, size: 2.5, coloring: "fill" }, zmin: 0, zmax: 41, meta: {},
    colorbar: { tickvals: [0, 20, 40], ticktext: ["0", "20", "40"], title: { text: "f" } }, line: { color: "#000000" },
    colorscale: [[0, "#000000"], [1, "#ffffff"]],
  };
  const one = new PreviewedRace(NUMBERED, [1, 2, 4]);
  const { surface } = one.paths(new Map([["surface.p", 150]]), null);
  assert.ok(surface);
  const { heights } = evenHeights(surface, [-2, 2], [-2, 2], 21);
  const blank = (/** @type {any} */ drawing) => {
    const { levels, drawn } = heightScale(drawing);
    return heights.filter((height) => bandOf(levels)(drawn(height)) === levels.count).length / heights.length;
  };
  /** @type {[number, number][]} */
  const zoomed = [[0, 1], [0, 1]];
  const part = { heights: evenHeights(surface, [0, 1], [0, 1], 101).heights, box: zoomed };
  const now = refitted(trace, surface, [[0, 0]], part);
  assert.ok(blank(trace) > 0.9 && blank(now) < 0.1);
  assert.ok(Number(now.zmax) > 1000 && Number(now.zmax) <= 1200, "of the whole frame");
  assert.deepEqual(/** @type {any} */ (now.colorbar).ticktext, ["250", "500", "750", "1000"]);
  assert.equal(/** @type {any} */ (now.contours).coloring, "fill");
  const decades = rescaled({ ...trace, meta: { floor: 0 } }, Float64Array.of(5, 15, 105, 1005), 5);
  assert.equal(decades.meta?.floor, 5);
});

test("paths from many starts follow for the contender that changes", () => {
  /** @type {any} */
  const before = { multistarts: [{ color: "red" }, { color: "blue" }, { color: "green" }] };
  const { fromEach, steps } = run([["o1.lr", 0.25]]);
  const { multistarts } = withPaths(before, fromEach([[1, 0], [2, 0], [3, 0]]), "loss", [], steps);
  assert.equal(multistarts[1], before.multistarts[1]);
  assert.deepEqual([multistarts[0].color, multistarts[0].lengths, multistarts[0].stopped], ["red", [4, 4, 4], [false, false, false]]);
  const { band } = multistarts[0];
  const columns = [band.step, band.low, band.middle, band.high].map((row) => [row[0], row[1]]);
  assert.deepEqual(columns, [[0, 1], [1, 0.25], [4, 1], [9, 2.25]]);
});

test("only a press on the ring drags, and a press that does not move is a click", () => {
  /** @type {Record<string, (event: any) => void>} */
  const on = {};
  /** @type {any[]} */
  const done = [];
  const addEventListener = (/** @type {string} */ name, /** @type {any} */ act) => (on[name] = act);
  /** @type {any} */
  const chart = { addEventListener, setPointerCapture() {}, classList: { toggle() {} } };
  Object.assign(globalThis, { document: { addEventListener } });
  const report = (/** @type {string} */ word) => () => done.push(word);
  new StartDrag(chart, {
    ring: () => ({ x: 100, y: 100 }),
    move: ({ clientX }) => done.push(clientX),
    drop: report("drop"),
    cancel: report("cancel"),
  });
  const mouse = { clientY: 100, pointerId: 1, isPrimary: true, button: 0, pointerType: "mouse", stopPropagation() {} };
  const at = (/** @type {number} */ clientX, more = {}) => ({ ...mouse, clientX, ...more });
  on.pointerdown(at(130));
  on.pointermove(at(140));
  on.pointerup(at(140));
  on.pointerdown(at(105));
  on.pointermove(at(106));
  on.pointerup(at(106));
  assert.deepEqual(done, []);
  on.pointerdown(at(105));
  on.pointermove(at(150));
  on.pointermove(at(170, { pointerId: 2 }));
  on.pointerup(at(160));
  assert.deepEqual(done.splice(0), [150, "drop"]);
  const breaks = [
    () => on.pointercancel(at(150, { type: "pointercancel" })),
    () => on.keydown({ key: "Escape" }),
    () => on.pointerdown(at(0, { isPrimary: false })),
  ];
  for (const end of breaks) {
    on.pointerdown(at(105));
    on.pointermove(at(150));
    end();
    on.pointerup(at(150));
    assert.deepEqual(done.splice(0), [150, "cancel"]);
  }
});
