// What a phone in a room shows: the question with its choices, then who was right. All text is set as text, never as HTML.
import { element, inline } from "../lib/nodes.js";
import { bars, filled } from "./bars.js";
import { Follower } from "./follow.js";
import { PhoneState, numberText } from "./phone_state.js";
/** @import { RoomAnswer, RoomData, RoomShown } from "../types/room" */

const EVERY = 2_000; // milliseconds
const NAMES = /** @type {Record<string, string>} */ ({ en: "English", ko: "한국어" });

export class Phone {
  /**
   * @param {HTMLElement} root
   * @param {RoomData} data
   */
  constructor(root, data) {
    this.data = data;
    this.language = stored("optim-room-language") ?? data.language;
    if (!(this.language in data.texts)) this.language = data.language;
    this.head = element("header");
    this.note = element("p", "room-lost");
    this.note.setAttribute("role", "status");
    this.asked = element("div");
    this.said = element("div", "room-said");
    this.said.setAttribute("role", "status"); // it stays on the page, so that screen readers tell its changes
    this.choices = element("div");
    root.replaceChildren(this.head, this.note, this.asked, this.said, this.choices);
    this.state = new PhoneState();
    this.lost = false;
    /** What is drawn: a phone that is told the same again leaves the page as it is. */
    this.drawn = "";
    const address = new URL(encodeURIComponent(data.code), location.href).href;
    this.follower = new Follower(address, token(), EVERY, (answer) => this.take(answer), (lost) => this.say(lost));
  }

  start() {
    this.take(this.data.first);
    if (this.state.over) return;
    this.follower.now(); // now with the phone's own vote
    addEventListener("online", () => this.follower.ended || this.follower.now());
    document.addEventListener("visibilitychange", () => document.hidden || this.follower.ended || this.follower.now());
  }

  get texts() {
    return this.data.texts[this.language];
  }

  /** @param {RoomAnswer} answer */
  take(answer) {
    this.state.take(answer);
    this.draw();
  }

  /** @param {boolean} lost */
  say(lost) {
    this.lost = lost;
    this.mark();
  }

  mark() {
    const { over, refused } = this.state;
    const refusal = refused && !over ? this.texts[`error_${refused}`] : "";
    const note = this.lost ? this.texts.lost : refusal;
    if (this.note.textContent !== note) this.note.textContent = note;
  }

  draw() {
    this.mark();
    const { shown, over, refused } = this.state;
    const { language } = this;
    const sending = this.follower.vote?.answer ?? null;
    const now = JSON.stringify([language, shown?.question, shown?.own, shown?.counts, sending, over, refused]);
    if (now === this.drawn) return;
    this.drawn = now;
    const focused = this.choices.contains(document.activeElement);
    const before = this.choices.querySelector("input");
    const caret = before === document.activeElement ? before?.selectionStart : null;
    document.documentElement.lang = language;
    document.title = [this.data.code, this.texts.name].filter(Boolean).join(" · ");
    this.head.replaceChildren(element("strong", "", document.title), this.languages());
    this.said.className = "room-said";
    this.asked.replaceChildren();
    this.choices.replaceChildren();
    if (over) {
      this.said.textContent = this.data.code && this.texts[`error_${over}`];
      this.choices.replaceChildren(this.entry());
    } else if (!shown) this.said.textContent = "";
    else if (!shown.question) this.said.textContent = this.texts.waiting;
    else this.question(shown, sending);
    if (focused) /** @type {HTMLElement | null} */ (this.choices.querySelector("[aria-pressed=true], input"))?.focus();
    if (typeof caret === "number") this.choices.querySelector("input")?.setSelectionRange(caret, caret);
  }

  languages() {
    const others = Object.keys(this.data.texts).filter((name) => name !== this.language);
    return element("nav", "", ...others.map((name) => {
      const button = element("button", "", NAMES[name] ?? name);
      button.lang = name;
      button.addEventListener("click", () => {
        this.language = name;
        store("optim-room-language", name);
        this.draw();
      });
      return button;
    }));
  }

