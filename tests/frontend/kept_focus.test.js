import assert from "node:assert/strict";
import test from "node:test";
import { KeptFocus } from "../../frontend/lib/kept_focus.js";

const body = { closest: () => null };
const elsewhere = { closest: () => null };
const old = { closest: () => true };

/** A page with a chart that can have the focus once it is visible. */
function page() {
  const chart = {
    visible: false,
    closest: () => true,
    focus() {
      if (chart.visible) shown.activeElement = chart;
    },
  };
  /** @type {Record<string, (event: unknown) => void>} */
  const listeners = {};
  const shown = {
    body,
    activeElement: /** @type {unknown} */ (old),
    querySelectorAll: () => [chart],
    addEventListener: (/** @type {string} */ name, /** @type {(event: unknown) => void} */ listen) => (listeners[name] = listen),
  };
  return { shown, chart, listeners };
}

/** @param {import("node:test").TestContext} context */
function kept({ mock }) {
  mock.timers.enable({ apis: ["setTimeout"] });
  Object.assign(globalThis, { window: globalThis });
  const { shown, chart, listeners } = page();
  const clock = { now: 0 };
  new KeptFocus(/** @type {any} */ (shown), () => clock.now).keep("st-key-map-0");
  const pass = () => mock.timers.tick(100);
  return { shown, chart, listeners, clock, pass };
}

test("a chart that is drawn anew gets the focus, once it is shown", (context) => {
  const { shown, chart, pass } = kept(context);
  pass(); // the old chart is still there
  assert.equal(shown.activeElement, old);
  shown.activeElement = body;
  pass();
  assert.equal(shown.activeElement, body);
  chart.visible = true;
  pass();
  assert.equal(shown.activeElement, chart);
});

test("whoever has gone elsewhere stays there", (context) => {
  const { shown, chart, pass } = kept(context);
  chart.visible = true;
  shown.activeElement = elsewhere;
  pass();
  shown.activeElement = body;
  pass();
  assert.equal(shown.activeElement, body);
});

for (const [name, event] of /** @type {const} */ ([["pointerdown", {}], ["keydown", { key: "Tab" }]])) {
  test(`${name} ends the wait`, (context) => {
    const { shown, chart, listeners, pass } = kept(context);
    chart.visible = true;
    shown.activeElement = body;
    listeners[name](event);
    pass();
    assert.equal(shown.activeElement, body);
  });
}

test("after a minute without a key nobody waits", (context) => {
  const { shown, chart, clock, pass } = kept(context);
  chart.visible = true;
  shown.activeElement = body;
  clock.now = 61_000;
  pass();
  assert.equal(shown.activeElement, body);
});
