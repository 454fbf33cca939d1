// The race view: surface and paths, curves, and the bar that plays them. Its data come from ui/components/race_view.py.
const version = new URL(import.meta.url).search;
const load = (name) => import(`../lib/${name}.js${version}`);
const names = ["arrays", "bundle", "multistart", "live_socket", "lines", "nodes", "panel", "picture", "pointer", "scene", "styles", "../components/array_store", "theme", "player"];
const [{ decoded, short }, { TOUCH, bundle }, multistart, { LiveSocket }, { complete, drawn, lines }, { element }, { Panel }, picture, { onClick }, { Scene }, { styles }, surfaces, theme, { Player }] =
  await Promise.all(names.map(load));

const views = new WeakMap();
const FLAT = { modeBarButtons: [["zoom2d", "pan2d", "resetScale2d"]], doubleClick: false };
const CURVES = { modeBarButtons: [["zoom2d", "pan2d", "resetScale2d"]] };

export default async function mount({ data: { race, ...beside }, parentElement, setTriggerValue }) {
  const data = { ...race, ...beside };
  await styles();
  let view = views.get(parentElement);
  if (!view) views.set(parentElement, (view = new Race(parentElement)));
  view.send = setTriggerValue;
  view.socket.follow(data.socket);
  if (view.socket.passes(data)) await view.update(data);
  return () => setTimeout(() => parentElement.isConnected || view.destroy());
}

class Race {
  constructor(parent) {
    this.root = element("div", "race");
    this.root.dataset.testid = "race";
    const grid = element("div", "race-grid");
    [this.left, this.right] = ["race-left", "race-right"].map((name) => element("div", name));
    this.read = element("div", "race-readout");
    this.player = new Player(
      () => this.draw(),
      () => this.save(),
      (playing) => this.playing(playing),
    );
    this.player.root.hidden = true;
    grid.append(this.left, this.right, this.player.root, this.read);
    this.root.append(grid);
    this.flat = new Panel(this.left, FLAT);
    this.curves = new Panel(this.right, CURVES);
    this.layers = [new multistart.MultistartLayer(this.flat, multistart.paths), new multistart.MultistartLayer(this.curves, multistart.bands)];
    this.scene = new Scene(this.left);
    this.state = element("div", "race-state");
    this.left.append(this.state);
    parent.append(this.root);
    this.watch = new ResizeObserver(() => this.resize());
    this.watch.observe(this.left);
    this.watch.observe(this.right);
    this.socket = new LiveSocket((data) => this.update(data));
  }

  async update(data) {
    const fresh = !this.data;
    this.data = data;
    if (data.multistart !== this.root.dataset.multistart) this.layers.forEach((each) => each.set(null));
    this.solid = data.projection === "3d";
    if (fresh) this.state.textContent = data.texts.loading;
    for (const [host, alt] of [[this.left, data.alt], [this.right, data.curves_alt]]) {
      host.setAttribute("role", "figure");
      host.setAttribute("aria-label", alt);
    }
    try {
      if (this.solid && !webgl()) throw new Error("no WebGL");
      const kinds = this.solid ? ["flat", "space"] : ["flat"];
      const [heights, flat, space] = await Promise.all([surfaces.arrived(data.surface), ...kinds.map(bundle)]);
      if (this.data === data) await this.show(data, drawn(heights), flat, space);
    } catch (error) {
      console.error(error);
      this.flat.hide();
      this.scene.hide();
      this.state.textContent = error.message === "no WebGL" ? data.texts.failed_3d : data.texts.failed;
    }
  }

  async show(data, heights, flat, space) {
    const style = theme.style(this.root);
    this.style = style;
    this.player.root.hidden = false;
    this.player.length(data.steps);
    this.player.label(data.texts);
    this.list(data);
    this.root.dataset.steps = data.steps;
    const { k, steps } = this.player;
    for (const panel of [this.flat, this.curves]) Object.assign(panel, { theme: style, k, complete: k >= steps });
    this.flat.overlay.halo = this.flat.overlay.rim = this.curves.overlay.rim = style.halo;
    this.curves.overlay.cursor = "rgba(128, 134, 148, 0.8)";
    this.curves.extra = { showlegend: false, dragmode: TOUCH ? false : "zoom" };
    const curves = this.steady(data.curves);
    const frame = ({ layout: { xaxis, yaxis, uirevision } }) =>
      `${style.text} ${style.background} ${JSON.stringify([xaxis, { ...yaxis, range: null }, uirevision])}`;
    const shown = lines(curves, data.contenders, 3.5);
    this.losses = data.contenders.map(({ loss }, i) => (loss ? decoded(loss) : shown[i].y));
    const right = this.curves.update(flat, curves, shown, frame(curves));
    const left = this.solid ? this.showScene(data, heights, space) : this.showFlat(data, heights, flat, frame);
    await Promise.all([left, right]);
    if (this.data !== data) return;
    this.state.textContent = "";
    this.draw();
    this.root.dataset.drawn = data.tag;
    this.spread(data);
  }

  // The race from many starts, which comes when it has been run; what is shown is always of this very race.
  async spread({ multistart: id, contenders }) {
    if (!id) return;
    const found = await surfaces.arrived(id);
    if (this.data.multistart !== id) return;
    const shown = multistart.unpacked(found, contenders, this.style.text);
    this.layers.forEach((each) => each.set(shown));
    await this.widen(shown.range);
    this.draw();
    this.root.dataset.multistart = id;
  }

