import assert from "node:assert/strict";
import test from "node:test";
import { rounded, short } from "../../frontend/lib/numbers.js";
import { SteadyRange, beyond, joined, steady, within } from "../../frontend/lib/ranges.js";
import { lossText } from "../../frontend/lib/readout.js";
import { table } from "./data.js";

for (const { value, text } of table("number_formats")) {
  test(`${value} is shown as ${text}`, () => assert.equal(short(Number(value)), text));
}

test("a value lies within a range with its ends, and in any case where there is none", () => {
  assert.deepEqual([-1, 0, 2, 3].map((value) => within(value, [0, 2])), [false, true, true, false]);
  assert.equal(within(9, undefined), true);
});

test("no number is shown as a dash", () => assert.equal(short(null), "–"));

test("a clicked coordinate is as exact as half a pixel", () => {
  assert.equal(rounded(1.23456789, { range: [-2, 2], _length: 400 }), 1.23);
  assert.equal(rounded(1.23456789, { range: [2, -2], _length: 4000 }), 1.235);
  assert.equal(rounded(1234.56789, { range: [-2e4, 2e4], _length: 400 }), 1235);
  assert.equal(rounded(0.1234567890123456, { range: [0, 1e-20], _length: 400 }), 0.123456789012);
});

test("an axis stays while the new range fills enough of it", () => {
  assert.deepEqual(steady([0, 10], [1, 9]), [0, 10]);
  assert.deepEqual(steady([0, 10], [1, 12]), [0, 12]);
  assert.deepEqual(steady([0, 10], [4, 6]), [4, 6]);
  assert.deepEqual(joined([0, 1], [-1, 0.5]), [-1, 1]);
});

test("what lies beyond an axis is measured in lengths of the new range", () => {
  assert.equal(beyond([0, 10], [0, 10]), 0);
  assert.equal(beyond([0, 10], [2, 7]), 0.5);
  assert.equal(beyond([2, 4], [0, 10]), 0);
});

test("the range of an axis stays from figure to figure, grows for bands, and is new for another quantity", () => {
  const axis = new SteadyRange();
  /** @type {(range: [number, number], uirevision: string) => any} */
  const figure = (range, uirevision) => ({ data: [], layout: { uirevision, yaxis: { title: "y", range } } });
  /** @type {(range: [number, number], uirevision: string) => unknown} */
  const fitted = (range, uirevision) => axis.fit(figure(range, uirevision)).layout.yaxis;
  assert.equal(axis.widen([0, 1]), false);
  assert.deepEqual(fitted([0, 10], "loss"), { title: "y", range: [0, 10] });
  assert.deepEqual(fitted([1, 9], "loss"), { title: "y", range: [0, 10] });
  assert.equal(axis.widen([2, 9]), false);
  assert.equal(axis.widen([-1, 9]), true);
  assert.deepEqual(axis.applied(figure([0, 1], "loss")).layout.yaxis?.range, [-1, 10]);
  assert.deepEqual(fitted([1, 9], "distance"), { title: "y", range: [1, 9] });
  const bare = { data: [], layout: {} };
  assert.equal(axis.fit(bare), bare);
});

test("the readout says the loss of a step, the last one of a shorter run, or why there is none", () => {
  const losses = Float64Array.of(4, 2, 1);
  assert.deepEqual([0, 2, 9].map((step) => lossText({ stopped: null }, losses, step)), ["4", "1", "1"]);
  const stopped = { step: 3, text: "diverged" };
  assert.deepEqual([2, 3].map((step) => lossText({ stopped }, losses, step)), ["1", "diverged"]);
});
