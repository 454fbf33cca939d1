// Performs a program of optim_core/engine/program.py.
import { fma } from "./fma.js";
import { FUNCTIONS, NAMES, constantOf } from "./operations.js";
/** @import { ProgramJson } from "../types/engine" */

const [ADD, SUB, MUL, DIV, SQRT, NEG, ABS, WHERE, FMA] = NAMES.keys();
const WIDTH = 4;

/** One program with its registers. Callers write inputs to `registers` and read outputs from there. */
export class Player {
  /** @param {ProgramJson} json */
  constructor(json) {
    /** @type {Record<string, number>} Name -> first register of an input. */
    this.inputs = {};
    let first = 0;
    for (const [name, count] of json.inputs) {
      this.inputs[name] = first;
      first += count;
    }
    this.outputs = json.outputs;
    this.guards = json.guards;
    this.firstResult = first + json.constants.length;
    this.registers = new Float64Array(this.firstResult + json.code.length);
    this.registers.set(json.constants.map(constantOf), first);
    this.code = new Int32Array(json.code.length * WIDTH);
    json.code.forEach(([name, ...registers], index) => this.code.set([NAMES.indexOf(name), ...registers], index * WIDTH));
  }

  /** Perform all instructions; whether the result is valid for these inputs. */
  run() {
    const { registers: r, code, guards } = this;
    let to = this.firstResult;
    for (let at = 0; at < code.length; at += WIDTH, to++) {
      const a = r[code[at + 1]];
      const b = r[code[at + 2]];
      switch (code[at]) {
        case ADD:
          r[to] = a + b;
          break;
        case SUB:
          r[to] = a - b;
          break;
        case MUL:
          r[to] = a * b;
          break;
        case DIV:
          r[to] = a / b;
          break;
        case SQRT:
          r[to] = Math.sqrt(a);
          break;
        case NEG:
          r[to] = -a;
          break;
        case ABS:
          r[to] = Math.abs(a);
          break;
        case WHERE:
          r[to] = a ? b : r[code[at + 3]];
          break;
        case FMA:
          r[to] = fma(a, b, r[code[at + 3]]);
          break;
        default:
          r[to] = FUNCTIONS[code[at]](a, b, r[code[at + 3]]);
      }
    }
    for (const [register, answer] of guards) if (r[register] !== answer) return false;
    return true;
  }

  /**
   * Copy the numbers of an output.
   * @param {string} name
   * @param {Float64Array} target
   */
  read(name, target) {
    const from = this.outputs[name];
    for (let index = 0; index < from.length; index++) target[index] = this.registers[from[index]];
  }
}
