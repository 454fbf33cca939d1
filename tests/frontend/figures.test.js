import assert from "node:assert/strict";
import test from "node:test";
import { labeled, texts } from "../../frontend/lib/cells.js";
import { complete, drawn, lines } from "../../frontend/lib/lines.js";
import { unpacked } from "../../frontend/lib/multistart.js";
import { widest } from "../../frontend/lib/ranges.js";
import { frame, themed } from "../../frontend/lib/theme.js";
import { DARK, LIGHT, table } from "./data.js";

for (const [i, { cells, z, texts: expected }] of table("cell_texts").entries()) {
  test(`the hover texts of map ${i} are Python's`, () => assert.deepEqual(texts(cells, z), expected));
}

test("only traces with cells get texts", () => {
  const [{ cells, z, texts: expected }] = table("cell_texts");
  const plain = { x: [1] };
  const [map, same] = labeled([{ meta: { cells }, z }, plain]);
  assert.deepEqual(map.text, expected);
  assert.equal(same, plain);
});

const Z = { dtype: "f4", bdata: "AAAAAAAAgD8AAABAAABAQA==", shape: "2, 2" };
const SURFACE = { surface: "id", x: { dtype: "u1", bdata: "AAE=" }, y: { dtype: "u1", bdata: "AgM=" }, z: Z };
const CONTENDERS = [{ index: 3, color: "#123456", dash: "4,2", symbol: "star" }];
const FIGURE = {
  data: [
    { meta: { role: "surface" } },
    { meta: { role: "halo", index: 3 } },
    { meta: { role: "path", index: 3, first: 2 }, x: [1, 2], y: [3, null] },
    { meta: { role: "stub", index: 3, steps: [4, 6] }, x: [1, 2, null, 3, 4, null], y: [5, 6, null, 7, 8, null] },
    { meta: { role: "exit", index: 3, steps: [5] }, x: [9], y: [10], marker: { symbol: "circle-open" } },
    { meta: { role: "head", index: 3, steps: [7] }, x: [11], y: [12], marker: { symbol: "x-thin" } },
    { meta: { role: "head", index: 3 }, x: [0], y: [0] },
  ],
  layout: {},
};

test("a figure gets the surface's arrays, the same each time, and a halo the points of its path", () => {
  const arrays = drawn(SURFACE);
  assert.equal(drawn(SURFACE), arrays);
  assert.deepEqual(arrays.z.map((row) => [...row]), [[0, 1], [2, 3]]);
  assert.equal(arrays.customdata, arrays.z);
  const { data } = complete(FIGURE, arrays);
  assert.equal(data[0].z, arrays.z);
  assert.deepEqual([data[1].x, data[1].y], [[1, 2], [3, null]]);
  assert.equal(data[2], FIGURE.data[2]);
});

test("a line has its points, the pieces outside the frame and its ends, each with its step", () => {
  const [line] = lines(FIGURE, CONTENDERS, 4.5);
  assert.deepEqual([line.color, line.dash, line.symbol, line.radius, line.first], ["#123456", "4,2", "star", 4.5, 2]);
  assert.deepEqual([[...(line.x ?? [])], [...line.y]], [[1, 2], [3, NaN]]);
  assert.deepEqual(line.stubs.map(({ step, x, y }) => [step, ...x, ...y]), [[4, 1, 2, 5, 6], [6, 3, 4, 7, 8]]);
  assert.deepEqual(line.ends, [{ step: 5, x: 9, y: 10, cross: false }, { step: 7, x: 11, y: 12, cross: true }]);
});

test("a curve has no x; a contender without a path is an error", () => {
  const curves = { data: [{ meta: { role: "path", index: 3 }, y: [1] }], layout: {} };
  assert.equal(lines(curves, CONTENDERS, 1)[0].x, null);
  assert.throws(() => lines(curves, [{ ...CONTENDERS[0], index: 4 }], 1), /no path of contender 4/);
});

test("paths from many starts get their contender's color", () => {
  const [x, step] = [[1, 2], [0, 1]];
  const band = { step, low: x, middle: x, high: x };
  const one = { index: 3, step, x, y: x, lengths: [2], stopped: [true], band };
  /** @type {[number, number]} */
  const range = [0, 1];
  const shown = unpacked({ multistart: "id", range, starts: { x, y: x }, multistarts: [one] }, CONTENDERS, "#000000");
  assert.equal(shown.ink, "#000000");
  assert.deepEqual([...shown.starts.x], x);
  const [{ color, lengths, stopped, step: steps, band: { high } }] = shown.multistarts;
  assert.deepEqual([color, lengths, stopped, [...steps], [...high]], ["#123456", [2], [true], step, x]);
});

test("a dark theme changes what a trace says of it, deep inside, and the lines of a scene", () => {
  const marker = { color: "red", symbol: "star" };
  const trace = { marker, line: [1], meta: { dark: { marker: { color: "pink" }, line: [2] } } };
  const figure = { data: [trace], layout: { scene: { xaxis: { title: "x" } }, annotations: [{ bgcolor: "white" }, {}] } };
  const dark = themed(figure, DARK);
  assert.deepEqual(dark.data[0].marker, { color: "pink", symbol: "star" });
  assert.deepEqual(dark.data[0].line, [2]);
  assert.deepEqual(dark.layout.scene?.xaxis, { title: "x", gridcolor: "#3a444f", linecolor: "#3a444f" });
  assert.match(String(dark.layout.annotations?.[0].bgcolor), /#111111 70%/);
  assert.equal(dark.layout.annotations?.[1].bgcolor, undefined);
  const light = themed(figure, LIGHT);
  assert.equal(light.data[0], trace);
  assert.deepEqual(light.layout.scene, figure.layout.scene);
  assert.deepEqual(light.layout.font, { family: "Sans", color: "#222222" });
});

test("a figure's frame is the same for another range of y only", () => {
  /** @type {(x: [number, number], y: [number, number]) => any} */
  const figure = (x, y) => ({ data: [], layout: { xaxis: { range: x }, yaxis: { range: y } } });
  const one = frame(figure([0, 1], [0, 1]), LIGHT);
  assert.equal(frame(figure([0, 1], [0, 9]), LIGHT), one);
  assert.notEqual(frame(figure([0, 2], [0, 1]), LIGHT), one);
  assert.notEqual(frame(figure([0, 1], [0, 1]), DARK), one);
});

test("a plot in one unit has the width that it can fill", () => {
  /** @type {(across: number, up: number, scaleanchor?: string) => any} */
  const layout = (across, up, scaleanchor) => ({ xaxis: { range: [0, across] }, yaxis: { range: [0, up], scaleanchor } });
  assert.equal(widest(layout(1, 1), 400), Infinity);
  assert.equal(widest(layout(1, 1, "x"), 400), 560);
  assert.equal(widest(layout(2, 1, "x"), 400), 960);
  assert.equal(widest(layout(1, 2, "x"), 400), 560);
});
