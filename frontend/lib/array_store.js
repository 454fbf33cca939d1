// Arrays that come in elements of their own, for those that draw them.
/** @import { MultistartData, SurfaceData } from "../types/data" */
/** @typedef {SurfaceData & MultistartData} Any */

/** @type {Map<string, Any>} */
const known = new Map();
/** @type {Map<string, ((data: Any) => void)[]>} */
const waiting = new Map();
const CACHED = 6;

/**
 * Keep the arrays under their id, and hand them to those who wait for them; the oldest are dropped.
 * @param {string} id
 * @param {Any} data
 */
export function store(id, data) {
  known.delete(id);
  known.set(id, data);
  for (const oldest of known.keys()) {
    if (known.size <= CACHED) break;
    known.delete(oldest);
  }
  waiting.get(id)?.forEach((resolve) => resolve(data));
  waiting.delete(id);
}

/**
 * The arrays of that id, as soon as they are there.
 * @param {string} id
 * @returns {Promise<Any>}
 */
export function arrived(id) {
  const data = known.get(id);
  if (data) return Promise.resolve(data);
  return new Promise((resolve) => waiting.set(id, [...(waiting.get(id) ?? []), resolve]));
}
