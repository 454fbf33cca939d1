// Runs the contenders of a race as optim_core/descend does, from programs.
import { Optimizer, Surface } from "./contender.js";
/** @import { ContenderJson, PlayedPath, RaceJson } from "../types/engine" */

export class Race {
  /** @param {RaceJson} json */
  constructor(json) {
    this.surface = new Surface(json.surface);
    this.set(json);
    this.optimizers = json.optimizers.map((optimizer) => new Optimizer(optimizer));
  }

  /**
   * Run on another surface of the same programs, or with other noise, from now on.
   * @param {RaceJson} json
   */
  set(json) {
    /** @type {RaceJson} */
    this.json = json;
    this.surface.set(json.parameters.values);
  }

  /**
   * The paths of all contenders from one start; null for a contender without a program.
   * @param {readonly [number, number]} start
   * @param {readonly (ContenderJson | null)[]} contenders
   * @param {number} steps
   */
  run(start = this.json.start, contenders = this.json.contenders, steps = this.json.steps) {
    return contenders.map((contender) => contender && this.path(contender, start, steps));
  }

  /**
   * @param {ContenderJson} contender
   * @param {readonly [number, number]} start
   * @param {number} steps
   * @returns {PlayedPath}
   */
  path(contender, [x, y], steps) {
    const { surface, json } = this;
    const optimizer = this.optimizers[contender.optimizer];
    const tracked = json.optimizers[contender.optimizer].tracked;
    const [xy, grad, loss] = [2, 2, 1].map((width) => new Float64Array(width * (steps + 1)));
    /** @type {(status: PlayedPath["status"], step: number | null, last: number) => PlayedPath} */
    const ended = (status, stoppedAt, last) => {
      const points = 2 * (last + 1);
      return { status, stoppedAt, last, xy: xy.subarray(0, points), grad: grad.subarray(0, points), loss: loss.subarray(0, last + 1) };
    };
    const first = [NaN, NaN];
    let limit = NaN;
    optimizer.hyper.set(contender.hyper);
    this.schedule(contender, optimizer, 1);
    optimizer.begin(x, y);
    for (let step = 0; step <= steps; step++) {
      [x, y] = optimizer.xy;
      surface.evaluate(x, y);
      const valid = isFinite(surface.loss) && finite(surface.grad) && finite(optimizer.xy);
      if (!valid || (step > 0 && !trackedFinite(optimizer.state, tracked))) return ended("not_finite", step, step - 1);
      if (step === 0) {
        first.splice(0, 2, ...surface.grad);
        limit = contender.divergenceFactor * json.divergence * Math.max(Math.abs(surface.loss), 1);
      }
      xy[2 * step] = x;
      xy[2 * step + 1] = y;
      loss[step] = surface.loss;
      grad.set(surface.grad, 2 * step);
      if (Math.abs(surface.loss) > limit) return ended("left_domain", step, step);
      if (step === steps) break;
      this.noisyGradient(optimizer.grad, x, y, step);
      this.schedule(contender, optimizer, step + 1);
      optimizer.update();
    }
    return ended(fellToZero(first, surface.grad, json.convergence) ? "converged" : "running", null, steps);
  }

  /**
   * Put the surface's gradient, with the noise of the step, into `target`; its loss and gradient have been evaluated at (x, y).
   * @param {Float64Array} target
   * @param {number} x
   * @param {number} y
   * @param {number} step
   */
  noisyGradient(target, x, y, step) {
    const { surface } = this;
    const { noise } = this.json;
    target.set(surface.grad);
    if (!noise) return;
    const [dx, dy] = [noise.draws[2 * step], noise.draws[2 * step + 1]];
    if (!noise.shifts) {
      target[0] += dx;
      target[1] += dy;
      return;
    }
    const [loss, gx, gy] = [surface.loss, ...surface.grad];
    surface.evaluate(x + dx, y + dy);
    target[0] += surface.grad[0] - gx;
    target[1] += surface.grad[1] - gy;
    surface.loss = loss;
    surface.grad.set([gx, gy]);
  }

  /**
   * Set the scheduled hyperparameters of an update, from 1.
   * @param {ContenderJson} contender
   * @param {Optimizer} optimizer
   * @param {number} step
   */
  schedule({ hyper, scheduled }, optimizer, step) {
    for (const { index, sent, values, perUnit } of scheduled) {
      const change = hyper[index] - sent;
      optimizer.hyper[index] = change === 0 ? values[step - 1] : values[step - 1] + perUnit[step - 1] * change;
    }
  }
}

/** @param {Float64Array} values */
const finite = (values) => isFinite(values[0]) && isFinite(values[1]);

/**
 * Whether those parts of the state that descend records are finite.
 * @param {Float64Array} state
 * @param {readonly number[]} tracked
 */
const trackedFinite = (state, tracked) => tracked.every((index) => isFinite(state[2 * index]) && isFinite(state[2 * index + 1]));

/**
 * Whether the norm of the last gradient is at most this share of the first, scaled so that squares do not overflow.
 * @param {readonly number[]} first
 * @param {Float64Array} last
 * @param {number} share
 */
function fellToZero(first, last, share) {
  const scale = Math.max(Math.abs(first[0]), Math.abs(first[1]));
  if (!(scale > 0)) return last[0] === 0 && last[1] === 0;
  return Math.hypot(last[0] / scale, last[1] / scale) <= share * Math.hypot(first[0] / scale, first[1] / scale);
}
