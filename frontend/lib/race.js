// Surface and paths of a race, its curves, and the bar that plays them.
import { News } from "./announcer.js";
import { arrived } from "./array_store.js";
import { decoded } from "./arrays.js";
import { TOUCH, ZOOM_BAR, bundle, webgl } from "./bundle.js";
import { FirstView, early, painted } from "./first_view.js";
import { flatFigure, ringOf } from "./flat_figure.js";
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
import { Stale } from "./stale.js";
import { saveSvg } from "./svg_file.js";
import { frame, style, themed } from "./theme.js";
/** @import { RaceUpdate, SurfaceArrays, Theme } from "../types/data" */
/** @import { Plotly } from "../types/plotly" */
/** @import { Shown } from "./preview.js" */
/** @import { SetTriggerValue } from "../types/streamlit" */

const WIDE = 640; // pixels across from which on the surface has a color bar
const [PATH, CURVE] = [4.5, 3.5]; // pixels, the radius of markers

export class Race {
  root = element("div", "race");
  left = element("div", "race-left");
  right = element("div", "race-right");
  readout = new Readout();
  news = new News();
  stale = new Stale();
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
  /** @type {FirstView | null} */
  first = null;
  resizing = 0;

  /**
   * @param {HTMLElement} parent
   * @param {() => void} [seen] called once the first race has been painted
   */
  constructor(parent, seen = () => {}) {
    this.seen = seen;
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
    const isFirst = !this.data;
    if (isFirst) this.state.textContent = data.texts.loading;
    this.data = data;
    if (data.multistart !== this.root.dataset.multistart) this.starts.forget();
    this.solid = data.projection === "3d";
    describe(this.left, data.alt);
    describe(this.right, data.curves_alt);
    try {
      if (this.solid && !webgl()) throw new NoWebGL();
      const heights = drawn(await arrived(data.surface));
      if (isFirst && !this.solid && this.data === data) await this.showFirst(data, heights);
      const [flat, space] = await Promise.all([bundle("flat"), this.solid ? bundle("space") : null]);
      if (this.data === data) await this.show(data, heights, flat, space);
      if (isFirst && this.solid) painted().then(this.seen);
    } catch (error) {
      console.error(error);
      this.first?.remove();
      this.flat.hide();
      this.scene.hide();
      this.curves.overlay.clear();
      this.state.textContent = error instanceof NoWebGL ? data.texts.failed_3d : data.texts.failed;
    }
  }

  /**
   * @param {RaceUpdate} data
   * @param {SurfaceArrays} heights
   */
  async showFirst(data, heights) {
    const { curves, shown } = this.prepare(data);
    const { k } = this.player;
    const figure = this.flatFigure(data, heights);
    this.first = new FirstView(this.flat);
    this.first.show(themed(figure, this.style), lines(figure, data.contenders, PATH), k);
    early(this.curves, curves, shown, k);
    this.readout.show(Math.floor(k));
    this.state.textContent = "";
    this.root.dataset.pictured = data.tag;
    await painted();
    this.seen();
  }

  /**
   * Update what is around the charts. Returns the curves in a steady range, their lines, and the losses of the readout.
   * @param {RaceUpdate} data
   */
  prepare(data) {
    this.style = style(this.root);
    this.player.root.hidden = false;
    this.player.length(data.steps);
    this.presentation.update(data);
    this.scenes.update(data.scenes);
    this.player.label(data.texts);
    this.root.dataset.steps = String(data.steps);
    this.flat.overlay.halo = this.flat.overlay.rim = this.curves.overlay.rim = this.style.halo;
    this.curves.overlay.cursor = "rgba(128, 134, 148, 0.8)";
    const curves = this.range.fit(data.curves);
    const shown = lines(curves, data.contenders, CURVE);
    const losses = data.contenders.map(({ loss }, i) => (loss ? decoded(loss) : shown[i].y));
    this.readout.set(data.contenders, losses);
    return { curves, shown, losses };
  }

  /**
   * @param {RaceUpdate} data
   * @param {SurfaceArrays} heights
   * @param {Plotly} flat
   * @param {Plotly | null} space
   */
  async show(data, heights, flat, space) {
    const { curves, shown, losses } = this.prepare(data);
    const { k, steps } = this.player;
    for (const panel of [this.flat, this.curves]) Object.assign(panel, { theme: this.style, k, complete: k >= steps });
    this.curves.extra = { showlegend: false, dragmode: TOUCH ? false : "zoom" };
    const right = this.curves.update(flat, curves, shown, frame(curves, this.style));
    const left = space ? this.showScene(data, heights, space) : this.showFlat(data, heights, flat);
    this.root.dataset.preview = "";
    this.stale.end();
    this.preview.settle(data, { flat: lines(data.figure, data.contenders, PATH), curves: shown, losses });
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
    const figure = this.flatFigure(data, heights);
    this.flat.extra = { clickanywhere: true, dragmode: TOUCH ? false : "zoom" };
    this.scene.hide();
    this.flat.hide(false);
    const key = `${data.surface} ${frame(figure, this.style)}`;
    await this.flat.update(plotly, figure, lines(figure, data.contenders, PATH), key);
    this.first?.remove();
    this.left.classList.toggle("movable", data.movable);
    if (this.flat.bound && data.movable) this.start.takeClicks();
  }

  /**
   * The race seen from above; its start becomes the overlay's.
   * @param {RaceUpdate} data
   * @param {SurfaceArrays} heights
   */
  flatFigure(data, heights) {
    const figure = flatFigure(data, heights, this.root.clientWidth >= WIDE);
    this.flat.overlay.start = ringOf(figure, this.style.dark);
    return figure;
  }

  /**
   * @param {RaceUpdate} data
   * @param {SurfaceArrays} heights
   * @param {Plotly} plotly
   */
  async showScene(data, heights, plotly) {
    this.first?.remove();
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
    this.stale.start();
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
    this.stale.end();
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
