// Surface and paths of a race, its curves, and the bar that plays them.
import { News } from "./announcer.js";
import { arrived } from "./array_store.js";
import { decoded } from "./arrays.js";
import { TOUCH, ZOOM_BAR, bundle, webgl } from "./bundle.js";
import { Ground } from "./ground.js";
import { complete, drawn, lines } from "./lines.js";
import { describe, element } from "./nodes.js";
import { Panel } from "./panel.js";
import { save } from "./picture.js";
import { Player } from "./player.js";
import { Presentation } from "./presentation.js";
import { Preview, stopOf } from "./preview.js";
import { previewedAxis } from "./previewed_axis.js";
import { RaceStart } from "./race_start.js";
import { RaceStarts } from "./race_starts.js";
import { SteadyRange } from "./ranges.js";
import { Readout } from "./readout.js";
import { SceneBar } from "./scene_bar.js";
import { Scene } from "./scene.js";
import { shownRaces } from "./shown_race.js";
import { saveSvg } from "./svg_file.js";
import { frame, style } from "./theme.js";
/** @import { RaceUpdate, SurfaceArrays, Theme } from "../types/data" */
/** @import { Plotly } from "../types/plotly" */
/** @import { Shown } from "./preview.js" */
/** @import { SetTriggerValue } from "../types/streamlit" */

