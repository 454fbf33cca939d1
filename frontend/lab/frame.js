// The page around the race: title, choice of language and theme, notes, the script and the way back.
import { element } from "../lib/nodes.js";
/** @import { LabLanguage, LabPage } from "../types/lab" */

export class Frame {
  title = element("h1");
  hint = element("p", "lab-note");
  computed = element("p", "lab-note");
  compared = element("p", "lab-note");
  script = element("a");
  back = element("a");

  /**
   * @param {HTMLElement} root
   * @param {LabPage} data
   * @param {HTMLElement[]} switches
   * @param {HTMLElement} race
   */
  constructor(root, data, switches, race) {
    this.script.href = URL.createObjectURL(new Blob([data.script], { type: "text/x-python" }));
    this.script.download = "race.py";
    if (data.link) this.back.href = data.link;
    this.back.hidden = !data.link;
    this.back.rel = "noreferrer";
    root.replaceChildren(
      element("header", "", this.title, ...switches),
      this.hint,
      race,
      element("footer", "", this.computed, this.compared, element("p", "lab-line", this.script, this.back)),
    );
  }

  /** @param {LabLanguage} words */
  show({ texts }) {
    this.title.textContent = texts.title;
    this.hint.textContent = texts.hint;
    this.computed.textContent = texts.computed;
    this.compared.textContent = texts.compared;
    this.script.textContent = texts.script;
    this.back.textContent = texts.back;
  }
}
