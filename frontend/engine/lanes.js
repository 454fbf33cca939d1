// Performs a program for many lanes at once: each instruction for all of them, which spares most of its cost. Products
// that torch adds without rounding are rounded here, which is faster: for colors, the last bit does not matter.
import { FUNCTIONS, NAMES, constantOf } from "./operations.js";
/** @import { ProgramJson } from "../types/engine" */

const [ADD, SUB, MUL, DIV, SQRT, NEG, ABS, , FMA, LERP] = NAMES.keys();
const WIDTH = 9;

/**
 * A program for `lanes` lanes. A register that is the same in all of them is uniform: it has one number, any other one
 * number per lane.
 */
export class LanesPlayer {
  /**
   * @param {ProgramJson} json
   * @param {number} lanes
   * @param {(name: string, index: number) => boolean} varies whether a number of an input differs from lane to lane
   */
  constructor(json, lanes, varies) {
    this.lanes = lanes;
    this.guards = json.guards;
    this.outputs = json.outputs;
    /** @type {Record<string, number>} Name -> first register of an input. */
    this.inputs = {};
    /** @type {boolean[]} Of each register. */
    this.varying = [];
    for (const [name, count] of json.inputs) {
      this.inputs[name] = this.varying.length;
      for (let index = 0; index < count; index++) this.varying.push(varies(name, index));
    }
    const firstConstant = this.varying.length;
    this.varying.push(...json.constants.map(() => false));
    for (const [, ...from] of json.code) this.varying.push(from.some((register) => this.varying[register]));
    let end = 0;
    /** Where each register begins. */
    this.offsets = Int32Array.from(this.varying, (varies_) => (end += varies_ ? lanes : 1) - (varies_ ? lanes : 1));
    this.numbers = new Float64Array(end);
    json.constants.forEach((value, index) => {
      this.numbers[this.offsets[firstConstant + index]] = constantOf(value);
    });
    const first = firstConstant + json.constants.length;
    this.code = new Int32Array(json.code.length * WIDTH);
    json.code.forEach(([name, ...from], index) => {
      const operands = [0, 1, 2].flatMap((i) => [this.offsets[from[i] ?? 0], from[i] !== undefined && this.varying[from[i]] ? 1 : 0]);
      const to = first + index;
      this.code.set([NAMES.indexOf(name), this.offsets[to], this.varying[to] ? lanes : 1, ...operands], index * WIDTH);
    });
  }

  /**
   * The numbers of a register, one per lane, or a single one.
   * @param {number} register
   */
  of(register) {
    const at = this.offsets[register];
    return this.numbers.subarray(at, at + (this.varying[register] ? this.lanes : 1));
  }

  /** Perform all instructions; whether the result is valid for all lanes. */
  run() {
    const { numbers: r, code } = this;
    for (let at = 0; at < code.length; at += WIDTH) {
      const operation = code[at];
      const count = code[at + 2];
      let [to, a, b, c] = [code[at + 1], code[at + 3], code[at + 5], code[at + 7]];
      const [da, db, dc] = [code[at + 4], code[at + 6], code[at + 8]];
      const end = to + count;
      if (operation === ADD) for (; to < end; to++, a += da, b += db) r[to] = r[a] + r[b];
      else if (operation === SUB) for (; to < end; to++, a += da, b += db) r[to] = r[a] - r[b];
      else if (operation === MUL) for (; to < end; to++, a += da, b += db) r[to] = r[a] * r[b];
      else if (operation === DIV) for (; to < end; to++, a += da, b += db) r[to] = r[a] / r[b];
      else if (operation === SQRT) for (; to < end; to++, a += da) r[to] = Math.sqrt(r[a]);
      else if (operation === NEG) for (; to < end; to++, a += da) r[to] = -r[a];
      else if (operation === ABS) for (; to < end; to++, a += da) r[to] = Math.abs(r[a]);
      else if (operation === FMA) for (; to < end; to++, a += da, b += db, c += dc) r[to] = r[a] * r[b] + r[c];
      else if (operation === LERP) for (; to < end; to++, a += da, b += db, c += dc) r[to] = r[a] + r[c] * (r[b] - r[a]);
      else {
        const perform = FUNCTIONS[operation];
        for (; to < end; to++, a += da, b += db, c += dc) r[to] = perform(r[a], r[b], r[c]);
      }
    }
    return this.guards.every(([register, answer]) => this.of(register).every((value) => value === answer));
  }
}
