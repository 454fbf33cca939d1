// A race with its results and its sliders. It does for the race view what the server does for the app's pages.
import { store } from "../lib/array_store.js";
import { element } from "../lib/nodes.js";
import { minimaOf } from "../lib/preview.js";
import { PreviewedRace } from "../lib/previewed_race.js";
import { Race } from "../lib/race.js";
import { Results, resultOf } from "./results.js";
import { Settings } from "./settings.js";
import { SettingsPanel } from "./settings_panel.js";
import { settledRace } from "./settled_race.js";
import { curvesAlt, surfaceAlt } from "./words.js";
/** @import { RaceUpdate } from "../types/data" */
/** @import { PlayedPath } from "../types/engine" */
/** @import { LabData, LabLanguage } from "../types/lab" */
/** @import { Start } from "./settings.js" */

export class RaceLab {
  /** @type {(PlayedPath | null)[]} The paths of the settings. */
  paths = [];
  /** @type {Start} */
  start = [NaN, NaN];
  steps = 0;
  /** Whether start or steps are not the exported ones. */
  moved = false;
  chart = element("div");
  resultsTitle = element("h2");
  results = new Results();
  settingsTitle = element("summary");
  restore = element("button");
  controls = element("div", "lab-settings");
  settingsPart = element("details", "", this.settingsTitle, element("div", "lab-line", this.restore), this.controls);
  root = element("div", "", this.chart, this.resultsTitle, this.results.root, this.settingsPart);
  /** @type {LabLanguage} */
  words;

  /**
   * @param {LabData} data
   * @param {URLSearchParams} entries of the address
   * @param {() => void} changed what to do when a person has changed the settings; it updates this
   */
  constructor(data, entries, changed) {
    this.data = data;
    this.changed = changed;
    this.words = Object.values(data.languages)[0];
    const { contenders } = this.words.race;
    this.exported = new PreviewedRace(data.engine, contenders.map(({ index }) => index + 1));
    this.exportedPaths = this.exported.engine.run();
    this.settings = Settings.read(
      entries,
      (entry, value) => this.accepts(entry, value),
      (start) => this.reaches(start),
    );
    this.restore.type = "button";
    this.restore.dataset.do = "restore";
    this.restore.addEventListener("click", () => this.set(() => Object.assign(this.settings, { changes: new Map(), start: null })));
    store(data.surface.surface, /** @type {any} */ (data.surface));
    this.race = new Race(this.chart);
    this.race.send = (name, point) => name === "start" && this.moveStart(/** @type {Start} */ (point));
    this.panel = new SettingsPanel(this.controls, data, contenders, {
      accepts: (entry, value) => this.accepts(entry, value),
      move: (entry, value) => this.race.preview.change(entry, value),
      set: (entry, value) => this.change(entry, value),
      reaches: (start) => this.reaches(start),
      start: (start) => this.moveStart(start),
    });
    this.followPreview();
  }

  /** While something is held, the table shows what the charts show, and nothing but letting go ends that. */
  followPreview() {
    const { preview } = this.race;
    const { show, restore } = preview;
    preview.giveUp = () => {}; // no server is late
    preview.show = (shown) => {
      show(shown);
      const { start, steps } = shown;
      const paths = this.paths.map((path, i) => (shown.paths[i] === undefined ? path : shown.paths[i]));
      const moved = start.some((value, k) => value !== this.start[k]) || steps !== this.steps;
      this.showResults(paths, moved);
    };
    preview.restore = () => {
      restore();
      this.showResults(this.paths, false);
    };
  }

  /**
   * Whether a contender may have this value.
   * @param {string} entry
   * @param {number} value
   */
  accepts(entry, value) {
    if (entry.startsWith("start.") || !this.exported.place(entry) || !this.exported.accepts(entry, value)) return false;
    if (entry === "steps") return true;
    const [number, name] = entry.slice(1).split(".");
    const slider = this.data.contenders[this.exported.numbers.indexOf(Number(number))]?.sliders.find((one) => one.name === name);
    return slider !== undefined && !slider.refused.includes(value);
  }

