// A lesson or a claim in one file: its text lies in the page in every language; this asks, judges, and shows races and charts.
import { Chart } from "../components/chart.js";
import { only } from "../lib/nodes.js";
import { readAnswer, verdictOn } from "./answer.js";
import { PageSettings, read, remember } from "./page_settings.js";
import { RaceLab } from "./race_lab.js";
/** @import { UnitPage } from "../types/lab" */

export class Unit {
  /** @type {RaceLab[]} */
  races = [];
  /** @type {Chart[]} */
  charts = [];

  /**
   * @param {HTMLElement} root
   * @param {UnitPage} data
   */
  constructor(root, data) {
    this.root = root;
    this.data = data;
    const find = (/** @type {string} */ selector) => only(root, selector);
    this.page = new PageSettings(read(), Object.keys(data.languages), data.language, () => this.changed());
    find("header").append(this.page.languages, this.page.themes);
    this.question = /** @type {HTMLFormElement} */ (find("form"));
    this.missing = find(".unit-missing");
    this.after = find(".unit-after");
    this.answer = readAnswer(read().get("answer"), data);
    this.question.addEventListener("submit", (event) => {
      event.preventDefault();
      const answer = readAnswer(new FormData(this.question).get("answer"), data);
      this.missing.hidden = Boolean(answer);
      if (answer) this.give(answer);
    });
    find("[data-do=show]").addEventListener("click", () => this.give(""));
    find("[data-do=again]").addEventListener("click", () => this.again());
    this.update();
  }

  /** @param {string | null} answer empty to see the result without one */
  give(answer) {
    this.answer = answer;
    this.changed();
    if (answer !== null) only(this.root, ".unit-verdict:not([hidden])").focus();
  }

  again() {
    this.question.reset();
    this.missing.hidden = true;
    this.give(null);
    only(this.root, "[name=answer]").focus();
  }

  changed() {
    remember(() => this.entries());
    this.update();
  }

  /** @returns {[string, string][]} */
  entries() {
    const answer = /** @type {[string, string][]} */ (this.answer === null ? [] : [["answer", this.answer]]);
    const races = this.races.flatMap(({ settings }, k) =>
      settings.changed ? [/** @type {[string, string]} */ ([`race${k}`, String(new URLSearchParams(settings.entries()))])] : [],
    );
    return [...answer, ...races, ...this.page.entries()];
  }

  update() {
    const { data, page, answer } = this;
    const { texts } = data.languages[page.shownLanguage];
    page.show(texts);
    const over = answer !== null;
    this.question.classList.toggle("answered", over);
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (this.question.querySelectorAll("[name=answer]"))) {
      input.disabled = over;
      if (answer && input.type === "radio") input.checked = input.value === answer;
      else if (answer) input.value = answer;
    }
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll(".unit-verdict"))) {
      part.hidden = answer === null || part.dataset.for !== verdictOn(answer, data);
      part.querySelectorAll("data").forEach((given) => (given.textContent = answer));
    }
    this.after.hidden = !over;
    if (over) this.show();
  }

  /** Show the races and the charts, which are made when they are first seen. */
  show() {
    const { data, page } = this;
    const { failed } = data.languages[page.shownLanguage].texts;
    if (!this.races.length) {
      this.races = data.races.map((race, k) => {
        const lab = new RaceLab(race, new URLSearchParams(read().get(`race${k}`) ?? ""), () => this.changed());
        only(this.root, `[data-race="${k}"]`).append(lab.root);
        return lab;
      });
    }
    if (!this.charts.length) this.charts = data.charts.map((_, k) => new Chart(only(this.root, `[data-chart="${k}"]`)));
    const tag = String(new URLSearchParams(this.entries()));
    this.races.forEach((race) => race.update(page.shownLanguage, tag));
    this.charts.forEach((chart, k) => chart.update({ ...data.charts[k][page.shownLanguage], height: data.height, failed }));
  }
}
