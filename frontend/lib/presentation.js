// A race for a room: chart, player and contenders in large type over the whole screen, and where a link opens.
import { forPage } from "./keys.js";
import { element } from "./nodes.js";
/** @import { RaceTexts, RaceUpdate } from "../types/data" */
/** @import { Player } from "./player.js" */
/** @typedef {{ root: HTMLElement, player: Player, enlarge: (scale: number) => void }} Presented */

const SCALE = 1.9; // of type, lines and markers, for a reader in the last row
const ALONE = "race-alone"; // class of a page that shows nothing but the race
const ICON = "M3 4h18v2h-1v9h-7v1.6l4 3.4h-3l-2-1.8L10 20H7l4-3.4V15H4V6H3zm3 2v7h12V6z";

export class Presentation {
  /** Whether the presentation is shown. */
  shown = false;
  /** What the page has asked to open with. */
  opened = "";
  button = element("button", "race-present");

  /** @param {Presented} race */
  constructor(race) {
    this.race = race;
    this.button.type = "button";
    this.button.innerHTML = `<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path d="${ICON}"/></svg>`;
    this.button.addEventListener("click", () => this.show(!this.shown));
    race.player.root.append(this.button);
    this.onKey = (/** @type {KeyboardEvent} */ event) => this.key(event);
    this.onScreen = () => document.fullscreenElement || this.show(false);
    document.addEventListener("keydown", this.onKey);
    document.addEventListener("fullscreenchange", this.onScreen);
  }

  /**
   * Take the texts, the way the page is shown, and the step at which it opens; what a live update lacks stays.
   * @param {Pick<RaceUpdate, "texts" | "steps"> & Partial<RaceUpdate>} data
   */
  update({ texts, embedded, opening, steps }) {
    this.label(texts);
    if (embedded !== undefined) {
      this.race.root.classList.toggle("embedded", embedded);
      document.documentElement.classList.toggle(ALONE, embedded);
    }
    if (!opening) return;
    const asked = JSON.stringify(opening);
    const [before, { player }] = [this.opened, this.race];
    this.opened = asked;
    if (asked === before || (!before && opening.step === null)) return;
    player.stop();
    player.k = Math.min(opening.step ?? steps, steps);
  }

  /** @param {RaceTexts} texts */
  label(texts) {
    this.button.setAttribute("aria-label", texts.present);
    this.button.title = texts.present_help;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.key === "Escape" && this.shown) this.show(false);
    const first = document.querySelector("[data-testid=race]") === this.race.root; // of several, one
    if (event.key.toLowerCase() !== "p" || event.repeat || !first || !forPage(event, this.race.player.root)) return;
    event.preventDefault();
    this.show(!this.shown);
  }

  /** @param {boolean} shown */
  show(shown) {
    if (shown === this.shown) return;
    this.shown = shown;
    const { root } = this.race;
    root.classList.toggle("presenting", shown);
    root.popover = shown ? "manual" : null; // lies over the page, whatever is around it
    if (shown) root.showPopover?.();
    this.button.setAttribute("aria-pressed", String(shown));
    if (shown) document.documentElement.requestFullscreen?.().catch(() => {}); // not allowed in every frame
    else if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    this.race.enlarge(shown ? SCALE : 1);
  }

  destroy() {
    this.show(false);
    document.documentElement.classList.remove(ALONE);
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("fullscreenchange", this.onScreen);
  }
}
