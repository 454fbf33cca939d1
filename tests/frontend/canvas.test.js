import assert from "node:assert/strict";
import test from "node:test";
import { between, follow } from "../../frontend/lib/paths.js";
import { flow } from "../../frontend/lib/picture.js";
import { plotArea } from "../../frontend/lib/plot_area.js";
import { Mesh } from "../../frontend/lib/mesh.js";
import { projection } from "../../frontend/lib/projection.js";
import { SHAPES, dashes } from "../../frontend/lib/shapes.js";
import { Pen } from "./data.js";

/** @type {(px: number[], py: number[], reach: number) => unknown[]} */
function moves(px, py, reach) {
  const pen = new Pen();
  follow(pen, { px, py }, reach);
  return pen.moves;
}

test("a line is drawn as far as a point between two", () => {
  assert.deepEqual(moves([0, 10, 20], [0, 0, 8], 1.5), [["move", 0, 0], ["line", 10, 0], ["line", 15, 4]]);
});

test("a gap and what is too far for a canvas lift the pen", () => {
  const drawn = [["move", 0, 0], ["move", 20, 0], ["line", 30, 0], ["line", 30, 0]];
  assert.deepEqual(moves([0, NaN, 20, 30], [0, 0, 0, 0], 3), drawn);
  assert.deepEqual(moves([0, 2e6, 20, 30], [0, 0, 0, 0], 3), drawn);
});

test("points nearer than a third of a pixel are skipped, but the last is not; in long lines nearer than a pixel", () => {
  assert.deepEqual(moves([0, 0.2, 0.5, 0.6], [0, 0, 0, 0], 3), [["move", 0, 0], ["line", 0.5, 0], ["line", 0.6, 0], ["line", 0.6, 0]]);
  const many = Array.from({ length: 1001 }, (_, i) => i / 2);
  const flat = many.map(() => 0);
  assert.equal(moves(many, flat, 1000).length, 502);
});

test("between two points there is none in a gap, and beyond a gap the point before it", () => {
  const line = { px: [0, 10, NaN], py: [0, 20, 0] };
  assert.deepEqual(between(line, 0.5), { x: 5, y: 10 });
  assert.deepEqual(between(line, 1.5), { x: 10, y: 20 });
  assert.equal(between(line, 2), null);
});

test("labels start a new line where they would leave the picture", () => {
  const places = flow([100, 100, 100, 500], 300, 50);
  assert.deepEqual(places, [{ x: 16, y: 50 }, { x: 140, y: 50 }, { x: 16, y: 76 }, { x: 16, y: 102 }]);
  assert.deepEqual(flow([], 300, 50), []);
});

const ONE = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

test("a point of a scene is drawn where the camera sees it", () => {
  const camera = { model: ONE, view: ONE, projection: ONE };
  const scene = { glplot: { cameraParams: camera }, dataScale: [1, 1, 1] };
  assert.deepEqual(projection(scene, 200, 100)(0, 0, 0), { x: 100, y: 50, depth: 0 });
  assert.deepEqual(projection({ ...scene, dataScale: [0.5, 1, 1] }, 200, 100)(1, 1, 0.5), { x: 150, y: 0, depth: 0.5 });
  const moved = [...ONE.slice(0, 12), 0.5, 0, 0, 1];
  const seen = { ...scene, glplot: { cameraParams: { ...camera, view: moved } } };
  assert.deepEqual(projection(seen, 200, 100)(0, 0, 0), { x: 150, y: 50, depth: 0 });
  assert.equal(projection({ ...scene, glplot: {} }, 200, 100)(0, 0, 0), null);
  const flat = [...ONE.slice(0, 15), 0];
  assert.equal(projection({ ...scene, glplot: { cameraParams: { ...camera, projection: flat } } }, 200, 100)(0, 0, 0), null);
});

test("matrices of a camera are applied in their order: model, view, projection", () => {
  const scaled = [2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1];
  const moved = [...ONE.slice(0, 12), 0.5, 0, 0, 1];
  const camera = { model: scaled, view: moved, projection: ONE };
  assert.equal(projection({ glplot: { cameraParams: camera }, dataScale: [1, 1, 1] }, 200, 100)(0.125, 0, 0)?.x, 175);
});

test("the point of a mesh under a pixel is the one nearest to the eye", () => {
  const ticks = Float64Array.from({ length: 21 }, (_, i) => i / 10 - 1);
  const ridge = new Mesh({ x: ticks, y: ticks, z: Array.from(ticks, () => Float64Array.from(ticks, (x) => 1 - x * x)) });
  const above = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => ({ x: 100 * x, y: -100 * y, depth: -z });
  const found = ridge.under(above, { x: 33.3, y: -71.9 });
  assert.ok(found && Math.abs(found.x - 0.333) < 1e-9 && Math.abs(found.y - 0.719) < 1e-9);
  assert.equal(ridge.under(above, { x: 333, y: 0 }), null);
  const aside = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => ({ x: 100 * y, y: -100 * z, depth: x });
  const near = ridge.under(aside, { x: 12.3, y: -36 });
  assert.ok(near && near.x < -0.7 && Math.abs(near.y - 0.123) < 1e-6, "the slope that faces the eye");
});

test("dashes are lengths, and every shape ends where it began", () => {
  assert.deepEqual(dashes("solid"), []);
  assert.deepEqual(dashes("8,3.5px"), [8, 3.5]);
  for (const [name, shape] of Object.entries(SHAPES)) {
    if (name === "circle") continue;
    const pen = Object.assign(new Pen(), { closed: 0, closePath: () => pen.closed++ });
    shape(/** @type {any} */ (pen), 2);
    assert.equal(pen.closed, 1, name);
    assert.ok(pen.moves.length >= 3, name);
    assert.equal(pen.moves.filter(([move]) => move === "move").length, 1, name);
  }
});

const MARGIN = { l: 44, r: 16, t: 17, b: 44 };

test("axes of one unit are in the middle of the room that the margins leave, others fill it", () => {
  const [xaxis, yaxis] = [{ range: /** @type {[number, number]} */ ([-2, 2]) }, { range: /** @type {[number, number]} */ ([0, 2]) }];
  const round = plotArea({ margin: MARGIN, xaxis, yaxis: { ...yaxis, scaleanchor: "x" } }, 460, 361);
  assert.deepEqual([round?.xaxis._offset, round?.xaxis._length], [44, 400]);
  assert.deepEqual([round?.yaxis._offset, round?.yaxis._length], [67, 200]);
  assert.deepEqual([round?.xaxis.d2p(0), round?.yaxis.d2p(0.5)], [200, 150]);
  const filled = plotArea({ margin: MARGIN, xaxis, yaxis: { type: "log", range: [-3, 1] } }, 460, 361);
  assert.deepEqual([filled?.yaxis._offset, filled?.yaxis._length, filled?.yaxis.d2p(0.1)], [17, 300, 150]);
});

test("without ranges, margins or room there are no axes", () => {
  const axis = { range: /** @type {[number, number]} */ ([0, 1]) };
  assert.equal(plotArea({ margin: MARGIN, xaxis: axis, yaxis: {} }, 400, 400), null);
  assert.equal(plotArea({ xaxis: axis, yaxis: axis }, 400, 400), null);
  assert.equal(plotArea({ margin: MARGIN, xaxis: axis, yaxis: axis }, 60, 400), null);
});
