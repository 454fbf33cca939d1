// Texts with values, and the alternative texts of the charts.
import { short } from "../lib/numbers.js";
import { values } from "../lib/played_lines.js";
/** @import { PlayedPath } from "../types/engine" */
/** @import { LabLanguage } from "../types/lab" */

/**
 * The text with its {placeholders} replaced.
 * @param {string} text
 * @param {Record<string, string | number>} given
 */
export function fill(text, given) {
  return text.replace(/\{(\w+)\}/g, (blank, name) => (Object.hasOwn(given, name) ? String(given[name]) : blank));
}

/**
 * What the chart of the surface shows, in words.
 * @param {LabLanguage["alt"]} alt
 * @param {readonly [number, number]} start
 * @param {number} steps
 * @param {string[]} names
 * @param {(PlayedPath | null)[]} paths
 */
export function surfaceAlt(alt, [x, y], steps, names, paths) {
  const sentences = paths.map((path, i) => {
    if (!path) return "";
    const given = { name: names[i], loss: short(path.loss[path.last] ?? null), steps: path.last, step: path.stoppedAt ?? 0 };
    return fill(path.stoppedAt === null ? alt.ends : alt.diverged, given);
  });
  return [fill(alt.race, { x: short(x), y: short(y), steps }), ...sentences].filter(Boolean).join(" ");
}

/**
 * What the curves show, in words.
 * @param {LabLanguage["alt"]} alt
 * @param {string} title of the curves' axis
 * @param {number} steps
 * @param {string[]} names
 * @param {(PlayedPath | null)[]} paths
 * @param {string} quantity
 * @param {readonly (readonly [number, number])[]} minima
 */
export function curvesAlt(alt, title, steps, names, paths, quantity, minima) {
  const sentences = paths.map((path, i) => {
    if (!path) return "";
    if (path.stoppedAt !== null) return fill(alt.stops, { name: names[i], step: path.stoppedAt });
    const value = values(path, quantity, minima)[path.last];
    return Number.isFinite(value) ? fill(alt.value, { name: names[i], value: short(value) }) : "";
  });
  return [fill(alt.curves, { quantity: title, steps }), ...sentences].filter(Boolean).join(" ");
}
