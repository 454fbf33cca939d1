// Programs and races as the server sends them (optim_core/engine/program.py, optim_core/descend/programs.py).

export interface ProgramJson {
  version: number;
  inputs: readonly (readonly [string, number])[];
  constants: readonly (number | string)[];
  code: readonly (readonly [string, ...number[]])[];
  outputs: Readonly<Record<string, readonly number[]>>;
  guards: readonly (readonly [number, number])[];
}

export interface OptimizerJson {
  /** The state before the first step. */
  init: readonly ProgramJson[];
  step: readonly ProgramJson[];
  /** The names of the state, and of the hyperparameters that are inputs. */
  state: readonly string[];
  hyper: readonly string[];
  /** Of each of `hyper`. */
  domains: readonly Domain[];
  /** Indices of the state that a race records; a run ends where it is not finite. */
  tracked: readonly number[];
}

export interface ContenderJson {
  /** Index of its optimizer among the race's. */
  optimizer: number;
  /** The values of the optimizer's `hyper`. */
  hyper: readonly number[];
  scheduled: readonly ScheduledJson[];
  /** Multiplier on the loss limit above which a run counts as diverged. */
  divergenceFactor: number;
}

/** A hyperparameter that a schedule sets. */
export interface ScheduledJson {
  /** Index among the optimizer's `hyper`. */
  index: number;
  /** Its value when the tables were made. */
  sent: number;
  /** At each update, for that value. */
  values: ArrayLike<number>;
  /** What each value gains if the hyperparameter grows by 1. */
  perUnit: ArrayLike<number>;
}

export interface NoiseJson {
  /** One draw per step, two numbers each. */
  draws: ArrayLike<number>;
  /** Whether a draw is added to the point rather than to the gradient. */
  shifts: boolean;
  /** How much noise there is, to which the draws are in proportion, and its domain. */
  level: number;
  domain: Domain;
}

/** Low, high, and whether these are excluded. */
export type Domain = readonly [number, number, boolean, boolean];

/** The real numbers that a surface depends on, inputs of its programs. */
export interface ParametersJson {
  /** Their entries in links, such as "surface.kappa"; last "scale", "angle" (in degrees) and "stretch". */
  entries: readonly string[];
  values: readonly number[];
  domains: readonly Domain[];
}

export interface RaceJson {
  surface: readonly ProgramJson[];
  parameters: ParametersJson;
  optimizers: readonly OptimizerJson[];
  contenders: readonly (ContenderJson | null)[];
  start: readonly [number, number];
  steps: number;
  /** The least and the largest number of steps. */
  stepRange: readonly [number, number];
  startRange: readonly [number, number];
  noise: NoiseJson | null;
  /** |loss| over max(|loss at the start|, 1) above which a run has diverged. */
  divergence: number;
  /** Last over first norm of the gradient up to which a run has converged. */
  convergence: number;
}

/** A map whose cells vary one contender of a race (optim_core/sweep/maps/portable.py). */
export interface MapJson {
  race: RaceJson;
  /** Across and up: the index of the hyperparameter, or the coordinate of the start, and its values. */
  axes: readonly [MapAxisJson, MapAxisJson];
  /** What the cells show: "final_loss", "best_loss" or "steps_to". */
  colour: string;
  /** As in `SurfaceView`. */
  target: number;
  lowest: number | null;
  /** Losses that differ by less are equal. */
  rounding: number;
}

export interface MapAxisJson {
  place: number | "start.x" | "start.y";
  values: readonly number[];
}

/** What a page asks its worker. */
export interface CellsRequest {
  map: MapJson;
  contender: ContenderJson;
  start: readonly [number, number];
  steps: number;
}

export interface PlayedPath {
  /** The valid points, two numbers each, and their losses. */
  xy: Float64Array;
  loss: Float64Array;
  /** The gradients at them, two numbers each. */
  grad: Float64Array;
  /** The last valid step. */
  last: number;
  status: "converged" | "running" | "left_domain" | "not_finite";
  stoppedAt: number | null;
}
