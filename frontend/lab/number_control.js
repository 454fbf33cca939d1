// A number of the race: a slider over round values, and a box for any other.
import { element } from "../lib/nodes.js";
/** @import { SliderWords } from "../types/lab" */
/** @typedef {{ accepts: (value: number) => boolean, move: (value: number) => void, set: (value: number) => void }} Actions */

export class NumberControl {
  root = element("div", "lab-number");
  name = element("span", "lab-name");
  slider = element("input");
  box = element("input");
  complaint = element("p", "lab-refused");
  /** @type {number[]} The values of the slider's positions. */
  stops = [];
  value = NaN;
  refused = "";

  /**
   * @param {string} entry of the race that it sets
   * @param {readonly number[]} ticks none for a box alone
   * @param {Actions} actions whether a value is valid; what to do while it moves, and once it is set
   */
  constructor(entry, ticks, actions) {
    this.ticks = ticks;
    this.actions = actions;
    this.root.dataset.entry = entry;
    this.slider.type = "range";
    this.slider.min = "0";
    this.slider.step = "1";
    this.slider.hidden = !ticks.length;
    this.box.type = "number";
    this.box.step = "any";
    this.complaint.setAttribute("role", "alert");
    this.slider.addEventListener("input", () => this.slide(actions.move));
    this.slider.addEventListener("change", () => this.slide(actions.set));
    this.box.addEventListener("input", () => this.type(actions.move));
    this.box.addEventListener("change", () => this.type(actions.set));
    this.root.append(this.name, this.slider, this.box, this.complaint);
  }

  /**
   * @param {SliderWords} words
   * @param {string} contender whose number it is, for those who do not see its card
   * @param {string} refused why a value is not valid
   */
  label({ label, help }, contender, refused) {
    this.name.textContent = label;
    this.root.title = help;
    for (const input of [this.slider, this.box]) input.setAttribute("aria-label", [contender, label].filter(Boolean).join(", "));
    this.refused = refused;
    if (this.complaint.textContent) this.complaint.textContent = refused;
  }

  /** @param {number} value */
  show(value) {
    this.value = value;
    this.stops = [...new Set([...this.ticks, value])].sort((a, b) => a - b);
    this.slider.max = String(this.stops.length - 1);
    this.place(value);
    this.box.value = String(value);
    this.complain(false);
  }

  /** @param {number} value one of the stops */
  place(value) {
    const position = this.stops.indexOf(value);
    this.slider.value = String(position);
    this.slider.style.setProperty("--at", String(position / Math.max(1, this.stops.length - 1)));
    this.slider.setAttribute("aria-valuetext", String(value));
  }

  /** @param {(value: number) => void} report */
  slide(report) {
    const value = this.stops[Number(this.slider.value)];
    this.place(value);
    this.box.value = String(value);
    this.complain(false);
    report(value);
  }

  /** @param {(value: number) => void} report */
  type(report) {
    const value = this.box.value.trim() ? Number(this.box.value) : NaN;
    const valid = Number.isFinite(value) && this.actions.accepts(value);
    this.complain(!valid);
    if (valid) report(value);
  }

  /** @param {boolean} wrong */
  complain(wrong) {
    this.box.setAttribute("aria-invalid", String(wrong));
    this.complaint.textContent = wrong ? this.refused : "";
  }
}
