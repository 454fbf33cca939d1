// Where one is in a sequence of scenes, and the ways to the next and the previous one.
import { forPage } from "./keys.js";
import { element, icon } from "./nodes.js";
/** @import { SceneTexts } from "../types/data" */

/** @type {Record<string, number>} */
const KEYS = { n: 1, b: -1 };
/** @type {Record<string, number>} Those of a remote control; they turn the page unless the race covers it. */
const REMOTE = { PageDown: 1, PageUp: -1 };

/**
 * The scene to which a step by `by` leads; null where there is none.
 * @param {Pick<SceneTexts, "shown" | "count">} scenes
 * @param {number} by
 */
export function beside({ shown, count }, by) {
  const next = shown ? shown + by : 1;
  return next >= 1 && next <= count ? next : null;
}

export class SceneBar {
  root = element("div", "race-scenes");
  title = element("span");
  back = element("button", "", icon("chevron_left"));
  next = element("button", "", icon("chevron_right"));
  /** @type {[HTMLButtonElement, number][]} The buttons, and by how many scenes each goes on. */
  ways = [[this.back, -1], [this.next, 1]];
  /** @type {SceneTexts | null} */
  scenes = null;

  /**
   * @param {HTMLElement} view whose classes say whether it covers the page, and whether it has scenes
   * @param {(position: number) => void} go
   */
  constructor(view, go) {
    this.view = view;
    this.go = go;
    this.root.hidden = true;
    this.title.setAttribute("role", "status");
    for (const [button, by] of this.ways) {
      button.type = "button";
      button.addEventListener("click", () => this.step(by));
    }
    this.root.append(this.back, this.title, this.next);
    this.onKey = (/** @type {KeyboardEvent} */ event) => this.key(event);
    document.addEventListener("keydown", this.onKey);
  }

  /** @param {SceneTexts | null} scenes */
  update(scenes) {
    this.scenes = scenes;
    this.root.hidden = !scenes;
    this.view.classList.toggle("with-scenes", scenes !== null);
    if (!scenes) return;
    this.title.textContent = scenes.title;
    for (const [button, by] of this.ways) {
      const text = by < 0 ? scenes.previous : scenes.next;
      button.disabled = beside(scenes, by) === null;
      button.title = text;
      button.setAttribute("aria-label", text);
    }
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const covers = this.view.classList.contains("presenting");
    const by = KEYS[event.key.toLowerCase()] ?? (covers ? REMOTE[event.key] : undefined);
    if (!by || event.repeat || !this.scenes || !forPage(event, this.root)) return;
    event.preventDefault();
    this.step(by);
  }

  /** @param {number} by */
  step(by) {
    const next = this.scenes && beside(this.scenes, by);
    if (next) this.go(next);
  }

  destroy() {
    document.removeEventListener("keydown", this.onKey);
  }
}
