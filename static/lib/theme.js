// The page's theme, read from the variables that Streamlit sets, and put into figures.
export function style(element) {
  const css = getComputedStyle(element);
  const read = (name) => css.getPropertyValue(name).trim();
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

export function themed(figure, theme) {
  const data = figure.data.map((trace) => (theme.dark && trace.meta?.dark ? merged(trace, trace.meta.dark) : trace));
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

function darkened(scene) {
  const lines = { gridcolor: "#3a444f", linecolor: "#3a444f" };
  const axes = ["xaxis", "yaxis", "zaxis"].map((name) => [name, { ...scene[name], ...lines }]);
  return { ...scene, ...Object.fromEntries(axes) };
}

function merged(base, more) {
  const result = { ...base };
  for (const [name, value] of Object.entries(more)) {
    const nested = value && typeof value === "object" && !Array.isArray(value);
    result[name] = nested ? merged(base[name] ?? {}, value) : value;
  }
  return result;
}

const luminances = new Map();

function luminance(color) {
  if (!luminances.has(color)) luminances.set(color, measured(color));
  return luminances.get(color);
}

function measured(color) {
  const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  probe.fillStyle = color;
  probe.fillRect(0, 0, 1, 1);
  const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}
