import assert from "node:assert/strict";
import test from "node:test";
import { curveLine, pathLine, values } from "../../frontend/lib/played_lines.js";
import { PreviewedRace } from "../../frontend/lib/previewed_race.js";
import { withPaths } from "../../frontend/lib/previewed_starts.js";
import { StartDrag } from "../../frontend/lib/start_drag.js";

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
  start: [4, 2], axes: [[2, 0], [0, 1]], steps: 3, stepRange: [1, 100], noise: null, divergence: 1e6, convergence: 1e-6,
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
