// The programs of a surface and of an optimizer, with the numbers that they work on.
import { Branches } from "./branches.js";
import { Player } from "./program.js";
/** @import { OptimizerJson, ProgramJson } from "../types/engine" */

/** @param {readonly ProgramJson[]} programs */
const branches = (programs) => new Branches(programs.map((one) => new Player(one)));

/** Loss and gradient of a surface. */
export class Surface {
  /** @param {readonly ProgramJson[]} programs */
  constructor(programs) {
    this.programs = branches(programs);
    this.xy = new Float64Array(2);
    this.grad = new Float64Array(2);
    this.loss = NaN;
    /** @param {Player} player */
    this.write = ({ registers, inputs }) => registers.set(this.xy, inputs.xy);
  }

  /**
   * Set the parameters of all evaluations that follow.
   * @param {readonly number[]} values
   */
  set(values) {
    for (const player of this.programs.players) player.set(values);
  }

  /**
   * Compute `loss` and `grad` at a point.
   * @param {number} x
   * @param {number} y
   */
  evaluate(x, y) {
    this.xy[0] = x;
    this.xy[1] = y;
    this.programs.run(this.write);
    const player = this.programs.current;
    player.read("grad", this.grad);
    this.loss = player.registers[player.outputs.loss[0]];
  }
}

/** The position and state of an optimizer. */
export class Optimizer {
  /** @param {OptimizerJson} json */
  constructor({ init, step, state, hyper }) {
    this.first = branches(init);
    this.next = branches(step);
    this.xy = new Float64Array(2);
    this.grad = new Float64Array(2);
    /** Two numbers per name of `json.state`. */
    this.state = new Float64Array(2 * state.length);
    /** One number per name of `json.hyper`. */
    this.hyper = new Float64Array(hyper.length);
    this.step = 0;
    /** @param {Player} player */
    this.writeFirst = ({ registers, inputs }) => {
      registers.set(this.xy, inputs.xy);
      registers.set(this.hyper, inputs.hyper);
    };
    /** @param {Player} player */
    this.writeNext = ({ registers, inputs }) => {
      registers.set(this.xy, inputs.xy);
      registers.set(this.hyper, inputs.hyper);
      registers.set(this.grad, inputs.grad);
      registers.set(this.state, inputs.state);
      registers[inputs.step] = this.step;
    };
  }

  /**
   * Set the state before the first step, for the present hyperparameters.
   * @param {number} x
   * @param {number} y
   */
  begin(x, y) {
    this.xy[0] = x;
    this.xy[1] = y;
    this.step = 0;
    this.first.run(this.writeFirst);
    this.first.current.read("state", this.state);
  }

  /** Perform one step with the present gradient and hyperparameters. */
  update() {
    this.step++;
    this.next.run(this.writeNext);
    const player = this.next.current;
    player.read("xy", this.xy);
    player.read("state", this.state);
  }
}
