// The data that Python sends to each component, and what is made of them.
import type { ContenderJson, MapJson, NoiseJson, RaceJson, ScheduledJson } from "./engine";
import type { Figure, Grid, Packed, Range, Values } from "./plotly";

export type Numbers = Float32Array | Float64Array | Int8Array | Int16Array | Int32Array | Uint8Array;

/** The failure message that each component may show instead of itself. */
interface Failing {
  failed: string;
}

/** From optim_core/export/race_data.py: a contender and how it is drawn. */
export interface Contender {
  name: string;
  index: number;
  color: string;
  dash: string;
  symbol: string;
  glyph: string;
  /** The step from which it has no loss, and why. */
  stopped: { step: number; text: string } | null;
  /** Null where the curves show the losses. */
  loss: Values | null;
}

/** A race for the browser's own engine (optim_core/descend/portable.py), with its arrays packed. */
export type SentRace = Omit<RaceJson, "noise" | "contenders"> & {
  noise: (Omit<NoiseJson, "draws"> & { draws: Packed }) | null;
  contenders: (SentContender | null)[];
};
type SentContender = Omit<ContenderJson, "scheduled"> & { scheduled: SentSchedule[] };
type SentSchedule = Omit<ScheduledJson, "values" | "perUnit"> & { values: Packed; perUnit: Packed };

/** A map for the browser's own engine, with the color scale of its cells. */
export type SentMap = Omit<MapJson, "race"> & {
  race: SentRace;
  tag: string;
  /** The contender, counted from 1 in links. */
  number: number;
  log: boolean;
  floor: number;
  /** The lowest position on a log scale. */
  least: number;
};

/** From ui/components/race_view.py. */
export interface RaceUpdate {
  figure: Figure;
  curves: Figure;
  projection: "contour" | "3d";
  /** The id of the surface's arrays. */
  surface: string;
  steps: number;
  contenders: Contender[];
  alt: string;
  curves_alt: string;
  texts: RaceTexts;
  /** Names what is drawn. */
  tag: string;
  /** The id of the paths from many starts; empty without them. */
  multistart: string;
  /** Whether a click moves the start. */
  movable: boolean;
  /** The step at which the page asks to open, null for the end. */
  opening: Opening;
  /** Whether the page shows the race alone, in a frame of another page. */
  embedded: boolean;
  /** Null without scenes. */
  scenes: SceneTexts | null;
  /** Null if the browser cannot run it. */
  engine: SentRace | null;
  /** What the curves show. */
  quantity: string;
}

/** A change of any of it asks again. */
export interface Opening {
  step: number | null;
  /** The text of the shown scene; empty if none is. */
  scene: string;
}

/** From ui/surface/scenes.py. */
export interface SceneTexts {
  /** The shown scene, counted from 1; 0 if none is. */
  shown: number;
  count: number;
  title: string;
  previous: string;
  next: string;
}

/** From ui/surface/share.py. */
export interface ShareData extends Failing {
  /** Of the page, without a step. */
  link: string;
  texts: Record<
    "at_step" | "copy" | "copied" | "copy_failed" | "svg" | "gif" | "drawing" | "video" | "recording" | "no_video" | "not_saved" | "add",
    string
  >;
}

export interface RaceData extends Failing {
  race: Omit<RaceUpdate, "multistart" | "movable" | "opening" | "embedded" | "scenes">;
  multistart: string;
  movable: boolean;
  opening: Opening;
  scenes: SceneTexts | null;
  embedded: boolean;
}

/** The player's labels by action; `frames` names each frame where the steps are not counted. */
export interface PlayerTexts {
  player: string;
  play: string;
  pause: string;
  keys: string;
  scrub: string;
  speed: string;
  step_of?: string;
  frames?: string[];
  [action: string]: any;
}

export interface RaceTexts extends PlayerTexts {
  loading: string;
  failed: string;
  failed_3d: string;
  present: string;
  present_help: string;
  /** Why a path ends, by status. */
  statuses: Record<string, string>;
}

/** The heights of a surface, with the real ones where others are drawn. */
export interface SurfaceData {
  surface: string;
  x: Packed;
  y: Packed;
  z: Grid;
  customdata?: Grid;
}

/** The same as Plotly takes them. */
export interface SurfaceArrays {
  x: Numbers;
  y: Numbers;
  z: Numbers[];
  customdata: Numbers[];
}

