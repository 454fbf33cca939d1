// Asks a server again and again what a room shows, and brings it a vote until it has arrived. A lost connection comes back
// by itself: after each failure the next try waits twice as long.
/** @import { RoomAnswer, RoomVote } from "../types/room" */

export const LONGEST = 15_000; // milliseconds between two tries
const PATIENCE = 8_000; // milliseconds that an answer may take
const FINAL = new Set(["wrong", "ended"]);
const BEHIND = new Set(["closed", "changed"]);

/**
 * Milliseconds until the next try.
 * @param {number} every the usual wait
 * @param {number} failures how many tries have failed since the last that did not
 * @param {number} [chance] from 0 to 1; it keeps many phones from asking at the same moment
 */
export function wait(every, failures, chance = Math.random()) {
  return Math.min(LONGEST, every * 2 ** failures) * (0.8 + 0.4 * chance);
}

export class Follower {
  /**
   * @param {string} address of the room, without a slash at its end
   * @param {string} token of this phone; empty for a screen, which does not vote
   * @param {number} every milliseconds between two answers
   * @param {(answer: RoomAnswer) => void} show
   * @param {(lost: boolean) => void} lost
   * @param {typeof fetch} [ask]
   */
  constructor(address, token, every, show, lost, ask = (...request) => fetch(...request)) {
    this.address = address;
    this.token = token;
    this.every = every;
    this.show = show;
    this.lost = lost;
    this.ask = ask;
    this.known = "";
    this.failures = 0;
    this.ended = false;
    /** Whether a vote was refused since the room shows something else by now. */
    this.behind = false;
    /** @type {RoomVote | null} The vote that has not arrived yet. */
    this.vote = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {Promise<void> | null} */
    this.running = null;
  }

  start() {
    this.ended = false;
    this.timer = setTimeout(() => this.now(), wait(this.every, 0));
  }

  stop() {
    this.ended = true;
    clearTimeout(this.timer);
  }

  /**
   * Bring a vote, in place of one that is still on its way.
   * @param {RoomVote} vote
   */
  send(vote) {
    this.vote = vote;
    return this.now();
  }

  /** Ask at once; if that is being done, the answer is followed by another question where a vote is left. */
  now() {
    clearTimeout(this.timer);
    this.running ??= this.exchange().finally(() => {
      this.running = null;
      if (this.ended) return;
      const soon = (this.vote !== null || this.behind) && this.failures === 0;
      this.timer = setTimeout(() => this.now(), soon ? 0 : wait(this.every, this.failures));
    });
    return this.running;
  }

  async exchange() {
    const vote = this.vote;
    try {
      const answer = await this.request(vote);
      if (this.ended) return;
      if (answer.error === "flood") {
        this.failures += 1; // the vote stays, and is brought later
        this.show(answer);
        return;
      }
      if (this.vote === vote) this.vote = null;
      this.failures = 0;
      this.behind = vote !== null && BEHIND.has(answer.error ?? "");
      this.lost(false);
      this.ended = FINAL.has(answer.error ?? "");
      if (answer.question && !answer.error) this.known = answer.question;
      this.show(answer);
    } catch {
      this.failures += 1;
      if (!this.ended) this.lost(true);
    }
  }

  /**
   * @param {RoomVote | null} vote
   * @returns {Promise<RoomAnswer>}
   */
  async request(vote) {
    const headers = { ...(this.token && { "x-room-phone": this.token }), ...(vote && { "content-type": "application/json" }) };
    const known = `${this.address}/shown?known=${encodeURIComponent(this.known)}`;
    const answer = await this.ask(vote ? `${this.address}/vote` : known, {
      method: vote ? "POST" : "GET",
      headers,
      body: vote ? JSON.stringify(vote) : undefined,
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    const found = await answer.json();
    if (!answer.ok && !found.error) throw new Error(String(answer.status));
    return found;
  }
}
