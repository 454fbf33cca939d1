// plotly.js, in two partial bundles that are fetched when first needed.
const FILES = { flat: "../vendor/plotly-cartesian.min.js", space: "../vendor/plotly-gl3d.min.js" };
const loads = {};

export function bundle(kind) {
  loads[kind] ??= fetched(FILES[kind]).catch((error) => {
    delete loads[kind]; // a later update may try again
    throw error;
  });
  return loads[kind];
}

function fetched(file) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(file, import.meta.url).href;
    const before = window.Plotly;
    script.onload = () => {
      const loaded = window.Plotly;
      if (before) window.Plotly = before; // both bundles call themselves Plotly
      resolve(loaded);
    };
    script.onerror = () => reject(new Error(`${file} could not be loaded`));
    document.head.append(script);
  });
}

// Fingers scroll the page and set the start; they do not zoom.
export const TOUCH = window.matchMedia("(pointer: coarse)").matches;
export const QUIET = { displaylogo: false, displayModeBar: TOUCH ? false : "hover", showTips: false, responsive: false };
