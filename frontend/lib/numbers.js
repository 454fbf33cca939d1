// Numbers as people read them. tests/data/number_formats.json holds `short` equal to the one in optim_core/figures/numbers.py.

/**
 * A number in three digits: 1.2e-4, 0.031, 12.7; whole in full below 100,000; "–" where there is none.
 * Halves are rounded away from zero.
 * @param {number | null} value
 */
export function short(value) {
  if (value === null || Number.isNaN(value)) return "–";
  if (value === 0) return "0";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const three = Number(value.toPrecision(3));
  const size = Math.abs(three);
  if (size >= 1e-3 && size < 1e3) return String(three);
  if (size >= 1e3 && Math.abs(Number(value.toFixed(0))) < 1e5) return value.toFixed(0);
  const [digits, exponent] = value.toExponential(2).split("e");
  return `${Number(digits)}e${Number(exponent)}`;
}

/**
 * A clicked coordinate, rounded to about half a pixel so that links stay short.
 * @param {number} value
 * @param {{ range: number[], _length: number }} axis Plotly's axis, with its length in pixels
 */
export function rounded(value, axis) {
  const pixel = Math.abs(axis.range[1] - axis.range[0]) / axis._length;
  const digits = Math.max(0, Math.ceil(-Math.log10(pixel)));
  return Number(value.toFixed(Math.min(digits, 12)));
}
