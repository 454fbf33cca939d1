// The lab: a race in one file.
import { Frame } from "./frame.js";
import { PageSettings, read, remember } from "./page_settings.js";
import { RaceLab } from "./race_lab.js";
/** @import { LabPage } from "../types/lab" */

export class Lab {
  /**
   * @param {HTMLElement} root
   * @param {LabPage} data
   */
  constructor(root, data) {
    this.data = data;
    const changed = () => {
      remember(() => this.entries());
      this.update();
    };
    this.page = new PageSettings(read(), Object.keys(data.languages), data.language, changed);
    this.race = new RaceLab(data, read(), changed);
    this.race.settingsPart.open = true;
    this.frame = new Frame(root, data, [this.page.languages, this.page.themes], this.race.root);
    this.update();
  }

  entries() {
    return [...this.race.settings.entries(), ...this.page.entries()];
  }

  update() {
    const words = this.data.languages[this.page.shownLanguage];
    this.page.show(words.texts);
    this.frame.show(words);
    this.race.update(this.page.shownLanguage, String(new URLSearchParams(this.entries())));
  }
}
