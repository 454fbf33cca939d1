// Made from frontend/ by npm run build. Change the code there.

// frontend/engine/cells.js
function cells(race, { axes: [across, up], colour, ...rest }, contender, start, steps) {
  const values = new Float64Array(across.values.length * up.values.length);
  const hyper = [...contender.hyper];
  const from = (
    /** @type {[number, number]} */
    [...start]
  );
  const set = ({ place }, coordinate) => {
    if (place === "start.x") from[0] = coordinate;
    else if (place === "start.y") from[1] = coordinate;
    else hyper[place] = coordinate;
  };
  let to = 0;
  for (const y of up.values) {
    set(up, y);
    for (const x of across.values) {
      set(across, x);
      const path = race.path({ ...contender, hyper }, from, steps);
      values[to++] = path.status === "converged" || path.status === "running" ? value(path, colour, rest) : NaN;
    }
  }
  return values;
}
function value({ loss }, colour, { target, lowest, rounding }) {
  const last = loss[loss.length - 1];
  if (colour !== "steps_to") return colour === "best_loss" ? loss.reduce((least, one) => Math.min(least, one)) : last;
  if (lowest === null || loss[0] - lowest < -rounding) return NaN;
  const limit = lowest + Math.max(target * (loss[0] - lowest), rounding);
  let first = loss.length;
  while (first > 0 && loss[first - 1] <= limit) first--;
  return first < loss.length ? first : NaN;
}

// frontend/engine/fma.js
var SPLITTER = 2 ** 27 + 1;
var [LEAST, MOST] = [2 ** -900, 2 ** 900];
var number = new Float64Array(1);
var words = new Uint32Array(number.buffer);
var [LOW, HIGH] = new Uint8Array(Uint32Array.of(1).buffer)[0] ? [0, 1] : [1, 0];
function fma(a, b, c) {
  const product = a * b;
  const size = Math.abs(product);
  if (!(size < MOST && size > LEAST && Math.abs(a) < MOST && Math.abs(b) < MOST && Math.abs(c) < MOST)) return product + c;
  const [wideA, wideB] = [SPLITTER * a, SPLITTER * b];
  const [highA, highB] = [wideA - (wideA - a), wideB - (wideB - b)];
  const [lowA, lowB] = [a - highA, b - highB];
  const rest = lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
  const small = c + rest;
  const smallRest = error(c, rest, small);
  const sum = product + small;
  const sumRest = error(product, small, sum);
  return sum + oddSum(sumRest, smallRest);
}
function error(a, b, sum) {
  const part = sum - a;
  return a - (sum - part) + (b - part);
}
function oddSum(a, b) {
  const sum = a + b;
  const lost = error(a, b, sum);
  if (lost === 0) return sum;
  number[0] = sum;
  if (words[LOW] & 1) return sum;
  if (lost > 0 === sum > 0) words[LOW]++;
  else if (words[LOW]-- === 0) words[HIGH]--;
  return number[0];
}

// frontend/engine/operations.js
var max = (a, b) => a !== a || b !== b ? NaN : Math.max(a, b);
var min = (a, b) => a !== a || b !== b ? NaN : Math.min(a, b);
var lerp = (start, end, share) => Math.abs(share) < 0.5 ? fma(share, end - start, start) : fma(share - 1, end - start, end);
function remainder(a, b) {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}
var OPERATIONS = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  sqrt: Math.sqrt,
  neg: (a) => -a,
  abs: Math.abs,
  where: (a, b, c) => a ? b : c,
  fma,
  lerp,
  max,
  min,
  eq: (a, b) => +(a === b),
  ne: (a, b) => +(a !== b),
  gt: (a, b) => +(a > b),
  ge: (a, b) => +(a >= b),
  lt: (a, b) => +(a < b),
  le: (a, b) => +(a <= b),
  and: (a, b) => a && b,
  or: (a, b) => a || b,
  not: (a) => +!a,
  pow: Math.pow,
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  log2: Math.log2,
  log10: Math.log10,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  atan2: Math.atan2,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  hypot: Math.hypot,
  sign: (a) => a !== a ? 0 : Math.sign(a),
  floor: Math.floor,
  ceil: Math.ceil,
  trunc: Math.trunc,
  fmod: (a, b) => a % b,
  remainder,
  fround: Math.fround
};

// frontend/engine/program.js
var NAMES = Object.keys(OPERATIONS);
var FUNCTIONS = Object.values(OPERATIONS);
var [ADD, SUB, MUL, DIV, SQRT, NEG, ABS, WHERE, FMA] = NAMES.keys();
var SPECIAL = { nan: NaN, inf: Infinity, "-inf": -Infinity };
var WIDTH = 4;
var Player = class {
  /** @param {ProgramJson} json */
  constructor(json) {
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
    json.constants.forEach((value2, index) => {
      this.registers[first + index] = typeof value2 === "string" ? SPECIAL[value2] : value2;
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
};
var Branches = class {
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
};

// frontend/engine/contender.js
var Surface = class {
  /** @param {readonly ProgramJson[]} programs */
  constructor(programs) {
    this.programs = new Branches(programs);
    this.xy = new Float64Array(2);
    this.grad = new Float64Array(2);
    this.loss = NaN;
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
};
var Optimizer = class {
  /** @param {OptimizerJson} json */
  constructor({ init, step, state, hyper }) {
    this.first = new Branches(init);
    this.next = new Branches(step);
    this.xy = new Float64Array(2);
    this.grad = new Float64Array(2);
    this.state = new Float64Array(2 * state.length);
    this.hyper = new Float64Array(hyper.length);
    this.step = 0;
    this.writeFirst = ({ registers, inputs }) => {
      registers.set(this.xy, inputs.xy);
      registers.set(this.hyper, inputs.hyper);
    };
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
};

// frontend/engine/race.js
var Race = class {
  /** @param {RaceJson} json */
  constructor(json) {
    this.json = json;
    this.surface = new Surface(json.surface);
    this.optimizers = json.optimizers.map((optimizer) => new Optimizer(optimizer));
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
      if (!valid || step > 0 && !trackedFinite(optimizer.state, tracked)) return ended("not_finite", step, step - 1);
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
};
var finite = (values) => isFinite(values[0]) && isFinite(values[1]);
var trackedFinite = (state, tracked) => tracked.every((index) => isFinite(state[2 * index]) && isFinite(state[2 * index + 1]));
function fellToZero(first, last, share) {
  const scale = Math.max(Math.abs(first[0]), Math.abs(first[1]));
  if (!(scale > 0)) return last[0] === 0 && last[1] === 0;
  return Math.hypot(last[0] / scale, last[1] / scale) <= share * Math.hypot(first[0] / scale, first[1] / scale);
}

// frontend/worker.js
var worker = (
  /** @type {any} */
  globalThis
);
var known = null;
worker.onmessage = ({ data: { tag, map, contender, start, steps } }) => {
  if (known?.tag !== tag) known = { tag, race: new Race(map.race) };
  worker.postMessage(cells(known.race, map, contender, start, steps));
};