export class Race {
  root = element("div", "race");
  left = element("div", "race-left");
  right = element("div", "race-right");
  readout = new Readout();
  news = new News();
  state = element("div", "race-state");
  /** @type {RaceUpdate | null} */
  data = null;
  /** @type {Theme} */
  style = style(this.root);
  /** @type {SetTriggerValue} */
  send = () => {};
  /** The range of the curves' axis. */
  range = new SteadyRange();
  /** Whether the race is shown in three dimensions. */
  solid = false;
  resizing = 0;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root.dataset.testid = "race";
    this.player = new Player(
      () => this.draw(),
      () => this.save(),
      (playing) => this.playing(playing),
    );
    this.player.root.hidden = true;
    this.presentation = new Presentation(this);
    this.scenes = new SceneBar(this.root, (position) => this.send("scene", position));
    shownRaces.add(this);
    this.root.append(element("div", "race-grid", this.scenes.root, this.left, this.right, this.player.root, this.readout.root));
    this.flat = new Panel(this.left, { ...ZOOM_BAR, doubleClick: false });
    this.curves = new Panel(this.right, ZOOM_BAR);
    this.scene = new Scene(this.left);
    this.start = new RaceStart(this);
    this.starts = new RaceStarts(this);
    this.ground = new Ground(this.flat); // after the starts, which lie over it
    this.left.append(this.state);
    parent.append(this.root);
    this.watch = new ResizeObserver(() => this.resize());
    this.watch.observe(this.left);
    this.watch.observe(this.right);
    this.preview = new Preview(
      (shown) => this.showPreview(shown),
      () => this.restore(),
    );
  }

  /** @param {RaceUpdate} data */
  async update(data) {
    if (!this.data) this.state.textContent = data.texts.loading;
    this.data = data;
    if (data.multistart !== this.root.dataset.multistart) this.starts.forget();
    this.solid = data.projection === "3d";
    describe(this.left, data.alt);
    describe(this.right, data.curves_alt);
    try {
      if (this.solid && !webgl()) throw new NoWebGL();
      const [heights, flat, space] = await Promise.all([arrived(data.surface), bundle("flat"), this.solid ? bundle("space") : null]);
      if (this.data === data) await this.show(data, drawn(heights), flat, space);
    } catch (error) {
      console.error(error);
      this.flat.hide();
      this.scene.hide();
      this.state.textContent = error instanceof NoWebGL ? data.texts.failed_3d : data.texts.failed;
    }
  }

  /**
   * @param {RaceUpdate} data
   * @param {SurfaceArrays} heights
   * @param {Plotly} flat
   * @param {Plotly | null} space
   */
  async show(data, heights, flat, space) {
    this.style = style(this.root);
    this.player.root.hidden = false;
    this.player.length(data.steps);
    this.presentation.update(data);
    this.scenes.update(data.scenes);
    this.player.label(data.texts);
    this.root.dataset.steps = String(data.steps);
    const { k, steps } = this.player;
    for (const panel of [this.flat, this.curves]) Object.assign(panel, { theme: this.style, k, complete: k >= steps });
    this.flat.overlay.halo = this.flat.overlay.rim = this.curves.overlay.rim = this.style.halo;
    this.curves.overlay.cursor = "rgba(128, 134, 148, 0.8)";
    this.curves.extra = { showlegend: false, dragmode: TOUCH ? false : "zoom" };
    const curves = this.range.fit(data.curves);
    const shown = lines(curves, data.contenders, 3.5);
    const losses = data.contenders.map(({ loss }, i) => (loss ? decoded(loss) : shown[i].y));
    this.readout.set(data.contenders, losses);
    const right = this.curves.update(flat, curves, shown, frame(curves, this.style));
    const left = space ? this.showScene(data, heights, space) : this.showFlat(data, heights, flat);
    this.root.dataset.preview = "";
    this.root.classList.remove("previewed");
    this.preview.settle(data, { flat: lines(data.figure, data.contenders, 4.5), curves: shown, losses });
    await Promise.all([left, right]);
    if (this.data !== data) return;
    if (!this.root.dataset.preview) this.ground.set(null);
    this.state.textContent = "";
    this.draw();
    this.root.dataset.drawn = data.tag;
    this.news.tell(data.alt);
    this.starts.show(data);
  }

  /**
   * @param {RaceUpdate} data
   * @param {SurfaceArrays} heights
   * @param {Plotly} plotly
   */
  async showFlat(data, heights, plotly) {
    const figure = complete(data.figure, heights);
    const start = figure.data.find((trace) => trace.meta?.role === "start");
    const color = (this.style.dark && start?.meta?.dark?.marker.color) || start?.marker?.color;
    this.flat.overlay.start = { x: decoded(start?.x)[0], y: decoded(start?.y)[0], color };
    this.flat.extra = { clickanywhere: true, dragmode: TOUCH ? false : "zoom" };
    if (this.root.clientWidth < 640) figure.data[0] = { ...figure.data[0], showscale: false };
    this.scene.hide();
    this.flat.hide(false);
    const key = `${data.surface} ${frame(figure, this.style)}`;
    await this.flat.update(plotly, figure, lines(figure, data.contenders, 4.5), key);
    this.left.classList.toggle("movable", data.movable);
    if (this.flat.bound && data.movable) this.start.takeClicks();
  }

  /**
   * @param {RaceUpdate} data
   * @param {SurfaceArrays} heights
   * @param {Plotly} plotly
   */
  async showScene(data, heights, plotly) {
    this.flat.hide();
    await this.scene.update(plotly, complete(data.figure, heights), heights, data.contenders, this.style);
  }

  /** @param {Shown} shown */
  showPreview({ lines: drawing, start: [x, y], steps, paths: played, multistart, surface, minima }) {
    const { data, flat, curves } = this;
    if (!data) return;
    const { statuses } = data.texts;
    const stopped = played.map((path, i) => {
      if (path === null) return { step: 0, text: statuses.later }; // only the server can run it
      return path ? stopOf(path, statuses) : data.contenders[i].stopped;
    });
    const axis = previewedAxis(drawing.curves, stopped.map(Boolean), data.curves.layout.yaxis?.type === "log", this.range);
    this.player.length(steps);
    this.player.show();
    curves.upwards(axis.range);
    if (!curves.overlay.lines.some((line) => line.x)) curves.across([0, steps]);
    for (const [panel, its] of /** @type {const} */ ([[flat, drawing.flat], [curves, axis.lines]])) {
      panel.overlay.set(its);
      panel.fresh = false;
    }
    if (flat.overlay.start) Object.assign(flat.overlay.start, { x, y });
    if (this.solid) this.scene.preview(drawing.flat, { x, y });
    this.ground.set(surface, minima);
    this.starts.set(multistart);
    this.readout.set(data.contenders.map((one, i) => ({ ...one, stopped: stopped[i] })), drawing.losses);
    this.root.dataset.preview = "shown";
    this.root.classList.add("previewed"); // for the stylesheet
    this.draw();
  }

  /** Draw the server's race again. */
  restore() {
    if (this.data && this.root.dataset.preview) this.update(this.data);
  }

  draw() {
    const { k, steps } = this.player;
    const done = k >= steps;
    if (this.solid) this.scene.draw(k, done);
    else this.flat.draw(k, done);
    this.curves.draw(k, done);
    this.root.dataset.step = String(Math.floor(k));
    this.readout.show(Math.floor(k));
  }

  /** @param {boolean} playing */
  playing(playing) {
    this.root.dataset.playing = String(playing);
    this.flat.busy = this.curves.busy = playing;
  }

  /**
   * Draw the same race with type, lines and markers this many times as large.
   * @param {number} scale
   */
  enlarge(scale) {
    this.flat.overlay.scale = this.scene.scale = scale;
    this.flat.frame = null; // Plotly draws all
    if (this.data) this.update(this.data);
  }

  resize() {
    cancelAnimationFrame(this.resizing);
    this.resizing = requestAnimationFrame(() => [this.flat, this.curves, this.scene].forEach((part) => part.resize()));
  }

  async save() {
    const main = this.solid ? this.scene : this.flat;
    await save([main, this.curves], this.data?.contenders ?? [], this.style, "race");
  }

  /** Offer the charts at the shown step as a vector graphic. */
  async saveSvg() {
    const main = this.solid ? this.scene : this.flat;
    await saveSvg([main, this.curves], this.data?.contenders ?? [], this.style);
  }

  destroy() {
    shownRaces.delete(this);
    this.preview.destroy();
    this.start.destroy();
    this.scenes.destroy();
    this.presentation.destroy();
    this.watch.disconnect();
    this.player.destroy();
    [this.flat, this.curves, this.scene].forEach((part) => part.destroy());
    this.root.remove();
  }
}

class NoWebGL extends Error {}
