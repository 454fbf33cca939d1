// The data of the lab, from optim_core/export/lab_page.py and optim_core/export/course/unit_page.py.
import type { RaceData, SentRace, SurfaceData } from "./data";
import type { PlayedPath } from "./engine";
import type { Figure } from "./plotly";

/** The page of a race. */
export interface LabPage extends LabData {
  kind: "race";
  /** Back to the app; empty without one. */
  link: string;
  language: string;
}

/** The page of a lesson or a claim. */
export interface UnitPage extends Question, IndexPage<"unit"> {
  races: LabData[];
  charts: Record<string, { figure: Figure; alt: string }>[];
  /** Of each chart, in pixels. */
  height: number;
}

/** The list of lessons and claims. */
export interface IndexPage<Kind = "index"> {
  kind: Kind;
  language: string;
  /** Title, texts of the switches, and what stands in place of a failed chart. */
  languages: Record<string, { texts: Record<string, string> }>;
}

export interface Question {
  /** The names of the options; none if the answer is a number. */
  options: string[];
  right: string | number;
  /** Of a number, relative. */
  tolerance: number;
}

/** A race of a page. */
export interface LabData {
  /** Names the race. */
  id: string;
  /** The torch script of the race. */
  script: string;
  surface: SurfaceData;
  engine: SentRace;
  /** The least and the greatest coordinate of a start. */
  coordinates: [number, number];
  axis: AxisKind;
  steps: SliderData;
  contenders: LabContender[];
  languages: Record<string, LabLanguage>;
}

export type AxisKind = "auto" | "log" | "linear";

export interface LabContender {
  name: string;
  sliders: SliderData[];
  torch: Result;
}

export interface SliderData {
  name: string;
  ticks: number[];
  /** Ends of the domain that the optimizer refuses. */
  refused: number[];
}

/** What the table shows of a run; status is one of optim_core's. */
export interface Result {
  loss: number;
  steps: number;
  status: string;
  stoppedAt: number | null;
}

export interface LabLanguage {
  race: Omit<RaceData["race"], "engine">;
  texts: Record<string, string>;
  statuses: Record<string, string>;
  /** Patterns of alternative texts. */
  alt: Record<"race" | "ends" | "diverged" | "curves" | "value" | "stops", string>;
  /** The title of the curves' axis, plain and if it is in decades. */
  quantities: [string, string];
  stepSlider: SliderWords;
  /** Of each contender. */
  sliders: SliderWords[][];
}

export interface SliderWords {
  label: string;
  help: string;
  range: string;
}

/** A race as the browser has run it; null for a contender that it cannot run. */
export interface Played {
  paths: (PlayedPath | null | undefined)[];
  steps: number;
  start: readonly [number, number];
}
