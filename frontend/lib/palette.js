// The colors of a GIF: at most 255, chosen by median cut, and for each color of a picture the nearest of them.

const COLORS = 255; // one further index stands for "as before"
const BINS = 1 << 15; // five bits of red, green and blue

/** @typedef {{ color: number[], count: number }} Bin */

/**
 * @param {number} r
 * @param {number} g
 * @param {number} b
 */
const binOf = (r, g, b) => ((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3);

export class Palette {
  /** @type {number[][]} Red, green and blue of each color. */
  colors;
  nearest = new Int16Array(BINS).fill(-1);

  /** @param {Uint8ClampedArray[]} pictures red, green, blue and opacity of each pixel */
  constructor(pictures) {
    this.colors = boxes(bins(pictures)).map(mean);
  }

  /**
   * The index of the nearest color for each pixel of a picture.
   * @param {Uint8ClampedArray} picture
   */
  indices(picture) {
    const found = new Uint8Array(picture.length / 4);
    for (let i = 0; i < found.length; i++) {
      const [r, g, b] = [picture[4 * i], picture[4 * i + 1], picture[4 * i + 2]];
      const bin = binOf(r, g, b);
      if (this.nearest[bin] < 0) this.nearest[bin] = this.index(r, g, b);
      found[i] = this.nearest[bin];
    }
    return found;
  }

  /**
   * @param {number} r
   * @param {number} g
   * @param {number} b
   */
  index(r, g, b) {
    const distances = this.colors.map((color) => (color[0] - r) ** 2 + (color[1] - g) ** 2 + (color[2] - b) ** 2);
    return distances.indexOf(Math.min(...distances));
  }
}

/**
 * The colors of the pictures in bins, each with its mean and its number of pixels.
 * @param {Uint8ClampedArray[]} pictures
 * @returns {Bin[]}
 */
function bins(pictures) {
  const [count, ...sums] = Array.from({ length: 4 }, () => new Float64Array(BINS));
  for (const picture of pictures) {
    for (let i = 0; i < picture.length; i += 4) {
      const bin = binOf(picture[i], picture[i + 1], picture[i + 2]);
      count[bin]++;
      for (let channel = 0; channel < 3; channel++) sums[channel][bin] += picture[i + channel];
    }
  }
  const filled = [...count.keys()].filter((bin) => count[bin]);
  return filled.map((bin) => ({ count: count[bin], color: sums.map((sum) => sum[bin] / count[bin]) }));
}

/**
 * The bins in boxes, of which the one with many or unlike colors is halved until there are enough.
 * @param {Bin[]} all
 */
function boxes(all) {
  const cut = [all];
  while (cut.length < COLORS) {
    const scores = cut.map((box) => (box.length > 1 ? side(box).length * Math.sqrt(total(box)) : 0));
    const best = Math.max(...scores);
    if (best <= 0) break;
    const at = scores.indexOf(best);
    cut.splice(at, 1, ...halves(cut[at]));
  }
  return cut;
}

/**
 * The channel in which the colors of a box differ most, and by how much.
 * @param {Bin[]} box
 */
function side(box) {
  const lengths = [0, 1, 2].map((channel) => {
    const values = box.map(({ color }) => color[channel]);
    return Math.max(...values) - Math.min(...values);
  });
  const length = Math.max(...lengths);
  return { channel: lengths.indexOf(length), length };
}

/**
 * Both halves of a box, with about as many pixels each.
 * @param {Bin[]} box
 */
function halves(box) {
  const { channel } = side(box);
  const sorted = [...box].sort((a, b) => a.color[channel] - b.color[channel]);
  const half = total(box) / 2;
  let [end, seen] = [1, sorted[0].count];
  while (end < sorted.length - 1 && seen < half) seen += sorted[end++].count;
  return [sorted.slice(0, end), sorted.slice(end)];
}

/** @param {Bin[]} box */
function mean(box) {
  return [0, 1, 2].map((channel) => Math.round(box.reduce((sum, { color, count }) => sum + color[channel] * count, 0) / total(box)));
}

/** @param {Bin[]} box */
const total = (box) => box.reduce((sum, { count }) => sum + count, 0);
