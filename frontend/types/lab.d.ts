// The data of the lab, from optim_core/export/lab_page.py.
import type { RaceData, SentRace, SurfaceData } from "./data";
import type { PlayedPath } from "./engine";

export interface LabData {
  /** Back to the app; empty without one. */
  link: string;
  language: string;
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
