// The operations of a program (optim_core/engine/program.py), each on float64 numbers; truth values are 0 and 1.
import { fma } from "./fma.js";

/**
 * As torch: NaN if either is.
 * @param {number} a
 * @param {number} b
 */
const max = (a, b) => (a !== a || b !== b ? NaN : Math.max(a, b));

/**
 * As torch: NaN if either is.
 * @param {number} a
 * @param {number} b
 */
const min = (a, b) => (a !== a || b !== b ? NaN : Math.min(a, b));

/**
 * From start to end by a share, from the nearer end, as torch's kernels compute it.
 * @param {number} start
 * @param {number} end
 * @param {number} share
 */
const lerp = (start, end, share) => (Math.abs(share) < 0.5 ? fma(share, end - start, start) : fma(share - 1, end - start, end));

/**
 * The remainder with the sign of the divisor, as Python's.
 * @param {number} a
 * @param {number} b
 */
function remainder(a, b) {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

/** @type {Readonly<Record<string, (a: number, b: number, c: number) => number>>} Name -> operation. */
export const OPERATIONS = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  sqrt: Math.sqrt,
  neg: (a) => -a,
  abs: Math.abs,
  where: (a, b, c) => (a ? b : c),
  fma,
  lerp,
  max,
  min,
  eq: (a, b) => +(a === b),
  ne: (a, b) => +(a !== b),
  gt: (a, b) => +(a > b),
  ge: (a, b) => +(a >= b),
  lt: (a, b) => +(a < b),
  le: (a, b) => +(a <= b),
  and: (a, b) => a && b,
  or: (a, b) => a || b,
  not: (a) => +!a,
  pow: Math.pow,
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  log2: Math.log2,
  log10: Math.log10,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  atan2: Math.atan2,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  hypot: Math.hypot,
  sign: (a) => (a !== a ? 0 : Math.sign(a)),
  floor: Math.floor,
  ceil: Math.ceil,
  trunc: Math.trunc,
  fmod: (a, b) => a % b,
  remainder,
  fround: Math.fround,
};

/** The operations in order, by which programs number them. */
export const NAMES = Object.keys(OPERATIONS);
export const FUNCTIONS = Object.values(OPERATIONS);

/** @type {Readonly<Record<string, number>>} */
const SPECIAL = { nan: NaN, inf: Infinity, "-inf": -Infinity };

/**
 * A constant of a program; JSON has no numbers that are not finite.
 * @param {number | string} value
 */
export const constantOf = (value) => (typeof value === "string" ? SPECIAL[value] : value);
