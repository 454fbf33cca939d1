// Where a person sets the race: start, steps, and a card of sliders per contender.
import { element } from "../lib/nodes.js";
import { NumberControl } from "./number_control.js";
import { fill } from "./words.js";
/** @import { Contender } from "../types/data" */
/** @import { LabData, LabLanguage, SliderWords } from "../types/lab" */
/** @import { Start } from "./settings.js" */
/**
 * @typedef {{
 *   accepts: (entry: string, value: number) => boolean, move: (entry: string, value: number) => void,
 *   set: (entry: string, value: number) => void, reaches: (start: Start) => boolean, start: (start: Start) => void,
 * }} Actions
 */

export class SettingsPanel {
  /** @type {{ control: NumberControl, entry: string, words: (language: LabLanguage) => SliderWords, contender: string }[]} */
  controls = [];
  /** @type {{ control: NumberControl, text: "start_x" | "start_y" }[]} */
  coordinates = [];
  /** @type {Start} */
  start = [0, 0];
  /** @type {HTMLElement[]} */
  silent = [];

  /**
   * @param {HTMLElement} root
   * @param {LabData} data
   * @param {Contender[]} contenders
   * @param {Actions} actions
   */
  constructor(root, data, contenders, actions) {
    this.data = data;
    this.actions = actions;
    const problem = element("section", "lab-card");
    for (const [k, text] of /** @type {const} */ ([[0, "start_x"], [1, "start_y"]])) {
      const point = (/** @type {number} */ value) => /** @type {Start} */ (k ? [this.start[0], value] : [value, this.start[1]]);
      const control = new NumberControl(text, [], {
        accepts: (value) => actions.reaches(point(value)),
        move: () => {},
        set: (value) => actions.start(point(value)),
      });
      this.coordinates.push({ control, text });
      problem.append(control.root);
    }
    if (actions.accepts("steps", data.engine.steps)) {
      problem.append(this.control("steps", data.steps.ticks, (words) => words.stepSlider, "").root);
    }
    root.append(problem, ...data.contenders.map((one, i) => this.card(one, contenders[i], i)));
  }

  /**
   * @param {LabData["contenders"][number]} one
   * @param {Contender} contender
   * @param {number} i
   */
  card({ name, sliders }, { glyph, color, index }, i) {
    const chip = element("span", "", glyph);
    chip.style.color = color;
    const card = element("section", "lab-card", element("h3", "", chip, ` ${name}`));
    card.append(...sliders.map(({ name: hyper, ticks }, j) =>
      this.control(`o${index + 1}.${hyper}`, ticks, (words) => words.sliders[i][j], name).root,
    ));
    if (!sliders.length) {
      const note = element("p", "lab-note");
      this.silent.push(note);
      card.append(note);
    }
    return card;
  }

  /**
   * @param {string} entry
   * @param {number[]} ticks
   * @param {(language: LabLanguage) => SliderWords} words
   * @param {string} contender
   */
  control(entry, ticks, words, contender) {
    const { accepts, move, set } = this.actions;
    const control = new NumberControl(entry, ticks, {
      accepts: (value) => accepts(entry, value),
      move: (value) => move(entry, value),
      set: (value) => set(entry, value),
    });
    this.controls.push({ control, entry, words, contender });
    return control;
  }

  /**
   * @param {LabLanguage} language
   * @param {Start} start
   * @param {(entry: string) => number} value
   */
  show(language, start, value) {
    this.start = start;
    const { texts } = language;
    for (const { control, entry, words, contender } of this.controls) {
      const own = words(language);
      control.label(own, contender, fill(texts.refused, { range: own.range }));
      control.show(value(entry));
    }
    const range = `[${this.data.coordinates.join(", ")}]`;
    this.coordinates.forEach(({ control, text }, k) => {
      control.label({ label: texts[text], help: texts.start_help, range }, "", fill(texts.refused_start, { range }));
      control.show(start[k]);
    });
    this.silent.forEach((note) => (note.textContent = texts.only_torch));
  }
}
