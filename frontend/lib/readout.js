// The loss of each contender at the step that is shown, or why there is none.
import { element } from "./nodes.js";
import { short } from "./numbers.js";
/** @import { Contender, Numbers } from "../types/data" */

export class Readout {
  root = element("div", "race-readout");
  /** @type {Contender[]} */
  contenders = [];
  /** @type {Numbers[]} The loss of each contender at each step. */
  losses = [];
  /** @type {Text[]} Where the losses stand; other text in the same nodes costs the browser less than other nodes. */
  values = [];
  /** @type {string | null} What the list of contenders shows. */
  names = null;
  /** @type {number | null} */
  step = null;

  /**
   * @param {Contender[]} contenders
   * @param {Numbers[]} losses
   */
  set(contenders, losses) {
    Object.assign(this, { contenders, losses, step: null });
    const names = contenders.map(({ glyph, name }) => glyph + name).join();
    if (names === this.names) return;
    this.names = names;
    this.values = contenders.map(() => new Text());
    this.root.replaceChildren(
      ...contenders.map(({ glyph, name, color }, i) => {
        const chip = element("span", "", glyph);
        chip.style.color = color;
        return element("span", "", chip, ` ${name} `, element("b", "", this.values[i]));
      }),
    );
  }

  /** @param {number} step */
  show(step) {
    if (step === this.step) return;
    this.step = step;
    this.contenders.forEach((contender, i) => (this.values[i].data = lossText(contender, this.losses[i], step)));
  }
}

/**
 * The loss at a step, the last one if the run is shorter; or why the run stopped without one.
 * @param {Pick<Contender, "stopped">} contender
 * @param {Numbers} losses
 * @param {number} step
 */
export function lossText({ stopped }, losses, step) {
  if (stopped && step >= stopped.step) return stopped.text;
  return short(losses[Math.min(step, losses.length - 1)]);
}
