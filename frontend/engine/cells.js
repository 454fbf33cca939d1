// Runs a race for each cell of a coarse map, all cells together.
import { Branches } from "./branches.js";
import { LanesPlayer } from "./lanes.js";
/** @import { ContenderJson, MapJson, ProgramJson } from "../types/engine" */

/**
 * The values that a map colors: of every cell, row by row from the lowest; NaN for a run without a result, or without a
 * value. Null if the cells take different ways through an `if` of the optimizer, so that they cannot run together.
 * @param {MapJson} map whose race has no schedule, and noise that is added to the gradient, if any
 * @param {ContenderJson} contender
 * @param {readonly [number, number]} start
 * @param {number} steps
 */
export function cells(map, contender, start, steps) {
  const { race, axes, colour } = map;
  const { noise } = race;
  const optimizer = race.optimizers[contender.optimizer];
  const width = axes[0].values.length;
  const lanes = width * axes[1].values.length;
  const varied = axes.map(({ place }) => place);
  const varies = (/** @type {string} */ name, /** @type {number} */ index) =>
    name === "hyper" ? varied.includes(index) : name !== "step" && name !== "parameters";
  const branches = (/** @type {readonly ProgramJson[]} */ programs) =>
    new Branches(programs.map((one) => new LanesPlayer(one, lanes, varies)));
  const [surface, init, next] = [race.surface, optimizer.init, optimizer.step].map(branches);
  const columns = (/** @type {number} */ count) => Array.from({ length: count }, () => new Float64Array(lanes));
  const [xy, grad, state] = [columns(2), columns(2), columns(2 * optimizer.state.length)];
  const hyper = contender.hyper.map((one) => Float64Array.of(one));
  const parameters = race.parameters.values.map((one) => Float64Array.of(one));
  xy.forEach((column, i) => column.fill(start[i]));
  axes.forEach(({ place, values }, axis) => {
    const column = Float64Array.from({ length: lanes }, (_, lane) => values[axis ? Math.floor(lane / width) : lane % width]);
    if (typeof place === "number") hyper[place] = column;
    else xy[place === "start.x" ? 0 : 1] = column;
  });
  let step = 0;
  const write = (/** @type {LanesPlayer} */ player) => {
    const given = /** @type {const} */ ({ xy, grad, state, hyper, parameters, step: [Float64Array.of(step)] });
    for (const [name, parts] of Object.entries(given)) {
      const first = player.inputs[name];
      if (first !== undefined) parts.forEach((part, index) => player.of(first + index).set(part));
    }
  };
  const read = (/** @type {LanesPlayer} */ player, /** @type {string} */ name, /** @type {Float64Array[]} */ target) => {
    player.outputs[name].forEach((register, index) => {
      const from = player.of(register);
      if (from.length === lanes) target[index].set(from);
      else target[index].fill(from[0]);
    });
  };
  if (!init.run(write)) return null;
  read(init.current, "state", state);
  const [loss] = columns(1);
  const results = new Results(map, contender.divergenceFactor, lanes);
  for (; ; step++) {
    if (!surface.run(write)) return null;
    read(surface.current, "loss", [loss]);
    read(surface.current, "grad", grad);
    const checked = [...xy, ...grad, ...(step ? optimizer.tracked.flatMap((index) => [state[2 * index], state[2 * index + 1]]) : [])];
    if (!results.record(step, loss, checked) || step === steps) return results.values(colour);
    if (noise) grad.forEach((column, i) => column.forEach((value, lane) => (column[lane] = value + noise.draws[2 * step + i])));
    step++;
    const moved = next.run(write);
    step--;
    if (!moved) return null;
    read(next.current, "xy", xy);
    read(next.current, "state", state);
  }
}

/** What the map shows of each lane, recorded step by step by the rules of `descend`. */
class Results {
  /**
   * @param {MapJson} map
   * @param {number} divergenceFactor
   * @param {number} lanes
   */
  constructor({ race, target, lowest, rounding }, divergenceFactor, lanes) {
    this.largest = divergenceFactor * race.divergence;
    this.target = target;
    this.lowest = lowest ?? NaN;
    this.rounding = rounding;
    this.alive = new Uint8Array(lanes).fill(1);
    const column = () => new Float64Array(lanes).fill(NaN);
    this.limits = column();
    this.goals = column();
    this.last = column();
    this.best = column();
    this.arrived = column();
  }

  /**
   * Whether any lane is still running.
   * @param {number} step
   * @param {Float64Array} loss
   * @param {Float64Array[]} checked what must be finite besides
   */
  record(step, loss, checked) {
    const { alive, limits, goals, last, best, arrived } = this;
    let any = false;
    for (let lane = 0; lane < alive.length; lane++) {
      if (!alive[lane]) continue;
      const value = loss[lane];
      let sum = value;
      for (const column of checked) sum += column[lane] - column[lane]; // 0, or NaN for what is not finite
      if (step === 0) {
        limits[lane] = this.largest * Math.max(Math.abs(value), 1);
        const gap = value - this.lowest;
        goals[lane] = gap < -this.rounding ? NaN : this.lowest + Math.max(this.target * gap, this.rounding);
      }
      if (!(Math.abs(sum) <= limits[lane])) {
        alive[lane] = 0;
        last[lane] = best[lane] = arrived[lane] = NaN;
        continue;
      }
      any = true;
      last[lane] = value;
      best[lane] = value < best[lane] || step === 0 ? value : best[lane];
      if (!(value <= goals[lane])) arrived[lane] = NaN;
      else if (Number.isNaN(arrived[lane])) arrived[lane] = step;
    }
    return any;
  }

  /** @param {string} colour */
  values(colour) {
    return { final_loss: this.last, best_loss: this.best, steps_to: this.arrived }[colour] ?? this.last;
  }
}
