// The page around the race: title, choice of language and theme, headings, notes, the script and the way back.
import { element } from "../lib/nodes.js";
/** @import { LabData, LabLanguage } from "../types/lab" */
/** @import { Settings } from "./settings.js" */
/** @typedef {{ language: (name: string) => void, theme: (name: string) => void, restore: () => void }} Actions */

/** @type {Record<string, string>} */
const NAMES = { en: "English", ko: "한국어" };

export class Frame {
  title = element("h1");
  hint = element("p", "lab-note");
  languages = element("select");
  theme = element("button");
  restore = element("button");
  race = element("div");
  resultsTitle = element("h2");
  results = element("div");
  settingsTitle = element("h2");
  settings = element("div", "lab-settings");
  computed = element("p", "lab-note");
  compared = element("p", "lab-note");
  script = element("a");
  back = element("a");

  /**
   * @param {HTMLElement} root
   * @param {LabData} data
   * @param {Actions} actions
   */
  constructor(root, data, actions) {
    this.data = data;
    this.languages.append(...Object.keys(data.languages).map((name) => new Option(NAMES[name], name)));
    this.languages.dataset.do = "language";
    this.languages.addEventListener("change", () => actions.language(this.languages.value));
    this.theme.dataset.do = "theme";
    this.theme.addEventListener("click", () => actions.theme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
    this.restore.dataset.do = "restore";
    this.restore.addEventListener("click", actions.restore);
    for (const button of [this.theme, this.restore]) button.type = "button";
    this.script.href = URL.createObjectURL(new Blob([data.script], { type: "text/x-python" }));
    this.script.download = "race.py";
    if (data.link) this.back.href = data.link;
    this.back.hidden = !data.link;
    this.back.rel = "noreferrer";
    root.replaceChildren(
      element("header", "", this.title, this.languages, this.theme),
      this.hint,
      this.race,
      this.resultsTitle,
      this.results,
      element("div", "lab-line", this.settingsTitle, this.restore),
      this.settings,
      element("footer", "", this.computed, this.compared, element("p", "lab-line", this.script, this.back)),
    );
  }

  /**
   * @param {LabLanguage} words
   * @param {Settings} settings
   */
  show({ texts }, settings) {
    const system = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const theme = settings.theme ?? system;
    document.documentElement.lang = settings.language ?? this.data.language;
    document.documentElement.dataset.theme = theme;
    document.title = this.title.textContent = texts.title;
    this.hint.textContent = texts.hint;
    this.languages.value = document.documentElement.lang;
    this.languages.setAttribute("aria-label", texts.language);
    this.theme.textContent = theme === "dark" ? texts.light : texts.dark;
    this.theme.setAttribute("aria-label", `${texts.theme}: ${this.theme.textContent}`);
    this.restore.textContent = texts.restore;
    this.restore.disabled = !settings.changed;
    this.resultsTitle.textContent = texts.results;
    this.settingsTitle.textContent = texts.settings;
    this.computed.textContent = texts.computed;
    this.compared.textContent = texts.compared;
    this.script.textContent = texts.script;
    this.back.textContent = texts.back;
  }
}
