// The distance from which a 3-D scene is seen whole.
/** @import { Layout } from "../types/plotly" */

const FITS = 1.55; // width over height of a chart that shows all of what optim_core/figures/race/surface_3d.py draws

/**
 * The layout for a chart of that size: Plotly's angle of view is one of the height, so a narrower chart is seen from
 * farther away.
 * @param {Layout} layout
 * @param {number} width
 * @param {number} height
 * @returns {Layout}
 */
export function seenWhole(layout, width, height) {
  const { scene } = layout;
  const farther = Math.max(1, (FITS * height) / width);
  if (!scene?.camera || !Number.isFinite(farther)) return layout;
  const { eye, center } = scene.camera;
  const away = (/** @type {"x" | "y" | "z"} */ axis) => center[axis] + farther * (eye[axis] - center[axis]);
  return { ...layout, scene: { ...scene, camera: { center, eye: { x: away("x"), y: away("y"), z: away("z") } } } };
}
