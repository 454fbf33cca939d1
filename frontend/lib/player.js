// The bar that plays, steps and scrubs; it knows steps, not charts.
import { forPage } from "./keys.js";
import { element, only } from "./nodes.js";
/** @import { PlayerTexts } from "../types/data" */

/** @type {Record<string, string>} */
const ICONS = {
  first: "M6 6h2v12H6zm3.5 6 8.5 6V6z",
  previous: "M15.4 7.4 14 6l-6 6 6 6 1.4-1.4L10.8 12z",
  play: "M8 5v14l11-7z",
  pause: "M6 19h4V5H6zm8-14v14h4V5z",
  next: "M10 6 8.6 7.4l4.6 4.6-4.6 4.6L10 18l6-6z",
  last: "m6 18 8.5-6L6 6zM16 6v12h2V6z",
  picture: "M5 20h14v-2H5zM19 9h-4V3H9v6H5l7 7z",
};
const SPEEDS = [0.25, 0.5, 1, 2, 4];
const SECONDS = 6; // a race at speed 1
const PRESSED = "button, a, summary, [role=button], [role=checkbox], [role=switch]";
/** @type {Record<string, string>} */
const KEYS = { " ": "play", ArrowLeft: "previous", ArrowRight: "next", Home: "first", End: "last" };

/** @param {string} name */
const icon = (name) => `<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;

/**
 * The step to which an action goes from step k, which may lie between two.
 * @param {string} action
 * @param {number} k
 * @param {number} steps
 */
export function destination(action, k, steps) {
  const wanted = { first: 0, previous: Math.ceil(k) - 1, next: Math.floor(k) + 1, last: steps }[action] ?? k;
  return Math.max(0, Math.min(steps, wanted));
}

export class Player {
  k = 0;
  steps = 0;
  playing = false;
  speed = 1;
  frame = 0;
  /** @type {number | null} When the last frame was, in milliseconds. */
  clock = null;
  /** @type {PlayerTexts | null} */
  texts = null;
  /** @type {unknown[]} What the bar shows. */
  shown = [];
  calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  root = element("div", "race-player");

  /**
   * @param {(k: number) => void} onStep
   * @param {() => void} onPicture
   * @param {(playing: boolean) => void} onPlaying
   */
  constructor(onStep, onPicture, onPlaying) {
    this.onStep = onStep;
    this.onPicture = onPicture;
    this.onPlaying = onPlaying;
    this.root.setAttribute("role", "group");
    const button = (/** @type {string} */ name) => `<button type="button" data-do="${name}">${icon(name)}</button>`;
    const option = (/** @type {number} */ speed) => `<option value="${speed}"${speed === 1 ? " selected" : ""}>${speed}×</option>`;
    this.root.innerHTML =
      ["first", "previous", "play", "next", "last"].map(button).join("") +
      `<input type="range" min="0" step="1"><output></output><select>${SPEEDS.map(option).join("")}</select>${button("picture")}`;
    this.range = /** @type {HTMLInputElement} */ (only(this.root, "input"));
    this.output = only(this.root, "output");
    this.select = /** @type {HTMLSelectElement} */ (only(this.root, "select"));
    this.button = only(this.root, "[data-do=play]");
    this.root.addEventListener("click", ({ target }) => {
      const pressed = target instanceof Element && target.closest("[data-do]");
      if (pressed) this.act(pressed.getAttribute("data-do") ?? "");
    });
    this.range.addEventListener("input", () => this.go(Number(this.range.value)));
    this.select.addEventListener("change", () => (this.speed = Number(this.select.value)));
    this.onKey = (/** @type {KeyboardEvent} */ event) => this.key(event);
    document.addEventListener("keydown", this.onKey);
  }

  /** @param {PlayerTexts} texts */
  label(texts) {
    this.texts = texts;
    this.root.setAttribute("aria-label", texts.player);
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll("[data-do]"))) {
      const name = button.dataset.do === "play" && this.playing ? "pause" : (button.dataset.do ?? "");
      button.setAttribute("aria-label", texts[name]);
      button.title = name === "play" ? `${texts.play} · ${texts.keys}` : texts[name];
    }
    this.range.setAttribute("aria-label", texts.scrub);
    this.select.setAttribute("aria-label", texts.speed);
    this.select.title = texts.speed;
    this.show();
  }

  /**
   * A race of another length: one that was at its end stays there.
   * @param {number} steps
   */
  length(steps) {
    if (steps === this.steps) return;
    const ended = this.k >= this.steps;
    this.steps = steps;
    this.range.max = String(steps);
    this.k = ended && !this.playing ? steps : Math.min(this.k, steps);
  }

  /** @param {string} action */
  act(action) {
    if (action === "play") this.toggle();
    else if (action === "picture") this.onPicture();
    else this.go(destination(action, this.k, this.steps));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const action = KEYS[event.key];
    const pressed = event.target instanceof Element && event.target.closest(PRESSED);
    if (!action || (event.key === " " && pressed) || !forPage(event, this.root)) return;
    event.preventDefault();
    this.act(action);
  }

  /** @param {number} k */
  go(k) {
    this.stop();
    this.k = Math.max(0, Math.min(this.steps, k));
    this.show();
    this.onStep(this.k);
  }

  toggle() {
    if (this.playing) {
      this.stop();
      return;
    }
    if (this.k >= this.steps) this.k = 0;
    this.playing = true;
    this.clock = null;
    this.state();
    this.frame = requestAnimationFrame((now) => this.tick(now));
  }

  /** @param {number} now milliseconds */
  tick(now) {
    if (!this.playing) return;
    const rate = (this.speed * this.steps) / SECONDS;
    this.k = Math.min(this.steps, this.k + (this.clock === null ? 0 : ((now - this.clock) / 1000) * rate));
    this.clock = now;
    this.show();
    this.onStep(this.calm.matches ? Math.floor(this.k) : this.k);
    if (this.k >= this.steps) this.stop();
    else this.frame = requestAnimationFrame((next) => this.tick(next));
  }

  stop() {
    if (!this.playing) return;
    this.playing = false;
    cancelAnimationFrame(this.frame);
    this.state();
  }

  state() {
    const name = this.playing ? "pause" : "play";
    this.button.innerHTML = icon(name);
    if (this.texts) this.button.setAttribute("aria-label", this.texts[name]);
    this.onPlaying(this.playing);
  }

  show() {
    const k = Math.floor(this.k);
    const { steps, texts } = this;
    if (!texts || [k, steps, texts].every((each, i) => each === this.shown[i])) return;
    this.shown = [k, steps, texts];
    this.range.value = String(k);
    this.range.style.setProperty("--at", String(steps ? k / steps : 0));
    const { frames, step_of: pattern = "" } = texts;
    this.output.textContent = frames ? frames[k] : pattern.replace("{k}", String(k)).replace("{n}", String(steps));
    this.range.setAttribute("aria-valuetext", this.output.textContent);
  }

  destroy() {
    this.stop();
    document.removeEventListener("keydown", this.onKey);
  }
}