  // The curves' axis with room for the bands.
  widen(range) {
    const { figure } = this.curves;
    const [low, high] = this.range.range;
    if (low <= range[0] && high >= range[1]) return null;
    this.range.range = [Math.min(low, range[0]), Math.max(high, range[1])];
    const { layout } = figure;
    this.curves.figure = { ...figure, layout: { ...layout, yaxis: { ...layout.yaxis, range: this.range.range } } };
    return this.curves.react();
  }

  showFlat(data, heights, plotly, frame) {
    const figure = complete(data.figure, heights);
    const start = figure.data.find((trace) => trace.meta.role === "start");
    const color = this.style.dark ? start.meta.dark.marker.color : start.marker.color;
    this.flat.overlay.start = { x: decoded(start.x)[0], y: decoded(start.y)[0], color };
    this.flat.extra = { clickanywhere: true, dragmode: TOUCH ? false : "zoom" };
    if (this.root.clientWidth < 640) figure.data[0] = { ...figure.data[0], showscale: false };
    this.scene.hide();
    this.flat.hide(false);
    const key = `${data.surface} ${frame(figure)}`;
    return this.flat.update(plotly, figure, lines(figure, data.contenders, 4.5), key).then(() => this.listen());
  }

  showScene(data, heights, plotly) {
    this.flat.hide();
    const figure = complete(data.figure, heights);
    return this.scene.update(plotly, figure, data.contenders, this.style);
  }

  listen() {
    if (this.listening || !this.flat.bound) return;
    this.listening = true;
    onClick(this.flat.chart, (x, y) => this.start(x, y));
  }

  // A click moves the start; its ring is there at once, the paths follow.
  start(x, y) {
    const { xaxis, yaxis } = this.flat.chart._fullLayout;
    const point = [rounded(x, xaxis), rounded(y, yaxis)];
    this.flat.overlay.requested = { x: point[0], y: point[1], color: this.flat.overlay.start.color };
    this.draw();
    this.send("start", point);
  }

  // The curves' axis as it was, where the new data fit it well enough.
  steady(figure) {
    const { uirevision, yaxis } = figure.layout;
    const before = this.range?.uirevision === uirevision ? this.range.range : null;
    const range = before ? rangeBefore(before, yaxis.range) : yaxis.range;
    this.range = { uirevision, range };
    return { ...figure, layout: { ...figure.layout, yaxis: { ...yaxis, range } } };
  }

  draw() {
    const { k, steps } = this.player;
    const done = k >= steps;
    if (this.solid) this.scene.draw(k, done);
    else this.flat.draw(k, done);
    this.curves.draw(k, done);
    this.root.dataset.step = Math.floor(k);
    this.report(Math.floor(k));
  }

  list({ contenders }) {
    this.reported = null;
    const names = contenders.map(({ glyph, name }) => glyph + name).join();
    if (names === this.names) return;
    this.names = names;
    this.read.replaceChildren(
      ...contenders.map(({ glyph, name, color }) => {
        const [item, chip, value] = ["span", "span", "b"].map((tag) => element(tag));
        [chip.textContent, chip.style.color] = [glyph, color];
        item.append(chip, ` ${name} `, value);
        return item;
      }),
    );
  }

  report(k) {
    if (k === this.reported) return;
    this.reported = k;
    this.data.contenders.forEach(({ stopped }, i) => {
      const loss = this.losses[i];
      const gone = stopped !== null && k >= stopped.step;
      this.read.children[i].lastChild.textContent = gone ? stopped.text : short(loss[Math.min(k, loss.length - 1)]);
    });
  }

  playing(playing) {
    this.root.dataset.playing = playing;
    this.flat.busy = this.curves.busy = playing;
  }

  resize() {
    cancelAnimationFrame(this.resizing);
    this.resizing = requestAnimationFrame(() => [this.flat, this.curves, this.scene].forEach((part) => part.resize()));
  }

  async save() {
    const main = this.solid ? this.scene : this.flat;
    await picture.save([main, this.curves], this.data.contenders, this.style, "race");
  }

  destroy() {
    this.socket.close();
    this.watch.disconnect();
    this.player.destroy();
    [this.flat, this.curves, this.scene].forEach((part) => part.destroy());
    this.root.remove();
  }
}

function webgl() {
  const pen = document.createElement("canvas").getContext("webgl");
  pen?.getExtension("WEBGL_lose_context")?.loseContext(); // browsers allow only a few
  return Boolean(pen);
}

// A clicked coordinate to about half a pixel, so that links stay short.
function rounded(value, axis) {
  const pixel = Math.abs(axis.range[1] - axis.range[0]) / axis._length;
  const digits = Math.max(0, Math.ceil(-Math.log10(pixel)));
  return Number(value.toFixed(Math.min(digits, 12)));
}

// The old range, grown where it must be; the new one where the old would leave most of the chart empty.
function rangeBefore(before, now) {
  const range = [Math.min(before[0], now[0]), Math.max(before[1], now[1])];
  return now[1] - now[0] < 0.4 * (range[1] - range[0]) ? now : range;
}
