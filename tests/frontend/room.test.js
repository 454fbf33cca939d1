// What a phone does with its votes while its network comes and goes.
import assert from "node:assert/strict";
import test from "node:test";
import { filled, parts } from "../../frontend/room/bars.js";
import { Follower, LONGEST, wait } from "../../frontend/room/follow.js";
import { isMoved } from "../../frontend/room/moved.js";
import { PhoneState, numberText } from "../../frontend/room/phone_state.js";
/** @import { RoomAnswer } from "../../frontend/types/room" */

const SHOWN = { question: "a.1", open: true, votes: 1, own: null };

/**
 * A follower whose server gives these answers in turn: an object with its status, or a network that is lost.
 * @param {({ status?: number } & RoomAnswer | Error | string)[]} answers
 */
function follower(answers) {
  /** @type {{ address: string, init: RequestInit }[]} */
  const asked = [];
  /** @type {RoomAnswer[]} */
  const shown = [];
  /** @type {boolean[]} */
  const lost = [];
  const ask = async (/** @type {any} */ address, /** @type {any} */ init) => {
    asked.push({ address, init });
    const next = answers.shift() ?? SHOWN;
    if (next instanceof Error) throw next;
    if (typeof next === "string") return new Response(next, { status: 502 });
    const { status = 200, ...body } = /** @type {{ status?: number } & RoomAnswer} */ (next);
    return new Response(JSON.stringify(body), { status });
  };
  const made = new Follower("http://x/room/ABCD", "t".repeat(16), 1e6, (answer) => shown.push(answer), (is) => lost.push(is), ask);
  return { made, asked, shown, lost };
}

test("each failure doubles the wait up to the longest, and phones do not ask at one moment", () => {
  assert.equal(wait(1000, 0, 0.5), 1000);
  assert.equal(wait(1000, 2, 0.5), 4000);
  assert.equal(wait(1000, 90, 0.5), LONGEST);
  assert.ok(wait(1000, 0, 0) < wait(1000, 0, 1));
});

test("a vote is brought until it has arrived, and then not again", async () => {
  const { made, asked, shown, lost } = follower([new TypeError("offline"), "<html>Bad gateway</html>", { ...SHOWN, own: "plain" }]);
  await made.send({ question: "a.1", answer: "plain" });
  await made.now();
  assert.deepEqual(lost, [true, true]);
  assert.equal(made.failures, 2);
  await made.now();
  await made.now();
  made.stop();
  assert.deepEqual(asked.map(({ init }) => init.method), ["POST", "POST", "POST", "GET"]);
  assert.equal(new Set(asked.slice(0, 3).map(({ init }) => init.body)).size, 1);
  assert.equal(shown[0].own, "plain");
  assert.deepEqual([made.vote, made.failures, lost.at(-1)], [null, 0, false]);
});

test("a vote that was refused for too many requests is brought later; one that cannot count is not", async () => {
  const { made, shown, lost } = follower([{ status: 429, error: "flood" }, { status: 409, error: "closed" }]);
  await made.send({ question: "a.1", answer: "plain" });
  assert.equal(made.vote?.answer, "plain");
  assert.equal(made.failures, 1);
  await made.now();
  made.stop();
  assert.equal(made.vote, null);
  assert.deepEqual(shown.map(({ error }) => error), ["flood", "closed"]);
  assert.deepEqual(lost, [false]);
});

test("another vote takes the place of one on its way", async () => {
  const { made, asked } = follower([{ ...SHOWN, own: "a" }]);
  const first = made.send({ question: "a.1", answer: "a" });
  made.send({ question: "a.1", answer: "b" });
  await first;
  assert.equal(made.vote?.answer, "b");
  await made.now();
  made.stop();
  assert.deepEqual(asked.map(({ init }) => JSON.parse(String(init.body)).answer), ["a", "b"]);
});

