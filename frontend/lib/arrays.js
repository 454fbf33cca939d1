// Numbers as Python's `sendable` sends them: base64 of little-endian arrays, or lists with null for a gap.
/** @import { Numbers } from "../types/data" */
/** @import { Grid, Values } from "../types/plotly" */

/** @type {Record<string, new (bytes: ArrayBuffer) => Numbers>} */
const TYPES = { f4: Float32Array, f8: Float64Array, i4: Int32Array, i2: Int16Array, i1: Int8Array, u1: Uint8Array };

/**
 * The numbers in one array, NaN for a gap.
 * @param {Values | Numbers | undefined} values
 * @returns {Numbers}
 */
export function decoded(values) {
  if (!values) return new Float64Array();
  if (!("bdata" in values)) return Float64Array.from(/** @type {(number | null)[]} */ (values), (v) => (v === null ? NaN : v));
  const bytes = Uint8Array.fromBase64?.(values.bdata) ?? Uint8Array.from(atob(values.bdata), (c) => c.charCodeAt(0));
  return new TYPES[values.dtype](bytes.buffer);
}

/**
 * The rows of an array of two dimensions; they share its memory.
 * @param {Grid} values
 */
export function rows(values) {
  const [height, width] = values.shape.split(",").map(Number);
  return folded(decoded(values), height, width);
}

/**
 * `height` rows of `width` numbers each; they share the memory of `flat`.
 * @param {Numbers} flat
 * @param {number} height
 * @param {number} width
 */
export function folded(flat, height, width) {
  return Array.from({ length: height }, (_, j) => flat.subarray(j * width, (j + 1) * width));
}
