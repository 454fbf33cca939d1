// A scene is seen whole in a narrow chart, too.
import assert from "node:assert/strict";
import test from "node:test";
import { seenWhole } from "../../frontend/lib/camera.js";

const center = { x: 0, y: 0, z: -0.2 };
/** @type {any} */
const layout = { title: "kept", scene: { zaxis: { range: [0, 1] }, camera: { eye: { x: -0.8, y: -1.4, z: 1.8 }, center } } };

test("a wide chart, and one without a size, keep the camera", () => {
  for (const [width, height] of [[1550, 1000], [2000, 500], [0, 0]])
    assert.deepEqual(seenWhole(layout, width, height), layout);
});

test("half of that width is seen from twice as far, about the same center", () => {
  const seen = seenWhole(layout, 775, 1000);
  assert.deepEqual(seen.scene?.camera, { center, eye: { x: -1.6, y: -2.8, z: 3.8 } });
  assert.deepEqual({ ...seen, scene: { ...seen.scene, camera: null } }, { ...layout, scene: { ...layout.scene, camera: null } });
});

test("a flat chart has no camera", () => {
  assert.deepEqual(seenWhole(/** @type {any} */ ({ title: "flat" }), 100, 1000), { title: "flat" });
});
