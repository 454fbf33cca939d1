import assert from "node:assert/strict";
import test from "node:test";
import { readAnswer, verdictOn } from "../../frontend/lab/answer.js";
import { withArrays } from "../../frontend/lab/arrays.js";
import { axisRange, capped } from "../../frontend/lib/axis_range.js";
import { Settings } from "../../frontend/lab/settings.js";
import { settledRace } from "../../frontend/lab/settled_race.js";
import { curvesAlt, fill, surfaceAlt } from "../../frontend/lab/words.js";
import { decoded } from "../../frontend/lib/arrays.js";
import { lines } from "../../frontend/lib/lines.js";
import { table } from "./data.js";

test("axes are those of Python", () => {
  for (const { curves, diverged, kind, log, range } of table("axis_ranges")) {
    const found = axisRange(curves, diverged, kind);
    assert.equal(found.log, log);
    assert.deepEqual(found.range.map((end) => end.toPrecision(12)), range.map((/** @type {number} */ end) => end.toPrecision(12)));
  }
});

test("a value beyond an axis is drawn at its edge", () => {
  assert.deepEqual([0.1, 50, 1e9].map((value) => capped(value, true, [0, 3])), [1, 50, 1000]);
  assert.deepEqual([-1, 1, 3].map((value) => capped(value, false, [0, 2])), [0, 1, 2]);
});

test("arrays are put back where they belong", () => {
  const [a, b] = [{ dtype: "f4", bdata: "" }, { dtype: "f8", bdata: "" }];
  const tree = { x: { array: 1 }, list: [{ y: { array: 0 } }, null, "s", 1], array: "a" };
  assert.deepEqual(withArrays(tree, [a, b]), { x: b, list: [{ y: a }, null, "s", 1], array: "a" });
});

test("settings survive a reload, and only valid ones", () => {
  const accepts = (/** @type {string} */ entry, /** @type {number} */ value) => entry === "o1.lr" && value > 0;
  const reaches = (/** @type {readonly [number, number]} */ [x, y]) => Math.abs(x) < 10 && Math.abs(y) < 10;
  const read = (/** @type {string} */ text) => Settings.read(new URLSearchParams(text), accepts, reaches);
  const text = "o1.lr=0.1&start=1%2C-2.5";
  assert.equal(String(new URLSearchParams(read(`${text}&language=ko`).entries())), text);
  assert.equal(read(text).changed, true);
  const starts = ["start=1", "start=1,99", "start=1,NaN", "start=1,2,3", "start=,"];
  for (const wrong of ["o1.lr=-1", "o1.lr=", "o1.lr=1,2", "o2.lr=1", ...starts, "language=xx", "%%%"]) {
    assert.deepEqual(read(wrong).entries(), [], wrong);
    assert.equal(read(wrong).changed, false, wrong);
  }
});

test("arrays of a part are those of the nearest list", () => {
  const found = withArrays({ races: [{ x: { array: 0 }, arrays: ["a"] }, { x: { array: 0 }, arrays: ["b"] }] });
  assert.deepEqual(found.races.map((/** @type {any} */ race) => race.x), ["a", "b"]);
});

test("an answer is one of the question's, and its verdict depends on the numbers", () => {
  const choice = { options: ["a", "b"], right: "b", tolerance: 0 };
  const number = { options: [], right: -2, tolerance: 0.1 };
  assert.deepEqual(["a", "b", "c", "", null].map((given) => readAnswer(given, choice)), ["a", "b", null, "", null]);
  assert.deepEqual([" 1e-3", "one", "Infinity", ""].map((given) => readAnswer(given, number)), ["1e-3", null, null, ""]);
  assert.deepEqual(["a", "b", ""].map((given) => verdictOn(given, choice)), ["a", "b", ""]);
  const values = ["-2.19", "-1.81", "-2.21", "2", ""];
  assert.deepEqual(values.map((given) => verdictOn(given, number)), ["right", "right", "low", "high", ""]);
});

test("only known blanks of a text are filled, and once", () => {
  assert.equal(fill("{a} {b} {constructor}", { a: "{b}" }), "{b} {b} {constructor}");
});

/** @type {(loss: number[], xy: number[], more?: object) => import("../../frontend/types/engine").PlayedPath} */
const path = (loss, xy, more = {}) => ({
  loss: Float64Array.from(loss), xy: Float64Array.from(xy), grad: Float64Array.from(xy, () => 1), last: loss.length - 1,
  status: "running", stoppedAt: null, ...more,
});

