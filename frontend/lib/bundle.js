// plotly.js, in two partial bundles that are fetched when first needed.
import vendored from "../../static/vendor/versions.json" with { type: "json" };
/** @import { Config, Plotly } from "../types/plotly" */
/** @typedef {"flat" | "space"} Kind */

/** @type {Record<Kind, keyof typeof vendored>} */
const FILES = { flat: "plotly-cartesian.min.js", space: "plotly-gl3d.min.js" };
/** @type {Partial<Record<Kind, Promise<Plotly>>>} */
const loads = {};

/**
 * plotly.js for charts in two dimensions, or in three; rejected if it cannot be loaded.
 * @param {Kind} kind
 * @returns {Promise<Plotly>}
 */
export function bundle(kind) {
  return (loads[kind] ??= fetched(FILES[kind]).catch((error) => {
    delete loads[kind]; // a later update may try again
    throw error;
  }));
}

/**
 * Use a plotly.js that the page has brought along.
 * @param {Kind} kind
 * @param {Plotly} plotly
 */
export function provide(kind, plotly) {
  loads[kind] = Promise.resolve(plotly);
}

/**
 * @param {keyof typeof vendored} file
 * @returns {Promise<Plotly>}
 */
function fetched(file) {
  const page = /** @type {{ Plotly?: Plotly }} */ (window);
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(`vendor/${file}?v=${vendored[file].version}`, import.meta.url).href;
    const before = page.Plotly;
    script.onload = () => {
      const loaded = page.Plotly;
      if (before) page.Plotly = before; // both bundles call themselves Plotly
      if (loaded) resolve(loaded);
      else reject(new Error(`${file} is not plotly.js`));
    };
    script.onerror = () => reject(new Error(`${file} could not be loaded`));
    document.head.append(script);
  });
}

/** Whether the pointer is a finger: fingers scroll the page and set the start; they do not zoom. */
export const TOUCH = window.matchMedia("(pointer: coarse)").matches;
/** @type {Config} */
export const QUIET = { displaylogo: false, displayModeBar: TOUCH ? false : "hover", showTips: false, responsive: false };
/** @type {Config} */
export const ZOOM_BAR = { modeBarButtons: [["zoom2d", "pan2d", "resetScale2d"]] };

/** Whether the browser draws in three dimensions. */
export function webgl() {
  const pen = document.createElement("canvas").getContext("webgl");
  pen?.getExtension("WEBGL_lose_context")?.loseContext(); // browsers allow only a few
  return Boolean(pen);
}
