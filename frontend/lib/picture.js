// The race and its curves as one PNG, with the contenders' names under them.
import { element, penOf } from "./nodes.js";
/** @import { Contender, Point, Theme } from "../types/data" */
/** @import { Drawing } from "./drawing.js" */
/** @import { MultistartLayer } from "./multistart.js" */
/** @typedef {{ drawing: Drawing, chart: HTMLElement, under?: MultistartLayer | null, canvas?: HTMLCanvasElement,
 *   overlay?: { canvas: HTMLCanvasElement } }} Source */

const SCALE = 2;
const PAD = 16;
const LINE = 26;
const GAP = 24;

/**
 * Offer the charts, side by side, as a file to save.
 * @param {Source[]} charts
 * @param {Pick<Contender, "glyph" | "name" | "color">[]} contenders
 * @param {Theme} theme
 * @param {string} name of the file, without its ending
 */
export async function save(charts, contenders, theme, name) {
  const images = (await Promise.all(charts.map((chart) => image(chart)))).filter((each) => each !== null);
  if (images.length < charts.length) return; // the page has been left meanwhile
  const width = images.reduce((sum, each) => sum + each.width, PAD * (images.length + 1));
  const top = Math.max(...images.map((each) => each.height));
  const canvas = element("canvas");
  const pen = penOf(canvas);
  const font = `14px ${theme.font}`;
  pen.font = font;
  const labels = contenders.map((each) => `${each.glyph} ${each.name}`);
  const places = flow(labels.map((label) => pen.measureText(label).width), width, top + PAD * 2 + 14);
  const height = (places.at(-1)?.y ?? top) + PAD;
  [canvas.width, canvas.height] = [width * SCALE, height * SCALE];
  pen.scale(SCALE, SCALE);
  pen.fillStyle = theme.background;
  pen.fillRect(0, 0, width, height);
  let left = PAD;
  for (const each of images) {
    for (const drawing of each.layers) pen.drawImage(drawing, left, PAD + (top - each.height) / 2, each.width, each.height);
    left += each.width + PAD;
  }
  pen.font = font;
  places.forEach(({ x, y }, i) => {
    pen.fillStyle = contenders[i].color;
    pen.fillText(labels[i], x, y);
  });
  offer(canvas.toDataURL("image/png"), `${name}.png`);
}

/**
 * Offer the file at an address to be saved under a name.
 * @param {string} address
 * @param {string} name
 */
export function offer(address, name) {
  const link = element("a");
  link.download = name;
  link.href = address;
  link.click();
}

/**
 * Offer a file to be saved.
 * @param {Blob} file
 * @param {string} name
 */
export function offerFile(file, name) {
  const address = URL.createObjectURL(file);
  offer(address, name);
  setTimeout(() => URL.revokeObjectURL(address), 60_000); // the browser reads it meanwhile
}

/**
 * Where labels of these widths start, line by line.
 * @param {number[]} widths
 * @param {number} width of the picture
 * @param {number} top of the first line
 * @param {number} [line] from one line to the next
 * @returns {Point[]}
 */
export function flow(widths, width, top, line = LINE) {
  let [x, y] = [PAD, top];
  return widths.map((wide) => {
    if (x + wide > width - PAD && x > PAD) [x, y] = [PAD, y + line];
    const place = { x, y };
    x += wide + GAP;
    return place;
  });
}

/**
 * A chart as layers of a picture, with its size in pixels; null if the page has been left.
 * @param {Source} source
 * @param {number} [k] a step: without labels of later steps, and with the paths that the overlay draws, not Plotly's
 */
export async function image({ drawing, chart, under, canvas, overlay }, k) {
  const [width, height] = [chart.clientWidth, chart.clientHeight];
  const source = await drawing.image({ format: "png", width, height, scale: SCALE }, canvas ? undefined : k);
  if (!source) return null;
  const picture = new Image();
  picture.src = source;
  await picture.decode();
  const over = k === undefined ? canvas : (canvas ?? overlay?.canvas);
  return { layers: [picture, ...(under?.data ? [under.canvas] : []), ...(over ? [over] : [])], width, height };
}
