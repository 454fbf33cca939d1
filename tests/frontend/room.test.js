// What a phone does with its votes while its network comes and goes.
import assert from "node:assert/strict";
import test from "node:test";
import { filled } from "../../frontend/room/bars.js";
import { Follower, LONGEST, wait } from "../../frontend/room/follow.js";
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

test("placeholders are filled and others stay", () => {
  assert.equal(filled("{votes} of {all}", { votes: 3 }), "3 of {all}");
});