  /**
   * Whether a race can start there: the surface has a finite value and gradient.
   * @param {Start} start
   */
  reaches(start) {
    const [low, high] = this.data.coordinates;
    const { surface } = this.exported.engine;
    if (!start.every((value) => value >= low && value <= high)) return false;
    surface.evaluate(...start);
    return Number.isFinite(surface.loss) && surface.grad.every(Number.isFinite);
  }

  /**
   * @param {string} entry
   * @param {number} value
   */
  change(entry, value) {
    this.set(() => {
      if (this.exported.value(entry) === value) this.settings.changes.delete(entry);
      else this.settings.changes.set(entry, value);
    });
  }

  /**
   * Move the start; where no race can start, it goes back.
   * @param {Start} start
   */
  moveStart(start) {
    if (!this.reaches(start)) {
      this.race.preview.drop(false);
      return;
    }
    const same = start.every((value, k) => value === this.exported.json.start[k]);
    this.set(() => (this.settings.start = same ? null : start));
  }

  /** @param {() => void} change of the settings */
  set(change) {
    change();
    this.changed();
  }

  /**
   * Run the race of the settings, and show it.
   * @param {string} language
   * @param {string} tag names what is drawn: the settings of the page
   */
  update(language, tag) {
    const { data, exported, settings } = this;
    const words = (this.words = data.languages[language]);
    const played = exported.paths(settings.changes, settings.start);
    this.paths = played.paths.map((path, i) => (path === undefined ? this.exportedPaths[i] : path));
    [this.start, this.steps] = [/** @type {Start} */ (played.start), played.steps];
    this.moved = settings.start !== null || played.steps !== exported.json.steps;
    this.resultsTitle.textContent = words.texts.results;
    this.settingsTitle.textContent = words.texts.settings;
    this.restore.textContent = words.texts.restore;
    this.restore.disabled = !settings.changed;
    this.panel.show(words, this.start, (entry) => settings.changes.get(entry) ?? exported.value(entry));
    this.showResults(this.paths, false);
    const race = settings.changed ? settledRace(words.race, played, words, data.axis) : words.race;
    this.race.update({ ...race, ...this.alts(), ...this.engine(), ...BESIDE, tag: `${data.id} ${tag}` });
  }

  alts() {
    const { alt, race, quantities } = this.words;
    const names = race.contenders.map(({ name }) => name);
    const title = quantities[race.curves.layout.yaxis?.type === "log" ? 1 : 0];
    return {
      alt: surfaceAlt(alt, this.start, this.steps, names, this.paths),
      curves_alt: curvesAlt(alt, title, this.steps, names, this.paths, race.quantity, minimaOf(race)),
    };
  }

  /** The programs with the settings, from which the race view previews further changes. */
  engine() {
    const { engine } = this.data;
    const contenders = engine.contenders.map((one) => one && { ...one, hyper: [...one.hyper] });
    for (const [entry, value] of this.settings.changes) {
      const place = this.exported.place(entry);
      if (!place || typeof place !== "object" || !("contender" in place)) continue;
      const one = contenders[place.contender];
      if (one) one.hyper[place.hyper] = value;
    }
    return { engine: { ...engine, contenders, start: this.start, steps: this.steps } };
  }

  /**
   * @param {(PlayedPath | null)[]} paths
   * @param {boolean} moved whether the race has another start or length than the settings
   */
  showResults(paths, moved) {
    const rows = paths.map((path, i) => {
      if (path) return { result: resultOf(path), byTorch: false };
      return { result: moved || this.moved ? null : this.data.contenders[i].torch, byTorch: true };
    });
    this.results.show(this.words.race.contenders, rows, this.words);
  }
}

/** @type {Pick<RaceUpdate, "multistart" | "movable" | "opening" | "embedded" | "scenes">} */
const BESIDE = { multistart: "", movable: true, opening: { step: null, scene: "" }, embedded: false, scenes: null };
