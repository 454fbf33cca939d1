// What plotly.js draws for a dash and a marker, on a canvas.
/** @typedef {(pen: CanvasRenderingContext2D, r: number) => void} Shape */

/**
 * Plotly's name of a dash as canvas takes it: lengths in pixels.
 * @param {string} name
 */
export const dashes = (name) => (name === "solid" ? [] : name.split(",").map(parseFloat));

/**
 * A shape with these corners, in radii.
 * @param {number[][]} points
 * @returns {Shape}
 */
const polygon = (points) => (pen, r) => {
  points.forEach(([x, y], i) => (i ? pen.lineTo(x * r, y * r) : pen.moveTo(x * r, y * r)));
  pen.closePath();
};
const star = Array.from({ length: 10 }, (_, i) => {
  const [size, turn] = [i % 2 ? 0.53 : 1.4, (i * Math.PI) / 5 - Math.PI / 2];
  return [size * Math.cos(turn), size * Math.sin(turn)];
});
const cross = [
  [-0.4, -1.2], [0.4, -1.2], [0.4, -0.4], [1.2, -0.4], [1.2, 0.4], [0.4, 0.4],
  [0.4, 1.2], [-0.4, 1.2], [-0.4, 0.4], [-1.2, 0.4], [-1.2, -0.4], [-0.4, -0.4],
];
const rotated = cross.map(([x, y]) => [(x - y) * Math.SQRT1_2, (x + y) * Math.SQRT1_2]);

/** @type {Record<string, Shape>} Plotly's symbols, those of optim_core/figures/style.py. */
export const SHAPES = {
  circle: (pen, r) => pen.arc(0, 0, r, 0, 2 * Math.PI),
  square: polygon([[-1, -1], [1, -1], [1, 1], [-1, 1]]),
  "triangle-up": polygon([[-1.15, 0.58], [1.15, 0.58], [0, -1.15]]),
  "triangle-down": polygon([[-1.15, -0.58], [1.15, -0.58], [0, 1.15]]),
  diamond: polygon([[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]]),
  star: polygon(star),
  cross: polygon(cross),
  x: polygon(rotated),
};

/**
 * A filled symbol with a rim.
 * @param {CanvasRenderingContext2D} pen
 * @param {string} symbol
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {string} fill
 * @param {string} rim
 */
export function marker(pen, symbol, x, y, radius, fill, rim) {
  pen.save();
  pen.translate(x, y);
  pen.setLineDash([]);
  pen.beginPath();
  SHAPES[symbol](pen, radius);
  pen.fillStyle = fill;
  pen.strokeStyle = rim;
  pen.lineWidth = 1.2;
  pen.fill();
  pen.stroke();
  pen.restore();
}

/**
 * The cross where a run diverged.
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x
 * @param {number} y
 * @param {string} color
 * @param {number} [scale]
 */
export function crossed(pen, x, y, color, scale = 1) {
  pen.save();
  pen.setLineDash([]);
  pen.beginPath();
  for (const s of [-1, 1]) {
    pen.moveTo(x - 4.5 * scale, y - 4.5 * scale * s);
    pen.lineTo(x + 4.5 * scale, y + 4.5 * scale * s);
  }
  pen.strokeStyle = color;
  pen.lineWidth = 3 * scale;
  pen.stroke();
  pen.restore();
}

/**
 * The ring at a start.
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x
 * @param {number} y
 * @param {string} color
 * @param {number} [scale]
 */
export function ring(pen, x, y, color, scale = 1) {
  pen.save();
  pen.setLineDash([]);
  pen.beginPath();
  pen.arc(x, y, 6.5 * scale, 0, 2 * Math.PI);
  pen.strokeStyle = color;
  pen.lineWidth = 2 * scale;
  pen.stroke();
  pen.restore();
}