const contender = (/** @type {number} */ index) => ({
  name: `n${index}`, index, color: "#000", dash: "solid", symbol: "circle", glyph: "●", stopped: null, loss: [1],
});
const drawn = (/** @type {number} */ index, roles = ["halo", "path", "stub", "head"]) => roles.map((role) => ({
  name: "n", x: role === "halo" ? undefined : [0, 1], y: [0, 1],
  meta: { role, index, first: 0, steps: ["path", "halo"].includes(role) ? undefined : [1] },
}));
/** @type {any} */
const RACE = {
  steps: 1, quantity: "loss", texts: { statuses: { left_domain: "diverged" } }, contenders: [contender(0), contender(4)],
  figure: {
    data: [{ meta: { role: "surface" } }, { x: [0], y: [0], meta: { role: "start" } }, ...drawn(0), ...drawn(4)],
    layout: { xaxis: { range: [-1, 1] }, yaxis: { range: [-1, 1] }, annotations: [{ name: "step 3" }, { name: "other" }] },
  },
  curves: {
    data: [...drawn(0, ["path", "head"]), ...drawn(4, ["path", "head"])],
    layout: { xaxis: {}, yaxis: { type: "linear", title: { font: 1 } }, annotations: [{ name: "note" }] },
  },
};
/** @type {any} */
const WORDS = {
  quantities: ["Loss", "Loss (log)"],
  alt: {
    race: "from ({x}, {y}), {steps} steps.", ends: "{name} ends at {loss}.", diverged: "{name} diverges at {step}.",
    curves: "{quantity}:", value: "{name} {value}.", stops: "{name} stops at {step}.",
  },
};

test("a changed path takes the place of the exported one, all else stays", () => {
  const one = path([100, 1, 1e9], [0, 0, 0.5, 0.5, 1e9, 0], { status: "left_domain", stoppedAt: 2 });
  const found = settledRace(RACE, { paths: [one, undefined], steps: 5, start: [0.25, 0.5] }, WORDS, "auto");
  assert.deepEqual(found.contenders[0].stopped, { step: 3, text: "diverged" });
  assert.equal(found.contenders[1], RACE.contenders[1]);
  const own = found.figure.data.filter(({ meta }) => meta?.index === 0);
  assert.deepEqual(own.map(({ meta }) => meta?.role), ["halo", "path"]); // the end lies too far away to be drawn
  assert.deepEqual(own[1].x, [0, 0.5, null]);
  assert.deepEqual(found.figure.data.filter(({ meta }) => meta?.index === 4), drawn(4));
  assert.deepEqual(found.figure.data.find(({ meta }) => meta?.role === "start")?.x, [0.25]);
  assert.deepEqual(found.figure.layout.annotations, [{ name: "other" }]);
  const [x, y] = [found.curves.layout.xaxis, found.curves.layout.yaxis];
  assert.deepEqual(x?.range, [0, 5]);
  assert.equal(y?.type, "linear"); // the other curve has a 0
  assert.deepEqual(y?.title, { font: 1, text: "Loss" });
  assert.deepEqual(found.curves.layout.annotations, []);
  const [line] = lines(found.curves, found.contenders, 3);
  assert.deepEqual([...line.y], [100, 1, 1e9]);
  assert.deepEqual(line.ends.map(({ step, cross }) => [step, cross]), [[2, true]]);
});

test("without a path a contender has no line, no end and no loss", () => {
  const found = settledRace(RACE, { paths: [null, path([4, 2], [0, 0, 1, 1])], steps: 1, start: [0, 0] }, WORDS, "log");
  assert.deepEqual(found.contenders[0].loss, [null]);
  for (const figure of [found.figure, found.curves]) {
    const own = figure.data.filter(({ meta }) => meta?.index === 0);
    assert.ok(own.every((trace) => decoded(trace.y).length === 0 && trace.meta?.role !== "head"));
  }
  assert.equal(found.curves.layout.yaxis?.type, "log");
  assert.deepEqual(found.curves.layout.yaxis?.title, { font: 1, text: "Loss (log)" });
});

test("the alternative texts say what is shown", () => {
  const paths = [path([4, 2], [0, 0, 1, 1]), path([4], [0, 0], { status: "not_finite", stoppedAt: 1 }), null];
  const names = ["A", "B", "C"];
  assert.equal(surfaceAlt(WORDS.alt, [0.5, 1], 1, names, paths), "from (0.5, 1), 1 steps. A ends at 2. B diverges at 1.");
  assert.equal(curvesAlt(WORDS.alt, "Loss", 1, names, paths, "loss", []), "Loss: A 2. B stops at 1.");
});
