import assert from "node:assert/strict";
import test from "node:test";
import { arrived, store } from "../../frontend/lib/array_store.js";
import { LiveSocket } from "../../frontend/lib/live_socket.js";
import { pieces } from "../../frontend/lib/marks.js";
import { destination } from "../../frontend/lib/player.js";
import { onClick } from "../../frontend/lib/pointer.js";

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
  /** @type {((event: any) => void)[]} */
  const handlers = [];
  const axis = { _offset: 10, p2d: (/** @type {number} */ pixel) => pixel / 100 };
  return {
    handlers,
    _fullLayout: { xaxis: axis, yaxis: axis },
    getBoundingClientRect: () => ({ left: 5, top: 0 }),
    on: (/** @type {string} */ _, /** @type {(event: any) => void} */ handler) => handlers.push(handler),
  };
}

test("a click is reported on the axes; the mouse's echo of a tap is not", () => {
  const fake = chart();
  /** @type {number[][]} */
  const reported = [];
  onClick(/** @type {any} */ (fake), (x, y) => reported.push([x, y]));
  const [click] = fake.handlers;
  click({ event: { type: "click", clientX: 115, clientY: 60 } });
  click({ event: { type: "touchstart", changedTouches: [{ clientX: 215, clientY: 110 }] } });
  click({ event: { type: "click", clientX: 215, clientY: 110 } });
  assert.deepEqual(reported, [[1, 0.5], [2, 1]]);
});

test("the page's update is drawn unless it, or a later one, came by the socket", () => {
  Object.assign(globalThis, { MutationObserver: class {}, requestAnimationFrame: () => {} });
  /** @type {string[]} */
  const shown = [];
  const socket = new LiveSocket(async ({ tag }) => shown.push(tag));
  /** @type {(tag: string, revision: number, multistart?: string) => any} */
  const update = (tag, revision, multistart = "") => ({ tag, revision, multistart });
  assert.equal(socket.passes(update("a", 1)), true);
  socket.receive(update("b", 2));
  assert.equal(socket.passes(update("a", 1)), false);
  assert.equal(socket.passes(update("b", 2)), false);
  socket.receive(update("c", 3));
  assert.equal(socket.passes(update("c", 3, "many")), true);
  socket.receive(update("d", 4));
  assert.equal(socket.passes(update("e", 5)), true);
  assert.deepEqual(shown, ["b", "c", "d"]);
});

test("of questions that wait for an answer, the latest is asked", () => {
  Object.assign(globalThis, { MutationObserver: class {}, WebSocket: { OPEN: 1 } });
  const socket = new LiveSocket(async () => {});
  /** @type {string[]} */
  const sent = [];
  socket.socket = /** @type {any} */ ({ readyState: 1, send: (/** @type {string} */ text) => sent.push(text) });
  for (const question of ["1", "2", "3"]) socket.ask(question);
  assert.deepEqual(sent, ["1"]);
  socket.receive(null);
  socket.receive(null);
  assert.deepEqual(sent, ["1", "3"]);
  assert.equal(socket.busy, false);
});
