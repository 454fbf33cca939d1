import assert from "node:assert/strict";
import test from "node:test";
import { still } from "../../frontend/lib/animation.js";
import { decoded, folded, rows } from "../../frontend/lib/arrays.js";
import { table } from "./data.js";

for (const { sent, values } of table("packed_arrays")) {
  test(`${sent.dtype} in base64 is read as ${JSON.stringify(values)}`, () => {
    const read = sent.shape ? rows(sent).map((row) => [...row]) : [...decoded(sent)];
    assert.deepEqual(read, values);
  });
}

test("a gap in a list is NaN, no array is empty, and numbers stay as they are", () => {
  assert.deepEqual([...decoded([1, null, 2])], [1, NaN, 2]);
  assert.equal(decoded(undefined).length, 0);
  assert.deepEqual([...decoded(Float32Array.of(1, 2))], [1, 2]);
});

const FIGURE = { data: [{ z: [[0]] }, { x: [1] }], layout: {} };

test("a frame of an animation replaces one array of one trace; after the last frame it stands still", () => {
  const animation = { trace: 1, name: "x", shape: [2, 3], values: Float64Array.of(1, 2, 3, 4, 5, 6) };
  const frames = [0, 1, 7].map((at) => still(FIGURE, animation, at).data);
  assert.deepEqual(frames.map(([, trace]) => [.../** @type {Float64Array} */ (trace.x)]), [[1, 2, 3], [4, 5, 6], [4, 5, 6]]);
  assert.equal(frames[0][0], FIGURE.data[0]);
  assert.equal(still(FIGURE, undefined, 3), FIGURE);
});

test("a frame of two dimensions comes in rows", () => {
  const values = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  const { data } = still(FIGURE, { trace: 0, name: "z", shape: [2, 2, 2], values }, 1);
  assert.deepEqual(data[0].z, folded(values.subarray(4), 2, 2));
});
