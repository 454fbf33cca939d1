// Where points of a plain surface lie on the one that is stretched and rotated, as optim_core/surfaces/transformed.py has it.
/** @import { ParametersJson } from "../types/engine" */
/** @typedef {readonly [number, number]} Pair */

const ROUNDING = 1e-15; // of the size of a point: smaller coordinates are errors of the rotation

export class Transformation {
  /** @param {ParametersJson} parameters */
  constructor({ entries, values }) {
    const [angle, stretch] = ["angle", "stretch"].map((entry) => values[entries.indexOf(entry)]);
    this.angle = angle;
    this.stretch = stretch;
    this.cos = Math.cos(angle * (Math.PI / 180));
    this.sin = Math.sin(angle * (Math.PI / 180));
  }

  /** @param {Transformation} other */
  equals({ angle, stretch }) {
    return angle === this.angle && stretch === this.stretch;
  }

  /**
   * A point of the plain surface on the transformed one.
   * @param {Pair} point
   */
  outward([x, y]) {
    const { cos, sin } = this;
    const u = x * this.stretch;
    return exact(cos * u - sin * y, sin * u + cos * y);
  }

  /**
   * The inverse of `outward`.
   * @param {Pair} point
   */
  inward([x, y]) {
    const { cos, sin } = this;
    return exact((cos * x + sin * y) / this.stretch, cos * y - sin * x);
  }
}

/**
 * @param {number} x
 * @param {number} y
 * @returns {Pair}
 */
function exact(x, y) {
  const least = ROUNDING * Math.hypot(x, y);
  return [Math.abs(x) > least ? x : 0, Math.abs(y) > least ? y : 0];
}
