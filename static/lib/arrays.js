// Numbers as Plotly's figures carry them: base64 of little-endian arrays, or lists with null for a gap.
const TYPES = { f4: Float32Array, f8: Float64Array, i4: Int32Array, i2: Int16Array, i1: Int8Array, u1: Uint8Array };

export function decoded(values) {
  if (!values) return new Float64Array();
  if (!values.bdata) return Float64Array.from(values, (v) => (v === null ? NaN : v));
  const bytes = Uint8Array.fromBase64?.(values.bdata) ?? Uint8Array.from(atob(values.bdata), (c) => c.charCodeAt(0));
  return new TYPES[values.dtype](bytes.buffer);
}

export function rows(values) {
  const flat = decoded(values);
  const [height, width] = values.shape.split(",").map(Number);
  return Array.from({ length: height }, (_, j) => flat.subarray(j * width, (j + 1) * width));
}

export function short(value) {
  if (value === null || Number.isNaN(value)) return "–";
  const size = Math.abs(value);
  if (value === 0) return "0";
  if (size >= 1e-3 && size < 1e5) return size < 1e3 ? String(Number(value.toPrecision(3))) : value.toFixed(0);
  const [digits, exponent] = value.toExponential(2).split("e");
  return `${Number(digits)}e${Number(exponent)}`.replace("-", "−").replace("e-", "e−");
}
