// A pen that writes SVG where a canvas would be painted. It has the calls that overlays make, and no others.

const STATE = /** @type {const} */ (["strokeStyle", "fillStyle", "lineWidth", "lineJoin", "globalAlpha", "dash", "origin", "open"]);

export class SvgPen {
  strokeStyle = "#000";
  fillStyle = "#000";
  lineWidth = 1;
  lineJoin = "miter";
  globalAlpha = 1;
  /** @type {string[]} */
  parts = [];
  /** @type {string[]} The commands of the current path. */
  path = [];
  /** @type {number[]} */
  dash = [];
  /** @type {number[]} Where the origin is. */
  origin = [0, 0];
  /** The number of groups that were opened since the last `save`. */
  open = 0;
  /** @type {Pick<SvgPen, typeof STATE[number]>[]} What each `save` has saved. */
  stack = [];

  /** @param {string} id the beginning of the names of its clip paths, unique in the file */
  constructor(id) {
    this.id = id;
  }

  /** Everything drawn, as elements of SVG. */
  get text() {
    return this.parts.join("") + "</g>".repeat(this.stack.reduce((sum, { open }) => sum + open, this.open));
  }

  clearRect() {
    this.parts = [];
  }

  /** @type {(a: number, b: number, c: number, d: number, e: number, f: number) => void} */
  setTransform(a, _b, _c, d, e, f) {
    this.origin = [e / a, f / d];
  }

  /** @type {(x: number, y: number) => void} */
  translate(x, y) {
    this.origin = [this.origin[0] + x, this.origin[1] + y];
  }

  save() {
    this.stack.push(/** @type {any} */ (Object.fromEntries(STATE.map((name) => [name, this[name]]))));
    this.open = 0;
  }

  restore() {
    this.parts.push("</g>".repeat(this.open));
    Object.assign(this, this.stack.pop());
  }

  beginPath() {
    this.path = [];
  }

  /** @type {(x: number, y: number) => void} */
  moveTo(x, y) {
    this.path.push(`M${this.at(x, y)}`);
  }

  /** @type {(x: number, y: number) => void} */
  lineTo(x, y) {
    this.path.push(`${this.path.length ? "L" : "M"}${this.at(x, y)}`);
  }

  closePath() {
    this.path.push("Z");
  }

  /** @type {(x: number, y: number, r: number) => void} a whole circle */
  arc(x, y, r) {
    const half = (/** @type {number} */ to) => `A${short(r)} ${short(r)} 0 1 1 ${this.at(to, y)}`;
    this.path.push(`M${this.at(x + r, y)}${half(x - r)}${half(x + r)}`);
  }

  /** @type {(x: number, y: number, width: number, height: number) => void} */
  rect(x, y, width, height) {
    this.path.push(`M${this.at(x, y)}L${this.at(x + width, y)}L${this.at(x + width, y + height)}L${this.at(x, y + height)}Z`);
  }

  clip() {
    const id = `${this.id}-${this.parts.length}`;
    this.parts.push(`<clipPath id="${id}"><path d="${this.path.join("")}"/></clipPath><g clip-path="url(#${id})">`);
    this.open++;
  }

  /** @param {number[]} lengths */
  setLineDash(lengths) {
    this.dash = lengths;
  }

  stroke() {
    const dash = this.dash.length ? ` stroke-dasharray="${this.dash.join(" ")}"` : "";
    const width = `stroke-width="${this.lineWidth}" stroke-linejoin="${this.lineJoin}"`;
    this.draw(`fill="none" stroke="${quoted(this.strokeStyle)}" ${width}${dash} stroke-opacity="${this.globalAlpha}"`);
  }

  fill() {
    this.draw(`fill="${quoted(this.fillStyle)}" fill-opacity="${this.globalAlpha}"`);
  }

  /** @param {string} style */
  draw(style) {
    if (this.path.length) this.parts.push(`<path d="${this.path.join("")}" ${style}/>`);
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  at(x, y) {
    return `${short(x + this.origin[0])} ${short(y + this.origin[1])}`;
  }
}

/** @param {number} value */
const short = (value) => String(Math.round(value * 100) / 100);

/**
 * Text that may stand in SVG, also in an attribute.
 * @param {string} text
 */
export function quoted(text) {
  return text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}
