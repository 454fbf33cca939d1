// The page's theme, read from the variables that Streamlit sets, and put into figures.
/** @import { Theme } from "../types/data" */
/** @import { Figure, Layout, Scene } from "../types/plotly" */

/**
 * The theme at this element.
 * @param {Element} node
 * @returns {Theme}
 */
export function style(node) {
  const css = getComputedStyle(node);
  const read = (/** @type {string} */ name) => css.getPropertyValue(name).trim();
  const background = read("--st-background-color") || "#ffffff";
  const dark = luminance(background) < 0.4;
  return {
    text: read("--st-text-color") || "#222222",
    font: read("--st-font") || "sans-serif",
    background,
    dark,
    halo: dark ? "#0e151c" : "#ffffff",
  };
}

/**
 * The figure in the theme's colors.
 * @param {Figure} figure
 * @param {Theme} theme
 * @returns {Figure}
 */
export function themed(figure, theme) {
  const data = figure.data.map((trace) => (theme.dark && trace.meta?.dark ? merged(trace, trace.meta.dark) : trace));
  /** @type {Layout} */
  const layout = {
    ...figure.layout,
    font: { family: theme.font, color: theme.text },
    hoverlabel: { bgcolor: theme.background, font: { color: theme.text, family: theme.font, size: 12 } },
    modebar: { bgcolor: "rgba(0,0,0,0)", color: "rgba(128,134,148,.7)", activecolor: theme.text, orientation: "v" },
  };
  const plate = `color-mix(in srgb, ${theme.background} 70%, transparent)`;
  layout.annotations = layout.annotations?.map((each) => (each.bgcolor ? { ...each, bgcolor: plate } : each));
  if (layout.scene && theme.dark) layout.scene = darkened(layout.scene);
  return { data, layout };
}

/**
 * What must be drawn before lines can be drawn over a figure: its colors, and its axes but for the range of y.
 * @param {Figure} figure
 * @param {Theme} theme
 */
export function frame({ layout: { xaxis, yaxis, uirevision } }, theme) {
  return `${theme.text} ${theme.background} ${JSON.stringify([xaxis, { ...yaxis, range: null }, uirevision])}`;
}

/**
 * @param {Scene} scene
 * @returns {Scene}
 */
function darkened(scene) {
  const lines = { gridcolor: "#3a444f", linecolor: "#3a444f" };
  const { xaxis, yaxis, zaxis } = scene;
  return { ...scene, xaxis: { ...xaxis, ...lines }, yaxis: { ...yaxis, ...lines }, zaxis: { ...zaxis, ...lines } };
}

/**
 * `base` with the values of `more`, objects in it merged likewise.
 * @template {Record<string, any>} Base
 * @param {Base} base
 * @param {Record<string, any>} more
 * @returns {Base}
 */
function merged(base, more) {
  /** @type {Record<string, any>} */
  const result = { ...base };
  for (const [name, value] of Object.entries(more)) {
    const nested = value && typeof value === "object" && !Array.isArray(value);
    result[name] = nested ? merged(base[name] ?? {}, value) : value;
  }
  return /** @type {Base} */ (result);
}

/** @type {Map<string, number>} */
const luminances = new Map();

/** @param {string} color */
function luminance(color) {
  const known = luminances.get(color) ?? measured(color);
  luminances.set(color, known);
  return known;
}

/**
 * Relative luminance, 0 to 1, of any CSS color.
 * @param {string} color
 */
function measured(color) {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!pen) return 1;
  pen.fillStyle = color;
  pen.fillRect(0, 0, 1, 1);
  const [r, g, b] = pen.getImageData(0, 0, 1, 1).data;
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}
