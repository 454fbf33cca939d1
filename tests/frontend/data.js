// What several tests read.
import { readFileSync } from "node:fs";

/**
 * A table in tests/data, which a Python test reads, too.
 * @param {string} name
 */
export function table(name) {
  return JSON.parse(readFileSync(new URL(`../data/${name}.json`, import.meta.url), "utf8"));
}

/** A pen that notes the points to which it goes. */
export class Pen {
  /** @type {[string, number, number][]} */
  moves = [];

  /** @type {(x: number, y: number) => void} */
  moveTo(x, y) {
    this.moves.push(["move", x, y]);
  }

  /** @type {(x: number, y: number) => void} */
  lineTo(x, y) {
    this.moves.push(["line", x, y]);
  }
}

/** @type {import("../../frontend/types/data").Theme} */
export const LIGHT = { text: "#222222", font: "Sans", background: "#ffffff", dark: false, halo: "#ffffff" };
/** @type {import("../../frontend/types/data").Theme} */
export const DARK = { text: "#eeeeee", font: "Sans", background: "#111111", dark: true, halo: "#0e151c" };
