// The programs of a surface and of an optimizer, with the numbers that they work on.
import { Branches } from "./program.js";
/** @import { OptimizerJson, ProgramJson } from "../types/engine" */
/** @import { Player } from "./program.js" */

/** Loss and gradient of a surface. */
export class Surface {
  /** @param {readonly ProgramJson[]} programs */
  constructor(programs) {
    this.programs = new Branches(programs);
    this.xy = new Float64Array(2);
    this.grad = new Float64Array(2);
    this.loss = NaN;
    /** @param {Player} player */
    this.write = ({ registers, inputs }) => registers.set(this.xy, inputs.xy);
  }

  /**
   * Compute `loss` and `grad` at a point.
   * @param {number} x
   * @param {number} y
   */
  evaluate(x, y) {
    this.xy[0] = x;
    this.xy[1] = y;
    const player = this.programs.run(this.write);
    player.read("grad", this.grad);
    this.loss = player.registers[player.outputs.loss[0]];
  }
}

/** The position and state of an optimizer. */
export class Optimizer {
  /** @param {OptimizerJson} json */
  constructor({ init, step, state, hyper }) {
    this.first = new Branches(init);
    this.next = new Branches(step);
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
    this.first.run(this.writeFirst).read("state", this.state);
  }

  /** Perform one step with the present gradient and hyperparameters. */
  update() {
    this.step++;
    const player = this.next.run(this.writeNext);
    player.read("xy", this.xy);
    player.read("state", this.state);
  }
}
