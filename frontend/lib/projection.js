// From a point of a 3-D scene to the page, by Plotly's camera.
/** @import { Point } from "../types/data" */
/** @import { FullScene } from "../types/plotly" */

/**
 * Where a point is drawn on a chart of that size, in pixels; null where it is not drawn.
 * @param {Pick<FullScene, "glplot" | "dataScale">} scene
 * @param {number[]} point
 * @param {number} width
 * @param {number} height
 * @returns {Point | null}
 */
export function projected({ glplot: { cameraParams }, dataScale }, point, width, height) {
  if (!cameraParams) return null;
  const { model, view, projection } = cameraParams;
  const scaled = point.map((value, axis) => value * dataScale[axis]);
  const [x, y, , w] = [model, view, projection].reduce(times, [...scaled, 1]);
  return Number.isFinite(x / w) ? { x: (0.5 + (0.5 * x) / w) * width, y: (0.5 - (0.5 * y) / w) * height } : null;
}

/**
 * A matrix times a vector.
 * @param {number[]} vector
 * @param {ArrayLike<number>} matrix 4 x 4, column by column
 */
function times(vector, matrix) {
  return [0, 1, 2, 3].map((row) => vector.reduce((sum, value, column) => sum + value * matrix[4 * column + row], 0));
}
