// The bar that plays, steps and scrubs; it knows steps, not charts.
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
const TYPING =
  "input, textarea, select, [contenteditable=true], [role=slider], [role=tab], [role=radio], [role=combobox], [role=option], [role=menuitem], [role=spinbutton]";
const PRESSED = "button, a, summary, [role=button], [role=checkbox], [role=switch]";

const icon = (name) => `<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;

export class Player {
  constructor(onStep, onPicture, onPlaying) {
    Object.assign(this, { onStep, onPicture, onPlaying, k: 0, steps: 0, playing: false, speed: 1 });
    this.calm = window.matchMedia("(prefers-reduced-motion: reduce)");
    this.root = document.createElement("div");
    this.root.className = "race-player";
    this.root.setAttribute("role", "group");
    const button = (name) => `<button type="button" data-do="${name}">${icon(name)}</button>`;
    this.root.innerHTML =
      ["first", "previous", "play", "next", "last"].map(button).join("") +
      `<input type="range" min="0" step="1"><output></output><select>${SPEEDS.map(
        (speed) => `<option value="${speed}"${speed === 1 ? " selected" : ""}>${speed}×</option>`,
      ).join("")}</select>${button("picture")}`;
    [this.range, this.output, this.select] = ["input", "output", "select"].map((tag) => this.root.querySelector(tag));
    this.root.addEventListener("click", (event) => {
      const action = event.target.closest("[data-do]")?.dataset.do;
      if (action) this.act(action);
    });
    this.range.addEventListener("input", () => this.go(Number(this.range.value)));
    this.select.addEventListener("change", () => (this.speed = Number(this.select.value)));
    this.onKey = (event) => this.key(event);
    document.addEventListener("keydown", this.onKey);
  }

  label(texts) {
    this.texts = texts;
    this.root.setAttribute("aria-label", texts.player);
    for (const button of this.root.querySelectorAll("[data-do]")) {
      const name = button.dataset.do === "play" && this.playing ? "pause" : button.dataset.do;
      button.setAttribute("aria-label", texts[name]);
      button.title = name === "play" ? `${texts.play} · ${texts.keys}` : texts[name];
    }
    this.range.setAttribute("aria-label", texts.scrub);
    this.select.setAttribute("aria-label", texts.speed);
    this.select.title = texts.speed;
    this.show();
  }

  // A race of another length: one that was at its end stays there.
  length(steps) {
    if (steps === this.steps) return;
    const ended = this.k >= this.steps;
    this.steps = steps;
    this.range.max = steps;
    this.k = ended && !this.playing ? steps : Math.min(this.k, steps);
  }

  act(action) {
    const step = Math.floor(this.k);
    if (action === "play") this.toggle();
    else if (action === "picture") this.onPicture();
    else this.go({ first: 0, previous: Math.ceil(this.k) - 1, next: step + 1, last: this.steps }[action]);
  }

  key(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !this.root.offsetParent) return;
    const focus = event.target;
    const sliding = event.key === " " && focus.matches?.("input[type=range]");
    if ((focus.closest?.(TYPING) && !sliding) || document.querySelector("[role=dialog]")) return;
    const action = { " ": "play", ArrowLeft: "previous", ArrowRight: "next", Home: "first", End: "last" }[event.key];
    if (!action || (event.key === " " && focus.closest?.(PRESSED))) return;
    event.preventDefault();
    this.act(action);
  }

  go(k) {
    this.stop();
    this.k = Math.max(0, Math.min(this.steps, k));
    this.show();
    this.onStep(this.k);
  }

  toggle() {
    if (this.playing) return this.stop();
    if (this.k >= this.steps) this.k = 0;
    this.playing = true;
    this.clock = null;
    this.state();
    this.frame = requestAnimationFrame((now) => this.tick(now));
  }

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
    const button = this.root.querySelector('[data-do="play"]');
    const name = this.playing ? "pause" : "play";
    button.innerHTML = icon(name);
    button.setAttribute("aria-label", this.texts[name]);
    this.onPlaying(this.playing);
  }

  show() {
    const k = Math.floor(this.k);
    if (this.shown === k && this.shownOf === this.steps && this.shownIn === this.texts) return;
    [this.shown, this.shownOf, this.shownIn] = [k, this.steps, this.texts];
    this.range.value = k;
    this.range.style.setProperty("--at", this.steps ? k / this.steps : 0);
    const { frames, step_of: pattern } = this.texts;
    this.output.textContent = frames ? frames[k] : pattern.replace("{k}", k).replace("{n}", this.steps);
    this.range.setAttribute("aria-valuetext", this.output.textContent);
  }

  destroy() {
    this.stop();
    document.removeEventListener("keydown", this.onKey);
  }
}