/** From optim_core/figures/race/multistart.py: the paths of each contender, one after the other. */
export interface MultistartData {
  multistart: string;
  range: Range;
  starts: { x: Values; y: Values };
  multistarts: MultistartContender[];
}

export interface MultistartContender {
  index: number;
  step: Values;
  x: Values;
  y: Values;
  /** Points of each path, and whether it stopped without a result. */
  lengths: number[];
  stopped: boolean[];
  band: { step: Values; low: Values; middle: Values; high: Values };
}

export interface Multistart {
  range: Range;
  /** The color of the starts. */
  ink: string;
  starts: { x: Numbers; y: Numbers };
  multistarts: MultistartPaths[];
}

export interface MultistartPaths {
  step: Numbers;
  x: Numbers;
  y: Numbers;
  lengths: number[];
  stopped: boolean[];
  band: { step: Numbers; low: Numbers; middle: Numbers; high: Numbers };
  color: string | undefined;
}

/** From ui/components/chart.py. */
export interface ChartData extends Failing {
  figure: Figure;
  alt: string;
  height: number;
  /** Whether clicks and zooms are reported. */
  asks?: boolean;
  /** The map that it shows, if the browser can run a coarse one. */
  map?: SentMap | null;
}

/** From ui/components/multiples.py. */
export interface MultiplesData extends Failing {
  panels: { figure: Figure; alt: string; height: number; animation?: AnimationData }[];
  /** The least width of a chart, in pixels. */
  least: number;
  /** What screen readers read out once, such as how a training ended; empty while there is nothing to say. */
  news: string;
  /** The name of each frame; none without animations. */
  frames: string[];
  texts: PlayerTexts;
}

/** The frames of one array of one trace: shape [frames, length] or [frames, height, width]. */
export interface AnimationData {
  trace: number;
  name: string;
  shape: number[];
  values: Values;
}

export type Animation = Omit<AnimationData, "values"> & { values: Numbers };

/** From ui/components/html_table.py. */
export interface TableData extends Failing {
  head: string[];
  rows: TableRow[];
}

export interface TableRow {
  glyph: string;
  color: string;
  cells: string[];
}

/** From ui/surface/gallery.py. */
export interface GalleryData extends Failing {
  groups: GalleryGroup[];
}

export interface GalleryGroup {
  name: string;
  about: string;
  cards: GalleryCard[];
}

/** `picture` is a PNG in base64. */
export interface GalleryCard {
  key: string;
  name: string;
  about: string;
  picture: string;
  link: string;
}

/** From ui/surface/diagnosis_cards.py and ui/model/training_diagnosis.py. */
export interface DiagnosisData extends Failing {
  cards: DiagnosisCard[];
  /** The race, as in its link. */
  query: string;
  /** The label of the findings that are folded away. */
  more: string;
}

export interface DiagnosisCard {
  name: string;
  /** The contender, counted from 1. */
  number: number;
  glyph: string;
  color: string;
  step: StepLink | null;
  findings: Finding[];
  /** How many findings are always shown. */
  first: number;
  /** Shown without findings. */
  nothing: string;
}

export interface Finding {
  text: string;
  step: StepLink | null;
  attempts: string[];
}

export interface StepLink {
  label: string;
  step: number;
}

/** From `style` in lib/theme.js: the colors and the font of the page. */
export interface Theme {
  text: string;
  font: string;
  background: string;
  dark: boolean;
  halo: string;
}

/** A contender's path or curve, as the overlay draws it. Its x is the step, counted from `first`, where `x` is null. */
export interface Line {
  color: string;
  dash: string;
  symbol: string;
  radius: number;
  first: number;
  x: Numbers | null;
  y: Numbers;
  /** Short pieces where the path leaves the frame and comes back, and the step from which each shows. */
  stubs: { step: number; x: Numbers; y: Numbers }[];
  /** Where it ended or left the frame; a cross for divergence. */
  ends: { step: number; x: number; y: number; cross: boolean }[];
  /** The points in pixels, for the axes of the last drawing. */
  px?: Float64Array;
  py?: Float64Array;
}

export interface Point {
  x: number;
  y: number;
}

/** From values to pixels of a chart's plotting area. */
export interface Plot {
  x(value: number): number;
  y(value: number): number;
  width: number;
  height: number;
}