  /**
   * @param {RoomShown} shown
   * @param {string | null} sending the vote that is on its way
   */
  question(shown, sending) {
    const words = shown.words[this.language];
    const parts = words.question.split(/\n{2,}/).map((part) => element("p", "", inline(part)));
    this.asked.replaceChildren(element("h1", "", words.title), ...parts);
    if (shown.counts) {
      this.verdict(shown);
      const sum = element("p", "room-sum", filled(this.texts.votes, { votes: shown.votes }));
      this.choices.replaceChildren(bars(shown, this.language, this.texts), sum);
      return;
    }
    if (!this.state.isOpen) return; // the next answer brings what is shown then
    const { choose, write, counted } = this.texts;
    const ask = this.state.refused === "full" ? "" : shown.numeric ? write : choose;
    this.said.textContent = sending !== null ? this.texts.sending : shown.own === null ? ask : counted;
    this.choices.replaceChildren(shown.numeric ? this.number(shown) : this.options(shown, sending ?? shown.own));
  }

  /**
   * @param {RoomShown} shown
   * @param {string | null} chosen
   */
  options(shown, chosen) {
    const buttons = Object.entries(shown.words[this.language].options).map(([name, text]) => {
      const button = element("button", "room-option", inline(text));
      button.setAttribute("aria-pressed", String(chosen === name));
      button.addEventListener("click", () => this.vote(shown, name));
      return button;
    });
    return element("div", "room-options", ...buttons);
  }

  /** A field for the code of a room. */
  entry() {
    const input = element("input");
    input.maxLength = 8;
    input.autocapitalize = "characters";
    input.autocomplete = "off";
    input.spellcheck = false;
    const form = element("form", "room-number", element("label", "", this.texts.code, input), element("button", "", this.texts.go));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const code = input.value.trim().toUpperCase();
      if (code) location.assign(new URL(encodeURIComponent(code), location.href));
    });
    return form;
  }

  /** @param {RoomShown} shown */
  number(shown) {
    const input = element("input");
    input.inputMode = "decimal";
    input.maxLength = 40;
    input.value = this.state.typed ?? shown.own ?? "";
    input.addEventListener("input", () => {
      this.state.typed = input.value;
    });
    const form = element("form", "room-number", element("label", "", this.texts.number, input), element("button", "", this.texts.vote));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const answer = numberText(input.value);
      if (answer) this.vote(shown, answer);
      else if (answer === null) this.refuse("invalid");
    });
    return form;
  }

  /**
   * @param {RoomShown} shown
   * @param {string} answer
   */
  vote(shown, answer) {
    this.state.vote();
    this.follower.send({ question: shown.question, answer });
    this.draw();
  }

  /** @param {string} fault */
  refuse(fault) {
    this.state.refuse(fault);
    this.draw();
  }

  /** @param {RoomShown} shown */
  verdict(shown) {
    const { texts, language } = this;
    const right = shown.mine === shown.right;
    const text = !shown.mine ? texts.missed : right ? texts.right : texts.wrong;
    const lines = [filled(text, { answer: shown.answer?.[language] ?? "" }), shown.reasons?.[language] ?? ""];
    this.said.className = `room-said room-verdict ${shown.mine ? (right ? "right" : "wrong") : ""}`;
    this.said.replaceChildren(...lines.filter(Boolean).map((line) => element("p", "", inline(line))));
  }
}

/** The token by which the room knows this phone again: random, and of nothing that says whose phone it is. */
function token() {
  const known = stored("optim-room-phone");
  if (known && /^[\w-]{16,64}$/.test(known)) return known;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const made = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  store("optim-room-phone", made);
  return made;
}

/**
 * @param {string} name
 * @returns {string | null} null, too, where the browser stores nothing
 */
function stored(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
function store(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // then it holds until the page is closed
  }
}
