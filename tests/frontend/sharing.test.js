import assert from "node:assert/strict";
import test from "node:test";
import { beside } from "../../frontend/lib/scene_bar.js";
import { marker } from "../../frontend/lib/shapes.js";
import { SvgPen, quoted } from "../../frontend/lib/svg_pen.js";

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
