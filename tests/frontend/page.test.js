import assert from "node:assert/strict";
import test from "node:test";
import { arrived, store } from "../../frontend/lib/array_store.js";
import { AddressBar } from "../../frontend/lib/address.js";
import { pieces } from "../../frontend/lib/marks.js";
import { destination } from "../../frontend/lib/player.js";
import { Taps, onClick } from "../../frontend/lib/pointer.js";

/** @type {(text: string) => string[]} */
const marked = (text) => pieces(text).map((piece) => `${piece.kind}: ${piece.text}`);

test("strong words, code and symbols are found; all else is text, HTML too", () => {
  assert.deepEqual(marked("a **b** `c` :material/check: d"), [
    "text: a ", "strong: b", "text:  ", "code: c", "text:  ", "icon: check", "text:  d",
  ]);
  assert.deepEqual(marked("<b>&amp; 2 ** 3 ` x"), ["text: <b>&amp; 2 ** 3 ` x"]);
  assert.deepEqual(marked(""), []);
});

test("code may hold stars, and backticks between two", () => {
  assert.deepEqual(marked("`**x**`"), ["code: **x**"]);
  assert.deepEqual(marked("`` `x` ``"), ["code: `x`"]);
});

test("an action goes to a step of the race", () => {
  /** @type {[string, number][]} */
  const asked = [["first", 5], ["previous", 5], ["previous", 5.5], ["next", 5.5], ["last", 5], ["previous", 0], ["next", 9]];
  assert.deepEqual(asked.map(([action, k]) => destination(action, k, 9)), [0, 4, 5, 6, 9, 0, 9]);
});

test("arrays are handed to those that waited, and the oldest are dropped", async () => {
  const waited = arrived("0");
  for (let i = 0; i < 7; i++) store(String(i), /** @type {any} */ ({ surface: String(i) }));
  assert.equal((await waited).surface, "0");
  assert.equal((await arrived("6")).surface, "6");
  const late = Symbol("late");
  assert.equal(await Promise.race([arrived("0"), new Promise((resolve) => setTimeout(() => resolve(late)))]), late);
});

function chart() {
  /** @type {Record<string, (event: any) => void>} */
  const handlers = {};
  const axis = { _offset: 10, _length: 400, p2d: (/** @type {number} */ pixel) => pixel / 100 };
  const keep = (/** @type {string} */ name, /** @type {(event: any) => void} */ handler) => (handlers[name] = handler);
  return {
    handlers,
    _fullLayout: { xaxis: axis, yaxis: axis },
    getBoundingClientRect: () => ({ left: 5, top: 0 }),
    on: keep,
    addEventListener: keep,
  };
}

/** @type {(x: number, y: number, id?: number) => any} */
function finger(x, y, id = 1) {
  const target = Object.assign(Object.create(globalThis.Element.prototype), { closest: () => true });
  return { pointerType: "touch", pointerId: id, isPrimary: id === 1, clientX: x, clientY: y, target, timeStamp: 5000 };
}

test("a click and a tap are reported on the axes; a swipe, a pinch and the mouse's echo of a touch are not", () => {
  Object.assign(globalThis, { Element: class {} });
  const fake = chart();
  /** @type {number[][]} */
  const reported = [];
  onClick(/** @type {any} */ (fake), (...report) => reported.push(report));
  const { plotly_click: click, pointerdown: down, pointermove: move, pointerup: up, pointercancel: cancel } = fake.handlers;
  const mouse = (/** @type {number} */ x, /** @type {number} */ y, timeStamp = 5000) => {
    click({ event: { type: "click", clientX: x, clientY: y, timeStamp } });
  };
  mouse(115, 60);
  mouse(10, 60); // left of the axes
  mouse(115, 500); // below them
  assert.deepEqual(reported.splice(0), [[1, 0.5, 5000]]);
  down(finger(215, 110));
  move(finger(218, 112));
  up(finger(218, 112));
  click({ event: { type: "touchend", clientX: 218, clientY: 112 } });
  mouse(218, 112, 5300); // the echo, however late the page handles it
  assert.deepEqual(reported.splice(0), [[2.03, 1.02, 5000]]);
  mouse(115, 60, 6000);
  assert.deepEqual(reported.splice(0), [[1, 0.5, 6000]]);
  down(finger(215, 110));
  cancel(finger(215, 80)); // the page scrolls
  down(finger(215, 110));
  move(finger(260, 110)); // to the side and back
  up(finger(215, 110));
  down(finger(215, 110));
  down(finger(300, 110, 2));
  up(finger(215, 110));
  up(finger(300, 110, 2));
  click({ event: { type: "touchstart", changedTouches: [{ clientX: 215, clientY: 110 }] } });
  assert.deepEqual(reported, []);
});

test("a long touch is no tap", () => {
  const taps = new Taps();
  taps.down(finger(1, 1), 0);
  assert.equal(taps.up(finger(1, 1), 699), true);
  taps.down(finger(1, 1), 0);
  assert.equal(taps.up(finger(1, 1), 701), false);
});

/** @type {(bar: AddressBar) => (now: string, next: string) => boolean} */
const between = (bar) => (now, next) => bar.adds(new URL(now, "http://a"), new URL(next, "http://a"));

test("an act adds one address to the history; what a page writes by itself takes the place of the last", () => {
  const bar = new AddressBar();
  const adds = between(bar);
  assert.equal(adds("/maps", "/maps?a=1"), false); // the page has just been opened
  bar.acted = true;
  assert.deepEqual([adds("/maps?a=1", "/maps?a=2"), adds("/maps?a=2", "/maps?a=3")], [true, false]);
  assert.equal(adds("/maps?a=3", "/surface"), true);
  assert.equal(adds("/surface", "/surface?b=1"), false);
});

test("an address that the server repeats is no entry, and the act before it still counts", () => {
  const bar = new AddressBar();
  const adds = between(bar);
  bar.acted = true;
  assert.deepEqual([adds("/maps?a=1", "/maps?a=1"), adds("/maps?a=1", "/maps?a=2")], [false, true]);
});

test("the state of a page that opens leaves no entry with the path of the old page", () => {
  const bar = new AddressBar();
  const adds = between(bar);
  bar.acted = true; // a link is clicked
  assert.equal(adds("/maps?a=1", "/maps?b=1"), true); // the new page's state, before its path
  assert.equal(adds("/maps?b=1", "/model?b=1"), false);
  bar.acted = true;
  assert.equal(adds("/model?b=1", "/lessons?b=1"), true); // a link between pages with equal queries
});
