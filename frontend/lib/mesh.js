// The surface of a 3-D scene as a mesh of heights, to put points on it and to find the one under the pointer.
/** @import { Numbers, Point } from "../types/data" */
/** @import { Project } from "./projection.js" */

const TURNS = 4; // of Newton's method, from the nearest corner of the mesh

export class Mesh {
  /** @param {{ x: Numbers, y: Numbers, z: Numbers[] }} arrays evenly spaced x (w,) and y (h,), and z (h, w) */
  constructor({ x, y, z }) {
    this.x = x;
    this.y = y;
    this.z = z;
  }

  /**
   * The height of the mesh, at its nearest point for one beyond it.
   * @param {number} x
   * @param {number} y
   */
  height(x, y) {
    const [i, di] = cell(this.x, x);
    const [j, dj] = cell(this.y, y);
    const low = (1 - di) * this.z[j][i] + di * this.z[j][i + 1];
    const high = (1 - di) * this.z[j + 1][i] + di * this.z[j + 1][i + 1];
    return (1 - dj) * low + dj * high;
  }

  /**
   * Whether the point is above or below the mesh.
   * @param {number} x
   * @param {number} y
   */
  covers(x, y) {
    return x >= this.x[0] && x <= this.x[this.x.length - 1] && y >= this.y[0] && y <= this.y[this.y.length - 1];
  }

  /**
   * The x and y of the point of the mesh that is drawn at a pixel, the nearest to the eye; null if there is none.
   * @param {Project} project
   * @param {Point} pixel
   * @returns {Point | null}
   */
  under(project, pixel) {
    const near = this.corner(project, pixel);
    if (!near) return null;
    let { x, y } = near;
    const [dx, dy] = [this.x[1] - this.x[0], this.y[1] - this.y[0]].map((step) => step / 10);
    const at = (/** @type {number} */ u, /** @type {number} */ v) => project(u, v, this.height(u, v));
    for (let turn = 0; turn < TURNS; turn++) {
      const [here, right, up] = [at(x, y), at(x + dx, y), at(x, y + dy)];
      if (!here || !right || !up) return null;
      const [a, b, c, d] = [(right.x - here.x) / dx, (up.x - here.x) / dy, (right.y - here.y) / dx, (up.y - here.y) / dy];
      const size = a * d - b * c;
      if (!size) break;
      const [ex, ey] = [pixel.x - here.x, pixel.y - here.y];
      // Not beyond the next cells, where the mesh may be seen from behind.
      x = bounded((d * ex - b * ey) / size, 10 * dx) + x;
      y = bounded((a * ey - c * ex) / size, 10 * dy) + y;
    }
    return this.covers(x, y) ? { x, y } : null;
  }

  /**
   * The corner of the mesh nearest to the eye of those that are drawn close to the pixel.
   * @param {Project} project
   * @param {Point} pixel
   * @returns {Point | null}
   */
  corner(project, pixel) {
    const reach = this.spacing(project);
    let best = null;
    let depth = Infinity;
    for (let j = 0; j < this.y.length; j++) {
      for (let i = 0; i < this.x.length; i++) {
        const at = project(this.x[i], this.y[j], this.z[j][i]);
        if (!at || at.depth >= depth || Math.hypot(at.x - pixel.x, at.y - pixel.y) > reach) continue;
        depth = at.depth;
        best = { x: this.x[i], y: this.y[j] };
      }
    }
    return best;
  }

  /**
   * Pixels between corners of the mesh, along its longest sides.
   * @param {Project} project
   */
  spacing(project) {
    const [w, h] = [this.x.length - 1, this.y.length - 1];
    const corners = /** @type {const} */ ([[0, 0], [w, 0], [w, h], [0, h]]);
    const drawn = corners.map(([i, j]) => project(this.x[i], this.y[j], this.z[j][i]));
    const sides = drawn.map((from, n) => {
      const to = drawn[(n + 1) % 4];
      return from && to ? Math.hypot(from.x - to.x, from.y - to.y) / (n % 2 ? h : w) : 0;
    });
    return 2 * Math.max(...sides) + 2;
  }
}

/**
 * @param {number} value
 * @param {number} most
 */
const bounded = (value, most) => Math.max(-most, Math.min(most, value));

/**
 * The cell between even ticks that holds a value, and the share of it below the value.
 * @param {Numbers} ticks
 * @param {number} value
 */
function cell(ticks, value) {
  const last = ticks.length - 2;
  const position = Math.max(0, Math.min(last + 1, (value - ticks[0]) / (ticks[1] - ticks[0])));
  const index = Math.min(Math.floor(position), last);
  return [index, position - index];
}