test("the words of a question are asked for once, and a room that has ended is asked no more", async () => {
  const { made, asked, shown } = follower([SHOWN, SHOWN, { status: 410, error: "ended" }]);
  await made.now();
  await made.now();
  assert.match(asked[1].address, /known=a\.1$/);
  await made.now();
  assert.deepEqual([made.ended, shown.at(-1)?.error], [true, "ended"]);
});

test("a line breaks at the dots and slashes of code and addresses, and nowhere in a word", () => {
  assert.deepEqual(parts("optimizer.zero_grad()"), ["optimizer.", "zero_grad()"]);
  assert.deepEqual(parts("10.0.0.7:8501/room/VVXF"), ["10.", "0.", "0.", "7:8501/", "room/", "VVXF"]);
  assert.deepEqual(parts("loss.backward"), ["loss.", "backward"]);
});

test("placeholders are filled and others stay", () => {
  assert.equal(filled("{votes} of {all}", { votes: 3 }), "3 of {all}");
});

/** A phone that is shown the first question. */
function phone() {
  const made = new PhoneState();
  made.take({ ...SHOWN, words: {}, groups: [], numeric: true });
  return made;
}

test("why a vote was refused stays through the answers that follow, until the next vote", () => {
  for (const fault of ["invalid", "full", "closed"]) {
    const state = phone();
    state.take({ error: fault });
    state.take(SHOWN);
    state.take({ ...SHOWN, open: false, counts: {} });
    assert.equal(state.refused, fault);
    state.vote();
    assert.equal(state.refused, "");
  }
});

test("a refusal goes with its question, and a flood once its vote has arrived", () => {
  const state = phone();
  state.take({ error: "closed" });
  assert.equal(state.isOpen, false);
  state.take({ ...SHOWN, question: "b.1" });
  assert.deepEqual([state.refused, state.isOpen], ["", true]);
  state.take({ error: "flood" });
  state.take({ ...SHOWN, question: "b.1", own: "4" });
  assert.equal(state.refused, "");
});

test("a vote on a question that has changed is refused with a note that stays with the new question", () => {
  const state = phone();
  state.take({ error: "changed" });
  assert.equal(state.isOpen, false);
  for (const votes of [1, 2]) state.take({ ...SHOWN, question: "b.1", votes });
  assert.deepEqual([state.refused, state.isOpen], ["changed", true]);
  state.take({ ...SHOWN, question: "c.1" });
  assert.equal(state.refused, "");
});

test("what is typed stays until another question is asked", () => {
  const state = phone();
  state.typed = "0.2";
  state.take({ error: "invalid" });
  state.take({ ...SHOWN, votes: 9 });
  assert.equal(state.typed, "0.2");
  state.take({ ...SHOWN, question: "b.1" });
  assert.equal(state.typed, null);
});

test("a decimal comma is read, and a comma that may part thousands is refused", () => {
  assert.deepEqual(["0,5", " 12,5 ", "0,125", "4", "1,2345"].map(numberText), ["0.5", "12.5", "0.125", "4", "1.2345"]);
  assert.deepEqual(["1,000", "-2,500", "1,000,000", "12,345.6"].map(numberText), [null, null, null, null]);
});

test("a vote that came too late is followed at once by what the room shows", async () => {
  const { made, shown } = follower([{ status: 409, error: "closed" }, { ...SHOWN, open: false, counts: {} }]);
  await made.send({ question: "a.1", answer: "plain" });
  await new Promise((resolve) => setTimeout(resolve, 20));
  made.stop();
  assert.deepEqual(shown.map(({ error, open }) => error ?? open), ["closed", false]);
});

test("a page is behind its room if another question is asked, or the answer is shown", () => {
  const room = /** @type {any} */ ({ question: "a.1", open: true });
  assert.equal(isMoved(room, SHOWN), false);
  assert.equal(isMoved(room, { ...SHOWN, question: "a.2" }), true);
  assert.equal(isMoved(room, { ...SHOWN, open: false }), true);
});
