// a · b + c, rounded once, as processors and torch's kernels compute it (Boldo & Melquiond, 2008, "Emulation of FMA").

const SPLITTER = 2 ** 27 + 1;
/** Beyond these sizes the parts of a product overflow or lose digits; there the sum is rounded twice. */
const [LEAST, MOST] = [2 ** -900, 2 ** 900];
const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);
const [LOW, HIGH] = new Uint8Array(Uint32Array.of(1).buffer)[0] ? [0, 1] : [1, 0];

/**
 * @param {number} a
 * @param {number} b
 * @param {number} c
 */
export function fma(a, b, c) {
  const product = a * b;
  const size = Math.abs(product);
  if (!(size < MOST && size > LEAST && Math.abs(a) < MOST && Math.abs(b) < MOST && Math.abs(c) < MOST)) return product + c;
  // a · b = product + rest
  const [wideA, wideB] = [SPLITTER * a, SPLITTER * b];
  const [highA, highB] = [wideA - (wideA - a), wideB - (wideB - b)];
  const [lowA, lowB] = [a - highA, b - highB];
  const rest = lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
  // c + rest = small + smallRest,  product + small = sum + sumRest
  const small = c + rest;
  const smallRest = error(c, rest, small);
  const sum = product + small;
  const sumRest = error(product, small, sum);
  return sum + oddSum(sumRest, smallRest);
}

/**
 * What a + b lost when it was rounded to `sum`.
 * @param {number} a
 * @param {number} b
 * @param {number} sum
 */
function error(a, b, sum) {
  const part = sum - a;
  return a - (sum - part) + (b - part);
}

/**
 * a + b, rounded to the neighbor whose last bit is 1 unless it is exact: a second rounding then errs as a single one.
 * @param {number} a
 * @param {number} b
 */
function oddSum(a, b) {
  const sum = a + b;
  const lost = error(a, b, sum);
  if (lost === 0) return sum;
  number[0] = sum;
  if (words[LOW] & 1) return sum;
  if (lost > 0 === sum > 0) words[LOW]++;
  else if (words[LOW]-- === 0) words[HIGH]--;
  return number[0];
}
