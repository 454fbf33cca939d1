// The parts of plotly.js that are used here, its unofficial ones included.
import type { Numbers } from "./data";

export interface Plotly {
  react(chart: HTMLElement, data: Trace[], layout: Layout, config: Config): Promise<unknown>;
  relayout(chart: HTMLElement, change: Record<string, unknown>): Promise<unknown>;
  restyle(chart: HTMLElement, change: Record<string, unknown>, traces: number[]): Promise<unknown>;
  purge(chart: HTMLElement): void;
  /** The address of a picture of the chart, as `data:`. */
  toImage(chart: HTMLElement | Figure, format: PictureFormat): Promise<string>;
}

export interface PictureFormat {
  format: "png" | "svg";
  width: number;
  height: number;
  scale: number;
}

export type Config = Record<string, unknown>;

/** An element in which Plotly has drawn; without `_fullLayout` until then. */
export interface Chart extends HTMLElement {
  data: Trace[];
  layout: Layout;
  _fullLayout?: FullLayout;
  /** Whether a person drags in it. */
  _dragging?: boolean;
  on(event: string, handler: (event: any) => void): void;
}

/** The axes of a flat chart. */
export interface PlotArea {
  width: number;
  height: number;
  xaxis: PlotAxis;
  yaxis: PlotAxis;
}

export interface FullLayout extends PlotArea {
  xaxis: FullAxis;
  yaxis: FullAxis;
  scene?: { _scene?: FullScene };
}

export interface PlotAxis {
  type: string;
  /** The ends of the axis; decades on a log axis. */
  range: Range;
  /** Pixels. */
  _length: number;
  /** Pixels from the chart's left or upper edge. */
  _offset: number;
  /** Value to pixel. */
  d2p(value: number): number;
}

export interface FullAxis extends PlotAxis {
  /** Pixel to value. */
  p2d(pixel: number): number;
}

export type Range = [number, number];

export interface FullScene {
  /** A controller per way to turn the scene: the turntable's angles [around, up] and its center [x, y, z]. */
  camera: { view: { _controllerList: { angle?: Bounded; center?: Bounded }[] } };
  glplot: { cameraParams?: Camera };
  dataScale: number[];
}

/** The least and the greatest values of a vector. */
export interface Bounded {
  bounds: [number[], number[]];
}

/** 4 x 4 matrices, column by column. */
export interface Camera {
  model: ArrayLike<number>;
  view: ArrayLike<number>;
  projection: ArrayLike<number>;
}

export interface Figure {
  data: Trace[];
  layout: Layout;
}

export interface Layout {
  /** Pixels around the axes. */
  margin?: { l: number; r: number; t: number; b: number };
  xaxis?: Axis;
  yaxis?: Axis;
  scene?: Scene;
  annotations?: Annotation[];
  uirevision?: unknown;
  [option: string]: unknown;
}

export interface Axis {
  type?: string;
  range?: Range;
  [option: string]: unknown;
}

export interface Scene {
  xaxis?: Axis;
  yaxis?: Axis;
  zaxis?: Axis;
  camera?: { eye: Place; center: Place };
  [option: string]: unknown;
}

export interface Place {
  x: number;
  y: number;
  z: number;
}

export interface Annotation {
  /** "step 12" for a label that appears at that step. */
  name?: string;
  bgcolor?: string;
  [option: string]: unknown;
}

export interface Trace {
  x?: Values | Numbers;
  y?: Values | Numbers;
  z?: unknown;
  meta?: Meta;
  marker?: { color?: string; symbol?: unknown };
  [option: string]: unknown;
}

/** Numbers as Python's `sendable` sends them: packed, or a list with null for a gap. */
export type Values = Packed | (number | null)[];

/** A little-endian array in base64. */
export interface Packed {
  dtype: string;
  bdata: string;
}

/** An array of two dimensions; its shape is "height, width". */
export interface Grid extends Packed {
  shape: string;
}

/** What Python's `style.meta` and the map panels say of a trace. */
export interface Meta {
  role?: string;
  /** The contender's index. */
  index?: number;
  /** The first step that has a value. */
  first?: number;
  /** The steps at which the trace's parts appear. */
  steps?: number[];
  /** Of a surface on a log scale: the height of which the distances count, else null. */
  floor?: number | null;
  /** Of a surface on a scale of ranks: evenly spaced quantiles of its heights. */
  ranks?: number[] | null;
  /** Changes in a dark theme. */
  dark?: Record<string, any>;
  cells?: Cells;
}

/** The data of which `cells.js` makes hover texts; see optim_core/figures/maps/panel.py. */
export interface Cells {
  x: string[];
  y: string[];
  /** Of the axis across, the axis up, and the quantity. */
  names: [string, string, string];
  statuses: string[];
  /** A row of digits per row of cells: the index of the status. */
  codes: string[];
  log: boolean;
  floor: number;
  /** The names of values that are kinds instead of numbers. */
  kinds: string[];
}
