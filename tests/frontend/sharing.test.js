import assert from "node:assert/strict";
import test from "node:test";
import { Gif, changed, compressed } from "../../frontend/lib/gif.js";
import { Palette } from "../../frontend/lib/palette.js";
import { beside } from "../../frontend/lib/scene_bar.js";
import { marker } from "../../frontend/lib/shapes.js";
import { SvgPen, quoted } from "../../frontend/lib/svg_pen.js";
import { videoType } from "../../frontend/lib/video.js";

test("a line, a clip and a circle are written as SVG where a canvas would paint them", () => {
  const pen = new SvgPen("a");
  pen.setTransform(2, 0, 0, 2, 20, 40); // two pixels for each of CSS
  pen.clearRect();
  pen.save();
  pen.beginPath();
  pen.rect(0, 0, 5, 6);
  pen.clip();
  pen.beginPath();
  pen.moveTo(1, 2);
  pen.lineTo(3.456, 4);
  pen.strokeStyle = "#123456";
  pen.setLineDash([4, 2]);
  pen.stroke();
  pen.restore();
  pen.beginPath();
  pen.arc(0, 0, 3);
  pen.fill();
  assert.equal(
    pen.text,
    '<clipPath id="a-0"><path d="M10 20L15 20L15 26L10 26Z"/></clipPath><g clip-path="url(#a-0)">' +
      '<path d="M11 22L13.46 24" fill="none" stroke="#123456" stroke-width="1" stroke-linejoin="miter" stroke-dasharray="4 2" ' +
      'stroke-opacity="1"/></g><path d="M13 20A3 3 0 1 1 7 20A3 3 0 1 1 13 20" fill="#000" fill-opacity="1"/>',
  );
});

test("a marker leaves the origin where it was, and groups that stay open are closed at the end", () => {
  const pen = new SvgPen("a");
  marker(/** @type {any} */ (pen), "square", 10, 10, 2, "red", "white");
  assert.ok(pen.text.includes("M8 8L12 8L12 12L8 12Z"));
  assert.deepEqual(pen.origin, [0, 0]);
  pen.rect(0, 0, 1, 1);
  pen.clip();
  assert.ok(pen.text.endsWith("</g>"));
});

test("names cannot leave the text of an SVG", () => {
  assert.equal(quoted(`<a b="c">&'`), "&#60;a b=&#34;c&#34;&#62;&#38;&#39;");
});

test("a step leads to the next or the previous scene, to the first from none, and not beyond the ends", () => {
  assert.equal(beside({ shown: 2, count: 3 }, 1), 3);
  assert.equal(beside({ shown: 2, count: 3 }, -1), 1);
  assert.equal(beside({ shown: 3, count: 3 }, 1), null);
  assert.equal(beside({ shown: 1, count: 3 }, -1), null);
  assert.equal(beside({ shown: 0, count: 3 }, -1), 1);
  assert.equal(beside({ shown: 0, count: 0 }, 1), null);
});

test("the first type of video that a browser records is chosen, and none where it records no canvas", () => {
  const mp4 = { isTypeSupported: (/** @type {string} */ type) => type === "video/mp4" };
  assert.equal(videoType(mp4, true), "video/mp4");
  assert.equal(videoType(mp4, false), undefined);
  assert.equal(videoType(undefined, true), undefined);
  assert.equal(videoType({ isTypeSupported: () => false }, true), undefined);
});

/**
 * What LZW codes of GIF stand for, by the specification's own decoder.
 * @param {Uint8Array} bytes
 */
function decompressed(bytes) {
  const single = Array.from({ length: 256 }, (_, i) => [i]);
  /** @type {number[]} */
  const indices = [];
  /** @type {number[][]} */
  let codes = [];
  let [at, size] = [0, 9];
  /** @type {number[] | null} */
  let before = null;
  for (;;) {
    let code = 0;
    for (let bit = 0; bit < size; bit++, at++) code |= ((bytes[at >> 3] >> (at & 7)) & 1) << bit;
    if (code === 257) return indices;
    if (code === 256) {
      [codes, size, before] = [[...single, [], []], 9, null];
      continue;
    }
    /** @type {number[]} */
    const found = codes[code] ?? [...(before ?? []), (before ?? [])[0]];
    for (const index of found) indices.push(index);
    if (before && codes.length < 4096) codes.push([...before, found[0]]);
    if (codes.length === 1 << size && size < 12) size++;
    before = found;
  }
}

for (const [name, index] of /** @type {[string, (i: number) => number][]} */ ([
  ["one color", () => 7],
  ["two colors in turns", (i) => i % 2],
  ["rows of all colors", (i) => (i * i + (i >> 5)) % 256],
  ["noise, of which the codes run out", (i) => (Math.imul(i + 1, 2654435761) >>> 13) % 256],
])) {
  test(`pixels come back from their compression: ${name}`, () => {
    for (const length of [1, 2, 3, 255, 4000, 60_000]) {
      const pixels = Uint8Array.from({ length }, (_, i) => index(i));
      assert.deepEqual(decompressed(compressed(pixels)), [...pixels]);
    }
  });
}

test("a frame of a GIF holds only the rectangle that changes, and one that is the same a single pixel", () => {
  const before = new Uint8Array(20);
  const frame = before.slice();
  [frame[6], frame[13]] = [3, 4]; // rows of five: column 1 of row 1, column 3 of row 2
  assert.deepEqual(changed(null, frame, 5), { x: 0, y: 0, width: 5, height: 4 });
  assert.deepEqual(changed(before, frame, 5), { x: 1, y: 1, width: 3, height: 2 });
  assert.deepEqual(changed(frame, frame, 5), { x: 0, y: 0, width: 1, height: 1 });
});

test("a GIF begins with its size and ends with its trailer", async () => {
  const gif = new Gif(300, 2, [[1, 2, 3]]);
  gif.add(new Uint8Array(600), 8);
  const bytes = new Uint8Array(await gif.file.arrayBuffer());
  assert.equal(new TextDecoder().decode(bytes.subarray(0, 6)), "GIF89a");
  assert.deepEqual([...bytes.subarray(6, 16)], [44, 1, 2, 0, 0xf7, 0, 0, 1, 2, 3]);
  assert.equal(bytes.at(-1), 0x3b);
});

test("a palette has few colors exactly, and of many at most 255, near to each", () => {
  const few = Uint8ClampedArray.of(255, 255, 255, 255, 0, 114, 178, 255, 255, 255, 255, 255, 27, 158, 119, 255);
  const exact = new Palette([few]);
  assert.deepEqual([...exact.indices(few)].map((i) => exact.colors[i]), [[255, 255, 255], [0, 114, 178], [255, 255, 255], [27, 158, 119]]);
  const many = Uint8ClampedArray.from({ length: 4 * 20_000 }, (_, i) => Math.floor(i / 4) * [7, 0.31, 0.017, 0][i % 4] % 256);
  const palette = new Palette([many]);
  assert.equal(palette.colors.length, 255);
  palette.indices(many).forEach((index, i) => {
    palette.colors[index].forEach((value, channel) => assert.ok(Math.abs(value - many[4 * i + channel]) < 60));
  });
});
