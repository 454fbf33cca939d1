// From a point of a 3-D scene to the page, by Plotly's camera.
/** @import { Point } from "../types/data" */
/** @import { FullScene } from "../types/plotly" */
/** @typedef {(x: number, y: number, z: number) => (Point & { depth: number }) | null} Project */

/**
 * The way from the scene's values to a chart of that size: pixels, and a depth that grows with the distance; null where
 * a point is not drawn.
 * @param {Pick<FullScene, "glplot" | "dataScale">} scene
 * @param {number} width
 * @param {number} height
 * @returns {Project}
 */
export function projection({ glplot: { cameraParams }, dataScale }, width, height) {
  if (!cameraParams) return () => null;
  const { model, view, projection: lens } = cameraParams;
  const all = product(lens, product(view, model));
  const row = (/** @type {number} */ i) => [all[i] * dataScale[0], all[4 + i] * dataScale[1], all[8 + i] * dataScale[2], all[12 + i]];
  const [a, b, c, d] = [0, 1, 2, 3].map(row);
  return (x, y, z) => {
    const w = d[0] * x + d[1] * y + d[2] * z + d[3];
    const across = (a[0] * x + a[1] * y + a[2] * z + a[3]) / w;
    const up = (b[0] * x + b[1] * y + b[2] * z + b[3]) / w;
    const depth = (c[0] * x + c[1] * y + c[2] * z + c[3]) / w;
    return Number.isFinite(across + up) ? { x: (0.5 + 0.5 * across) * width, y: (0.5 - 0.5 * up) * height, depth } : null;
  };
}

/**
 * The product of two matrices, 4 x 4, column by column.
 * @param {ArrayLike<number>} left
 * @param {ArrayLike<number>} right
 */
function product(left, right) {
  return Array.from({ length: 16 }, (_, at) => {
    const [column, row] = [Math.floor(at / 4), at % 4];
    return [0, 1, 2, 3].reduce((sum, k) => sum + left[4 * k + row] * right[4 * column + k], 0);
  });
}
