import assert from "node:assert/strict";
import test from "node:test";
import { enlarged } from "../../frontend/lib/enlarged.js";
import { Presentation } from "../../frontend/lib/presentation.js";

test("type, markers and lines of a figure grow; its arrays, metadata and contours do not", () => {
  const x = new Float64Array([1, 2]);
  const figure = /** @type {any} */ ({
    data: [
      { meta: { role: "surface" }, contours: { size: 0.5 }, colorbar: { tickfont: { size: 10 }, thickness: 12 } },
      { meta: { role: "path", index: 1, first: 2 }, x, line: { width: 2, dash: "4px,2px" }, marker: { size: 9, color: "red" } },
      { meta: { role: "minimum" }, marker: { size: [12, 7], color: ["red", "blue"] } },
    ],
    layout: { xaxis: { tickfont: { size: 11 }, range: [0, 5] }, annotations: [{ font: { size: 10 } }] },
  });
  const { data, layout } = enlarged(figure, 2);
  assert.deepEqual(data[0], { meta: { role: "surface" }, contours: { size: 0.5 }, colorbar: { tickfont: { size: 20 }, thickness: 24 } });
  assert.deepEqual(data[1].line, { width: 4, dash: "4px,2px" });
  assert.deepEqual(data[1].marker, { size: 18, color: "red" });
  assert.deepEqual(data[2].marker, { size: [24, 14], color: ["red", "blue"] });
  assert.equal(data[1].x, x);
  assert.equal(data[1].meta, figure.data[1].meta);
  assert.deepEqual(layout, { xaxis: { tickfont: { size: 22 }, range: [0, 5] }, annotations: [{ font: { size: 20 } }], font: { size: 24 } });
  assert.equal(enlarged(figure, 1), figure);
});

/** A presentation whose race has this many steps and stands at its end, and the player. */
function presented(steps = 300) {
  const node = () => ({ classList: { toggle() {} }, append() {}, addEventListener() {}, setAttribute() {} });
  const player = { root: node(), k: steps, stopped: 0, stop: () => player.stopped++ };
  const page = { createElement: node, addEventListener() {}, querySelector: () => null };
  Object.assign(globalThis, { document: page });
  const presentation = new Presentation(/** @type {any} */ ({ root: node(), player, enlarge() {} }));
  /** @type {(change: object) => number} */
  const update = (change) => {
    presentation.update(/** @type {any} */ ({ steps, texts: {}, ...change }));
    return player.k;
  };
  return { player, update };
}

test("a race opens at the step that the page asks for, once, and a live update asks for none", () => {
  const { player, update } = presented();
  assert.equal(update({ opening: { step: 120 } }), 120);
  player.k = 7; // a person goes elsewhere
  assert.equal(update({ opening: { step: 120 } }), 7);
  assert.equal(update({}), 7);
  assert.equal(update({ opening: { step: null } }), 300);
  assert.equal(update({ opening: { step: 5000 } }), 300);
});

test("a race that is asked for no step stays where it is", () => {
  const { player, update } = presented();
  player.k = 9;
  assert.equal(update({ opening: { step: null } }), 9);
  assert.equal(player.stopped, 0);
});
