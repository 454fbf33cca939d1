// Performs a program of optim_core/engine/program.py.
import { fma } from "./fma.js";
import { FUNCTIONS, NAMES, constantOf } from "./operations.js";
/** @import { ProgramJson } from "../types/engine" */

const [ADD, SUB, MUL, DIV, SQRT, NEG, ABS, WHERE, FMA] = NAMES.keys();
const WIDTH = 5;
const SETTINGS = "parameters"; // the input that stays the same from run to run

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
    const firstResult = first + json.constants.length;
    this.registers = new Float64Array(firstResult + json.code.length);
    this.registers.set(json.constants.map(constantOf), first);
    const steady = json.inputs.flatMap(([name, count]) => Array.from({ length: count }, () => name === SETTINGS));
    steady.push(...json.constants.map(() => true));
    /** @type {[number[], number[]]} Instructions whose results depend on more than the settings, and the others. */
    const parts = [[], []];
    json.code.forEach(([name, ...registers], index) => {
      const same = registers.every((register) => steady[register]);
      steady.push(same);
      parts[Number(same)].push(NAMES.indexOf(name), registers[0], registers[1] ?? 0, registers[2] ?? 0, firstResult + index);
    });
    this.code = Int32Array.from(parts[0]);
    this.preparation = Int32Array.from(parts[1]);
    this.perform(this.preparation);
  }

  /**
   * Set the parameters for all runs that follow.
   * @param {ArrayLike<number>} values
   */
  set(values) {
    if (!(SETTINGS in this.inputs)) return;
    this.registers.set(values, this.inputs[SETTINGS]);
    this.perform(this.preparation);
  }

  /** Perform all instructions; whether the result is valid for these inputs. */
  run() {
    const { registers, guards } = this;
    this.perform(this.code);
    for (const [register, answer] of guards) if (registers[register] !== answer) return false;
    return true;
  }

  /** @param {Int32Array} code */
  perform(code) {
    const r = this.registers;
    for (let at = 0; at < code.length; at += WIDTH) {
      const to = code[at + 4];
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
