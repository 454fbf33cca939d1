// A chart is purged after its last change, and never changed again.
import assert from "node:assert/strict";
import test from "node:test";
import { Drawing } from "../../frontend/lib/drawing.js";

/** @type {(ms: number) => Promise<void>} */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** @type {any} What `image` is asked for. */
const PNG = { format: "png" };

/** A chart's node, a Plotly that takes its time, and what it did; drawing fails if `fails`. */
function stubs(fails = false) {
  /** @type {string[]} */
  const done = [];
  /** @type {unknown[]} */
  const changes = [];
  /** @type {any} */
  const node = { isConnected: true, remove: () => (node.isConnected = false) };
  const slow = (/** @type {string} */ name) => async () => {
    done.push(name);
    await pause(20);
    if (!node._fullLayout) throw new Error("purged while drawn");
    if (fails) throw new Error("cannot draw");
    done.push(`end ${name}`);
    return `made ${name}`;
  };
  const plotly = {
    react: () => {
      node._fullLayout = {};
      return slow("react")();
    },
    relayout: slow("relayout"),
    restyle: async (/** @type {any[]} */ ...change) => changes.push(change.slice(1)),
    toImage: slow("image"),
    purge: () => {
      done.push("purge");
      delete node._fullLayout;
    },
  };
  return { node, plotly, done, changes, drawing: new Drawing(node) };
}

/** @type {(changes: Promise<unknown>[]) => Promise<unknown[]>} */
const ended = (changes) => Promise.all(changes.map((change) => change.catch((error) => error.message)));

test("changes are made one after the other", async () => {
  const { plotly, done, drawing } = stubs();
  const results = await ended([drawing.react(plotly, [], {}, {}), drawing.relayout({}), drawing.image(PNG)]);
  assert.deepEqual(results, [true, "made relayout", "made image"]);
  assert.deepEqual(done, ["react", "end react", "relayout", "end relayout", "image", "end image"]);
});

test("nothing is changed before the first drawing", async () => {
  const { done, drawing } = stubs();
  assert.deepEqual((await ended([drawing.relayout({}), drawing.image(PNG)])).map(Boolean), [false, false]);
  assert.deepEqual(done, []);
});

for (const removed of [false, true]) {
  const who = removed ? "a chart that was taken away" : "a chart";
  test(`${who} is purged after the drawing under way, and never changed again`, async () => {
    const { node, plotly, done, drawing } = stubs();
    const changes = [drawing.react(plotly, [], {}, {}), drawing.relayout({})];
    await pause(5);
    if (removed) node.remove();
    drawing.destroy();
    changes.push(drawing.relayout({}), drawing.react(plotly, [], {}, {}), drawing.image(PNG));
    assert.deepEqual(await ended(changes), [true, false, false, false, false]);
    assert.deepEqual(done, ["react", "end react"]);
    await pause(1_100);
    assert.deepEqual(done, ["react", "end react", "purge"]);
  });
}

test("a drawing that fails is purged, and the next one is tried", async () => {
  const { plotly, done, drawing } = stubs(true);
  assert.deepEqual(await ended([drawing.react(plotly, [], {}, {}), drawing.react(plotly, [], {}, {})]), ["cannot draw", "cannot draw"]);
  drawing.destroy();
  await pause(1_100);
  assert.deepEqual(done, ["react", "react", "purge"]);
});

test("a chart that is dragged is purged when it is let go", async () => {
  const { node, plotly, done, drawing } = stubs();
  await drawing.react(plotly, [], {}, {});
  node._dragging = true;
  drawing.destroy();
  await pause(1_100);
  assert.deepEqual(done, ["react", "end react"]);
  node._dragging = false;
  await pause(1_100);
  assert.deepEqual(done, ["react", "end react", "purge"]);
});

test("a chart squeezed by a sidebar is drawn with room for its axes", async () => {
  /** @type {any[]} */
  const layouts = [];
  const plotly = /** @type {any} */ ({
    react: async (/** @type {any} */ _node, /** @type {any} */ _data, /** @type {any} */ layout) => layouts.push(layout),
    relayout: async (/** @type {any} */ _node, /** @type {any} */ layout) => layouts.push(layout),
    restyle: async () => undefined,
  });
  const drawing = new Drawing(/** @type {any} */ ({ isConnected: true }));
  await drawing.react(plotly, [], { width: 10, height: 400 }, {});
  await drawing.relayout({ width: 20, height: 60 }); // a legend is that low
  await drawing.relayout({ dragmode: "pan" });
  assert.deepEqual(layouts, [{ width: 120, height: 400 }, { width: 120, height: 60 }, { dragmode: "pan" }]);
});

test("traces are chosen from what is drawn, not from what was drawn when the change was asked for", async () => {
  const { node, plotly, changes, drawing } = stubs();
  const path = (/** @type {any} */ { meta }) => meta === "path";
  assert.equal(await drawing.restyle({ visible: false }, path), false); // there is no chart yet
  const drawn = drawing.react(plotly, [], {}, {});
  const hidden = drawing.restyle({ visible: false }, path);
  node.data = [{ meta: "surface" }, { meta: "path" }, { meta: "path" }];
  await Promise.all([drawn, hidden]);
  assert.deepEqual(changes, [[{ visible: false }, [1, 2]]]);
  assert.equal(await drawing.restyle({ visible: false }, () => false), false);
  assert.equal(changes.length, 1);
});
