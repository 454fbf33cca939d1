// Made from frontend/ by npm run build. Change the code there.

// frontend/engine/branches.js
var Branches = class {
  /** @param {readonly Player[]} players one per program */
  constructor(players) {
    this.players = players;
    this.current = players[0];
  }
  /**
   * Perform the program that is valid for these inputs, which is `current` then; whether there is one.
   * @param {(player: Player) => void} write writes the inputs
   */
  run(write) {
    for (let tries = 0; tries < this.players.length; tries++) {
      write(this.current);
      if (this.current.run()) return true;
      this.current = this.players[(this.players.indexOf(this.current) + 1) % this.players.length];
    }
    return false;
  }
};

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
var NAMES = Object.keys(OPERATIONS);
var FUNCTIONS = Object.values(OPERATIONS);
var SPECIAL = { nan: NaN, inf: Infinity, "-inf": -Infinity };
var constantOf = (value) => typeof value === "string" ? SPECIAL[value] : value;

// frontend/engine/lanes.js
var [ADD, SUB, MUL, DIV, SQRT, NEG, ABS, , FMA, LERP] = NAMES.keys();
var WIDTH = 9;
var LanesPlayer = class {
  /**
   * @param {ProgramJson} json
   * @param {number} lanes
   * @param {(name: string, index: number) => boolean} varies whether a number of an input differs from lane to lane
   */
  constructor(json, lanes, varies) {
    this.lanes = lanes;
    this.guards = json.guards;
    this.outputs = json.outputs;
    this.inputs = {};
    this.varying = [];
    for (const [name, count] of json.inputs) {
      this.inputs[name] = this.varying.length;
      for (let index = 0; index < count; index++) this.varying.push(varies(name, index));
    }
    const firstConstant = this.varying.length;
    this.varying.push(...json.constants.map(() => false));
    for (const [, ...from] of json.code) this.varying.push(from.some((register) => this.varying[register]));
    let end = 0;
    this.offsets = Int32Array.from(this.varying, (varies_) => (end += varies_ ? lanes : 1) - (varies_ ? lanes : 1));
    this.numbers = new Float64Array(end);
    json.constants.forEach((value, index) => {
      this.numbers[this.offsets[firstConstant + index]] = constantOf(value);
    });
    const first = firstConstant + json.constants.length;
    this.code = new Int32Array(json.code.length * WIDTH);
    json.code.forEach(([name, ...from], index) => {
      const operands = [0, 1, 2].flatMap((i) => [this.offsets[from[i] ?? 0], from[i] !== void 0 && this.varying[from[i]] ? 1 : 0]);
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
};

// frontend/engine/cells.js
function cells(map, contender, start, steps) {
  const { race, axes, colour } = map;
  const { noise } = race;
  const optimizer = race.optimizers[contender.optimizer];
  const width = axes[0].values.length;
  const lanes = width * axes[1].values.length;
  const varied = axes.map(({ place }) => place);
  const varies = (name, index) => name === "hyper" ? varied.includes(index) : name !== "step" && name !== "parameters";
  const branches = (programs) => new Branches(programs.map((one) => new LanesPlayer(one, lanes, varies)));
  const [surface, init, next] = [race.surface, optimizer.init, optimizer.step].map(branches);
  const columns = (count) => Array.from({ length: count }, () => new Float64Array(lanes));
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
  const write = (player) => {
    const given = (
      /** @type {const} */
      { xy, grad, state, hyper, parameters, step: [Float64Array.of(step)] }
    );
    for (const [name, parts] of Object.entries(given)) {
      const first = player.inputs[name];
      if (first !== void 0) parts.forEach((part, index) => player.of(first + index).set(part));
    }
  };
  const read = (player, name, target) => {
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
    const checked = [...xy, ...grad, ...step ? optimizer.tracked.flatMap((index) => [state[2 * index], state[2 * index + 1]]) : []];
    if (!results.record(step, loss, checked) || step === steps) return results.values(colour);
    if (noise) grad.forEach((column, i) => column.forEach((value, lane) => column[lane] = value + noise.draws[2 * step + i]));
    step++;
    const moved = next.run(write);
    step--;
    if (!moved) return null;
    read(next.current, "xy", xy);
    read(next.current, "state", state);
  }
}
var Results = class {
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
      for (const column of checked) sum += column[lane] - column[lane];
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
};

// frontend/worker.js
var worker = (
  /** @type {any} */
  globalThis
);
worker.onmessage = ({ data: { map, contender, start, steps } }) => {
  worker.postMessage(cells(map, contender, start, steps));
};
