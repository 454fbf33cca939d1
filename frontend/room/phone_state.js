// What a phone knows: the question with its votes, why its last vote was refused, and what is typed. It draws nothing.
/** @import { RoomAnswer, RoomShown } from "../types/room" */

const FINAL = new Set(["wrong", "ended"]);
const THOUSANDS = /^[-+]?[1-9]\d{0,2},\d{3}(?!\d)/;

/**
 * A typed number as it is sent, with a point for a decimal comma; null for one such as 1,000, which can be meant both ways.
 * @param {string} text
 */
export function numberText(text) {
  const typed = text.trim();
  return THOUSANDS.test(typed) ? null : typed.replace(",", ".");
}

export class PhoneState {
  constructor() {
    /** @type {RoomShown | null} */
    this.shown = null;
    /** Why the room is not there; empty while it is. */
    this.over = "";
    /** Why the last vote was refused; it stays until the next vote, or until another question than `about` is asked. */
    this.refused = "";
    this.about = "";
    /** @type {string | null} What is typed, and not yet another question. */
    this.typed = null;
  }

  /** @param {RoomAnswer} answer */
  take(answer) {
    const error = answer.error ?? "";
    this.over = FINAL.has(error) ? error : "";
    if (error) {
      if (!this.over) this.refuse(error);
      return;
    }
    const before = this.shown?.question === answer.question ? this.shown : null;
    if (!before) this.typed = null;
    this.shown = /** @type {RoomShown} */ ({ ...before, counts: undefined, ...answer });
    if (this.refused === "changed" && !this.about) this.about = this.shown.question;
    else if (this.refused === "flood" || (this.about && this.about !== this.shown.question)) this.refused = "";
  }

  /** @param {string} error */
  refuse(error) {
    this.refused = error;
    this.about = error === "changed" ? "" : (this.shown?.question ?? "");
  }

  /** The phone votes: what was said of the vote before is of no use any more. */
  vote() {
    this.refused = "";
  }

  /** Whether a vote may be given now. */
  get isOpen() {
    const isBehind = this.refused === "closed" || (this.refused === "changed" && !this.about);
    return Boolean(this.shown?.question) && !this.shown?.counts && !isBehind;
  }
}
