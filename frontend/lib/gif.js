// A writer of animated GIFs (GIF89a): frames of color indices, of which only what changes is written.

const UNCHANGED = 255; // the transparent color
const [CLEAR, END] = [256, 257]; // codes of LZW
const MOST_CODES = 4096;

/** @param {number} value two bytes, the low one first */
const word = (value) => [value & 255, value >> 8];
/** @param {string} text */
const ascii = (text) => [...text].map((each) => each.charCodeAt(0));

export class Gif {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  parts = [];
  /** @type {Uint8Array | null} The last frame. */
  before = null;

  /**
   * A GIF that repeats without end.
   * @param {number} width
   * @param {number} height
   * @param {number[][]} colors red, green and blue of up to 255 colors
   */
  constructor(width, height, colors) {
    this.width = width;
    const table = new Uint8Array(3 * 256);
    table.set(colors.flat());
    this.write(ascii("GIF89a"), word(width), word(height), [0xf7, 0, 0], [...table]); // 0xf7: a table of 256 colors follows
    this.write([0x21, 0xff, 11], ascii("NETSCAPE2.0"), [3, 1, 0, 0, 0]);
  }

  /** @param {...number[]} bytes */
  write(...bytes) {
    this.parts.push(new Uint8Array(bytes.flat()));
  }

  /**
   * Add a frame.
   * @param {Uint8Array} frame color indices, row by row
   * @param {number} delay for which it is shown, in hundredths of a second
   */
  add(frame, delay) {
    const { x, y, width, height } = changed(this.before, frame, this.width);
    const part = new Uint8Array(width * height);
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const at = (y + row) * this.width + x + column;
        part[row * width + column] = this.before?.[at] === frame[at] ? UNCHANGED : frame[at];
      }
    }
    this.before = frame;
    this.write([0x21, 0xf9, 4, 0b101], word(delay), [UNCHANGED, 0]); // 0b101: over the frame before, with a transparent color
    this.write([0x2c], word(x), word(y), word(width), word(height), [0, 8]); // 8: the bits of an index
    const codes = compressed(part);
    for (let i = 0; i < codes.length; i += 255) {
      const block = codes.subarray(i, i + 255);
      this.parts.push(Uint8Array.of(block.length), block);
    }
    this.write([0]);
  }

  /** The file. */
  get file() {
    return new Blob([...this.parts, Uint8Array.of(0x3b)], { type: "image/gif" });
  }
}

/**
 * The least rectangle outside of which two frames agree; one pixel if they are the same.
 * @param {Uint8Array | null} before
 * @param {Uint8Array} frame
 * @param {number} width of a frame
 */
export function changed(before, frame, width) {
  const height = frame.length / width;
  if (!before) return { x: 0, y: 0, width, height };
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let at = 0; at < frame.length; at++) {
    if (before[at] === frame[at]) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    [left, right, bottom] = [Math.min(left, x), Math.max(right, x), y];
    if (top === height) top = y;
  }
  return right < 0 ? { x: 0, y: 0, width: 1, height: 1 } : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/**
 * Indices of eight bits as GIF compresses them (LZW with codes of 9 to 12 bits, the low bits first).
 * @param {Uint8Array} indices at least one
 */
export function compressed(indices) {
  const bytes = new Uint8Array(Math.ceil((indices.length + 3) * 1.6) + 8); // 12 bits for each index at most, and CLEARs
  let [length, held, bits, size, next] = [0, 0, 0, 9, END + 1];
  /** @type {Map<number, number>} The code of each sequence: that of all but its last index, and this index. */
  const codes = new Map();
  const write = (/** @type {number} */ code) => {
    held |= code << bits;
    bits += size;
    for (; bits >= 8; bits -= 8, held >>>= 8) bytes[length++] = held & 255;
  };
  write(CLEAR);
  let prefix = indices[0];
  for (let i = 1; i < indices.length; i++) {
    const sequence = (prefix << 8) | indices[i];
    const known = codes.get(sequence);
    if (known !== undefined) {
      prefix = known;
      continue;
    }
    write(prefix);
    if (next === MOST_CODES) {
      write(CLEAR);
      codes.clear();
      [size, next] = [9, END + 1];
    } else {
      if (next === 1 << size) size++;
      codes.set(sequence, next++);
    }
    prefix = indices[i];
  }
  write(prefix);
  write(END);
  if (bits) bytes[length++] = held & 255;
  return bytes.slice(0, length);
}
