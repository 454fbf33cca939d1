import assert from "node:assert/strict";
import test from "node:test";
import { keyClass, nextCell } from "../../frontend/lib/cell_keys.js";

const SIZE = { columns: 8, rows: 6 };

/** @type {(key: string, column: number, row: number, shiftKey?: boolean) => unknown} */
const led = (key, column, row, shiftKey = false) => nextCell({ key, shiftKey }, { column, row }, SIZE);

test("arrows lead to the next cell, up to a higher row", () => {
  assert.deepEqual(led("ArrowRight", 2, 3), { column: 3, row: 3 });
  assert.deepEqual(led("ArrowUp", 2, 3), { column: 2, row: 4 });
});

test("no key leads out of the map", () => {
  assert.deepEqual(led("ArrowLeft", 0, 0), { column: 0, row: 0 });
  assert.deepEqual(led("ArrowUp", 7, 4, true), { column: 7, row: 5 });
});

test("Enter stays, and other keys mean nothing", () => {
  assert.deepEqual(led("Enter", 1, 1), { column: 1, row: 1 });
  assert.equal(led("Tab", 1, 1), null);
});

test("a chart is known by its key whether or not its page runs", () => {
  assert.equal(keyClass("element-container st-key-map-0 st-emotion-cache-188psdo"), "st-key-map-0");
  assert.equal(keyClass("element-container st-key-map-0 st-emotion-cache-1cbsh8j"), "st-key-map-0");
  assert.equal(keyClass("element-container"), "");
});
