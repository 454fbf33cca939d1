// Performs a program of optim_core/engine/program.py.
import { OPERATIONS } from "./operations.js";
import { fma } from "./fma.js";
/** @import { ProgramJson } from "../types/engine" */

const NAMES = Object.keys(OPERATIONS);
const FUNCTIONS = Object.values(OPERATIONS);
const [ADD, SUB, MUL, DIV, SQRT, NEG, ABS, WHERE, FMA] = NAMES.keys();
/** @type {Readonly<Record<string, number>>} */
const SPECIAL = { nan: NaN, inf: Infinity, "-inf": -Infinity };
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
    json.constants.forEach((value, index) => {
      this.registers[first + index] = typeof value === "string" ? SPECIAL[value] : value;
    });
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

/** The programs of one function, one for each way through its `if` statements. */
export class Branches {
  /** @param {readonly ProgramJson[]} programs */
  constructor(programs) {
    this.players = programs.map((program) => new Player(program));
    this.current = this.players[0];
  }

  /**
   * Perform the program that is valid for these inputs, first the one that was valid last.
   * @param {(player: Player) => void} write writes the inputs
   */
  run(write) {
    for (let tries = 0; tries < this.players.length; tries++) {
      write(this.current);
      if (this.current.run()) return this.current;
      this.current = this.players[(this.players.indexOf(this.current) + 1) % this.players.length];
    }
    return this.current;
  }
}
