// The race and its curves at the shown step as one file of SVG, with the contenders' names under them.
import { element, penOf } from "./nodes.js";
import { flow, offerFile } from "./picture.js";
import { SvgPen, quoted } from "./svg_pen.js";
/** @import { Contender, Theme } from "../types/data" */
/** @import { Panel } from "./panel.js" */
/** @import { Scene } from "./scene.js" */

const PAD = 16;

/**
 * Offer the charts, side by side, as a file to save.
 * @param {(Panel | Scene)[]} parts
 * @param {Pick<Contender, "glyph" | "name" | "color">[]} contenders
 * @param {Theme} theme
 */
export async function saveSvg(parts, contenders, theme) {
  const drawn = await Promise.all(parts.map(svgOf));
  const charts = drawn.filter((each) => each !== null);
  if (charts.length < drawn.length) return; // the page has been left meanwhile
  let left = PAD;
  const placed = charts.map(({ text, width }) => {
    const place = `translate(${left} ${PAD})`;
    left += width + PAD;
    return `<g transform="${place}">${text}</g>`;
  });
  const top = Math.max(...charts.map(({ height }) => height));
  const pen = penOf(element("canvas"));
  pen.font = `14px ${theme.font}`;
  const labels = contenders.map(({ glyph, name }) => `${glyph} ${name}`);
  const places = flow(labels.map((label) => pen.measureText(label).width), left, top + PAD * 2 + 14);
  const height = (places.at(-1)?.y ?? top + PAD) + PAD;
  const names = places.map(({ x, y }, i) => {
    const style = `font-family="${quoted(theme.font)}" font-size="14" fill="${quoted(contenders[i].color)}"`;
    return `<text x="${x}" y="${y}" ${style}>${quoted(labels[i])}</text>`;
  });
  const size = `width="${left}" height="${height}" viewBox="0 0 ${left} ${height}"`;
  const ground = `<rect width="100%" height="100%" fill="${quoted(theme.background)}"/>`;
  const text = `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${ground}${placed.join("")}${names.join("")}</svg>`;
  offerFile(new Blob([text], { type: "image/svg+xml" }), "race.svg");
}

/**
 * A chart as elements of SVG, with its size in pixels: Plotly's own drawing, and over it the moving parts; null if the page
 * has been left.
 * @param {Panel | Scene} chart
 * @param {number} i its number in the file
 */
async function svgOf(chart, i) {
  const [width, height] = [chart.chart.clientWidth, chart.chart.clientHeight];
  const source = await chart.drawing.image({ format: "svg", width, height, scale: 1 }, "canvas" in chart ? undefined : chart.k);
  if (!source) return null;
  const svg = new DOMParser().parseFromString(decodeURIComponent(source.slice(source.indexOf(",") + 1)), "image/svg+xml");
  const base = new XMLSerializer().serializeToString(svg.documentElement);
  return { text: base + moving(chart, i, width, height), width, height };
}

/**
 * What the canvases over a chart show, as elements of SVG; of three dimensions as an image.
 * @param {Panel | Scene} chart
 * @param {number} i
 * @param {number} width
 * @param {number} height
 */
function moving(chart, i, width, height) {
  if ("canvas" in chart) return `<image width="${width}" height="${height}" href="${chart.canvas.toDataURL()}"/>`;
  const { overlay, under, k, complete } = chart;
  let text = "";
  for (const layer of under?.data ? [under, overlay] : [overlay]) {
    const { pen } = layer;
    const written = new SvgPen(`moving-${i}-${text.length}`);
    try {
      layer.pen = /** @type {any} */ (written);
      layer.draw(k, true);
      text += written.text;
    } finally {
      layer.pen = pen;
    }
  }
  chart.draw(k, complete);
  return text;
}
