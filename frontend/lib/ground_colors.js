// Heights as bands of color between contour lines, as Plotly draws the filled contours of a trace.
/** @import { Trace } from "../types/plotly" */
/** @typedef {{ start: number, size: number, count: number }} Levels of contour lines: the lowest, their distance, how many */
/** @typedef {{ fill: Uint32Array, line: Uint32Array }} Palette per band: its color, and that of a line at its edge */

const THIN = 0.6; // how much of a pixel a line covers

/**
 * The contour lines of a trace, and where a height lies on its scale (optim_core/figures/heights.py).
 * @param {Trace} trace
 */
export function heightScale(trace) {
  const { start, end, size } = /** @type {{ start: number, end: number, size: number }} */ (trace.contours);
  const levels = { start, size, count: Math.floor((end - start) / size + 1e-9) + 1 };
  const { floor, ranks } = trace.meta ?? {};
  const low = Number(trace.zmin);
  const drawn = (/** @type {number} */ height) => {
    if (ranks) return Number.isNaN(height) ? Infinity : share(ranks, height);
    if (typeof floor !== "number" || Number.isNaN(height)) return height;
    return height > floor ? Math.max(Math.log10(height - floor), low) : low;
  };
  return { levels, drawn };
}

/**
 * The share of heights that are lower, from evenly spaced quantiles.
 * @param {readonly number[]} quantiles in ascending order
 * @param {number} height
 */
function share(quantiles, height) {
  let [low, high] = [0, quantiles.length - 1];
  if (height <= quantiles[low]) return 0;
  if (height >= quantiles[high]) return 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (quantiles[middle] <= height) low = middle;
    else high = middle;
  }
  return (low + (height - quantiles[low]) / (quantiles[high] - quantiles[low])) / (quantiles.length - 1);
}

/**
 * The band of a height on the scale, from 0 below the lowest line; what has no height is drawn as the highest.
 * @param {Levels} levels
 * @returns {(height: number) => number}
 */
export function bandOf({ start, size, count }) {
  return (height) => {
    const band = Math.floor((height - start) / size) + 1;
    return band < 0 ? 0 : band <= count ? band : count;
  };
}

/**
 * @param {Trace} trace
 * @param {number} count of contour lines
 * @returns {Palette}
 */
export function palette(trace, count) {
  const stops = /** @type {[number, string][]} */ (trace.colorscale).map(([at, color]) => /** @type {const} */ ([at, channels(color)]));
  const [fill, line] = [new Uint32Array(count + 1), new Uint32Array(count + 1)];
  const [red, green, blue, alpha] = channels(String(/** @type {{ color: string }} */ (trace.line).color));
  for (let band = 0; band <= count; band++) {
    const at = count ? band / count : 0;
    const next = Math.max(1, stops.findIndex(([stop]) => stop >= at));
    const [[low, from], [high, to]] = [stops[next - 1], stops[next]];
    const part = (at - low) / (high - low);
    const color = from.map((value, i) => value + part * (to[i] - value));
    fill[band] = packed(color);
    line[band] = packed([red, green, blue].map((value, i) => color[i] + THIN * alpha * (value - color[i])));
  }
  return { fill, line };
}

/**
 * Red, green, blue and opacity of a color such as #b4c4d6 or rgba(70, 90, 115, 0.35).
 * @param {string} color
 */
function channels(color) {
  if (color.startsWith("#")) return [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16)).concat(1);
  const found = color.match(/[\d.]+/g)?.map(Number) ?? [];
  return [found[0] ?? 0, found[1] ?? 0, found[2] ?? 0, found[3] ?? 1];
}

/** @param {number[]} color */
const packed = ([red, green, blue]) => (255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red);

/**
 * Color the pixels of an image from heights between which it interpolates, with a line between bands.
 * @param {Float64Array} heights on the scale, row by row from the lowest y
 * @param {number} side of the square of heights
 * @param {Pick<ImageData, "data" | "width" | "height">} image
 * @param {Palette} palette
 * @param {(height: number) => number} band
 */
export function bands(heights, side, { data, width, height }, { fill, line }, band) {
  const pixels = new Uint32Array(data.buffer);
  const row = new Float64Array(side);
  let [above, here] = [new Uint8Array(width), new Uint8Array(width)];
  for (let v = 0; v < height; v++) {
    const up = ((height - 0.5 - v) / height) * (side - 1);
    const j = Math.min(side - 2, Math.floor(up));
    for (let i = 0; i < side; i++) row[i] = between(heights[j * side + i], heights[(j + 1) * side + i], up - j);
    for (let u = 0; u < width; u++) {
      const across = ((u + 0.5) / width) * (side - 1);
      const i = Math.min(side - 2, Math.floor(across));
      const found = band(between(row[i], row[i + 1], across - i));
      here[u] = found;
      const edge = (u > 0 && here[u - 1] !== found) || (v > 0 && above[u] !== found);
      pixels[v * width + u] = (edge ? line : fill)[found];
    }
    [above, here] = [here, above];
  }
}

/**
 * @param {number} from
 * @param {number} to
 * @param {number} part
 */
const between = (from, to, part) => from + part * (to - from);
