// Made from frontend/ by npm run build. Change the code there.

// frontend/lib/address.js
var AddressBar = class {
  /** Whether a person has done something since the last entry. */
  acted = false;
  /** Whether the last entry was added with the path of the one before. */
  kept = false;
  /**
   * Whether `next` is an entry of its own.
   * @param {{ pathname: string, search: string }} now the address
   * @param {{ pathname: string, search: string }} next the new address
   */
  adds(now, next) {
    const stays = now.pathname === next.pathname;
    if (stays && now.search === next.search) return false;
    const misplaced = !stays && !this.acted && this.kept && now.search === next.search;
    const added = !misplaced && (this.acted || !stays);
    this.kept = stays && (added || this.kept);
    this.acted = false;
    return added;
  }
};
function watchAddress() {
  const bar = new AddressBar();
  const push = history.pushState.bind(history);
  for (const act of ["pointerdown", "pointerup", "keydown"]) document.addEventListener(act, () => bar.acted = true, true);
  addEventListener("popstate", () => bar.acted = false);
  history.pushState = (state, title, url) => {
    if (bar.adds(location, new URL(url ?? "", location.href))) push(state, title, url);
    else history.replaceState(state, title, url);
  };
}

// frontend/lib/array_store.js
var known = /* @__PURE__ */ new Map();
var waiting = /* @__PURE__ */ new Map();
var CACHED = 6;
function store(id, data) {
  known.delete(id);
  known.set(id, data);
  for (const oldest of known.keys()) {
    if (known.size <= CACHED) break;
    known.delete(oldest);
  }
  waiting.get(id)?.forEach((resolve) => resolve(data));
  waiting.delete(id);
}
function arrived(id) {
  const data = known.get(id);
  if (data) return Promise.resolve(data);
  return new Promise((resolve) => waiting.set(id, [...waiting.get(id) ?? [], resolve]));
}

// frontend/components/array_store.js
function mount({ data, parentElement }) {
  const holder2 = (
    /** @type {HTMLElement | null} */
    parentElement.closest('[data-testid="stElementContainer"]')
  );
  if (holder2) holder2.style.display = "none";
  store(data.surface ?? data.multistart, data);
}

// frontend/lib/marks.js
var MARKS = /\*\*[^*]+\*\*|:material\/\w+:|(`+)(.+?)\1(?!`)/g;
function pieces(text) {
  const found = [];
  let end2 = 0;
  for (const match of text.matchAll(MARKS)) {
    found.push({ kind: "text", text: text.slice(end2, match.index) });
    end2 = match.index + match[0].length;
    if (match[1]) found.push({ kind: "code", text: match[2].replace(/^ (?=[` ])|(?<=[` ]) $/g, "") });
    else if (match[0].startsWith("**")) found.push({ kind: "strong", text: match[0].slice(2, -2) });
    else found.push({ kind: "icon", text: match[0].slice(10, -1) });
  }
  found.push({ kind: "text", text: text.slice(end2) });
  return found.filter((piece) => piece.text);
}

// frontend/lib/nodes.js
function element(tag, className = "", ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}
function only(root, selector) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`no ${selector}`);
  return (
    /** @type {Found} */
    found
  );
}
function holder(parent, className) {
  const found = parent.querySelector(`:scope > .${className}`);
  if (found) return (
    /** @type {HTMLElement} */
    found
  );
  const made = element("div", className);
  made.dataset.testid = className;
  parent.append(made);
  return made;
}
function chartElement(className) {
  return (
    /** @type {any} */
    element("div", className)
  );
}
function describe(host, alt, role = "figure") {
  host.setAttribute("role", role);
  host.setAttribute("aria-label", alt);
}
function layer() {
  const canvas = element("canvas", "race-canvas");
  canvas.setAttribute("aria-hidden", "true");
  return canvas;
}
function resize(canvas, width, height) {
  const scale = window.devicePixelRatio || 1;
  [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
  [canvas.style.width, canvas.style.height] = [`${width}px`, `${height}px`];
  return scale;
}
function penOf(canvas) {
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  return pen;
}
function onPlainClick(link, act) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    act();
  });
}
function icon(name) {
  const node = element("span", "symbol", name);
  node.setAttribute("aria-hidden", "true");
  return node;
}
function inline(text) {
  const nodes = document.createDocumentFragment();
  for (const { kind, text: content } of pieces(text)) {
    if (kind === "text") nodes.append(content);
    else nodes.append(kind === "icon" ? icon(content) : element(kind, "", content));
  }
  return nodes;
}

// frontend/lib/styles.js
var sheet;
function styles() {
  sheet ??= new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL(`components.css${new URL(import.meta.url).search}`, import.meta.url).href;
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });
  return sheet;
}

// frontend/components/cards.js
async function mount2({ data, parentElement, setTriggerValue }) {
  await styles();
  const root = holder(parentElement, "diagnosis");
  const opened = [...root.children].map((one) => one.querySelector("details")?.open);
  const cards = data.cards.map(
    (one, i) => card(one, data.more, {
      address: (step) => `microscope?${data.query}&at=${step}&look=${one.number}`,
      report: (name, ...positions) => setTriggerValue(name, [i, ...positions])
    })
  );
  root.replaceChildren(...cards);
  cards.forEach((one, i) => opened[i] && one.querySelector("details")?.setAttribute("open", ""));
}
function card({ name, glyph, color, step, findings, first, nothing }, more, actions) {
  const chip = element("span", "", glyph);
  chip.style.color = color;
  const items = findings.map((one, position2) => finding(one, position2, actions));
  const header = element("header", "", element("strong", "", chip, ` ${name}`), ...stepLinks(step, actions));
  const node = element("section", "diagnosis-card", header);
  node.append(...items.length ? items.slice(0, first) : [element("p", "", nothing)]);
  if (first < items.length) node.append(element("details", "", element("summary", "", more), ...items.slice(first)));
  return node;
}
function finding({ text, step, attempts }, position2, actions) {
  const buttons = attempts.map((label, nth) => {
    const button2 = element("button", "", icon("experiment"), label);
    button2.addEventListener("click", () => actions.report("attempt", position2, nth));
    return button2;
  });
  return element("div", "", element("p", "", inline(text)), element("div", "diagnosis-links", ...stepLinks(step, actions), ...buttons));
}
function stepLinks(link, { address, report }) {
  if (!link) return [];
  const { label, step } = link;
  const node = element("a", "", icon("search"), label);
  node.href = new URL(address(step), document.baseURI).href;
  onPlainClick(node, () => report("open", step));
  return [node];
}

// static/vendor/versions.json
var versions_default = {
  "plotly-cartesian.min.js": {
    package: "plotly.js-cartesian-dist-min",
    version: "4.1.1",
    sha256: "79542150855a52c567260e3137095dbe2b744e6d702a5cabe67da246942fba7a"
  },
  "plotly-gl3d.min.js": {
    package: "plotly.js-gl3d-dist-min",
    version: "4.1.1",
    sha256: "aab04dcd9c103a92b18723f8c837712fe820f325d0bcd2421e415e8124a75b9f"
  }
};

// frontend/lib/bundle.js
var FILES = { flat: "plotly-cartesian.min.js", space: "plotly-gl3d.min.js" };
var loads = {};
function bundle(kind) {
  return loads[kind] ??= fetched(FILES[kind]).catch((error2) => {
    delete loads[kind];
    throw error2;
  });
}
function fetched(file) {
  const page = (
    /** @type {{ Plotly?: Plotly }} */
    window
  );
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(`vendor/${file}?v=${versions_default[file].version}`, import.meta.url).href;
    const before = page.Plotly;
    script.onload = () => {
      const loaded = page.Plotly;
      if (before) page.Plotly = before;
      if (loaded) resolve(loaded);
      else reject(new Error(`${file} is not plotly.js`));
    };
    script.onerror = () => reject(new Error(`${file} could not be loaded`));
    document.head.append(script);
  });
}
var TOUCH = window.matchMedia("(pointer: coarse)").matches;
var QUIET = { displaylogo: false, displayModeBar: TOUCH ? false : "hover", showTips: false, responsive: false };
var ZOOM_BAR = { modeBarButtons: [["zoom2d", "pan2d", "resetScale2d"]] };
function webgl() {
  const pen = document.createElement("canvas").getContext("webgl");
  pen?.getExtension("WEBGL_lose_context")?.loseContext();
  return Boolean(pen);
}

// frontend/lib/announcer.js
var DELAY = 600;
var region = null;
var timer;
function announce(words2) {
  region ??= document.body.appendChild(madeRegion());
  clearTimeout(timer);
  timer = setTimeout(() => region && (region.textContent = words2), DELAY);
}
function madeRegion() {
  const node = element("div", "announced");
  node.setAttribute("role", "status");
  return node;
}
var News = class {
  /** @type {string | null} */
  words = null;
  /** @param {string} words empty if there is nothing to say */
  tell(words2) {
    if (this.words !== null && words2 && words2 !== this.words) announce(words2);
    this.words = words2;
  }
};

// frontend/lib/arrays.js
var TYPES = { f4: Float32Array, f8: Float64Array, i4: Int32Array, i2: Int16Array, i1: Int8Array, u1: Uint8Array };
function decoded(values2) {
  if (!values2) return new Float64Array();
  if (!("bdata" in values2)) return Float64Array.from(
    /** @type {(number | null)[]} */
    values2,
    (v) => v === null ? NaN : v
  );
  const bytes = Uint8Array.fromBase64?.(values2.bdata) ?? Uint8Array.from(atob(values2.bdata), (c) => c.charCodeAt(0));
  return new TYPES[values2.dtype](bytes.buffer);
}
function rows(values2) {
  const [height, width] = values2.shape.split(",").map(Number);
  return folded(decoded(values2), height, width);
}
function folded(flat, height, width) {
  return Array.from({ length: height }, (_, j) => flat.subarray(j * width, (j + 1) * width));
}

// frontend/lib/numbers.js
function short(value) {
  if (value === null || Number.isNaN(value)) return "–";
  if (value === 0) return "0";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const three = Number(value.toPrecision(3));
  const size = Math.abs(three);
  if (size >= 1e-3 && size < 1e3) return String(three);
  if (size >= 1e3 && Math.abs(Number(value.toFixed(0))) < 1e5) return value.toFixed(0);
  const [digits, exponent] = value.toExponential(2).split("e");
  return `${Number(digits)}e${Number(exponent)}`;
}
function rounded(value, axis2) {
  const pixel = Math.abs(axis2.range[1] - axis2.range[0]) / axis2._length;
  const digits = Math.max(0, Math.ceil(-Math.log10(pixel)));
  return Number(value.toFixed(Math.min(digits, 12)));
}

// frontend/lib/cells.js
function labeled(traces) {
  return traces.map((trace) => {
    const cells = trace.meta?.cells;
    return cells ? { ...trace, text: texts(
      cells,
      /** @type {(number | null)[][]} */
      trace.z
    ) } : trace;
  });
}
function texts({ x, y, names, statuses, codes, log, floor, kinds }, z) {
  const [across, up, quantity] = names;
  const value = (position2) => kinds.length ? kinds[Math.round(position2)] : short(log ? 10 ** position2 + floor : position2);
  return z.map(
    (row2, j) => row2.map((position2, i) => {
      const shown = position2 === null ? "" : `${quantity}: ${value(position2)}<br>`;
      return `${across} ${x[i]}<br>${up} ${y[j]}<br>${shown}${statuses[Number(codes[j][i])]}`;
    })
  );
}

// frontend/lib/kept_focus.js
var PATIENCE = 6e4;
var EVERY = 100;
var KeptFocus = class {
  chart = "";
  until = -Infinity;
  timer = 0;
  /**
   * @param {Pick<Document, "activeElement" | "body" | "querySelectorAll" | "addEventListener">} page
   * @param {() => number} now ms
   */
  constructor(page, now = () => performance.now()) {
    this.page = page;
    this.now = now;
    page.addEventListener("pointerdown", () => this.drop(), { capture: true });
    page.addEventListener("keydown", (event) => (
      /** @type {KeyboardEvent} */
      event.key === "Tab" && this.drop()
    ), { capture: true });
  }
  /**
   * A key was pressed on a chart.
   * @param {string} chart class of an element around it
   */
  keep(chart) {
    this.chart = chart;
    this.until = this.now() + PATIENCE;
    this.timer ||= window.setTimeout(() => this.look(), EVERY);
  }
  /** Give the focus back to the chart if nothing has it; forget the chart if a person has gone elsewhere. */
  look() {
    const { activeElement: focused, body } = this.page;
    const lost = !focused || focused === body;
    this.timer = 0;
    if (this.now() > this.until || !(lost || focused.closest(`.${this.chart}`))) return;
    this.timer = window.setTimeout(() => this.look(), EVERY);
    if (lost) {
      for (const host of this.page.querySelectorAll(`.${this.chart} [tabindex="0"].live-chart`)) {
        host.focus({ preventScroll: true });
      }
    }
  }
  drop() {
    clearTimeout(this.timer);
    this.timer = 0;
  }
};

// frontend/lib/cell_keys.js
var ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };
var RECENT = 1e3;
var last = { chart: "", cell: { column: 0, row: 0 }, time: -Infinity };
var focus = null;
function nextCell({ key, shiftKey }, { column: column2, row: row2 }, { columns, rows: rows2 }) {
  if (key === "Enter") return { column: column2, row: row2 };
  const way = ARROWS[
    /** @type {keyof typeof ARROWS} */
    key
  ];
  if (!way) return null;
  const [across, up] = way.map((step) => step * (shiftKey ? 5 : 1));
  const kept = (place2, count) => Math.max(0, Math.min(count - 1, place2));
  return { column: kept(column2 + across, columns), row: kept(row2 + up, rows2) };
}
function keyClass(classes) {
  return classes.split(/\s+/).find((one) => one.startsWith("st-key-")) ?? "";
}
function watchCellKeys(host, figure, report) {
  const chart = keyClass(host.closest("[class*=st-key-]")?.className ?? "");
  const age = () => chart === last.chart ? performance.now() - last.time : Infinity;
  host.tabIndex = 0;
  host.addEventListener("keydown", (event) => {
    const traces = figure()?.data ?? [];
    const heat = traces.find(({ meta }) => meta?.role === "cells");
    if (event.target !== host || event.ctrlKey || event.metaKey || event.altKey || !heat) return;
    const rows2 = (
      /** @type {unknown[][]} */
      heat.z
    );
    const places = (
      /** @type {Places} */
      /** @type {unknown} */
      heat
    );
    const size = { rows: rows2.length, columns: rows2[0].length };
    const now = age() < RECENT ? last.cell : chosen(traces, places, size);
    const next = nextCell(event, now, size);
    if (!next) return;
    event.preventDefault();
    if (chart) (focus ??= new KeptFocus(document)).keep(chart);
    Object.assign(last, { chart, cell: next, time: performance.now() });
    const words2 = (
      /** @type {string[][]} */
      labeled([heat])[0].text
    );
    announce(words2[next.row][next.column].replaceAll("<br>", ", "));
    report(places.x0 + places.dx * next.column, places.y0 + places.dy * next.row);
  });
}
function chosen(traces, { x0, dx, y0, dy }, { columns, rows: rows2 }) {
  for (const role of ["pick", "best"]) {
    const spot = traces.find(({ meta }) => meta?.role === role);
    const [x, y] = [decoded(spot?.x)[0], decoded(spot?.y)[0]];
    if (spot) return { column: Math.round((x - x0) / dx), row: Math.round((y - y0) / dy) };
  }
  return { column: columns >> 1, row: rows2 >> 1 };
}

// frontend/lib/drawing.js
var LEAST = 120;
var LATE = 1e3;
var Drawing = class {
  /** @type {Promise<unknown>} The change under way, or the last one. */
  work = Promise.resolve();
  /** @type {Plotly | null} What has begun to draw. */
  plotly = null;
  /** Whether there is a chart. */
  drawn = false;
  gone = false;
  /** @param {Chart} node */
  constructor(node) {
    this.node = node;
  }
  /**
   * Draw a figure when the change before it has ended; whether it has been drawn.
   * @param {Plotly} plotly
   * @param {Trace[]} data
   * @param {Layout} layout
   * @param {Config} config
   */
  react(plotly, data, layout, config) {
    return this.change(async () => {
      this.plotly = plotly;
      await plotly.react(this.node, data, roomy(layout), config);
      this.drawn = true;
      return true;
    });
  }
  /**
   * Change a part of the layout; false where there is no chart.
   * @param {Layout} layout
   */
  relayout(layout) {
    return this.change((plotly) => plotly?.relayout(this.node, roomy(layout)));
  }
  /**
   * Change the part of the layout that `choose` gives once the change before it has ended, or nothing if that is null.
   * @param {() => Layout | null} choose
   */
  adjust(choose) {
    return this.change((plotly) => {
      const layout = plotly && choose();
      return layout && plotly.relayout(this.node, layout);
    });
  }
  /**
   * Change the traces that `which` chooses once the change before it has ended; false where there is no chart.
   * @param {Record<string, unknown>} change
   * @param {(trace: Trace) => boolean} which
   */
  restyle(change, which) {
    return this.change((plotly) => {
      const chosen2 = plotly ? this.node.data.flatMap((trace, i) => which(trace) ? [i] : []) : [];
      return chosen2.length > 0 && plotly?.restyle(this.node, change, chosen2);
    });
  }
  /**
   * The address of a picture of the chart; false where there is no chart.
   * @param {PictureFormat} format
   * @param {number} [k] a step: without the moving parts, and without labels of later steps
   */
  image(format, k) {
    return this.change((plotly) => plotly?.toImage(k === void 0 ? this.node : still(this.node, k), format));
  }
  /**
   * What `make` gives once the change before it has ended; false where there is no chart to change any more.
   * @template Made
   * @param {(plotly: Plotly | null) => Made} make receives Plotly if there is a chart
   */
  change(make) {
    const made = this.work.then(() => !this.gone && this.node.isConnected && make(this.drawn ? this.plotly : null));
    this.work = made.catch(() => null);
    return made;
  }
  // Plotly must not lose a chart that it still draws, or that a person still drags.
  destroy() {
    this.gone = true;
    this.node.remove();
    const purge = () => this.node._dragging ? setTimeout(purge, LATE) : this.plotly?.purge(this.node);
    this.work.then(() => setTimeout(purge, LATE));
  }
};
function roomy(layout) {
  const { width } = layout;
  return typeof width === "number" ? { ...layout, width: Math.max(width, LEAST) } : layout;
}
function still({ data, layout }, k) {
  const annotations = layout.annotations?.filter(({ name }) => !name?.startsWith("step ") || Number(name.slice(5)) <= k);
  return { data: data.filter(({ meta }) => meta?.index === void 0 && meta?.role !== "start"), layout: { ...layout, annotations } };
}

// frontend/lib/widget_watch.js
var APP = "[data-testid=stApp]";
var SLIDER = "[data-testid=stSlider]";
var BOX = "[data-testid=stNumberInput]";
var KEY = /(?:^|\s)st-key-[^-\s]+-(\S+?)-(?:slide|box)(?:-\d+)?(?:\s|$)/;
function entryOf(part) {
  const key = part.closest("[class*=st-key-]")?.getAttribute("class")?.match(KEY)?.[1];
  return key?.replaceAll("-", ".") ?? null;
}
var WidgetWatch = class {
  /** @type {Set<OnMove>} */
  listeners = /* @__PURE__ */ new Set();
  /** @type {WeakMap<Element, string | null>} The last text seen of each slider. */
  seen = /* @__PURE__ */ new WeakMap();
  /** Whether the pointer is down on a slider. */
  pressed = false;
  /** Whether a number is being typed that has not been entered. */
  typing = false;
  constructor() {
    this.watch = new MutationObserver((changes) => changes.forEach(({ target }) => this.slid(
      /** @type {Element} */
      target
    )));
    this.watch.observe(document.body, { subtree: true, attributeFilter: ["aria-valuetext"] });
    const options = { capture: true };
    document.addEventListener("pointerdown", ({ target }) => this.pressed = Boolean(within(target, SLIDER)), options);
    for (const end2 of ["pointerup", "pointercancel"]) document.addEventListener(end2, () => this.pressed = false, options);
    document.addEventListener("input", ({ target }) => this.typed(target), options);
    document.addEventListener("keydown", ({ key }) => this.typing &&= key !== "Enter", options);
    document.addEventListener("focusout", () => this.typing = false, options);
    document.addEventListener("wheel", (event) => this.wheeled(event), { ...options, passive: false });
  }
  /** Whether a person holds a slider or types in a box, so that the page has not been told yet. */
  get holding() {
    return this.pressed || this.typing;
  }
  /** Whether the server works for the page. */
  get running() {
    return document.querySelector(APP)?.getAttribute("data-test-script-state") === "running";
  }
  /** @param {Element} input of a slider */
  slid(input) {
    const text = input.getAttribute("aria-valuetext");
    const known2 = this.seen.get(input);
    if (!input.closest(SLIDER) || text === known2 || !(known2 || input === document.activeElement)) return;
    this.seen.set(input, text);
    this.report(input, text);
  }
  /** @param {EventTarget | null} target */
  typed(target) {
    if (!(target instanceof HTMLInputElement) || !within(target, BOX)) return;
    this.typing = true;
    this.report(target, target.value);
  }
  /**
   * The wheel moves the slider that has the focus, as its arrow keys do.
   * @param {WheelEvent} event
   */
  wheeled(event) {
    const input = within(event.target, SLIDER)?.querySelector("input");
    if (!input || input !== document.activeElement || !event.deltaY) return;
    event.preventDefault();
    const key = event.deltaY < 0 ? "ArrowRight" : "ArrowLeft";
    input.dispatchEvent(new KeyboardEvent("keydown", { key, code: key, bubbles: true, cancelable: true }));
    input.dispatchEvent(new KeyboardEvent("keyup", { key, code: key, bubbles: true, cancelable: true }));
  }
  /**
   * @param {Element} part
   * @param {string | null} text
   */
  report(part, text) {
    const entry = entryOf(part);
    const value = text?.trim() ? Number(text) : NaN;
    if (entry) for (const listen of this.listeners) listen(entry, value);
  }
};
var watch = null;
function watchWidgets(onMove) {
  const widgets = watch ??= new WidgetWatch();
  widgets.listeners.add(onMove);
  return {
    /** Whether the page may still get an answer to what is set. */
    get unsettled() {
      return widgets.holding || widgets.running;
    },
    stop: () => widgets.listeners.delete(onMove)
  };
}
function within(target, selector) {
  return target instanceof Element ? target.closest(selector) : null;
}

// frontend/lib/held_changes.js
var PATIENCE2 = 3e3;
var HeldChanges = class {
  /** @type {PreviewedRace | null} The server's race; null if the browser cannot run it. */
  race = null;
  /** @type {Map<string, number>} Changes of the race by entry of the link. */
  changes = /* @__PURE__ */ new Map();
  /** Whether the start is being dragged. */
  dragging = false;
  timer = 0;
  constructor() {
    this.widgets = watchWidgets((entry, value) => this.change(entry, value));
  }
  /** Whether something else than the server's race is shown. */
  get active() {
    return this.changes.size > 0;
  }
  /** Show the race with its changes, or the server's if there are none. */
  follow() {
  }
  /**
   * Whether the preview can show another value of an entry.
   * @param {string} entry
   */
  follows(entry) {
    return this.race !== null && this.race.place(entry) !== null;
  }
  /** Drop all that a person has changed. */
  forget() {
    this.changes.clear();
  }
  /**
   * A new race of the server. What a person still holds stays as it is, all else is settled.
   * @param {PreviewedRace | null} race
   */
  replace(race) {
    this.race = race;
    for (const [entry, value] of this.changes) {
      if (!race || !this.widgets.unsettled || race.value(entry) === value) this.changes.delete(entry);
    }
  }
  /**
   * A person moves a slider, or types a number.
   * @param {string} entry
   * @param {number} value
   */
  change(entry, value) {
    const { race } = this;
    if (!race || !this.follows(entry)) return;
    if (race.accepts(entry, value) && race.value(entry) !== value) this.changes.set(entry, value);
    else this.changes.delete(entry);
    this.touched();
  }
  /** Something has changed: follow it, and wait for the server. */
  touched() {
    this.follow();
    this.wait();
  }
  wait() {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.giveUp(), PATIENCE2);
  }
  /** The server has not followed: its results are what counts. */
  giveUp() {
    if (!this.active) return;
    if (this.dragging || this.widgets.unsettled) {
      this.wait();
      return;
    }
    this.forget();
    this.follow();
  }
  destroy() {
    clearTimeout(this.timer);
    this.widgets.stop();
  }
};

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
var [LEAST2, MOST] = [2 ** -900, 2 ** 900];
var number = new Float64Array(1);
var words = new Uint32Array(number.buffer);
var [LOW, HIGH] = new Uint8Array(Uint32Array.of(1).buffer)[0] ? [0, 1] : [1, 0];
function fma(a, b, c) {
  const product2 = a * b;
  const size = Math.abs(product2);
  if (!(size < MOST && size > LEAST2 && Math.abs(a) < MOST && Math.abs(b) < MOST && Math.abs(c) < MOST)) return product2 + c;
  const [wideA, wideB] = [SPLITTER * a, SPLITTER * b];
  const [highA, highB] = [wideA - (wideA - a), wideB - (wideB - b)];
  const [lowA, lowB] = [a - highA, b - highB];
  const rest = lowA * lowB - (product2 - highA * highB - lowA * highB - highA * lowB);
  const small = c + rest;
  const smallRest = error(c, rest, small);
  const sum = product2 + small;
  const sumRest = error(product2, small, sum);
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
var lerp = (start, end2, share2) => Math.abs(share2) < 0.5 ? fma(share2, end2 - start, start) : fma(share2 - 1, end2 - start, end2);
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

// frontend/engine/program.js
var [ADD, SUB, MUL, DIV, SQRT, NEG, ABS, WHERE, FMA] = NAMES.keys();
var WIDTH = 5;
var SETTINGS = "parameters";
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
    const firstResult = first + json.constants.length;
    this.registers = new Float64Array(firstResult + json.code.length);
    this.registers.set(json.constants.map(constantOf), first);
    const steady2 = json.inputs.flatMap(([name, count]) => Array.from({ length: count }, () => name === SETTINGS));
    steady2.push(...json.constants.map(() => true));
    const parts2 = [[], []];
    json.code.forEach(([name, ...registers], index) => {
      const same = registers.every((register) => steady2[register]);
      steady2.push(same);
      parts2[Number(same)].push(NAMES.indexOf(name), registers[0], registers[1] ?? 0, registers[2] ?? 0, firstResult + index);
    });
    this.code = Int32Array.from(parts2[0]);
    this.preparation = Int32Array.from(parts2[1]);
    this.perform(this.preparation);
  }
  /**
   * Set the parameters for all runs that follow.
   * @param {ArrayLike<number>} values
   */
  set(values2) {
    if (!(SETTINGS in this.inputs)) return;
    this.registers.set(values2, this.inputs[SETTINGS]);
    this.perform(this.preparation);
  }
  /** Perform all instructions; whether the result is valid for these inputs. */
  run() {
    const { registers, guards } = this;
    this.perform(this.code);
    for (const [register, answer] of guards) if (registers[register] !== answer) return false;
    return true;
  }
  /** @param {Int32Array} code */
  perform(code) {
    const r = this.registers;
    for (let at = 0; at < code.length; at += WIDTH) {
      const to = code[at + 4];
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

// frontend/engine/contender.js
var branches = (programs) => new Branches(programs.map((one) => new Player(one)));
var Surface = class {
  /** @param {readonly ProgramJson[]} programs */
  constructor(programs) {
    this.programs = branches(programs);
    this.xy = new Float64Array(2);
    this.grad = new Float64Array(2);
    this.loss = NaN;
    this.write = ({ registers, inputs }) => registers.set(this.xy, inputs.xy);
  }
  /**
   * Set the parameters of all evaluations that follow.
   * @param {readonly number[]} values
   */
  set(values2) {
    for (const player of this.programs.players) player.set(values2);
  }
  /**
   * Compute `loss` and `grad` at a point.
   * @param {number} x
   * @param {number} y
   */
  evaluate(x, y) {
    this.xy[0] = x;
    this.xy[1] = y;
    this.programs.run(this.write);
    const player = this.programs.current;
    player.read("grad", this.grad);
    this.loss = player.registers[player.outputs.loss[0]];
  }
};
var Optimizer = class {
  /** @param {OptimizerJson} json */
  constructor({ init, step, state, hyper }) {
    this.first = branches(init);
    this.next = branches(step);
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
    this.first.run(this.writeFirst);
    this.first.current.read("state", this.state);
  }
  /** Perform one step with the present gradient and hyperparameters. */
  update() {
    this.step++;
    this.next.run(this.writeNext);
    const player = this.next.current;
    player.read("xy", this.xy);
    player.read("state", this.state);
  }
};

// frontend/engine/race.js
var Race = class {
  /** @param {RaceJson} json */
  constructor(json) {
    this.surface = new Surface(json.surface);
    this.set(json);
    this.optimizers = json.optimizers.map((optimizer) => new Optimizer(optimizer));
  }
  /**
   * Run on another surface of the same programs, or with other noise, from now on.
   * @param {RaceJson} json
   */
  set(json) {
    this.json = json;
    this.surface.set(json.parameters.values);
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
    const ended = (status, stoppedAt, last2) => {
      const points = 2 * (last2 + 1);
      return { status, stoppedAt, last: last2, xy: xy.subarray(0, points), grad: grad.subarray(0, points), loss: loss.subarray(0, last2 + 1) };
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
    for (const { index, sent, values: values2, perUnit } of scheduled) {
      const change = hyper[index] - sent;
      optimizer.hyper[index] = change === 0 ? values2[step - 1] : values2[step - 1] + perUnit[step - 1] * change;
    }
  }
};
var finite = (values2) => isFinite(values2[0]) && isFinite(values2[1]);
var trackedFinite = (state, tracked) => tracked.every((index) => isFinite(state[2 * index]) && isFinite(state[2 * index + 1]));
function fellToZero(first, last2, share2) {
  const scale = Math.max(Math.abs(first[0]), Math.abs(first[1]));
  if (!(scale > 0)) return last2[0] === 0 && last2[1] === 0;
  return Math.hypot(last2[0] / scale, last2[1] / scale) <= share2 * Math.hypot(first[0] / scale, first[1] / scale);
}

// frontend/lib/ranges.js
var BESIDE = 160;
function steady(before, now) {
  const range = joined(before, now);
  return now[1] - now[0] < 0.4 * (range[1] - range[0]) ? now : range;
}
function joined(a, b) {
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
}
function beyond(range, shown) {
  const outside = Math.max(0, shown[0] - range[0]) + Math.max(0, range[1] - shown[1]);
  return outside / (range[1] - range[0]);
}
function within2(value, range) {
  return !range || value >= range[0] && value <= range[1];
}
function widest({ xaxis, yaxis }, height) {
  if (!yaxis?.scaleanchor || !xaxis?.range || !yaxis.range) return Infinity;
  const ratio = (xaxis.range[1] - xaxis.range[0]) / (yaxis.range[1] - yaxis.range[0]);
  return height * Math.max(1, ratio) + BESIDE;
}
var SteadyRange = class {
  /** @type {Range | null} */
  range = null;
  /** @type {unknown} What the figure shows; another one starts with a range of its own. */
  revision = null;
  /**
   * The figure with the range as it was, where its data fit that well enough.
   * @param {Figure} figure
   */
  fit(figure) {
    const { uirevision, yaxis } = figure.layout;
    if (!yaxis?.range) return figure;
    this.range = this.range && this.revision === uirevision ? steady(this.range, yaxis.range) : yaxis.range;
    this.revision = uirevision;
    return this.applied(figure);
  }
  /**
   * The range that `fit` would choose for this one, while it is only previewed.
   * @param {Range} range
   */
  previewed(range) {
    return this.range ? steady(this.range, range) : range;
  }
  /**
   * Cover this range, too; whether that changes the range.
   * @param {Range} range
   */
  widen(range) {
    if (!this.range) return false;
    const before = this.range;
    this.range = joined(before, range);
    return String(before) !== String(this.range);
  }
  /**
   * The figure with this range.
   * @param {Figure} figure
   * @returns {Figure}
   */
  applied({ data, layout }) {
    return { data, layout: { ...layout, yaxis: { ...layout.yaxis, range: this.range ?? layout.yaxis?.range } } };
  }
};

// frontend/lib/transformation.js
var ROUNDING = 1e-15;
var Transformation = class {
  /** @param {ParametersJson} parameters */
  constructor({ entries, values: values2 }) {
    const [angle, stretch] = ["angle", "stretch"].map((entry) => values2[entries.indexOf(entry)]);
    this.angle = angle;
    this.stretch = stretch;
    this.cos = Math.cos(angle * (Math.PI / 180));
    this.sin = Math.sin(angle * (Math.PI / 180));
  }
  /** @param {Transformation} other */
  equals({ angle, stretch }) {
    return angle === this.angle && stretch === this.stretch;
  }
  /**
   * A point of the plain surface on the transformed one.
   * @param {Pair} point
   */
  outward([x, y]) {
    const { cos, sin } = this;
    const u = x * this.stretch;
    return exact(cos * u - sin * y, sin * u + cos * y);
  }
  /**
   * The inverse of `outward`.
   * @param {Pair} point
   */
  inward([x, y]) {
    const { cos, sin } = this;
    return exact((cos * x + sin * y) / this.stretch, cos * y - sin * x);
  }
};
function exact(x, y) {
  const least2 = ROUNDING * Math.hypot(x, y);
  return [Math.abs(x) > least2 ? x : 0, Math.abs(y) > least2 ? y : 0];
}

// frontend/lib/previewed_race.js
function unpacked(sent) {
  const { noise, contenders } = sent;
  const schedule = (table) => ({ ...table, values: decoded(table.values), perUnit: decoded(table.perUnit) });
  return {
    ...sent,
    noise: noise && { ...noise, draws: decoded(noise.draws) },
    contenders: contenders.map((one) => one && { ...one, scheduled: one.scheduled.map(schedule) })
  };
}
var PreviewedRace = class {
  /**
   * @param {SentRace} sent
   * @param {readonly number[]} numbers of the contenders in links, from 1
   */
  constructor(sent, numbers) {
    this.json = unpacked(sent);
    this.engine = new Race(this.json);
    this.numbers = numbers;
  }
  /**
   * Where an entry of the link stands in this race; null if the race does not depend on it, or not only by its numbers.
   * @param {string} entry
   * @returns {Place | null}
   */
  place(entry) {
    const { json } = this;
    if (entry === "start.x" || entry === "start.y") return entry;
    if (entry === "steps") return json.noise || json.contenders.some((one) => one?.scheduled.length) ? null : entry;
    if (entry === "noise") return json.noise && entry;
    const parameter = json.parameters.entries.indexOf(entry);
    if (parameter >= 0) return { parameter };
    const [, number2, name] = entry.match(/^o(\d+)\.([\w.]+)$/) ?? [];
    const contender = this.numbers.indexOf(Number(number2));
    const kind = json.contenders[contender]?.optimizer;
    const hyper = kind === void 0 ? -1 : json.optimizers[kind].hyper.indexOf(name);
    return hyper < 0 ? null : { contender, hyper };
  }
  /**
   * Whether an entry is a number that the heights of the surface depend on.
   * @param {string} entry
   */
  shapes(entry) {
    return this.json.parameters.entries.includes(entry);
  }
  /**
   * The value that the race has at a place.
   * @param {string} entry
   */
  value(entry) {
    const place2 = this.place(entry);
    const { json } = this;
    if (place2 === null) return NaN;
    if (place2 === "steps") return json.steps;
    if (place2 === "noise") return json.noise?.level ?? NaN;
    if (typeof place2 === "string") return this.plain(json.start)[place2 === "start.x" ? 0 : 1];
    if ("parameter" in place2) return json.parameters.values[place2.parameter];
    return json.contenders[place2.contender]?.hyper[place2.hyper] ?? NaN;
  }
  /**
   * The paths with these changes, null for a contender that cannot be run here; undefined if its path stays the same.
   * `fromEach` runs those contenders from other starts that the changes concern. `surface` is the one that they are run
   * on, and `moves` takes points of this race's surface to it; both are null where the surface stays the same.
   * @param {ReadonlyMap<string, number>} changes by entry
   * @param {Start | null} moved the start in the picture, if it is dragged
   */
  paths(changes, moved) {
    const { json, engine } = this;
    const { race, changed: changed2 } = this.changed(changes);
    const { contenders, steps } = race;
    engine.set(race);
    const reshaped = race.parameters !== json.parameters;
    const rest = reshaped || steps !== json.steps || race.noise !== json.noise;
    const everywhere = moved !== null || rest || race.start !== json.start;
    const start = moved ?? race.start;
    const paths2 = contenders.map((one, i) => {
      if (!everywhere && !changed2.has(i)) return void 0;
      return one && engine.path(one, start, steps);
    });
    const rerun = contenders.map((one, i) => changed2.has(i) || rest ? one : void 0);
    const fromEach = (starts) => rerun.map((one) => one ? starts.map((each) => engine.path(one, each, steps)) : void 0);
    const to = new Transformation(race.parameters);
    const moves = reshaped ? (point) => to.outward(this.plain(point)) : null;
    return { paths: paths2, steps, start, fromEach, surface: reshaped ? engine.surface : null, moves };
  }
  /**
   * The race with these changes, and the indices of the contenders whose own settings change. What does not change is
   * the same object as before.
   * @param {ReadonlyMap<string, number>} changes by entry
   */
  changed(changes) {
    const { json } = this;
    const race = { ...json, contenders: [...json.contenders] };
    const changed2 = /* @__PURE__ */ new Set(
      /** @type {number[]} */
      []
    );
    const start = (
      /** @type {[number, number]} */
      [...this.plain(json.start)]
    );
    for (const [entry, value] of changes) {
      const place2 = this.place(entry);
      if (place2 === "steps") race.steps = value;
      else if (place2 === "noise") race.noise = json.noise && louder(json.noise, value);
      else if (typeof place2 === "string") start[place2 === "start.x" ? 0 : 1] = value;
      else if (place2 && "parameter" in place2) {
        race.parameters = { ...race.parameters, values: race.parameters.values.with(place2.parameter, value) };
      } else if (place2) {
        const one = (
          /** @type {ContenderJson} */
          race.contenders[place2.contender]
        );
        race.contenders[place2.contender] = { ...one, hyper: one.hyper.with(place2.hyper, value) };
        changed2.add(place2.contender);
      }
    }
    const begins = [...changes.keys()].some((entry) => entry.startsWith("start."));
    const to = new Transformation(race.parameters);
    if (begins || !to.equals(this.transformation)) race.start = to.outward(start);
    return { race, changed: changed2 };
  }
  /**
   * Whether the domain of an entry has this value.
   * @param {string} entry
   * @param {number} value
   */
  accepts(entry, value) {
    const place2 = this.place(entry);
    const { json } = this;
    if (place2 === "steps") return Number.isInteger(value) && within2(value, [...json.stepRange]);
    if (place2 === "noise") return json.noise !== null && holds(json.noise.domain, value);
    if (place2 === null) return false;
    if (typeof place2 === "string") return within2(value, [...json.startRange]);
    if ("parameter" in place2) return holds(json.parameters.domains[place2.parameter], value);
    const kind = (
      /** @type {ContenderJson} */
      json.contenders[place2.contender].optimizer
    );
    return holds(json.optimizers[kind].domains[place2.hyper], value);
  }
  get transformation() {
    return new Transformation(this.json.parameters);
  }
  /**
   * A point of the plain surface on this one.
   * @param {Start} point
   */
  outward(point) {
    return this.transformation.outward(point);
  }
  /**
   * The inverse of `outward`.
   * @param {Start} point
   */
  plain(point) {
    return this.transformation.inward(point);
  }
};
function holds([low, high, lowOpen, highOpen], value) {
  return (lowOpen ? value > low : value >= low) && (highOpen ? value < high : value <= high);
}
function louder(noise, level2) {
  return { ...noise, level: level2, draws: Float64Array.from(noise.draws, (draw) => draw / noise.level * level2) };
}

// frontend/lib/map_preview.js
var LARGEST = 1e300;
var MapPreview = class extends HeldChanges {
  /** @type {SentMap | null} */
  sent = null;
  /** @type {Figure | null} */
  figure = null;
  /** @type {Worker | null} */
  worker = null;
  busy = false;
  wanted = false;
  /**
   * @param {(figure: Figure) => void} show draws a figure
   * @param {() => void} restore draws the server's figure again
   */
  constructor(show, restore) {
    super();
    this.show = show;
    this.restore = restore;
  }
  /**
   * The server's map.
   * @param {SentMap} sent
   * @param {Figure} figure
   */
  settle(sent, figure) {
    if (sent.tag !== this.sent?.tag) this.replace(new PreviewedRace(sent.race, [sent.number]));
    Object.assign(this, { sent, figure });
    if (this.active) this.ask();
  }
  /**
   * The lowest height of another surface, from which the steps to it would be counted, is not known.
   * @param {string} entry
   */
  follows(entry) {
    return super.follows(entry) && !(this.sent?.colour === "steps_to" && this.race?.shapes(entry));
  }
  follow() {
    if (this.active) this.ask();
    else this.restore();
  }
  /** One request at a time; of those that wait, the latest. */
  ask() {
    const { race, sent } = this;
    if (!race || !sent) return;
    this.wanted = this.busy;
    if (this.busy) return;
    this.busy = true;
    const { race: changed2 } = race.changed(this.changes);
    this.worker ??= this.started();
    const { contenders, start, steps } = changed2;
    this.worker.postMessage({ map: { ...sent, race: changed2 }, contender: contenders[0], start, steps });
  }
  started() {
    const worker = new Worker(new URL(`worker.js${new URL(import.meta.url).search}`, import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => this.receive(data);
    worker.onerror = () => this.destroy();
    return worker;
  }
  /** @param {Float64Array | null} values null if the browser cannot run them together */
  receive(values2) {
    this.busy = false;
    if (values2 && this.sent && this.figure && this.active) this.show(coarse(this.figure, this.sent, values2));
    if (this.wanted) this.ask();
  }
  destroy() {
    super.destroy();
    this.worker?.terminate();
  }
};
function coarse(figure, { axes: [across, up], log, floor, least: least2 }, values2) {
  const heat = (
    /** @type {Trace & Record<"x0" | "dx" | "y0" | "dy", number> & { z: unknown[][] }} */
    figure.data.find(({ meta }) => meta?.cells)
  );
  const [width, height] = [across.values.length, up.values.length];
  const position2 = (value) => {
    const clipped = Math.max(-LARGEST, Math.min(LARGEST, value));
    return log ? Math.max(Math.log10(clipped - floor), least2) : clipped;
  };
  const z = Array.from(
    { length: height },
    (_, j) => Array.from({ length: width }, (__, i) => {
      const at = position2(values2[j * width + i]);
      return Number.isNaN(at) ? null : at;
    })
  );
  const [rows2, columns] = [heat.z.length, heat.z[0].length];
  const spread = { dx: heat.dx * (columns - 1) / (width - 1), dy: heat.dy * (rows2 - 1) / (height - 1) };
  const cells = { ...heat, ...spread, z, hoverinfo: "skip", hovertemplate: void 0, text: void 0, meta: { role: "preview" } };
  return { data: [cells], layout: { ...figure.layout, annotations: [] } };
}

// frontend/lib/pointer.js
var ECHO = 700;
var SLOP = 10;
var LONG = 700;
var Taps = class {
  /** @type {{ id: number, x: number, y: number, time: number } | null} */
  touch = null;
  /**
   * @param {Finger} finger
   * @param {number} now milliseconds
   */
  down({ pointerId, isPrimary, clientX, clientY }, now) {
    this.touch = isPrimary ? { id: pointerId, x: clientX, y: clientY, time: now } : null;
  }
  /** @param {Finger} finger */
  move({ pointerId, clientX, clientY }) {
    const { touch } = this;
    if (touch?.id === pointerId && Math.hypot(clientX - touch.x, clientY - touch.y) > SLOP) this.touch = null;
  }
  // The browser has taken the touch for itself, to scroll.
  cancel() {
    this.touch = null;
  }
  /**
   * Whether the finger has tapped.
   * @param {Finger} finger
   * @param {number} now milliseconds
   */
  up(finger, now) {
    this.move(finger);
    const { touch } = this;
    this.touch = null;
    return touch?.id === finger.pointerId && now - touch.time < LONG;
  }
};
function onClick(chart, report) {
  const taps = new Taps();
  let touched = -Infinity;
  const send = (event) => {
    const point = position(chart, event);
    if (point) report(point.x, point.y, event.timeStamp);
  };
  const fingers = (act) => (event) => {
    if (event.pointerType === "mouse") return;
    touched = event.timeStamp;
    act(event);
  };
  chart.addEventListener("pointerdown", fingers((event) => {
    if (event.target instanceof Element && event.target.closest(".nsewdrag")) taps.down(event, touched);
    else taps.cancel();
  }));
  chart.addEventListener("pointermove", fingers((event) => taps.move(event)));
  chart.addEventListener("pointercancel", fingers(() => taps.cancel()));
  chart.addEventListener("pointerup", fingers((event) => taps.up(event, touched) && send(event)));
  chart.on("plotly_click", ({ event }) => {
    if (!event.type.startsWith("touch") && event.timeStamp > touched + ECHO) send(event);
  });
}
function position(chart, { clientX, clientY }) {
  if (!chart._fullLayout) return null;
  const { xaxis, yaxis } = chart._fullLayout;
  const { left, top } = chart.getBoundingClientRect();
  const [x, y] = [clientX - left - xaxis._offset, clientY - top - yaxis._offset];
  if (!(x >= 0 && x <= xaxis._length && y >= 0 && y <= yaxis._length)) return null;
  return { x: xaxis.p2d(x), y: yaxis.p2d(y) };
}

// frontend/lib/theme.js
function style(node) {
  const css = getComputedStyle(node);
  const read = (name) => css.getPropertyValue(name).trim();
  const background = read("--st-background-color") || "#ffffff";
  const dark = luminance(background) < 0.4;
  return {
    text: read("--st-text-color") || "#222222",
    font: read("--st-font") || "sans-serif",
    background,
    dark,
    halo: dark ? "#0e151c" : "#ffffff"
  };
}
function themed(figure, theme) {
  const data = figure.data.map((trace) => theme.dark && trace.meta?.dark ? merged(trace, trace.meta.dark) : trace);
  const layout = {
    ...figure.layout,
    font: { family: theme.font, color: theme.text },
    hoverlabel: { bgcolor: theme.background, font: { color: theme.text, family: theme.font, size: 12 } },
    modebar: { bgcolor: "rgba(0,0,0,0)", color: "rgba(128,134,148,.7)", activecolor: theme.text, orientation: "v" }
  };
  const plate = `color-mix(in srgb, ${theme.background} 70%, transparent)`;
  layout.annotations = layout.annotations?.map((each) => each.bgcolor ? { ...each, bgcolor: plate } : each);
  if (layout.scene && theme.dark) layout.scene = darkened(layout.scene);
  return { data, layout };
}
function frame({ layout: { xaxis, yaxis, uirevision } }, theme) {
  return `${theme.text} ${theme.background} ${JSON.stringify([xaxis, { ...yaxis, range: null }, uirevision])}`;
}
function darkened(scene) {
  const lines2 = { gridcolor: "#3a444f", linecolor: "#3a444f" };
  const { xaxis, yaxis, zaxis } = scene;
  return { ...scene, xaxis: { ...xaxis, ...lines2 }, yaxis: { ...yaxis, ...lines2 }, zaxis: { ...zaxis, ...lines2 } };
}
function merged(base, more) {
  const result = { ...base };
  for (const [name, value] of Object.entries(more)) {
    const nested = value && typeof value === "object" && !Array.isArray(value);
    result[name] = nested ? merged(base[name] ?? {}, value) : value;
  }
  return (
    /** @type {Base} */
    result
  );
}
var luminances = /* @__PURE__ */ new Map();
function luminance(color) {
  const known2 = luminances.get(color) ?? measured(color);
  luminances.set(color, known2);
  return known2;
}
function measured(color) {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!pen) return 1;
  pen.fillStyle = color;
  pen.fillRect(0, 0, 1, 1);
  const [r, g, b] = pen.getImageData(0, 0, 1, 1).data;
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}

// frontend/components/chart.js
var TWICE = 400;
var charts = /* @__PURE__ */ new WeakMap();
async function mount3({ data, parentElement, setTriggerValue }) {
  await styles();
  const chart = charts.get(parentElement) ?? new Chart(parentElement);
  charts.set(parentElement, chart);
  chart.send = setTriggerValue;
  await chart.update(data);
  return () => setTimeout(() => parentElement.isConnected || chart.destroy());
}
var Chart = class {
  host = chartElement("live-chart");
  /** @type {ChartData | null} */
  data = null;
  /** @type {Plotly | null} */
  plotly = null;
  /** @type {SetTriggerValue} */
  send = () => {
  };
  drawing = new Drawing(this.host);
  /** @type {MapPreview | null} */
  preview = null;
  width = 0;
  bound = false;
  /** The time of the last click in ms, and how many have followed each other within `TWICE`. */
  clicked = -Infinity;
  clicks = 0;
  zoomedOut = false;
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.host.dataset.testid = "live-chart";
    parent.append(this.host);
    this.watch = new ResizeObserver(() => this.host.clientWidth !== this.width && this.draw());
    this.watch.observe(this.host);
  }
  /** @param {ChartData} data */
  async update(data) {
    this.data = data;
    describe(this.host, data.alt, data.asks ? "application" : "figure");
    this.host.style.height = `${data.height}px`;
    try {
      this.plotly = await bundle("flat");
    } catch (error2) {
      console.error(error2);
      this.host.textContent = data.failed;
      return;
    }
    if (this.data !== data) return;
    await this.draw();
    if (!data.map) return;
    this.preview ??= new MapPreview(
      (figure) => this.draw(figure),
      () => this.draw()
    );
    this.preview.settle(data.map, data.figure);
  }
  // Nothing while the page hides the chart.
  async draw(figure = this.data?.figure) {
    if (!this.plotly || !this.data || !figure || !this.host.clientWidth) return;
    const { height, asks } = this.data;
    const { data: traces, layout } = themed(figure, style(this.host));
    const touch = TOUCH ? { dragmode: false } : {};
    this.width = this.host.clientWidth;
    const size = { width: Math.min(this.width, widest(layout, height)), height };
    const config = { ...QUIET, ...asks ? { displayModeBar: false, doubleClick: false } : ZOOM_BAR };
    this.host.dataset.preview = figure === this.data.figure ? "" : "shown";
    const drawn3 = await this.drawing.react(this.plotly, labeled(traces), { ...layout, ...size, ...touch }, config);
    if (drawn3 && asks && !this.bound) this.bind();
  }
  // Where the page asks what is done to the chart: a click is reported as [x, y], a zoom as its four ends, zooming out as [].
  bind() {
    this.bound = true;
    watchCellKeys(
      this.host,
      () => this.data?.figure,
      (x, y) => this.send("click", [x, y])
    );
    this.host.addEventListener("pointerdown", () => this.zoomedOut = false, { capture: true });
    onClick(this.host, (x, y, time) => {
      this.clicks = time - this.clicked < TWICE ? this.clicks + 1 : 1;
      this.clicked = time;
      if (this.clicks === 1) this.send("click", [x, y]);
      if (this.clicks === 2) this.zoomOut();
    });
    this.host.on("plotly_doubleclick", () => this.zoomOut());
    this.host.on("plotly_relayout", (change) => {
      const full = this.host._fullLayout;
      const zoomed = Object.keys(change).some((name) => name.includes(".range["));
      if (full && zoomed) this.send("zoom", [...full.xaxis.range, ...full.yaxis.range]);
    });
  }
  // Once for each press.
  zoomOut() {
    if (!this.zoomedOut) this.send("zoom", []);
    this.zoomedOut = true;
  }
  destroy() {
    this.watch.disconnect();
    this.preview?.destroy();
    this.drawing.destroy();
  }
};

// frontend/components/gallery.js
var DARK = `<svg width="0" height="0" aria-hidden="true"><filter id="gallery-dark" color-interpolation-filters="sRGB">
  <feComponentTransfer>
    <feFuncR type="linear" slope="0.75" intercept="-0.38"/>
    <feFuncG type="linear" slope="1.15" intercept="-0.68"/>
    <feFuncB type="linear" slope="1.85" intercept="-1.25"/>
  </feComponentTransfer>
</filter></svg>`;
async function mount4({ data, parentElement, setTriggerValue }) {
  await styles();
  const root = holder(parentElement, "gallery");
  root.classList.toggle("dark", style(parentElement).dark);
  root.innerHTML = DARK;
  root.append(...data.groups.map((group) => section(group, (key) => setTriggerValue("open", key))));
}
function section({ name, about, cards }, open) {
  const list = element("div", "gallery-cards", ...cards.map((card2) => cardLink(card2, open)));
  return element("section", "", element("h2", "", name), element("p", "gallery-about", about), list);
}
function cardLink({ key, name, about, picture, link }, open) {
  const image2 = element("img");
  Object.assign(image2, { src: `data:image/png;base64,${picture}`, alt: "", width: 96, height: 96 });
  const node = element("a", "gallery-card", image2, element("strong", "", name), element("span", "", about));
  node.href = new URL(link, document.baseURI).href;
  node.dataset.key = key;
  onPlainClick(node, () => open(key));
  return node;
}

// frontend/lib/animation.js
function still2(figure, animation, at) {
  if (!animation) return figure;
  const [frames, ...sizes2] = animation.shape;
  const size = sizes2.reduce((a, b) => a * b);
  const start = Math.min(at, frames - 1) * size;
  const flat = animation.values.subarray(start, start + size);
  const array = sizes2.length === 1 ? flat : folded(flat, sizes2[0], sizes2[1]);
  const data = figure.data.map((trace, i) => i === animation.trace ? { ...trace, [animation.name]: array } : trace);
  return { ...figure, data };
}

// frontend/lib/keys.js
var TYPING = "input, textarea, select, [contenteditable=true], [role=slider], [role=tab], [role=radio], [role=combobox], [role=option], [role=menuitem], [role=spinbutton]";
function forPage(event, root) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !root.offsetParent) return false;
  const focus2 = event.target instanceof Element ? event.target : document.body;
  const sliding = event.key === " " && focus2.matches("input[type=range]");
  return (!focus2.closest(TYPING) || sliding) && !document.querySelector("[role=dialog]");
}

// frontend/lib/player.js
var ICONS = {
  first: "M6 6h2v12H6zm3.5 6 8.5 6V6z",
  previous: "M15.4 7.4 14 6l-6 6 6 6 1.4-1.4L10.8 12z",
  play: "M8 5v14l11-7z",
  pause: "M6 19h4V5H6zm8-14v14h4V5z",
  next: "M10 6 8.6 7.4l4.6 4.6-4.6 4.6L10 18l6-6z",
  last: "m6 18 8.5-6L6 6zM16 6v12h2V6z",
  picture: "M5 20h14v-2H5zM19 9h-4V3H9v6H5l7 7z"
};
var SPEEDS = [0.25, 0.5, 1, 2, 4];
var SECONDS = 6;
var PRESSED = "button, a, summary, [role=button], [role=checkbox], [role=switch]";
var KEYS = { " ": "play", ArrowLeft: "previous", ArrowRight: "next", Home: "first", End: "last" };
var icon2 = (name) => `<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;
function destination(action, k, steps) {
  const wanted = { first: 0, previous: Math.ceil(k) - 1, next: Math.floor(k) + 1, last: steps }[action] ?? k;
  return Math.max(0, Math.min(steps, wanted));
}
var Player2 = class {
  k = 0;
  steps = 0;
  playing = false;
  speed = 1;
  frame = 0;
  /** @type {number | null} When the last frame was, in milliseconds. */
  clock = null;
  /** @type {PlayerTexts | null} */
  texts = null;
  /** @type {unknown[]} What the bar shows. */
  shown = [];
  calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  root = element("div", "race-player");
  /**
   * @param {(k: number) => void} onStep
   * @param {() => void} onPicture
   * @param {(playing: boolean) => void} onPlaying
   */
  constructor(onStep, onPicture, onPlaying) {
    this.onStep = onStep;
    this.onPicture = onPicture;
    this.onPlaying = onPlaying;
    this.root.setAttribute("role", "group");
    const button2 = (name) => `<button type="button" data-do="${name}">${icon2(name)}</button>`;
    const option = (speed) => `<option value="${speed}"${speed === 1 ? " selected" : ""}>${speed}×</option>`;
    this.root.innerHTML = ["first", "previous", "play", "next", "last"].map(button2).join("") + `<input type="range" min="0" step="1"><output></output><select>${SPEEDS.map(option).join("")}</select>${button2("picture")}`;
    this.range = /** @type {HTMLInputElement} */
    only(this.root, "input");
    this.output = only(this.root, "output");
    this.select = /** @type {HTMLSelectElement} */
    only(this.root, "select");
    this.button = only(this.root, "[data-do=play]");
    this.root.addEventListener("click", ({ target }) => {
      const pressed = target instanceof Element && target.closest("[data-do]");
      if (pressed) this.act(pressed.getAttribute("data-do") ?? "");
    });
    this.range.addEventListener("input", () => this.go(Number(this.range.value)));
    this.select.addEventListener("change", () => this.speed = Number(this.select.value));
    this.onKey = (event) => this.key(event);
    document.addEventListener("keydown", this.onKey);
  }
  /** @param {PlayerTexts} texts */
  label(texts2) {
    this.texts = texts2;
    this.root.setAttribute("aria-label", texts2.player);
    for (
      const button2 of
      /** @type {NodeListOf<HTMLElement>} */
      this.root.querySelectorAll("[data-do]")
    ) {
      const name = button2.dataset.do === "play" && this.playing ? "pause" : button2.dataset.do ?? "";
      button2.setAttribute("aria-label", texts2[name]);
      button2.title = name === "play" ? `${texts2.play} · ${texts2.keys}` : texts2[name];
    }
    this.range.setAttribute("aria-label", texts2.scrub);
    this.select.setAttribute("aria-label", texts2.speed);
    this.select.title = texts2.speed;
    this.show();
  }
  /**
   * A race of another length: one that was at its end stays there.
   * @param {number} steps
   */
  length(steps) {
    if (steps === this.steps) return;
    const ended = this.k >= this.steps;
    this.steps = steps;
    this.range.max = String(steps);
    this.k = ended && !this.playing ? steps : Math.min(this.k, steps);
  }
  /** @param {string} action */
  act(action) {
    if (action === "play") this.toggle();
    else if (action === "picture") this.onPicture();
    else this.go(destination(action, this.k, this.steps));
  }
  /** @param {KeyboardEvent} event */
  key(event) {
    const action = KEYS[event.key];
    const pressed = event.target instanceof Element && event.target.closest(PRESSED);
    if (!action || event.key === " " && pressed || !forPage(event, this.root)) return;
    event.preventDefault();
    this.act(action);
  }
  /** @param {number} k */
  go(k) {
    this.stop();
    this.k = Math.max(0, Math.min(this.steps, k));
    this.show();
    this.onStep(this.k);
  }
  toggle() {
    if (this.playing) {
      this.stop();
      return;
    }
    if (this.k >= this.steps) this.k = 0;
    this.playing = true;
    this.clock = null;
    this.state();
    this.frame = requestAnimationFrame((now) => this.tick(now));
  }
  /** @param {number} now milliseconds */
  tick(now) {
    if (!this.playing) return;
    const rate = this.speed * this.steps / SECONDS;
    this.k = Math.min(this.steps, this.k + (this.clock === null ? 0 : (now - this.clock) / 1e3 * rate));
    this.clock = now;
    this.show();
    this.onStep(this.calm.matches ? Math.floor(this.k) : this.k);
    if (this.k >= this.steps) this.stop();
    else this.frame = requestAnimationFrame((next) => this.tick(next));
  }
  stop() {
    if (!this.playing) return;
    this.playing = false;
    cancelAnimationFrame(this.frame);
    this.state();
  }
  state() {
    const name = this.playing ? "pause" : "play";
    this.button.innerHTML = icon2(name);
    if (this.texts) this.button.setAttribute("aria-label", this.texts[name]);
    this.onPlaying(this.playing);
  }
  show() {
    const k = Math.floor(this.k);
    const { steps, texts: texts2 } = this;
    if (!texts2 || [k, steps, texts2].every((each, i) => each === this.shown[i])) return;
    this.shown = [k, steps, texts2];
    this.range.value = String(k);
    this.range.style.setProperty("--at", String(steps ? k / steps : 0));
    const { frames, step_of: pattern = "" } = texts2;
    this.output.textContent = frames ? frames[k] : pattern.replace("{k}", String(k)).replace("{n}", String(steps));
    this.range.setAttribute("aria-valuetext", this.output.textContent);
  }
  destroy() {
    this.stop();
    document.removeEventListener("keydown", this.onKey);
  }
};

// frontend/components/multiples.js
var views = /* @__PURE__ */ new WeakMap();
async function mount5({ data, parentElement }) {
  await styles();
  const view = views.get(parentElement) ?? new Multiples(parentElement);
  views.set(parentElement, view);
  await view.update(data);
  return () => setTimeout(() => parentElement.isConnected || view.destroy());
}
var Multiples = class {
  root = element("div", "multiples-view");
  grid = element("div", "multiples");
  /** @type {Chart[]} */
  charts = [];
  /** @type {MultiplesData | null} */
  data = null;
  /** @type {(Animation | undefined)[]} */
  animations = [];
  news = new News();
  /** @type {Player | null} */
  player = null;
  wanted = false;
  busy = false;
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root.dataset.testid = "multiples";
    this.root.append(this.grid);
    parent.append(this.root);
  }
  /** @param {MultiplesData} data */
  async update(data) {
    this.data = data;
    this.news.tell(data.news);
    this.grid.style.setProperty("--least", `${data.least}px`);
    this.charts.splice(data.panels.length).forEach((chart) => chart.destroy());
    while (this.charts.length < data.panels.length) this.charts.push(new Chart(this.grid));
    this.animations = data.panels.map(({ animation }) => animation && { ...animation, values: decoded(animation.values) });
    this.bar(data);
    await this.show();
  }
  /** @param {MultiplesData} data */
  bar({ frames, texts: texts2 }) {
    if (!frames.length) {
      this.player?.destroy();
      this.player?.root.remove();
      this.player = null;
      return;
    }
    if (!this.player) {
      this.player = new Player2(
        () => this.show(),
        () => {
        },
        () => {
        }
      );
      only(this.player.root, "[data-do=picture]").remove();
      this.root.append(this.player.root);
    }
    this.player.length(frames.length - 1);
    this.player.label({ ...texts2, frames });
  }
  // Draws the latest request only: a chart takes longer to draw than a slider to move.
  async show() {
    this.wanted = true;
    if (this.busy) return;
    this.busy = true;
    try {
      while (this.wanted && this.data) {
        this.wanted = false;
        const { panels: panels2, failed } = this.data;
        const at = Math.floor(this.player?.k ?? 0);
        const shown = panels2.map((panel, i) => ({ ...panel, failed, figure: still2(panel.figure, this.animations[i], at) }));
        await Promise.all(shown.map((panel, i) => this.charts[i]?.update(panel)));
        if (this.player) this.root.dataset.frame = String(at);
      }
    } finally {
      this.busy = false;
    }
  }
  destroy() {
    this.player?.destroy();
    this.charts.forEach((chart) => chart.destroy());
    this.root.remove();
  }
};

// frontend/lib/ground_colors.js
var THIN = 0.6;
function heightScale(trace) {
  const { start, end: end2, size } = (
    /** @type {{ start: number, end: number, size: number }} */
    trace.contours
  );
  const levels = { start, size, count: Math.floor((end2 - start) / size + 1e-9) + 1 };
  const { floor, ranks } = trace.meta ?? {};
  const low = Number(trace.zmin);
  const drawn3 = (height) => {
    if (ranks) return Number.isNaN(height) ? Infinity : share(ranks, height);
    if (typeof floor !== "number" || Number.isNaN(height)) return height;
    return height > floor ? Math.max(Math.log10(height - floor), low) : low;
  };
  return { levels, drawn: drawn3 };
}
function share(quantiles, height) {
  let [low, high] = [0, quantiles.length - 1];
  if (height <= quantiles[low]) return 0;
  if (height >= quantiles[high]) return 1;
  while (high - low > 1) {
    const middle = low + high >> 1;
    if (quantiles[middle] <= height) low = middle;
    else high = middle;
  }
  return (low + (height - quantiles[low]) / (quantiles[high] - quantiles[low])) / (quantiles.length - 1);
}
function bandOf({ start, size, count }) {
  return (height) => {
    const band2 = Math.floor((height - start) / size) + 1;
    return band2 < 0 ? 0 : band2 <= count ? band2 : count;
  };
}
function palette(trace, count) {
  const stops = (
    /** @type {[number, string][]} */
    trace.colorscale.map(([at, color]) => (
      /** @type {const} */
      [at, channels(color)]
    ))
  );
  const [fill, line2] = [new Uint32Array(count + 1), new Uint32Array(count + 1)];
  const [red, green, blue, alpha] = channels(String(
    /** @type {{ color: string }} */
    trace.line.color
  ));
  for (let band2 = 0; band2 <= count; band2++) {
    const at = count ? band2 / count : 0;
    const next = Math.max(1, stops.findIndex(([stop]) => stop >= at));
    const [[low, from], [high, to]] = [stops[next - 1], stops[next]];
    const part = (at - low) / (high - low);
    const color = from.map((value, i) => value + part * (to[i] - value));
    fill[band2] = packed(color);
    line2[band2] = packed([red, green, blue].map((value, i) => color[i] + THIN * alpha * (value - color[i])));
  }
  return { fill, line: line2 };
}
function channels(color) {
  if (color.startsWith("#")) return [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16)).concat(1);
  const found = color.match(/[\d.]+/g)?.map(Number) ?? [];
  return [found[0] ?? 0, found[1] ?? 0, found[2] ?? 0, found[3] ?? 1];
}
var packed = ([red, green, blue]) => 255 << 24 | Math.round(blue) << 16 | Math.round(green) << 8 | Math.round(red);
function bands(heights, side2, { data, width, height }, { fill, line: line2 }, band2) {
  const pixels = new Uint32Array(data.buffer);
  const row2 = new Float64Array(side2);
  let [above, here] = [new Uint8Array(width), new Uint8Array(width)];
  for (let v = 0; v < height; v++) {
    const up = (height - 0.5 - v) / height * (side2 - 1);
    const j = Math.min(side2 - 2, Math.floor(up));
    for (let i = 0; i < side2; i++) row2[i] = between(heights[j * side2 + i], heights[(j + 1) * side2 + i], up - j);
    for (let u = 0; u < width; u++) {
      const across = (u + 0.5) / width * (side2 - 1);
      const i = Math.min(side2 - 2, Math.floor(across));
      const found = band2(between(row2[i], row2[i + 1], across - i));
      here[u] = found;
      const edge = u > 0 && here[u - 1] !== found || v > 0 && above[u] !== found;
      pixels[v * width + u] = (edge ? line2 : fill)[found];
    }
    [above, here] = [here, above];
  }
}
var between = (from, to, part) => from + part * (to - from);

// frontend/lib/ground_picture.js
function groundPicture(heights, side2, trace, width, height) {
  const canvas = new OffscreenCanvas(Math.max(2, Math.round(width)), Math.max(2, Math.round(height)));
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  const image2 = pen.createImageData(canvas.width, canvas.height);
  const { levels } = heightScale(trace);
  bands(heights, side2, image2, palette(trace, levels.count), bandOf(levels));
  pen.putImageData(image2, 0, 0);
  return canvas;
}

// frontend/lib/paths.js
var LONG2 = 1e3;
var FAR = 1e6;
var drawable = (x, y) => Math.abs(x) < FAR && Math.abs(y) < FAR;
function plotOf(xaxis, yaxis) {
  return { x: (v) => xaxis.d2p(v), y: (v) => yaxis.d2p(v), width: xaxis._length, height: yaxis._length };
}
function follow(pen, line2, reach) {
  const { px, py } = line2;
  const last2 = Math.floor(reach);
  const near = px.length > LONG2 ? 1 : 0.3;
  let [x, y, down] = [0, 0, false];
  for (let i = 0; i <= last2; i++) {
    if (!drawable(px[i], py[i])) {
      down = false;
      continue;
    }
    if (down && i < last2 && Math.abs(px[i] - x) + Math.abs(py[i] - y) < near) continue;
    [x, y] = [px[i], py[i]];
    if (down) pen.lineTo(x, y);
    else pen.moveTo(x, y);
    down = true;
  }
  const tip2 = between2(line2, reach);
  if (down && tip2) pen.lineTo(tip2.x, tip2.y);
}
function between2({ px, py }, reach) {
  const i = Math.floor(reach);
  const j = Math.min(i + 1, px.length - 1);
  const part = Number.isFinite(px[j] + py[j]) ? reach - i : 0;
  const [x, y] = part ? [px[i] + part * (px[j] - px[i]), py[i] + part * (py[j] - py[i])] : [px[i], py[i]];
  return Number.isFinite(x + y) ? { x, y } : null;
}

// frontend/lib/plot_area.js
function plotArea({ margin, xaxis, yaxis }, width, height) {
  if (!margin || !xaxis?.range || !yaxis?.range) return null;
  const { l, r, t, b } = margin;
  const room = [width - l - r, height - t - b];
  if (Math.min(...room) <= 0) return null;
  const units = [xaxis.range, yaxis.range].map(([low, high]) => high - low);
  const scale = Math.min(room[0] / units[0], room[1] / units[1]);
  const lengths = yaxis.scaleanchor ? units.map((unit) => unit * scale) : room;
  return {
    width,
    height,
    xaxis: axis(xaxis, xaxis.range, l + (room[0] - lengths[0]) / 2, lengths[0], false),
    yaxis: axis(yaxis, yaxis.range, t + (room[1] - lengths[1]) / 2, lengths[1], true)
  };
}
function axis({ type = "linear" }, range, offset, length, up) {
  const [low, high] = range;
  const share2 = (value) => ((type === "log" ? Math.log10(value) : value) - low) / (high - low);
  const d2p = (value) => length * (up ? 1 - share2(value) : share2(value));
  return { type, range, _length: length, _offset: offset, d2p };
}

// frontend/lib/shapes.js
var dashes = (name) => name === "solid" ? [] : name.split(",").map(parseFloat);
var polygon = (points) => (pen, r) => {
  points.forEach(([x, y], i) => i ? pen.lineTo(x * r, y * r) : pen.moveTo(x * r, y * r));
  pen.closePath();
};
var star = Array.from({ length: 10 }, (_, i) => {
  const [size, turn] = [i % 2 ? 0.53 : 1.4, i * Math.PI / 5 - Math.PI / 2];
  return [size * Math.cos(turn), size * Math.sin(turn)];
});
var cross = [
  [-0.4, -1.2],
  [0.4, -1.2],
  [0.4, -0.4],
  [1.2, -0.4],
  [1.2, 0.4],
  [0.4, 0.4],
  [0.4, 1.2],
  [-0.4, 1.2],
  [-0.4, 0.4],
  [-1.2, 0.4],
  [-1.2, -0.4],
  [-0.4, -0.4]
];
var rotated = cross.map(([x, y]) => [(x - y) * Math.SQRT1_2, (x + y) * Math.SQRT1_2]);
var SHAPES = {
  circle: (pen, r) => pen.arc(0, 0, r, 0, 2 * Math.PI),
  square: polygon([[-1, -1], [1, -1], [1, 1], [-1, 1]]),
  "triangle-up": polygon([[-1.15, 0.58], [1.15, 0.58], [0, -1.15]]),
  "triangle-down": polygon([[-1.15, -0.58], [1.15, -0.58], [0, 1.15]]),
  diamond: polygon([[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]]),
  star: polygon(star),
  cross: polygon(cross),
  x: polygon(rotated)
};
function marker(pen, symbol, x, y, radius, fill, rim) {
  pen.save();
  pen.translate(x, y);
  pen.setLineDash([]);
  pen.beginPath();
  SHAPES[symbol](pen, radius);
  pen.fillStyle = fill;
  pen.strokeStyle = rim;
  pen.lineWidth = 1.2;
  pen.fill();
  pen.stroke();
  pen.restore();
}
function crossed(pen, x, y, color, scale = 1) {
  pen.save();
  pen.setLineDash([]);
  pen.beginPath();
  for (const s of [-1, 1]) {
    pen.moveTo(x - 4.5 * scale, y - 4.5 * scale * s);
    pen.lineTo(x + 4.5 * scale, y + 4.5 * scale * s);
  }
  pen.strokeStyle = color;
  pen.lineWidth = 3 * scale;
  pen.stroke();
  pen.restore();
}
function ring(pen, x, y, color, scale = 1) {
  pen.save();
  pen.setLineDash([]);
  pen.beginPath();
  pen.arc(x, y, 6.5 * scale, 0, 2 * Math.PI);
  pen.strokeStyle = color;
  pen.lineWidth = 2 * scale;
  pen.stroke();
  pen.restore();
}

// frontend/lib/first_view.js
var [STAR, PALE] = [1 / 3, 0.7];
var FirstView = class {
  canvas = layer();
  /** @param {Panel} flat */
  constructor(flat) {
    this.flat = flat;
    this.canvas.classList.add("ground");
    flat.chart.after(this.canvas);
  }
  /**
   * Draw contours and paths, as far as step k.
   * @param {Figure} figure in the colors of the theme
   * @param {Line[]} paths
   * @param {number} k
   */
  show(figure, paths2, k) {
    const area = early(this.flat, figure, paths2, k);
    if (area) this.ground(figure.data, area);
  }
  /**
   * @param {Trace[]} traces
   * @param {PlotArea} area
   */
  ground(traces, { width, height, xaxis, yaxis }) {
    const { canvas } = this;
    const scale = resize(canvas, width, height);
    const pen = penOf(canvas);
    pen.setTransform(scale, 0, 0, scale, xaxis._offset * scale, yaxis._offset * scale);
    pen.rect(0, 0, xaxis._length, yaxis._length);
    pen.clip();
    const [surface, minima] = ["surface", "minimum"].map((role) => traces.find(({ meta }) => meta?.role === role));
    const rows2 = (
      /** @type {ArrayLike<number>[]} */
      surface?.z
    );
    if (surface) {
      const heights = Float64Array.from(rows2.flatMap((row2) => Array.from(row2)));
      pen.drawImage(groundPicture(heights, rows2.length, surface, xaxis._length, yaxis._length), 0, 0, xaxis._length, yaxis._length);
    }
    const { size, color = "" } = (
      /** @type {{ size?: number[], color?: string }} */
      minima?.marker ?? {}
    );
    const [plot, x, y] = [plotOf(xaxis, yaxis), decoded(minima?.x), decoded(minima?.y)];
    pen.globalAlpha = PALE;
    size?.forEach((each, i) => marker(pen, "star", plot.x(x[i]), plot.y(y[i]), STAR * each, color, color));
  }
  remove() {
    this.canvas.remove();
  }
};
function early(panel, figure, lines2, k) {
  const { width, height } = panel.size();
  const area = plotArea(figure.layout, width, height);
  panel.overlay.area = area;
  panel.overlay.set(lines2);
  panel.overlay.draw(k);
  return area;
}
function painted() {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

// frontend/lib/lines.js
var is = (role) => (trace) => trace.meta?.role === role;
function complete(figure, surface) {
  const paths2 = new Map(figure.data.filter(is("path")).map((trace) => [trace.meta?.index, trace]));
  const data = figure.data.map((trace) => {
    if (is("surface")(trace)) return { ...trace, ...surface };
    const path = is("halo")(trace) && paths2.get(trace.meta?.index);
    return path ? { ...trace, x: path.x, y: path.y } : trace;
  });
  return { ...figure, data };
}
var drawings = /* @__PURE__ */ new WeakMap();
function drawn(sent) {
  let arrays2 = drawings.get(sent);
  if (!arrays2) {
    const z = rows(sent.z);
    arrays2 = { x: decoded(sent.x), y: decoded(sent.y), z, customdata: sent.customdata ? rows(sent.customdata) : z };
    drawings.set(sent, arrays2);
  }
  return arrays2;
}
function lines(figure, contenders, radius) {
  return contenders.map(({ index, color, dash, symbol }) => {
    const own = figure.data.filter((trace) => trace.meta?.index === index);
    const path = own.find(is("path"));
    if (!path) throw new Error(`no path of contender ${index}`);
    const x = path.x ? decoded(path.x) : null;
    const line2 = { color, dash, symbol, radius, first: path.meta?.first ?? 0, x, y: decoded(path.y), stubs: [], ends: [] };
    for (const trace of own) {
      const steps = trace.meta?.steps;
      if (!steps) continue;
      if (is("stub")(trace)) line2.stubs = stubs(trace, steps);
      else line2.ends.push(end(trace, steps[0]));
    }
    return line2;
  });
}
function stubs(trace, steps) {
  const [x, y] = [decoded(trace.x), decoded(trace.y)];
  return steps.map((step, i) => ({ step, x: x.slice(3 * i, 3 * i + 2), y: y.slice(3 * i, 3 * i + 2) }));
}
function end(trace, step) {
  const cross3 = String(trace.marker?.symbol).startsWith("x-");
  return { step, x: decoded(trace.x)[0], y: decoded(trace.y)[0], cross: cross3 };
}

// frontend/lib/flat_figure.js
var BAR = 62;
function flatFigure(data, heights, wide) {
  const { data: [surface, ...rest], layout } = complete(data.figure, heights);
  if (!wide) return { data: [{ ...surface, showscale: false }, ...rest], layout };
  const { margin } = layout;
  return { data: [surface, ...rest], layout: { ...layout, margin: margin && { ...margin, r: margin.r + BAR } } };
}
function ringOf({ data }, dark) {
  const start = data.find((trace) => trace.meta?.role === "start");
  const color = dark && start?.meta?.dark?.marker.color || start?.marker?.color;
  return { x: decoded(start?.x)[0], y: decoded(start?.y)[0], color };
}

// frontend/lib/color_bar.js
var BAR2 = ".colorbar .cbfills";
var GAP = 3;
var [NUMBERS, TITLE] = [10, 11];
function colorBar(pen, chart, trace, theme, scale) {
  const bar = chart.querySelector(BAR2)?.getBoundingClientRect();
  if (!bar?.height) return;
  const from = chart.getBoundingClientRect();
  const [left, top] = [bar.left - from.left, bar.top - from.top];
  const [low, high] = [Number(trace.zmin), Number(trace.zmax)];
  const { levels } = heightScale(trace);
  const [{ fill }, band2] = [palette(trace, levels.count), bandOf(levels)];
  for (let v = 0; v < bar.height; v++) {
    const color = fill[band2(high - (v + 0.5) / bar.height * (high - low))];
    pen.fillStyle = `rgb(${color & 255}, ${color >> 8 & 255}, ${color >> 16 & 255})`;
    pen.fillRect(left, top + v, bar.width, Math.min(1, bar.height - v));
  }
  const { tickvals, ticktext, title } = (
    /** @type {Labels} */
    trace.colorbar
  );
  pen.fillStyle = theme.text;
  pen.font = `${NUMBERS * scale}px ${theme.font}`;
  [pen.textAlign, pen.textBaseline] = ["left", "middle"];
  const beside2 = left + bar.width + GAP * scale;
  let wide = 0;
  tickvals.forEach((at, i) => {
    pen.fillText(ticktext[i], beside2, top + (high - at) / (high - low) * bar.height);
    wide = Math.max(wide, pen.measureText(ticktext[i]).width);
  });
  pen.save();
  pen.font = `${TITLE * scale}px ${theme.font}`;
  pen.textAlign = "center";
  pen.translate(Math.min(beside2 + wide + TITLE * scale, from.width - TITLE * scale / 2), top + bar.height / 2);
  pen.rotate(-Math.PI / 2);
  pen.fillText(title.text, 0, 0);
  pen.restore();
}

// frontend/lib/axis_range.js
var WIDE = 2;
var DEEPEST = 24;
var ABOVE = 3;
var [LEAST3, MOST2] = [1e-300, 1e300];
var showable = (value, log) => Math.abs(value) <= MOST2 && (!log || value > 0);
function axisRange(curves, diverged2, kind) {
  const finite2 = curves.map((curve) => Array.from(curve).filter((value) => showable(value, false)));
  const values2 = finite2.flat();
  const positive = values2.filter((value) => value > 0);
  const spans = positive.length > 0 && Math.log10(greatest(positive)) - Math.log10(least(positive)) > WIDE;
  const log = kind === "log" || kind === "auto" && spans && positive.length === values2.length;
  const finished = finite2.filter((_, i) => !diverged2[i]).flat();
  const starts = finite2.filter((curve) => curve.length).map((curve) => curve[0]);
  return { log, range: log ? decades(positive, finished, starts) : linear([...finished, ...starts]) };
}
function capped(value, log, [low, high]) {
  const [least2, most] = log ? [10 ** low, 10 ** high] : [low, high];
  return Math.min(Math.max(value, least2), most);
}
function decades(positive, finished, starts) {
  if (!positive.length) return [-1, 1];
  const top = greatest(positive);
  const cap = Math.max(greatest([0, ...finished]), 10 ** ABOVE * greatest([0, ...starts])) || top;
  const lowest = Math.round(Math.log10(LEAST3));
  const high = Math.max(Math.ceil(Math.log10(Math.min(top, cap)) - 1e-9), lowest + 1);
  const low = Math.max(Math.floor(Math.log10(least(positive)) + 1e-9), high - DEEPEST, lowest);
  return [Math.min(low, high - 1), high];
}
function linear(shown) {
  if (!shown.length) return [0, 1];
  let [low, high] = [least(shown), greatest(shown)];
  if (low >= 0 && low < high / 3) low = 0;
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low <= Math.max(1e-12 * size, LEAST3)) {
    const margin = size / 2 > LEAST3 ? size / 2 : 0.5;
    [low, high] = [low - margin, high + margin];
  }
  const step = roundStep(high - low, 10);
  return [Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step];
}
function roundStep(span, parts2) {
  const part = Math.min(Math.max(LEAST3, span / parts2), MOST2);
  const power = 10 ** Math.floor(Math.log10(part));
  return power * /** @type {number} */
  [1, 2, 2.5, 5, 10].find((factor) => factor * power >= part * (1 - 1e-9));
}
var least = (values2) => values2.reduce((a, b) => Math.min(a, b), Infinity);
var greatest = (values2) => values2.reduce((a, b) => Math.max(a, b), -Infinity);

// frontend/lib/height_scale.js
var STEPS = 19;
var [LOWEST, LINE, HIGHEST] = [0.01, 0.02, 0.99];
var FEW_DECADES = [0.7, 2];
var LARGEST2 = 3e38;
var [ALIKE, SMALLEST] = [1e-12, 1e-37];
function rescaled(trace, heights, lowest) {
  const { floor: gap, ranks: order } = trace.meta ?? {};
  const scale = heightScaleOf(heights, order ? "rank" : typeof gap === "number" ? "log" : "linear", lowest);
  const { low, high, floor, ranks } = scale;
  const meta = { ...trace.meta, floor, ranks };
  const colorbar = { .../** @type {object} */
  trace.colorbar, ...ticksOf(scale) };
  const contours = { .../** @type {object} */
  trace.contours, ...contoursOf(scale) };
  return { ...trace, zmin: low, zmax: high, contours, colorbar, meta };
}
function heightScaleOf(heights, kind, lowest) {
  const sorted = ordered(Float64Array.from(heights, (height) => Math.abs(height) > LARGEST2 ? Math.sign(height) * Infinity : height));
  if (kind === "rank") return { low: 0, high: 1, line: 0, floor: null, ranks: Array.from(sorted) };
  const floor = kind === "log" ? Math.min(lowest ?? Infinity, sorted[0]) : null;
  const drawn3 = floor === null ? sorted : ordered(sorted.map((height) => Math.log10(height - floor)));
  const line2 = quantile(drawn3, floor === null ? LOWEST : LINE);
  let [low, high] = [LOWEST, HIGHEST].map((share2) => quantile(drawn3, share2));
  if (!(high - low > Math.max(ALIKE * Math.max(Math.abs(low), Math.abs(high)), SMALLEST))) {
    const margin = Math.max(0.5, 0.01 * Math.abs(low));
    [low, high] = [low - margin, high + margin];
  }
  return { low, high, line: floor === null ? low : line2, floor, ranks: null };
}
function contoursOf({ low, high, line: line2 }) {
  const size = roundStep(high - low, STEPS);
  return { start: Math.ceil(line2 / size) * size, end: Math.floor(high / size) * size, size };
}
function ticksOf({ low, high, floor, ranks }) {
  if (ranks) {
    const tickvals = Array.from({ length: 6 }, (_, i) => i / 5);
    return { tickvals, ticktext: tickvals.map((share2) => short(quantile(ranks, share2))) };
  }
  const span = high - low;
  const text = (at) => short(floor === null ? at : 10 ** at);
  const labeled2 = (tickvals) => ({ tickvals, ticktext: tickvals.map(text) });
  if (floor !== null && span > FEW_DECADES[0] && span <= FEW_DECADES[1]) {
    const decades2 = Array.from({ length: Math.ceil(high) - Math.floor(low) }, (_, i) => Math.floor(low) + i);
    const values2 = decades2.flatMap((decade) => [1, 2, 5].map((digit) => decade + Math.log10(digit)));
    return labeled2(values2.filter((at) => at >= low && at <= high && 10 ** at > 0));
  }
  const wide = span > 2 ? Math.max(1, Math.ceil(span / 6)) : roundStep(span, 4);
  const step = floor === null ? roundStep(span, 5) : wide;
  const [first, last2] = [Math.ceil(low / step), Math.floor(high / step)];
  return labeled2(Array.from({ length: Math.max(0, last2 - first + 1) }, (_, i) => (first + i) * step));
}
function ordered(values2) {
  const finite2 = values2.filter(Number.isFinite).sort();
  return finite2.length ? finite2 : Float64Array.of(0);
}
function quantile(sorted, share2) {
  const at = share2 * (sorted.length - 1);
  const i = Math.min(Math.floor(at), sorted.length - 1);
  const next = Math.min(i + 1, sorted.length - 1);
  return sorted[i] + (at - i) * (sorted[next] - sorted[i]);
}

// frontend/lib/ground.js
var SIDE = 101;
var FLAT = 1e-6;
function evenHeights(surface, across, up, side2) {
  const heights = new Float64Array(side2 * side2);
  let steepest = 0;
  for (let j = 0; j < side2; j++) {
    const y = up[0] + (up[1] - up[0]) * j / (side2 - 1);
    for (let i = 0; i < side2; i++) {
      surface.evaluate(across[0] + (across[1] - across[0]) * i / (side2 - 1), y);
      heights[j * side2 + i] = surface.loss;
      const slope = Math.hypot(surface.grad[0], surface.grad[1]);
      if (slope < Infinity) steepest = Math.max(steepest, slope);
    }
  }
  return { heights, steepest };
}
function level(surface, points, steepest) {
  return points.filter(([x, y]) => {
    surface.evaluate(x, y);
    return Math.hypot(surface.grad[0], surface.grad[1]) <= FLAT * steepest;
  });
}
var Ground = class {
  canvas = layer();
  pen = penOf(this.canvas);
  /** @type {Surface | null} */
  surface = null;
  /** @type {readonly Start[]} */
  minima = [];
  /** Whether the canvas shows the surface, and for which axes. */
  shown = "";
  /** @param {Panel} panel */
  constructor(panel) {
    this.panel = panel;
    this.canvas.classList.add("ground");
    panel.chart.after(this.canvas);
    panel.ground = this;
  }
  /**
   * Show a surface as its programs compute it now; null shows the chart again.
   * @param {Surface | null} surface
   * @param {readonly Start[]} minima of the surface as it was, moved with it
   */
  set(surface, minima = []) {
    [this.surface, this.minima, this.shown] = [surface, minima, ""];
    if (!surface && this.canvas.width) this.canvas.width = 0;
    this.panel.host.classList.toggle("reshaped", surface !== null);
  }
  draw() {
    const { surface, canvas, pen, panel } = this;
    const full = panel.chart._fullLayout;
    const before = panel.chart.data?.find(({ meta }) => meta?.role === "surface");
    if (!surface || !full?.xaxis?._length || !before) return;
    const { xaxis, yaxis, width, height } = full;
    const key = [xaxis, yaxis].map(({ range, _length, _offset }) => `${range} ${_length} ${_offset}`).join();
    if (key === this.shown) return;
    this.shown = key;
    const { heights, steepest } = evenHeights(surface, xaxis.range, yaxis.range, SIDE);
    const scale = resize(canvas, width, height);
    const known2 = level(surface, this.minima, steepest);
    const trace = refitted(before, surface, known2, { heights, box: [xaxis.range, yaxis.range] });
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    if (panel.theme) colorBar(pen, panel.chart, trace, panel.theme, panel.overlay.scale);
    pen.setTransform(scale, 0, 0, scale, xaxis._offset * scale, yaxis._offset * scale);
    const scaled = heights.map(heightScale(trace).drawn);
    pen.drawImage(groundPicture(scaled, SIDE, trace, xaxis._length, yaxis._length), 0, 0, xaxis._length, yaxis._length);
    const plot = plotOf(xaxis, yaxis);
    const { color = "#000000" } = panel.chart.data?.find(({ meta }) => meta?.role === "minimum")?.marker ?? {};
    for (const [x, y] of known2) marker(pen, "star", plot.x(x), plot.y(y), 4, color, color);
  }
};
function refitted(trace, surface, minima, seen) {
  const [across, up] = [trace.x, trace.y].map((values2) => ends(decoded(values2)));
  const whole = String([across, up]) === String(seen.box) ? seen : evenHeights(surface, across, up, SIDE);
  const depths = minima.map(([x, y]) => {
    surface.evaluate(x, y);
    return surface.loss;
  });
  return rescaled(trace, whole.heights, depths.length ? Math.min(...depths) : null);
}
var ends = (values2) => [values2[0], values2[values2.length - 1]];

// frontend/lib/enlarged.js
var SIZES = ["size", "width", "thickness", "ax", "ay", "standoff"];
function enlarged(figure, scale) {
  if (scale === 1) return figure;
  const data = figure.data.map((trace) => {
    const isSurface = trace.meta?.role === "surface";
    return isSurface ? { ...trace, colorbar: grown(trace.colorbar, scale) } : { ...grown(trace, scale), meta: trace.meta };
  });
  const layout = (
    /** @type {Figure["layout"]} */
    grown(figure.layout, scale)
  );
  const font = { .../** @type {object} */
  layout.font ?? {}, size: 12 * scale };
  return { data, layout: { ...layout, font } };
}
function grown(value, scale) {
  if (Array.isArray(value)) return value.map((each) => grown(each, scale));
  if (!isPlain(value)) return value;
  const pairs = Object.entries(value).map(([name, each]) => {
    const size = SIZES.includes(name);
    if (size && Array.isArray(each)) return [name, each.map((one) => one * scale)];
    return [name, size && typeof each === "number" ? each * scale : grown(each, scale)];
  });
  return Object.fromEntries(pairs);
}
function isPlain(value) {
  return Boolean(value) && Object.getPrototypeOf(value) === Object.prototype;
}

// frontend/lib/overlay.js
var Overlay = class {
  canvas = layer();
  pen = penOf(this.canvas);
  /** @type {Line[]} */
  lines = [];
  /** @type {string | null} The color of the halos, where there are any. */
  halo = null;
  rim = "#ffffff";
  /** How many times as thick as usual lines and markers are. */
  scale = 1;
  /** @type {Ring | null} */
  start = null;
  /** @type {Ring | null} Where the next start is requested. */
  requested = null;
  /** @type {string | null} The color of the line at step k of curves. */
  cursor = null;
  /** @type {PlotArea | null} Where the axes will be, until there is a chart. */
  area = null;
  /** @type {string | null} The axes for which the lines' pixels are known. */
  key = null;
  /** @param {Chart} chart */
  constructor(chart) {
    this.chart = chart;
  }
  /** @param {Line[]} lines */
  set(lines2) {
    this.lines = lines2;
    this.key = null;
  }
  clear() {
    this.pen.setTransform(1, 0, 0, 1, 0, 0);
    this.pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }
  /**
   * Make the canvas fit the chart; null if there are no axes to draw in.
   * @returns {Plot | null}
   */
  fit() {
    const full = this.chart._fullLayout ?? this.area;
    if (!full?.xaxis?._length) return null;
    const scale = window.devicePixelRatio || 1;
    const { width, height } = full;
    if (this.canvas.width !== Math.round(width * scale) || this.canvas.height !== Math.round(height * scale)) {
      this.canvas.width = Math.round(width * scale);
      this.canvas.height = Math.round(height * scale);
      this.canvas.style.width = `${width}px`;
      this.canvas.style.height = `${height}px`;
    }
    this.clear();
    const { xaxis, yaxis } = full;
    this.pen.setTransform(scale, 0, 0, scale, xaxis._offset * scale, yaxis._offset * scale);
    const plot = plotOf(xaxis, yaxis);
    this.pixels(plot, [xaxis, yaxis]);
    return plot;
  }
  /**
   * Draw everything as far as step k, or only where the next start is requested.
   * @param {number} k
   * @param {boolean} complete
   */
  draw(k, complete2 = true) {
    const plot = this.fit();
    if (!plot) return;
    const { pen } = this;
    pen.save();
    pen.beginPath();
    pen.rect(0, 0, plot.width, plot.height);
    pen.clip();
    if (complete2) {
      for (const line2 of this.lines) this.trail(line2, k, plot);
      if (this.start) ring(pen, plot.x(this.start.x), plot.y(this.start.y), this.start.color, this.scale);
    }
    if (this.requested) ring(pen, plot.x(this.requested.x), plot.y(this.requested.y), this.requested.color, this.scale);
    if (complete2 && this.cursor && !this.lines.some((line2) => line2.x)) {
      pen.setLineDash([]);
      pen.beginPath();
      pen.moveTo(plot.x(k), 0);
      pen.lineTo(plot.x(k), plot.height);
      pen.lineWidth = 1;
      pen.strokeStyle = this.cursor;
      pen.stroke();
    }
    pen.restore();
    if (complete2) for (const line2 of this.lines) this.tip(line2, k, plot);
  }
  /**
   * Convert the lines' points to pixels, once until the lines or the axes change.
   * @param {Plot} plot
   * @param {PlotAxis[]} axes
   */
  pixels(plot, axes) {
    const key = axes.map(({ type, range, _length }) => `${type} ${range} ${_length}`).join();
    if (key === this.key) return;
    this.key = key;
    for (const line2 of this.lines) {
      const { x, first } = line2;
      line2.px = Float64Array.from(line2.y, (_, i) => plot.x(x ? x[i] : first + i));
      line2.py = Float64Array.from(line2.y, plot.y);
    }
  }
  /**
   * @param {Line} line
   * @param {number} k
   * @param {Plot} plot
   */
  trail(line2, k, plot) {
    const { pen } = this;
    const reach = Math.min(k - line2.first, line2.y.length - 1);
    if (reach < 0) return;
    pen.beginPath();
    follow(pen, inPixels(line2), reach);
    pen.lineJoin = "round";
    if (this.halo) {
      pen.setLineDash([]);
      pen.strokeStyle = this.halo;
      pen.lineWidth = 4.5 * this.scale;
      pen.stroke();
    }
    pen.setLineDash(dashes(line2.dash).map((length) => length * this.scale));
    pen.strokeStyle = line2.color;
    pen.lineWidth = 2 * this.scale;
    pen.stroke();
    pen.beginPath();
    for (const { step, x, y } of line2.stubs) {
      if (step > k) continue;
      pen.moveTo(plot.x(x[0]), plot.y(y[0]));
      pen.lineTo(plot.x(x[1]), plot.y(y[1]));
    }
    pen.stroke();
  }
  /**
   * @param {Line} line
   * @param {number} k
   * @param {Plot} plot
   */
  tip(line2, k, plot) {
    const end2 = line2.ends.find(({ step, cross: cross3 }) => cross3 && k >= step);
    if (end2) crossed(this.pen, plot.x(end2.x), plot.y(end2.y), line2.color, this.scale);
    if (end2 && end2.step >= line2.first + line2.y.length - 1) return;
    const reach = k - line2.first;
    if (reach < 0 || !line2.y.length) return;
    const point = between2(inPixels(line2), Math.min(reach, line2.y.length - 1));
    const inside = point && point.x >= -1 && point.x <= plot.width + 1 && point.y >= -1 && point.y <= plot.height + 1;
    if (inside) marker(this.pen, line2.symbol, point.x, point.y, line2.radius * this.scale, line2.color, this.rim);
  }
};
function inPixels({ px = new Float64Array(), py = new Float64Array() }) {
  return { px, py };
}

// frontend/lib/panel.js
var CATCH_UP = 150;
var OUTSIDE = 0.2;
var Panel = class {
  chart = chartElement("race-chart");
  drawing = new Drawing(this.chart);
  overlay = new Overlay(this.chart);
  /** @type {MultistartLayer | null} What is drawn between chart and overlay. */
  under = null;
  /** @type {Ground | null} What is drawn in place of the chart's surface, if any. */
  ground = null;
  /** @type {Plotly | null} */
  plotly = null;
  /** @type {Figure} */
  figure = { data: [], layout: {} };
  /** @type {Layout} Further options of the layout. */
  extra = {};
  /** @type {Theme | null} */
  theme = null;
  /** @type {string | null} */
  frame = null;
  /** @type {string} The range of y that Plotly was given. */
  range = "";
  /** Whether `across` has set another range than the figure's. */
  ranged = false;
  /** @type {{ node: Element, step: number }[]} */
  annotations = [];
  k = 0;
  /** Whether Plotly shows the data of the last update. */
  fresh = false;
  /** Whether the race is at its end. */
  complete = false;
  /** Whether the race is played, so that Plotly waits. */
  busy = false;
  bound = false;
  /** Whether the overlay draws the race also at its end. */
  covering = false;
  timer = 0;
  /**
   * @param {HTMLElement} host
   * @param {Config} config
   */
  constructor(host, config) {
    this.host = host;
    this.config = { ...QUIET, ...config };
    host.append(this.chart, this.overlay.canvas);
  }
  /**
   * Make ready for `draw`.
   * @param {Plotly} plotly
   * @param {Figure} figure
   * @param {Line[]} lines
   * @param {string} frame whatever of the figure, besides the range of y, must be right before that
   */
  async update(plotly, figure, lines2, frame2) {
    [this.plotly, this.figure] = [plotly, figure];
    this.overlay.set(lines2);
    this.overlay.requested = null;
    this.fresh = false;
    if (frame2 === this.frame) {
      requestAnimationFrame(() => setTimeout(() => this.figure === figure && this.stretch()));
      this.later();
    } else {
      this.frame = frame2;
      await this.react();
    }
  }
  // Another range of y alone, which Plotly draws much faster than all the rest; a person's zoom is left alone.
  stretch() {
    const range = this.figure.layout.yaxis?.range;
    const shown = this.chart._fullLayout?.yaxis.range;
    if (!range || !shown || String(shown) !== this.range) return;
    if (beyond(range, shown) <= OUTSIDE) return;
    this.range = String(range);
    this.drawing.relayout({ "yaxis.range": [...range] });
  }
  /**
   * Show this range across until Plotly draws the next figure.
   * @param {Range} range
   */
  across(range) {
    const shown = this.chart._fullLayout?.xaxis.range;
    const usual = this.figure.layout.xaxis?.range;
    if (!shown || !usual || String(shown) === String(range)) return;
    if (this.ranged || String(shown) === String(usual)) this.drawing.relayout({ "xaxis.range": [...range] });
    this.ranged = true;
  }
  /**
   * Show this range upwards until Plotly draws the next figure; a person's zoom is left alone.
   * @param {Range} range
   */
  upwards(range) {
    this.drawing.adjust(() => {
      const shown = String(this.chart._fullLayout?.yaxis.range);
      if (shown !== this.range || shown === String(range)) return null;
      this.range = String(range);
      return { "yaxis.range": [...range] };
    });
  }
  later() {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.busy || this.host.closest("[data-preview=shown]") ? this.later() : this.react(), CATCH_UP);
  }
  async react() {
    clearTimeout(this.timer);
    if (!this.plotly || !this.theme) return;
    const figure = this.figure;
    const { data, layout } = enlarged(themed(figure, this.theme), this.overlay.scale);
    const drawn3 = await this.drawing.react(this.plotly, data, { ...layout, ...this.size(), ...this.extra }, this.config);
    if (!drawn3) {
      this.frame = null;
      return;
    }
    this.range = String(layout.yaxis?.range);
    this.ranged = false;
    if (this.figure !== figure) return;
    if (!this.bound) this.bind();
    this.mark();
    this.fresh = true;
    this.draw(this.k, this.complete);
  }
  /**
   * Where the ring at the start is, in pixels of the window.
   * @returns {Point | null}
   */
  ring() {
    const [full, { start }] = [this.chart._fullLayout, this.overlay];
    if (!full || !start) return null;
    const { left, top } = this.chart.getBoundingClientRect();
    return { x: left + full.xaxis._offset + full.xaxis.d2p(start.x), y: top + full.yaxis._offset + full.yaxis.d2p(start.y) };
  }
  /**
   * The point under the pointer; null beside the axes.
   * @param {Where} where
   */
  at(where) {
    return position(this.chart, where);
  }
  size() {
    return { width: this.host.clientWidth, height: this.host.clientHeight };
  }
  bind() {
    this.bound = true;
    const redraw = () => this.draw(this.k, this.complete);
    for (const name of ["afterplot", "relayouting", "relayout"]) this.chart.on(`plotly_${name}`, redraw);
    this.chart.on("plotly_afterplot", () => this.mark());
  }
  // Mark for the stylesheet which parts of Plotly's drawing move, and which labels come later.
  mark() {
    for (const trace of this.chart.querySelectorAll(".scatterlayer > .trace")) {
      const meta = (
        /** @type {any} */
        trace.__data__?.[0]?.trace?.meta
      );
      trace.classList.toggle("moves", meta?.index !== void 0 || meta?.role === "start");
    }
    this.annotations = [...this.chart.querySelectorAll(".annotation")].map((node) => {
      const index = Number(
        /** @type {SVGElement} */
        node.dataset.index
      );
      const name = this.chart.layout.annotations?.[index]?.name ?? "";
      return { node, step: name.startsWith("step ") ? Number(name.slice(5)) : -1 };
    });
  }
  /**
   * Draw the lines as far as step k.
   * @param {number} k
   * @param {boolean} complete
   */
  draw(k, complete2) {
    [this.k, this.complete] = [k, complete2];
    const over = this.overlay.scale > 1 || this.covering || Boolean(this.under?.data);
    const covered = !this.fresh || !complete2 || over;
    this.host.classList.toggle("covered", covered);
    for (const { node, step } of this.annotations) {
      node.classList.toggle("early", step >= 0 && (!this.fresh || k < step));
    }
    this.ground?.draw();
    this.under?.draw(k);
    this.overlay.draw(k, covered);
  }
  hide(hidden = true) {
    this.chart.hidden = this.overlay.canvas.hidden = hidden;
    for (const part of [this.under, this.ground]) if (part) part.canvas.hidden = hidden;
  }
  resize() {
    const full = this.chart._fullLayout;
    if (!this.bound || !full) return;
    const { width, height } = this.size();
    if (width && (width !== full.width || height !== full.height)) this.drawing.relayout({ width, height });
  }
  destroy() {
    clearTimeout(this.timer);
    this.drawing.destroy();
  }
};

// frontend/lib/picture.js
var SCALE = 2;
var PAD = 16;
var LINE2 = 26;
var GAP2 = 24;
async function save(charts2, contenders, theme, name) {
  const images = (await Promise.all(charts2.map((chart) => image(chart)))).filter((each) => each !== null);
  if (images.length < charts2.length) return;
  const width = images.reduce((sum, each) => sum + each.width, PAD * (images.length + 1));
  const top = Math.max(...images.map((each) => each.height));
  const canvas = element("canvas");
  const pen = penOf(canvas);
  const font = `14px ${theme.font}`;
  pen.font = font;
  const labels = contenders.map((each) => `${each.glyph} ${each.name}`);
  const places = flow(labels.map((label) => pen.measureText(label).width), width, top + PAD * 2 + 14);
  const height = (places.at(-1)?.y ?? top) + PAD;
  [canvas.width, canvas.height] = [width * SCALE, height * SCALE];
  pen.scale(SCALE, SCALE);
  pen.fillStyle = theme.background;
  pen.fillRect(0, 0, width, height);
  let left = PAD;
  for (const each of images) {
    for (const drawing of each.layers) pen.drawImage(drawing, left, PAD + (top - each.height) / 2, each.width, each.height);
    left += each.width + PAD;
  }
  pen.font = font;
  places.forEach(({ x, y }, i) => {
    pen.fillStyle = contenders[i].color;
    pen.fillText(labels[i], x, y);
  });
  offer(canvas.toDataURL("image/png"), `${name}.png`);
}
function offer(address, name) {
  const link = element("a");
  link.download = name;
  link.href = address;
  link.click();
}
function offerFile(file, name) {
  const address = URL.createObjectURL(file);
  offer(address, name);
  setTimeout(() => URL.revokeObjectURL(address), 6e4);
}
function flow(widths, width, top, line2 = LINE2) {
  let [x, y] = [PAD, top];
  return widths.map((wide) => {
    if (x + wide > width - PAD && x > PAD) [x, y] = [PAD, y + line2];
    const place2 = { x, y };
    x += wide + GAP2;
    return place2;
  });
}
async function image({ drawing, chart, under, canvas, overlay }, k) {
  const [width, height] = [chart.clientWidth, chart.clientHeight];
  const source = await drawing.image({ format: "png", width, height, scale: SCALE }, canvas ? void 0 : k);
  if (!source) return null;
  const picture = new Image();
  picture.src = source;
  await picture.decode();
  const over = k === void 0 ? canvas : canvas ?? overlay?.canvas;
  return { layers: [picture, ...under?.data ? [under.canvas] : [], ...over ? [over] : []], width, height };
}

// frontend/lib/presentation.js
var SCALE2 = 1.9;
var ALONE = "race-alone";
var ICON = "M3 4h18v2h-1v9h-7v1.6l4 3.4h-3l-2-1.8L10 20H7l4-3.4V15H4V6H3zm3 2v7h12V6z";
var Presentation = class {
  /** Whether the presentation is shown. */
  shown = false;
  /** What the page has asked to open with. */
  opened = "";
  button = element("button", "race-present");
  /** @param {Presented} race */
  constructor(race) {
    this.race = race;
    this.button.type = "button";
    this.button.innerHTML = `<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path d="${ICON}"/></svg>`;
    this.button.addEventListener("click", () => this.show(!this.shown));
    race.player.root.append(this.button);
    this.onKey = (event) => this.key(event);
    this.onScreen = () => document.fullscreenElement || this.show(false);
    document.addEventListener("keydown", this.onKey);
    document.addEventListener("fullscreenchange", this.onScreen);
  }
  /**
   * Take the texts, the way the page is shown, and the step at which it opens; what a live update lacks stays.
   * @param {Pick<RaceUpdate, "texts" | "steps"> & Partial<RaceUpdate>} data
   */
  update({ texts: texts2, embedded, opening, steps }) {
    this.label(texts2);
    if (embedded !== void 0) {
      this.race.root.classList.toggle("embedded", embedded);
      document.documentElement.classList.toggle(ALONE, embedded);
    }
    if (!opening) return;
    const asked = JSON.stringify(opening);
    const [before, { player }] = [this.opened, this.race];
    this.opened = asked;
    if (asked === before || !before && opening.step === null) return;
    player.stop();
    player.k = Math.min(opening.step ?? steps, steps);
  }
  /** @param {RaceTexts} texts */
  label(texts2) {
    this.button.setAttribute("aria-label", texts2.present);
    this.button.title = texts2.present_help;
  }
  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.key === "Escape" && this.shown) this.show(false);
    const first = document.querySelector("[data-testid=race]") === this.race.root;
    if (event.key.toLowerCase() !== "p" || event.repeat || !first || !forPage(event, this.race.player.root)) return;
    event.preventDefault();
    this.show(!this.shown);
  }
  /** @param {boolean} shown */
  show(shown) {
    if (shown === this.shown) return;
    this.shown = shown;
    const { root } = this.race;
    root.classList.toggle("presenting", shown);
    root.popover = shown ? "manual" : null;
    if (shown) root.showPopover?.();
    this.button.setAttribute("aria-pressed", String(shown));
    if (shown) document.documentElement.requestFullscreen?.().catch(() => {
    });
    else if (document.fullscreenElement) document.exitFullscreen().catch(() => {
    });
    this.race.enlarge(shown ? SCALE2 : 1);
  }
  destroy() {
    this.show(false);
    document.documentElement.classList.remove(ALONE);
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("fullscreenchange", this.onScreen);
  }
};

// frontend/lib/played_lines.js
var DIVERGED = ["left_domain", "not_finite"];
var diverged = ({ status }) => DIVERGED.includes(status);
var column = (pairs, offset) => Float64Array.from({ length: pairs.length / 2 }, (_, i) => pairs[2 * i + offset]);
function pathLine(line2, path) {
  const [x, y] = path ? [column(path.xy, 0), column(path.xy, 1)] : [new Float64Array(), new Float64Array()];
  return { ...line2, px: void 0, py: void 0, x, y, stubs: [], ends: path && diverged(path) ? [cross2(path, x, y)] : [] };
}
function curveLine(line2, path, quantity, minima) {
  const y = path ? values(path, quantity, minima).subarray(line2.first) : new Float64Array();
  const x = line2.x && Float64Array.from(y, (_, i) => line2.first + i);
  return { ...line2, px: void 0, py: void 0, x, y, stubs: [], ends: path && diverged(path) && y.length ? [cross2(path, null, y)] : [] };
}
function cross2({ last: last2 }, x, y) {
  return { step: last2, x: x ? x[last2] : last2, y: y[y.length - 1], cross: true };
}
function values({ loss, xy, grad }, quantity, minima) {
  const at = (value) => Float64Array.from(loss, (_, i) => value(i));
  if (quantity === "grad_norm") return at((i) => Math.hypot(grad[2 * i], grad[2 * i + 1]));
  if (quantity === "step_length") return at((i) => i ? Math.hypot(xy[2 * i] - xy[2 * i - 2], xy[2 * i + 1] - xy[2 * i - 1]) : NaN);
  if (quantity === "distance") {
    const away = (i) => minima.map(([x, y]) => Math.hypot(xy[2 * i] - x, xy[2 * i + 1] - y));
    return at((i) => minima.length ? Math.min(...away(i)) : NaN);
  }
  return loss;
}

// frontend/lib/previewed_starts.js
var QUANTILES = (
  /** @type {const} */
  { low: 0.1, middle: 0.5, high: 0.9 }
);
var MOST3 = 100;
function withPaths(before, played, quantity, minima, steps) {
  const multistarts = before.multistarts.map((one, i) => {
    const paths2 = played[i];
    return paths2 ? { ...one, ...joined2(paths2), band: band(paths2, quantity, minima, steps) } : one;
  });
  return { ...before, multistarts };
}
function joined2(paths2) {
  const lengths = paths2.map(({ loss }) => loss.length);
  const [step, x, y] = [0, 1, 2].map(() => new Float64Array(lengths.reduce((sum, length) => sum + length, 0)));
  let to = 0;
  for (const { xy, loss } of paths2) {
    for (let i = 0; i < loss.length; i++, to++) [step[to], x[to], y[to]] = [i, xy[2 * i], xy[2 * i + 1]];
  }
  return { step, x, y, lengths, stopped: paths2.map(diverged) };
}
function band(paths2, quantity, minima, steps) {
  const curves = paths2.map((path) => ({ ended: diverged(path), of: values(path, quantity, minima) }));
  const first = quantity === "step_length" ? 1 : 0;
  const at = [...new Set(Array.from({ length: MOST3 + 1 }, (_, i) => Math.round(i * steps / MOST3)))].filter((step) => step >= first);
  const rows2 = at.map(
    (step) => curves.map(({ ended, of }) => step < of.length ? of[step] : ended ? Infinity : of[of.length - 1]).sort((a, b) => a - b)
  );
  const quantile2 = (share2) => Float64Array.from(rows2, (row2) => Math.min(row2[Math.max(0, Math.ceil(share2 * row2.length) - 1)] ?? NaN, Number.MAX_VALUE));
  return {
    step: Float64Array.from(at),
    low: quantile2(QUANTILES.low),
    middle: quantile2(QUANTILES.middle),
    high: quantile2(QUANTILES.high)
  };
}

// frontend/lib/preview.js
var Preview = class extends HeldChanges {
  /** @type {RaceUpdate | null} */
  data = null;
  /** @type {Lines | null} As the server's race has them. */
  lines = null;
  /** @type {Multistart | null} The paths from many starts, as the server has them. */
  multistart = null;
  /** @type {Start | null} Where the start has been dragged. */
  moved = null;
  frame = 0;
  /** Whether something has changed since the frame was drawn. */
  late = false;
  /**
   * @param {(shown: Shown) => void} show
   * @param {() => void} restore draws the server's race again
   */
  constructor(show, restore) {
    super();
    this.show = show;
    this.restore = restore;
  }
  get active() {
    return super.active || this.moved !== null;
  }
  forget() {
    super.forget();
    this.moved = null;
  }
  /**
   * The server's race.
   * @param {RaceUpdate} data
   * @param {Lines} lines
   */
  settle(data, lines2) {
    if (data.tag !== this.data?.tag) {
      if (!this.dragging) this.moved = null;
      this.replace(data.engine && new PreviewedRace(data.engine, data.contenders.map(({ index }) => index + 1)));
    }
    Object.assign(this, { data, lines: lines2 });
    if (this.active) this.draw();
  }
  /**
   * In three dimensions the surface itself cannot follow.
   * @param {string} entry
   */
  follows(entry) {
    return super.follows(entry) && !(this.data?.projection === "3d" && this.race?.shapes(entry));
  }
  /**
   * The start is dragged.
   * @param {Start} point
   */
  drag(point) {
    this.dragging = true;
    this.moved = point;
    this.touched();
  }
  /**
   * The start is let go.
   * @param {boolean} stays whether the server's race is going to start there
   */
  drop(stays) {
    this.dragging = false;
    if (!stays) this.moved = null;
    this.touched();
  }
  /** Draw at once, so that the coming frame shows it, but only once a frame. */
  follow() {
    if (this.frame) {
      this.late = true;
      return;
    }
    this.draw();
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      if (this.late) this.follow();
    });
  }
  draw() {
    this.late = false;
    const { race, data, lines: lines2 } = this;
    if (!race || !data || !lines2) return;
    if (!this.active) {
      this.restore();
      return;
    }
    const { paths: paths2, steps, start, fromEach, surface, moves } = race.paths(this.changes, this.moved);
    const before = minimaOf(data);
    const minima = moves ? before.map(moves) : before;
    const many = this.multistart;
    const starts = many ? Array.from(many.starts.x, (x, i) => (
      /** @type {Start} */
      [x, many.starts.y[i]]
    )) : [];
    this.show({
      multistart: many && withPaths(many, fromEach(starts), data.quantity, minima, steps),
      lines: {
        flat: paths2.map((path, i) => path === void 0 ? lines2.flat[i] : pathLine(lines2.flat[i], path)),
        curves: paths2.map((path, i) => path === void 0 ? lines2.curves[i] : curveLine(lines2.curves[i], path, data.quantity, minima)),
        losses: paths2.map((path, i) => path === void 0 ? lines2.losses[i] : path?.loss ?? new Float64Array([NaN]))
      },
      start,
      steps,
      paths: paths2,
      surface,
      minima
    });
  }
  destroy() {
    super.destroy();
    cancelAnimationFrame(this.frame);
  }
};
function stopOf(path, texts2) {
  return diverged(path) ? { step: path.last + 1, text: texts2[path.status] } : null;
}
function minimaOf({ figure }) {
  const trace = figure.data.find(({ meta }) => meta?.role === "minimum");
  const y = decoded(trace?.y);
  return Array.from(decoded(trace?.x), (x, i) => [x, y[i]]);
}

// frontend/lib/previewed_axis.js
function previewedAxis(curves, diverged2, log, shown) {
  const range = shown.previewed(axisRange(curves.map(({ y }) => y), diverged2, log ? "log" : "linear").range);
  const lines2 = curves.map((line2) => ({ ...line2, ends: line2.ends.map((end2) => ({ ...end2, y: capped(end2.y, log, range) })) }));
  return { range, lines: lines2 };
}

// frontend/lib/start_drag.js
var REACH = { mouse: 14, touch: 26 };
var STILL = 3;
var StartDrag = class {
  /** @type {{ id: number, x: number, y: number, moving: boolean } | null} */
  held = null;
  stop = new AbortController();
  /**
   * @param {HTMLElement} chart
   * @param {Actions} actions
   */
  constructor(chart, actions) {
    this.chart = chart;
    this.actions = actions;
    chart.addEventListener("pointerdown", (event) => this.down(event), { capture: true });
    chart.addEventListener("pointermove", (event) => this.move(event), { capture: true });
    for (
      const end2 of
      /** @type {const} */
      ["pointerup", "pointercancel"]
    ) {
      chart.addEventListener(end2, (event) => this.up(event), { capture: true });
    }
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.cancel(), { signal: this.stop.signal });
    for (
      const other of
      /** @type {const} */
      ["mousedown", "mousemove", "touchstart"]
    ) {
      chart.addEventListener(other, (event) => this.held && quiet(event), { capture: true, passive: false });
    }
  }
  /**
   * Whether the pointer is on the ring.
   * @param {Where & Pick<PointerEvent, "pointerType">} event
   */
  near({ clientX, clientY, pointerType }) {
    const ring2 = this.actions.ring();
    return ring2 !== null && Math.hypot(clientX - ring2.x, clientY - ring2.y) <= (pointerType === "mouse" ? REACH.mouse : REACH.touch);
  }
  destroy() {
    this.stop.abort();
  }
  /** @param {PointerEvent} event */
  down(event) {
    if (this.held && !event.isPrimary) this.cancel();
    if (!event.isPrimary || event.button !== 0 || !this.near(event)) return;
    this.held = { id: event.pointerId, x: event.clientX, y: event.clientY, moving: false };
    this.chart.setPointerCapture(event.pointerId);
    quiet(event);
  }
  /** @param {PointerEvent} event */
  move(event) {
    const { held } = this;
    this.chart.classList.toggle("on-start", held !== null || this.near(event));
    if (held?.id !== event.pointerId) return;
    quiet(event);
    held.moving ||= Math.hypot(event.clientX - held.x, event.clientY - held.y) > STILL;
    if (held.moving) this.actions.move(event);
  }
  /** @param {PointerEvent} event */
  up(event) {
    const { held } = this;
    if (held?.id !== event.pointerId) return;
    quiet(event);
    if (event.type === "pointercancel") this.cancel();
    else {
      this.held = null;
      if (held.moving) this.actions.drop();
    }
  }
  cancel() {
    if (this.held?.moving) this.actions.cancel();
    this.held = null;
  }
};
function quiet(event) {
  event.stopPropagation();
  if (event.cancelable) event.preventDefault();
}

// frontend/lib/race_start.js
var SOLID_PIXELS = 500;
var RaceStart = class {
  clickable = false;
  /** @param {Race} race */
  constructor(race) {
    this.race = race;
    this.drags = [race.flat, race.scene].map((part) => {
      return new StartDrag(part.chart, {
        ring: () => part.ring(),
        move: (where) => this.dragged(part.at(where)),
        drop: () => this.dropped(),
        cancel: () => race.preview.drop(false)
      });
    });
  }
  /** Let a click in the flat chart move the start, from now on; the chart must have been drawn. */
  takeClicks() {
    if (this.clickable) return;
    this.clickable = true;
    onClick(this.race.flat.chart, (x, y) => this.clicked(x, y));
  }
  /**
   * A click in the frame of the surface moves the start; its ring is there at once, the paths follow.
   * @param {number} x
   * @param {number} y
   */
  clicked(x, y) {
    const { race } = this;
    const point = this.pointed(x, y);
    if (!point) return;
    race.flat.overlay.requested = { x: point[0], y: point[1], color: race.flat.overlay.start?.color ?? race.style.text };
    race.draw();
    race.send("start", [...point]);
  }
  /**
   * A point of the chart as precise as it can be pointed at; null outside the frame of the surface.
   * @param {number} x
   * @param {number} y
   * @returns {Start | null}
   */
  pointed(x, y) {
    const { data, flat, solid } = this.race;
    const { layout } = data?.figure ?? {};
    const ranges = [layout?.xaxis ?? layout?.scene?.xaxis, layout?.yaxis ?? layout?.scene?.yaxis].map((axis2) => axis2?.range);
    const full = solid ? null : flat.chart._fullLayout;
    const axes = [full?.xaxis, full?.yaxis].map((axis2, i) => axis2 ?? { range: ranges[i] ?? [0, 1], _length: SOLID_PIXELS });
    const point = (
      /** @type {const} */
      [rounded(x, axes[0]), rounded(y, axes[1])]
    );
    return within2(point[0], ranges[0]) && within2(point[1], ranges[1]) ? point : null;
  }
  /** @param {Point | null} place */
  dragged(place2) {
    const point = place2 && this.pointed(place2.x, place2.y);
    if (point) this.race.preview.drag(point);
  }
  /** Where the start of a race is fixed, as in a lesson, it returns there. */
  dropped() {
    const { preview, data, send } = this.race;
    const { moved } = preview;
    preview.drop(data?.movable ?? false);
    if (moved && data?.movable) send("start", [...moved]);
  }
  destroy() {
    this.drags.forEach((each) => each.destroy());
  }
};

// frontend/lib/multistart.js
var CROWD = 60;
var MultistartLayer = class {
  /** @type {Multistart | null} */
  data = null;
  canvas = layer();
  pen = penOf(this.canvas);
  /**
   * @param {Panel} panel
   * @param {Paint} paint
   */
  constructor(panel, paint) {
    this.panel = panel;
    this.paint = paint;
    panel.chart.after(this.canvas);
    panel.under = this;
  }
  /** @param {Multistart | null} data */
  set(data) {
    this.data = data;
    if (!data && this.canvas.width) this.canvas.width = 0;
  }
  /** @param {number} k the step as far as which the paths are drawn */
  draw(k) {
    const full = this.panel.chart._fullLayout;
    if (!this.data || !full?.xaxis?._length) return;
    const { canvas, pen } = this;
    const { xaxis, yaxis, width, height } = full;
    const scale = resize(canvas, width, height);
    pen.setTransform(scale, 0, 0, scale, xaxis._offset * scale, yaxis._offset * scale);
    pen.beginPath();
    pen.rect(0, 0, xaxis._length, yaxis._length);
    pen.clip();
    const plot = plotOf(xaxis, yaxis);
    this.paint(pen, plot, k, this.data);
  }
};
function unpacked2({ multistarts, starts, range }, contenders, ink) {
  const colors = new Map(contenders.map(({ index, color }) => [index, color]));
  return {
    range,
    ink,
    starts: arrays(starts),
    multistarts: multistarts.map(({ index, step, x, y, band: band2, lengths, stopped }) => {
      return { lengths, stopped, ...arrays({ step, x, y }), band: arrays(band2), color: colors.get(index) };
    })
  };
}
function arrays(columns) {
  const pairs = Object.entries(columns).map(([name, sent]) => [name, decoded(
    /** @type {Values} */
    sent
  )]);
  return (
    /** @type {Record<Name, ReturnType<typeof decoded>>} */
    Object.fromEntries(pairs)
  );
}
function paths(pen, plot, k, { multistarts, starts, ink }) {
  const alpha = multistarts.length * starts.x.length > CROWD ? 0.4 : 0.65;
  for (const { step, x, y, lengths, stopped, color } of multistarts) {
    pen.strokeStyle = pen.fillStyle = color ?? ink;
    let first = 0;
    lengths.forEach((length, path) => {
      const end2 = first + length;
      let [i, down] = [first, false];
      pen.beginPath();
      for (; i < end2 && step[i] <= k; i++) {
        const [px, py] = [plot.x(x[i]), plot.y(y[i])];
        const near = drawable(px, py);
        if (near && down) pen.lineTo(px, py);
        else if (near) pen.moveTo(px, py);
        down = near;
      }
      [pen.globalAlpha, pen.lineWidth] = [alpha, 1];
      pen.stroke();
      if (down) tip(pen, plot.x(x[i - 1]), plot.y(y[i - 1]), stopped[path] && i === end2);
      first = end2;
    });
  }
  pen.globalAlpha = 0.75;
  pen.strokeStyle = ink;
  starts.x.forEach((x, i) => {
    pen.beginPath();
    pen.arc(plot.x(x), plot.y(starts.y[i]), 2.5, 0, 2 * Math.PI);
    pen.stroke();
  });
}
function tip(pen, x, y, stopped) {
  pen.globalAlpha = 0.9;
  pen.beginPath();
  if (!stopped) {
    pen.arc(x, y, 2, 0, 2 * Math.PI);
    pen.fill();
    return;
  }
  for (const s of [-1, 1]) {
    pen.moveTo(x - 3, y - 3 * s);
    pen.lineTo(x + 3, y + 3 * s);
  }
  pen.stroke();
}
function bands2(pen, plot, k, { multistarts, ink }) {
  const at = (value) => {
    const y = plot.y(value);
    return Number.isFinite(y) ? Math.min(Math.max(y, -10), plot.height + 10) : plot.height + 10;
  };
  for (const { band: band2, color } of multistarts) {
    const { step, low, middle, high } = band2;
    let end2 = 0;
    while (end2 < step.length && step[end2] <= k) end2++;
    pen.fillStyle = pen.strokeStyle = color ?? ink;
    pen.beginPath();
    for (let i = 0; i < end2; i++) pen.lineTo(plot.x(step[i]), at(high[i]));
    for (let i = end2 - 1; i >= 0; i--) pen.lineTo(plot.x(step[i]), at(low[i]));
    pen.globalAlpha = 0.14;
    pen.fill();
    pen.beginPath();
    for (let i = 0; i < end2; i++) pen.lineTo(plot.x(step[i]), at(middle[i]));
    pen.globalAlpha = 0.9;
    pen.lineWidth = 1.2;
    pen.setLineDash([1.5, 3]);
    pen.stroke();
    pen.setLineDash([]);
  }
}

// frontend/lib/race_starts.js
var RaceStarts = class {
  /** @param {Race} race */
  constructor(race) {
    this.race = race;
    this.layers = [new MultistartLayer(race.flat, paths), new MultistartLayer(race.curves, bands2)];
  }
  /** @param {Multistart | null} shown */
  set(shown) {
    this.layers.forEach((each) => each.set(shown));
  }
  forget() {
    this.race.preview.multistart = null;
    this.set(null);
  }
  /**
   * Show the race from many starts, which comes when it has been run; what is shown is always of this very race.
   * @param {RaceUpdate} data
   */
  async show({ multistart: id, contenders }) {
    if (!id) return;
    const { race } = this;
    const found = await arrived(id);
    if (race.data?.multistart !== id) return;
    const shown = unpacked2(found, contenders, race.style.text);
    race.preview.multistart = shown;
    this.set(shown);
    if (race.range.widen(shown.range)) {
      race.curves.figure = race.range.applied(race.curves.figure);
      await race.curves.react();
    }
    race.draw();
    race.root.dataset.multistart = id;
  }
};

// frontend/lib/readout.js
var Readout = class {
  root = element("div", "race-readout");
  /** @type {Contender[]} */
  contenders = [];
  /** @type {Numbers[]} The loss of each contender at each step. */
  losses = [];
  /** @type {Text[]} Where the losses stand; other text in the same nodes costs the browser less than other nodes. */
  values = [];
  /** @type {string | null} What the list of contenders shows. */
  names = null;
  /** @type {number | null} */
  step = null;
  /**
   * @param {Contender[]} contenders
   * @param {Numbers[]} losses
   */
  set(contenders, losses) {
    Object.assign(this, { contenders, losses, step: null });
    const names = contenders.map(({ glyph, name }) => glyph + name).join();
    if (names === this.names) return;
    this.names = names;
    this.values = contenders.map(() => new Text());
    this.root.replaceChildren(
      ...contenders.map(({ glyph, name, color }, i) => {
        const chip = element("span", "", glyph);
        chip.style.color = color;
        return element("span", "", chip, ` ${name} `, element("b", "", this.values[i]));
      })
    );
  }
  /** @param {number} step */
  show(step) {
    if (step === this.step) return;
    this.step = step;
    this.contenders.forEach((contender, i) => this.values[i].data = lossText(contender, this.losses[i], step));
  }
};
function lossText({ stopped }, losses, step) {
  if (stopped && step >= stopped.step) return stopped.text;
  return short(losses[Math.min(step, losses.length - 1)]);
}

// frontend/lib/scene_bar.js
var KEYS2 = { n: 1, b: -1 };
var REMOTE = { PageDown: 1, PageUp: -1 };
function beside({ shown, count }, by) {
  const next = shown ? shown + by : 1;
  return next >= 1 && next <= count ? next : null;
}
var SceneBar = class {
  root = element("div", "race-scenes");
  title = element("span");
  back = element("button", "", icon("chevron_left"));
  next = element("button", "", icon("chevron_right"));
  /** @type {[HTMLButtonElement, number][]} The buttons, and by how many scenes each goes on. */
  ways = [[this.back, -1], [this.next, 1]];
  /** @type {SceneTexts | null} */
  scenes = null;
  /**
   * @param {HTMLElement} view whose classes say whether it covers the page, and whether it has scenes
   * @param {(position: number) => void} go
   */
  constructor(view, go) {
    this.view = view;
    this.go = go;
    this.root.hidden = true;
    this.title.setAttribute("role", "status");
    for (const [button2, by] of this.ways) {
      button2.type = "button";
      button2.addEventListener("click", () => this.step(by));
    }
    this.root.append(this.back, this.title, this.next);
    this.onKey = (event) => this.key(event);
    document.addEventListener("keydown", this.onKey);
  }
  /** @param {SceneTexts | null} scenes */
  update(scenes) {
    this.scenes = scenes;
    this.root.hidden = !scenes;
    this.view.classList.toggle("with-scenes", scenes !== null);
    if (!scenes) return;
    this.title.textContent = scenes.title;
    for (const [button2, by] of this.ways) {
      const text = by < 0 ? scenes.previous : scenes.next;
      button2.disabled = beside(scenes, by) === null;
      button2.title = text;
      button2.setAttribute("aria-label", text);
    }
  }
  /** @param {KeyboardEvent} event */
  key(event) {
    const covers = this.view.classList.contains("presenting");
    const by = KEYS2[event.key.toLowerCase()] ?? (covers ? REMOTE[event.key] : void 0);
    if (!by || event.repeat || !this.scenes || !forPage(event, this.root)) return;
    event.preventDefault();
    this.step(by);
  }
  /** @param {number} by */
  step(by) {
    const next = this.scenes && beside(this.scenes, by);
    if (next) this.go(next);
  }
  destroy() {
    document.removeEventListener("keydown", this.onKey);
  }
};

// frontend/lib/camera.js
var FITS = 1.55;
function seenWhole(layout, width, height) {
  const { scene } = layout;
  const farther = Math.max(1, FITS * height / width);
  if (!scene?.camera || !Number.isFinite(farther)) return layout;
  const { eye, center } = scene.camera;
  const away = (axis2) => center[axis2] + farther * (eye[axis2] - center[axis2]);
  return { ...layout, scene: { ...scene, camera: { center, eye: { x: away("x"), y: away("y"), z: away("z") } } } };
}

// frontend/lib/mesh.js
var TURNS = 4;
var Mesh = class {
  /** @param {{ x: Numbers, y: Numbers, z: Numbers[] }} arrays evenly spaced x (w,) and y (h,), and z (h, w) */
  constructor({ x, y, z }) {
    this.x = x;
    this.y = y;
    this.z = z;
  }
  /**
   * The height of the mesh, at its nearest point for one beyond it.
   * @param {number} x
   * @param {number} y
   */
  height(x, y) {
    const [i, di] = cell(this.x, x);
    const [j, dj] = cell(this.y, y);
    const low = (1 - di) * this.z[j][i] + di * this.z[j][i + 1];
    const high = (1 - di) * this.z[j + 1][i] + di * this.z[j + 1][i + 1];
    return (1 - dj) * low + dj * high;
  }
  /**
   * Whether the point is above or below the mesh.
   * @param {number} x
   * @param {number} y
   */
  covers(x, y) {
    return x >= this.x[0] && x <= this.x[this.x.length - 1] && y >= this.y[0] && y <= this.y[this.y.length - 1];
  }
  /**
   * The x and y of the point of the mesh that is drawn at a pixel, the nearest to the eye; null if there is none.
   * @param {Project} project
   * @param {Point} pixel
   * @returns {Point | null}
   */
  under(project, pixel) {
    const near = this.corner(project, pixel);
    if (!near) return null;
    let { x, y } = near;
    const [dx, dy] = [this.x[1] - this.x[0], this.y[1] - this.y[0]].map((step) => step / 10);
    const at = (u, v) => project(u, v, this.height(u, v));
    for (let turn = 0; turn < TURNS; turn++) {
      const [here, right, up] = [at(x, y), at(x + dx, y), at(x, y + dy)];
      if (!here || !right || !up) return null;
      const [a, b, c, d] = [(right.x - here.x) / dx, (up.x - here.x) / dy, (right.y - here.y) / dx, (up.y - here.y) / dy];
      const size = a * d - b * c;
      if (!size) break;
      const [ex, ey] = [pixel.x - here.x, pixel.y - here.y];
      x = bounded((d * ex - b * ey) / size, 10 * dx) + x;
      y = bounded((a * ey - c * ex) / size, 10 * dy) + y;
    }
    return this.covers(x, y) ? { x, y } : null;
  }
  /**
   * The corner of the mesh nearest to the eye of those that are drawn close to the pixel.
   * @param {Project} project
   * @param {Point} pixel
   * @returns {Point | null}
   */
  corner(project, pixel) {
    const reach = this.spacing(project);
    let best = null;
    let depth = Infinity;
    for (let j = 0; j < this.y.length; j++) {
      for (let i = 0; i < this.x.length; i++) {
        const at = project(this.x[i], this.y[j], this.z[j][i]);
        if (!at || at.depth >= depth || Math.hypot(at.x - pixel.x, at.y - pixel.y) > reach) continue;
        depth = at.depth;
        best = { x: this.x[i], y: this.y[j] };
      }
    }
    return best;
  }
  /**
   * Pixels between corners of the mesh, along its longest sides.
   * @param {Project} project
   */
  spacing(project) {
    const [w, h] = [this.x.length - 1, this.y.length - 1];
    const corners = (
      /** @type {const} */
      [[0, 0], [w, 0], [w, h], [0, h]]
    );
    const drawn3 = corners.map(([i, j]) => project(this.x[i], this.y[j], this.z[j][i]));
    const sides = drawn3.map((from, n) => {
      const to = drawn3[(n + 1) % 4];
      return from && to ? Math.hypot(from.x - to.x, from.y - to.y) / (n % 2 ? h : w) : 0;
    });
    return 2 * Math.max(...sides) + 2;
  }
};
var bounded = (value, most) => Math.max(-most, Math.min(most, value));
function cell(ticks, value) {
  const last2 = ticks.length - 2;
  const position2 = Math.max(0, Math.min(last2 + 1, (value - ticks[0]) / (ticks[1] - ticks[0])));
  const index = Math.min(Math.floor(position2), last2);
  return [index, position2 - index];
}

// frontend/lib/projection.js
function projection({ glplot: { cameraParams }, dataScale }, width, height) {
  if (!cameraParams) return () => null;
  const { model, view, projection: lens } = cameraParams;
  const all = product(lens, product(view, model));
  const row2 = (i) => [all[i] * dataScale[0], all[4 + i] * dataScale[1], all[8 + i] * dataScale[2], all[12 + i]];
  const [a, b, c, d] = [0, 1, 2, 3].map(row2);
  return (x, y, z) => {
    const w = d[0] * x + d[1] * y + d[2] * z + d[3];
    const across = (a[0] * x + a[1] * y + a[2] * z + a[3]) / w;
    const up = (b[0] * x + b[1] * y + b[2] * z + b[3]) / w;
    const depth = (c[0] * x + c[1] * y + c[2] * z + c[3]) / w;
    return Number.isFinite(across + up) ? { x: (0.5 + 0.5 * across) * width, y: (0.5 - 0.5 * up) * height, depth } : null;
  };
}
function product(left, right) {
  return Array.from({ length: 16 }, (_, at) => {
    const [column2, row2] = [Math.floor(at / 4), at % 4];
    return [0, 1, 2, 3].reduce((sum, k) => sum + left[4 * k + row2] * right[4 * column2 + k], 0);
  });
}

// frontend/lib/scene.js
var LOWEST2 = 0.02;
var FLOOR = -0.35;
var LIFT = 0.012;
var AXES = (
  /** @type {const} */
  ["x", "y", "z"]
);
var Scene = class {
  chart = chartElement("race-chart");
  canvas = layer();
  pen = penOf(this.canvas);
  /** @type {{ color: string, symbol: string, points: Numbers[] }[]} */
  heads = [];
  drawing = new Drawing(this.chart);
  /** @type {{ point: number[], color: string } | null} */
  start = null;
  /** @type {Mesh | null} */
  mesh = null;
  lift = 0;
  /** @type {{ line: Line, points: Numbers[] }[] | null} Paths that the canvas draws in place of Plotly's. */
  previewed = null;
  /** What the canvas shows. */
  shown = "";
  frame = 0;
  scale = 1;
  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    this.hide();
    host.append(this.chart, this.canvas);
  }
  hide() {
    this.chart.hidden = this.canvas.hidden = true;
    cancelAnimationFrame(this.frame);
  }
  /**
   * @param {Plotly} plotly
   * @param {Figure} figure
   * @param {SurfaceArrays} heights
   * @param {Contender[]} contenders
   * @param {Theme} theme
   */
  async update(plotly, figure, heights, contenders, theme) {
    this.chart.hidden = this.canvas.hidden = false;
    this.previewed = null;
    this.mesh = new Mesh(heights);
    const [low = 0, high = 0] = figure.layout.scene?.zaxis?.range ?? [];
    this.lift = LIFT * (high - low);
    this.heads = contenders.map(({ index, color, symbol }) => {
      const path = figure.data.find(({ meta }) => meta?.role === "path" && meta.index === index);
      return { color, symbol, points: AXES.map((axis2) => decoded(
        /** @type {any} */
        path?.[axis2]
      )) };
    });
    const { data, layout } = enlarged(themed(figure, theme), this.scale);
    const start = data.find(({ meta }) => meta?.role === "start");
    const spot = AXES.map((axis2) => decoded(
      /** @type {any} */
      start?.[axis2]
    )[0]);
    this.start = Number.isFinite(spot[0]) ? { point: spot, color: start?.marker?.color ?? theme.text } : null;
    this.shown = "";
    const [width, height] = [this.host.clientWidth, this.host.clientHeight];
    const config = { ...QUIET, modeBarButtons: [["resetCameraDefault3d"]], scrollZoom: false };
    const rest = data.filter((trace) => trace !== start);
    const whole = { ...seenWhole(layout, width, height), width, height, showlegend: false };
    await this.drawing.react(plotly, rest, whole, config);
    this.ground();
  }
  /**
   * Draw these paths on the canvas, on the surface, in place of Plotly's, until the next update.
   * @param {Line[]} lines
   * @param {{ x: number, y: number }} start
   */
  preview(lines2, start) {
    const { mesh } = this;
    if (!mesh) return;
    if (!this.previewed) this.hidePaths();
    const z = (x, y) => mesh.covers(x, y) ? mesh.height(x, y) + this.lift : NaN;
    this.previewed = lines2.map((line2) => {
      const x = line2.x ?? new Float64Array();
      return { line: line2, points: [x, line2.y, Float64Array.from(x, (v, i) => z(v, line2.y[i]))] };
    });
    if (this.start) this.start.point = [start.x, start.y, z(start.x, start.y)];
    this.shown = "";
  }
  hidePaths() {
    this.drawing.restyle({ visible: false }, ({ meta }) => meta?.index !== void 0);
  }
  /**
   * Where the ring at the start is, in pixels of the window.
   * @returns {Point | null}
   */
  ring() {
    const at = this.start && this.project(.../** @type {[number, number, number]} */
    this.start.point);
    const { left, top } = this.chart.getBoundingClientRect();
    return at && { x: left + at.x, y: top + at.y };
  }
  /**
   * The x and y of the surface under the pointer; null beside the surface.
   * @param {Where} where
   */
  at({ clientX, clientY }) {
    const { left, top } = this.chart.getBoundingClientRect();
    return this.mesh?.under(this.project, { x: clientX - left, y: clientY - top }) ?? null;
  }
  get project() {
    const scene = this.chart._fullLayout?.scene?._scene;
    return scene ? projection(scene, this.host.clientWidth, this.host.clientHeight) : () => null;
  }
  // Keep the camera above the floor: the point about which it turns, and the angle from there.
  ground() {
    const controllers = this.chart._fullLayout?.scene?._scene?.camera.view._controllerList ?? [];
    for (const { angle, center } of controllers) {
      if (!angle || !center) continue;
      angle.bounds[0][1] = LOWEST2;
      center.bounds[0][2] = FLOOR;
    }
  }
  /**
   * Draw the ring at the start, and the heads at step k unless the race is at its end; again when the camera turns.
   * @param {number} k
   * @param {boolean} done
   */
  draw(k, done) {
    cancelAnimationFrame(this.frame);
    if (this.chart.hidden) return;
    this.frame = requestAnimationFrame(() => this.draw(k, done));
    const scene = this.chart._fullLayout?.scene?._scene;
    const camera = scene?.glplot?.cameraParams;
    const scale = window.devicePixelRatio || 1;
    const [width, height] = [this.host.clientWidth, this.host.clientHeight];
    const shown = camera ? `${k} ${done} ${this.scale} ${width} ${height} ${scale} ${camera.view} ${camera.projection}` : "";
    if (!scene || !shown || shown === this.shown) return;
    this.shown = shown;
    const { pen } = this;
    [this.canvas.width, this.canvas.height] = [width * scale, height * scale];
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    const project = projection(scene, width, height);
    for (const path of this.previewed ?? []) this.trail(path, k, project);
    const at = this.start && project(.../** @type {[number, number, number]} */
    this.start.point);
    if (this.start && at) ring(pen, at.x, at.y, this.start.color, this.scale);
    const previewed = this.previewed?.map(({ line: line2, points }) => ({ ...line2, points }));
    for (const { color, symbol, points } of previewed ?? (done ? [] : this.heads)) {
      const i = Math.min(Math.floor(k), points[0].length - 1);
      const point = project(points[0][i], points[1][i], points[2][i]);
      if (point) marker(pen, symbol, point.x, point.y, 5 * this.scale, color, "#ffffff");
    }
  }
  /**
   * @param {{ line: Line, points: Numbers[] }} path
   * @param {number} k
   * @param {Project} project
   */
  trail({ line: line2, points: [x, y, z] }, k, project) {
    const { pen } = this;
    const [px, py] = [new Float64Array(x.length).fill(NaN), new Float64Array(x.length).fill(NaN)];
    for (let i = 0; i < x.length && i <= k + 1; i++) {
      const at = project(x[i], y[i], z[i]);
      if (at) [px[i], py[i]] = [at.x, at.y];
    }
    pen.beginPath();
    follow(pen, { px, py }, Math.min(k, x.length - 1));
    pen.setLineDash(dashes(line2.dash));
    [pen.strokeStyle, pen.lineWidth, pen.lineJoin] = [line2.color, 3 * this.scale, "round"];
    pen.stroke();
    pen.setLineDash([]);
  }
  resize() {
    if (!this.chart.hidden) this.drawing.relayout({ width: this.host.clientWidth, height: this.host.clientHeight });
  }
  destroy() {
    cancelAnimationFrame(this.frame);
    this.drawing.destroy();
  }
};

// frontend/lib/shown_race.js
var shownRaces = /* @__PURE__ */ new Set();
var shownRace = () => [...shownRaces].filter(({ root }) => root.isConnected).at(-1);

// frontend/lib/stale.js
var AFTER = 150;
var Stale = class {
  timer = 0;
  start() {
    this.timer ||= window.setTimeout(() => document.body.classList.add("previewed"), AFTER);
  }
  end() {
    clearTimeout(this.timer);
    this.timer = 0;
    document.body.classList.remove("previewed");
  }
};

// frontend/lib/svg_pen.js
var STATE = (
  /** @type {const} */
  ["strokeStyle", "fillStyle", "lineWidth", "lineJoin", "globalAlpha", "dash", "origin", "open"]
);
var SvgPen = class {
  strokeStyle = "#000";
  fillStyle = "#000";
  lineWidth = 1;
  lineJoin = "miter";
  globalAlpha = 1;
  /** @type {string[]} */
  parts = [];
  /** @type {string[]} The commands of the current path. */
  path = [];
  /** @type {number[]} */
  dash = [];
  /** @type {number[]} Where the origin is. */
  origin = [0, 0];
  /** The number of groups that were opened since the last `save`. */
  open = 0;
  /** @type {Pick<SvgPen, typeof STATE[number]>[]} What each `save` has saved. */
  stack = [];
  /** @param {string} id the beginning of the names of its clip paths, unique in the file */
  constructor(id) {
    this.id = id;
  }
  /** Everything drawn, as elements of SVG. */
  get text() {
    return this.parts.join("") + "</g>".repeat(this.stack.reduce((sum, { open }) => sum + open, this.open));
  }
  clearRect() {
    this.parts = [];
  }
  /** @type {(a: number, b: number, c: number, d: number, e: number, f: number) => void} */
  setTransform(a, _b, _c, d, e, f) {
    this.origin = [e / a, f / d];
  }
  /** @type {(x: number, y: number) => void} */
  translate(x, y) {
    this.origin = [this.origin[0] + x, this.origin[1] + y];
  }
  save() {
    this.stack.push(
      /** @type {any} */
      Object.fromEntries(STATE.map((name) => [name, this[name]]))
    );
    this.open = 0;
  }
  restore() {
    this.parts.push("</g>".repeat(this.open));
    Object.assign(this, this.stack.pop());
  }
  beginPath() {
    this.path = [];
  }
  /** @type {(x: number, y: number) => void} */
  moveTo(x, y) {
    this.path.push(`M${this.at(x, y)}`);
  }
  /** @type {(x: number, y: number) => void} */
  lineTo(x, y) {
    this.path.push(`${this.path.length ? "L" : "M"}${this.at(x, y)}`);
  }
  closePath() {
    this.path.push("Z");
  }
  /** @type {(x: number, y: number, r: number) => void} a whole circle */
  arc(x, y, r) {
    const half = (to) => `A${short2(r)} ${short2(r)} 0 1 1 ${this.at(to, y)}`;
    this.path.push(`M${this.at(x + r, y)}${half(x - r)}${half(x + r)}`);
  }
  /** @type {(x: number, y: number, width: number, height: number) => void} */
  rect(x, y, width, height) {
    this.path.push(`M${this.at(x, y)}L${this.at(x + width, y)}L${this.at(x + width, y + height)}L${this.at(x, y + height)}Z`);
  }
  clip() {
    const id = `${this.id}-${this.parts.length}`;
    this.parts.push(`<clipPath id="${id}"><path d="${this.path.join("")}"/></clipPath><g clip-path="url(#${id})">`);
    this.open++;
  }
  /** @param {number[]} lengths */
  setLineDash(lengths) {
    this.dash = lengths;
  }
  stroke() {
    const dash = this.dash.length ? ` stroke-dasharray="${this.dash.join(" ")}"` : "";
    const width = `stroke-width="${this.lineWidth}" stroke-linejoin="${this.lineJoin}"`;
    this.draw(`fill="none" stroke="${quoted(this.strokeStyle)}" ${width}${dash} stroke-opacity="${this.globalAlpha}"`);
  }
  fill() {
    this.draw(`fill="${quoted(this.fillStyle)}" fill-opacity="${this.globalAlpha}"`);
  }
  /** @param {string} style */
  draw(style2) {
    if (this.path.length) this.parts.push(`<path d="${this.path.join("")}" ${style2}/>`);
  }
  /**
   * @param {number} x
   * @param {number} y
   */
  at(x, y) {
    return `${short2(x + this.origin[0])} ${short2(y + this.origin[1])}`;
  }
};
var short2 = (value) => String(Math.round(value * 100) / 100);
function quoted(text) {
  return text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}

// frontend/lib/svg_file.js
var PAD2 = 16;
async function saveSvg(parts2, contenders, theme) {
  const drawn3 = await Promise.all(parts2.map(svgOf));
  const charts2 = drawn3.filter((each) => each !== null);
  if (charts2.length < drawn3.length) return;
  let left = PAD2;
  const placed = charts2.map(({ text: text2, width }) => {
    const place2 = `translate(${left} ${PAD2})`;
    left += width + PAD2;
    return `<g transform="${place2}">${text2}</g>`;
  });
  const top = Math.max(...charts2.map(({ height: height2 }) => height2));
  const pen = penOf(element("canvas"));
  pen.font = `14px ${theme.font}`;
  const labels = contenders.map(({ glyph, name }) => `${glyph} ${name}`);
  const places = flow(labels.map((label) => pen.measureText(label).width), left, top + PAD2 * 2 + 14);
  const height = (places.at(-1)?.y ?? top + PAD2) + PAD2;
  const names = places.map(({ x, y }, i) => {
    const style2 = `font-family="${quoted(theme.font)}" font-size="14" fill="${quoted(contenders[i].color)}"`;
    return `<text x="${x}" y="${y}" ${style2}>${quoted(labels[i])}</text>`;
  });
  const size = `width="${left}" height="${height}" viewBox="0 0 ${left} ${height}"`;
  const ground = `<rect width="100%" height="100%" fill="${quoted(theme.background)}"/>`;
  const text = `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${ground}${placed.join("")}${names.join("")}</svg>`;
  offerFile(new Blob([text], { type: "image/svg+xml" }), "race.svg");
}
async function svgOf(chart, i) {
  const [width, height] = [chart.chart.clientWidth, chart.chart.clientHeight];
  const source = await chart.drawing.image({ format: "svg", width, height, scale: 1 }, "canvas" in chart ? void 0 : chart.k);
  if (!source) return null;
  const svg = new DOMParser().parseFromString(decodeURIComponent(source.slice(source.indexOf(",") + 1)), "image/svg+xml");
  const base = new XMLSerializer().serializeToString(svg.documentElement);
  return { text: base + moving(chart, i, width, height), width, height };
}
function moving(chart, i, width, height) {
  if ("canvas" in chart) return `<image width="${width}" height="${height}" href="${chart.canvas.toDataURL()}"/>`;
  const { overlay, under, k, complete: complete2 } = chart;
  let text = "";
  for (const layer2 of under?.data ? [under, overlay] : [overlay]) {
    const { pen } = layer2;
    const written = new SvgPen(`moving-${i}-${text.length}`);
    try {
      layer2.pen = /** @type {any} */
      written;
      layer2.draw(k, true);
      text += written.text;
    } finally {
      layer2.pen = pen;
    }
  }
  chart.draw(k, complete2);
  return text;
}

// frontend/lib/race.js
var WIDE2 = 640;
var [PATH, CURVE] = [4.5, 3.5];
var Race2 = class {
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
  send = () => {
  };
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
  constructor(parent, seen = () => {
  }) {
    this.seen = seen;
    this.root.dataset.testid = "race";
    this.player = new Player2(
      () => this.draw(),
      () => this.save(),
      (playing) => this.playing(playing)
    );
    this.player.root.hidden = true;
    this.presentation = new Presentation(this);
    this.scenes = new SceneBar(this.root, (position2) => this.send("scene", position2));
    shownRaces.add(this);
    this.root.append(element("div", "race-grid", this.scenes.root, this.left, this.right, this.player.root, this.readout.root));
    this.flat = new Panel(this.left, { ...ZOOM_BAR, doubleClick: false });
    this.curves = new Panel(this.right, ZOOM_BAR);
    this.scene = new Scene(this.left);
    this.start = new RaceStart(this);
    this.starts = new RaceStarts(this);
    this.ground = new Ground(this.flat);
    this.left.append(this.state);
    parent.append(this.root);
    this.watch = new ResizeObserver(() => this.resize());
    this.watch.observe(this.left);
    this.watch.observe(this.right);
    this.preview = new Preview(
      (shown) => this.showPreview(shown),
      () => this.restore()
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
    } catch (error2) {
      console.error(error2);
      this.first?.remove();
      this.flat.hide();
      this.scene.hide();
      this.curves.overlay.clear();
      this.state.textContent = error2 instanceof NoWebGL ? data.texts.failed_3d : data.texts.failed;
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
    const losses = data.contenders.map(({ loss }, i) => loss ? decoded(loss) : shown[i].y);
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
    const figure = flatFigure(data, heights, this.root.clientWidth >= WIDE2);
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
      if (path === null) return { step: 0, text: statuses.later };
      return path ? stopOf(path, statuses) : data.contenders[i].stopped;
    });
    const axis2 = previewedAxis(drawing.curves, stopped.map(Boolean), data.curves.layout.yaxis?.type === "log", this.range);
    this.player.length(steps);
    this.player.show();
    curves.upwards(axis2.range);
    if (!curves.overlay.lines.some((line2) => line2.x)) curves.across([0, steps]);
    for (
      const [panel, its] of
      /** @type {const} */
      [[flat, drawing.flat], [curves, axis2.lines]]
    ) {
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
    this.flat.frame = null;
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
};
var NoWebGL = class extends Error {
};

// frontend/components/race.js
var views2 = /* @__PURE__ */ new WeakMap();
async function mount6({ data: { race, ...beside2 }, parentElement, setTriggerValue }) {
  const data = { ...race, ...beside2 };
  await styles();
  const view = views2.get(parentElement) ?? new Race2(parentElement, () => view.send("drawn", true));
  views2.set(parentElement, view);
  view.send = setTriggerValue;
  await view.update(data);
  return () => setTimeout(() => parentElement.isConnected || view.destroy());
}

// frontend/room/bars.js
function filled(text, values2) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values2[name] ?? whole));
}
function parts(text) {
  return text.split(/(?<=[./,(=])(?=\w)/);
}
function breakable(text) {
  return parts(text).flatMap((part, index) => index ? [element("wbr"), part] : [part]);
}
function groupText(shown, group, language, texts2) {
  if (!shown.numeric) return shown.words[language].options[group];
  return group === "right" ? texts2.number_right : group === "low" ? texts2.low : texts2.high;
}
function bars(shown, language, texts2) {
  const counts = shown.counts ?? {};
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const rows2 = shown.groups.map((group) => {
    const share2 = all ? counts[group] / all : 0;
    const notes = [group === shown.right ? `✓ ${texts2.right_answer}` : "", group === shown.mine ? texts2.your_vote : ""];
    const bar = element("div", "room-bar", element("div"));
    bar.firstElementChild.style.width = `${100 * share2}%`;
    bar.setAttribute("aria-hidden", "true");
    const label = element("div", "room-label", inline(groupText(shown, group, language, texts2)));
    for (const code of label.querySelectorAll("code")) code.replaceChildren(...breakable(code.textContent ?? ""));
    const numbers = element("div", "room-numbers", `${counts[group]} · ${Math.round(100 * share2)}%`);
    const note = element("div", "room-note", notes.filter(Boolean).join(" · "));
    const row2 = element("li", group === shown.right ? "right" : "", label, numbers, bar, note);
    return row2;
  });
  return element("ul", "room-bars", ...rows2);
}

// frontend/room/follow.js
var LONGEST = 15e3;
var PATIENCE3 = 8e3;
var FINAL = /* @__PURE__ */ new Set(["wrong", "ended"]);
var BEHIND = /* @__PURE__ */ new Set(["closed", "changed"]);
function wait(every, failures, chance = Math.random()) {
  return Math.min(LONGEST, every * 2 ** failures) * (0.8 + 0.4 * chance);
}
var Follower = class {
  /**
   * @param {string} address of the room, without a slash at its end
   * @param {string} token of this phone; empty for a screen, which does not vote
   * @param {number} every milliseconds between two answers
   * @param {(answer: RoomAnswer) => void} show
   * @param {(lost: boolean) => void} lost
   * @param {typeof fetch} [ask]
   */
  constructor(address, token, every, show, lost, ask = (...request) => fetch(...request)) {
    this.address = address;
    this.token = token;
    this.every = every;
    this.show = show;
    this.lost = lost;
    this.ask = ask;
    this.known = "";
    this.failures = 0;
    this.ended = false;
    this.behind = false;
    this.vote = null;
    this.timer = void 0;
    this.running = null;
  }
  start() {
    this.ended = false;
    this.timer = setTimeout(() => this.now(), wait(this.every, 0));
  }
  stop() {
    this.ended = true;
    clearTimeout(this.timer);
  }
  /**
   * Bring a vote, in place of one that is still on its way.
   * @param {RoomVote} vote
   */
  send(vote) {
    this.vote = vote;
    return this.now();
  }
  /** Ask at once; if that is being done, the answer is followed by another question where a vote is left. */
  now() {
    clearTimeout(this.timer);
    this.running ??= this.exchange().finally(() => {
      this.running = null;
      if (this.ended) return;
      const soon = (this.vote !== null || this.behind) && this.failures === 0;
      this.timer = setTimeout(() => this.now(), soon ? 0 : wait(this.every, this.failures));
    });
    return this.running;
  }
  async exchange() {
    const vote = this.vote;
    try {
      const answer = await this.request(vote);
      if (this.ended) return;
      if (answer.error === "flood") {
        this.failures += 1;
        this.show(answer);
        return;
      }
      if (this.vote === vote) this.vote = null;
      this.failures = 0;
      this.behind = vote !== null && BEHIND.has(answer.error ?? "");
      this.lost(false);
      this.ended = FINAL.has(answer.error ?? "");
      if (answer.question && !answer.error) this.known = answer.question;
      this.show(answer);
    } catch {
      this.failures += 1;
      if (!this.ended) this.lost(true);
    }
  }
  /**
   * @param {RoomVote | null} vote
   * @returns {Promise<RoomAnswer>}
   */
  async request(vote) {
    const headers = { ...this.token && { "x-room-phone": this.token }, ...vote && { "content-type": "application/json" } };
    const known2 = `${this.address}/shown?known=${encodeURIComponent(this.known)}`;
    const answer = await this.ask(vote ? `${this.address}/vote` : known2, {
      method: vote ? "POST" : "GET",
      headers,
      body: vote ? JSON.stringify(vote) : void 0,
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE3)
    });
    const found = await answer.json();
    if (!answer.ok && !found.error) throw new Error(String(answer.status));
    return found;
  }
};

// frontend/room/moved.js
function isMoved(room, answer) {
  return room !== null && (answer.question !== room.question || answer.open !== room.open);
}

// frontend/components/room.js
var EVERY2 = 400;
var PATIENCE4 = 1e3;
var panels = /* @__PURE__ */ new WeakMap();
var searches = /* @__PURE__ */ new WeakMap();
async function mount7({ data, parentElement, setTriggerValue }) {
  await styles();
  const root = holder(parentElement, "room-panel");
  const { room, forget } = data;
  const key = storedKey();
  if (room) store2({ code: room.code, secret: room.secret });
  else if (key && forget === key.code) store2(null);
  else if (key) setTriggerValue("found", key);
  searches.get(root)?.abort();
  searches.delete(root);
  if (!room) searches.set(root, search(setTriggerValue));
  root.hidden = !room;
  const before = panels.get(root);
  if (before && room && before.data.room?.code === room.code) {
    if (before.data.room.question !== room.question || before.data.room.open !== room.open) before.since = null;
    before.data = data;
    before.report = setTriggerValue;
    before.draw();
    before.follower.now();
  } else {
    before?.follower.stop();
    panels.delete(root);
    if (room) panels.set(root, new Panel2(root, data, room.url, setTriggerValue));
  }
  return () => {
    searches.get(root)?.abort();
    panels.get(root)?.follower.stop();
    panels.delete(root);
  };
}
function search(report) {
  const over = new AbortController();
  addEventListener("storage", ({ key }) => {
    const found = key === place() && storedKey();
    if (found) report("found", found);
  }, { signal: over.signal });
  return over;
}
var Panel2 = class {
  /**
   * @param {HTMLElement} root
   * @param {RoomPanelData} data
   * @param {string} url
   * @param {SetTriggerValue} report
   */
  constructor(root, data, url, report) {
    this.root = root;
    this.data = data;
    this.report = report;
    this.since = null;
    this.shown = null;
    this.note = "";
    this.lost = false;
    this.follower = new Follower(new URL(url, document.baseURI).href, "", EVERY2, (answer) => this.take(answer), (lost) => {
      if (lost !== this.lost) {
        this.lost = lost;
        this.draw();
      }
    });
    this.draw();
    this.follower.now();
  }
  /** @param {RoomAnswer} answer */
  take(answer) {
    this.compare(answer);
    if (answer.error) {
      this.note = this.data.texts[`error_${answer.error}`];
      this.draw();
      return;
    }
    const noted = this.note;
    this.note = "";
    const before = this.shown?.question === answer.question ? this.shown : {};
    const shown = (
      /** @type {RoomShown} */
      { ...before, counts: void 0, ...answer }
    );
    if (!noted && JSON.stringify(shown) === JSON.stringify(this.shown)) return;
    this.shown = shown;
    this.draw();
  }
  /**
   * Report a room that has ended, or that another tab has moved; what this tab does itself arrives with the page.
   * @param {RoomAnswer} answer
   */
  compare(answer) {
    const { room } = this.data;
    const { ended } = this.follower;
    const now = performance.now();
    if (!ended && (answer.error || !isMoved(room, answer))) this.since = null;
    else if (ended || now - (this.since ??= now) > PATIENCE4) {
      this.since = Infinity;
      this.report("moved", answer.error ?? answer.question);
    }
  }
  draw() {
    const { room, texts: texts2, language } = this.data;
    if (!room) return;
    if (this.follower.ended) {
      this.root.replaceChildren(element("p", "room-lost", this.note));
      return;
    }
    const link = element("a", "room-address", ...breakable(room.address));
    link.href = this.follower.address;
    link.target = "_blank";
    const picture = element("img");
    picture.src = room.qr;
    picture.alt = texts2.qr;
    const count = element("p", "room-count", this.shown?.question ? filled(texts2.votes, { votes: this.shown.votes }) : "");
    const counted = this.shown?.counts && this.shown.question === room.question ? this.shown : null;
    const parts2 = counted ? [link, count, bars(counted, language, texts2), picture] : [link, picture, count];
    if (room.local && !counted) parts2.push(element("p", "", room.local));
    const note = this.lost ? texts2.lost : this.note;
    if (note) parts2.push(element("p", "room-lost", note));
    this.root.replaceChildren(...parts2);
    this.root.dataset.votes = String(this.shown?.votes ?? "");
  }
};
function place() {
  return `optim-room-key ${new URL(".", document.baseURI).pathname}`;
}
function storedKey() {
  try {
    return JSON.parse(localStorage.getItem(place()) ?? "null");
  } catch {
    return null;
  }
}
function store2(key) {
  try {
    if (key) localStorage.setItem(place(), JSON.stringify(key));
    else localStorage.removeItem(place());
  } catch {
  }
}

// frontend/lib/gif.js
var UNCHANGED = 255;
var [CLEAR, END] = [256, 257];
var MOST_CODES = 4096;
var word = (value) => [value & 255, value >> 8];
var ascii = (text) => [...text].map((each) => each.charCodeAt(0));
var Gif = class {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  parts = [];
  /** @type {Uint8Array | null} The last frame. */
  before = null;
  /**
   * A GIF that repeats without end.
   * @param {number} width
   * @param {number} height
   * @param {number[][]} colors red, green and blue of up to 255 colors
   */
  constructor(width, height, colors) {
    this.width = width;
    const table = new Uint8Array(3 * 256);
    table.set(colors.flat());
    this.write(ascii("GIF89a"), word(width), word(height), [247, 0, 0], [...table]);
    this.write([33, 255, 11], ascii("NETSCAPE2.0"), [3, 1, 0, 0, 0]);
  }
  /** @param {...number[]} bytes */
  write(...bytes) {
    this.parts.push(new Uint8Array(bytes.flat()));
  }
  /**
   * Add a frame.
   * @param {Uint8Array} frame color indices, row by row
   * @param {number} delay for which it is shown, in hundredths of a second
   */
  add(frame2, delay) {
    const { x, y, width, height } = changed(this.before, frame2, this.width);
    const part = new Uint8Array(width * height);
    for (let row2 = 0; row2 < height; row2++) {
      for (let column2 = 0; column2 < width; column2++) {
        const at = (y + row2) * this.width + x + column2;
        part[row2 * width + column2] = this.before?.[at] === frame2[at] ? UNCHANGED : frame2[at];
      }
    }
    this.before = frame2;
    this.write([33, 249, 4, 5], word(delay), [UNCHANGED, 0]);
    this.write([44], word(x), word(y), word(width), word(height), [0, 8]);
    const codes = compressed(part);
    for (let i = 0; i < codes.length; i += 255) {
      const block = codes.subarray(i, i + 255);
      this.parts.push(Uint8Array.of(block.length), block);
    }
    this.write([0]);
  }
  /** The file. */
  get file() {
    return new Blob([...this.parts, Uint8Array.of(59)], { type: "image/gif" });
  }
};
function changed(before, frame2, width) {
  const height = frame2.length / width;
  if (!before) return { x: 0, y: 0, width, height };
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let at = 0; at < frame2.length; at++) {
    if (before[at] === frame2[at]) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    [left, right, bottom] = [Math.min(left, x), Math.max(right, x), y];
    if (top === height) top = y;
  }
  return right < 0 ? { x: 0, y: 0, width: 1, height: 1 } : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
function compressed(indices) {
  const bytes = new Uint8Array(Math.ceil((indices.length + 3) * 1.6) + 8);
  let [length, held, bits, size, next] = [0, 0, 0, 9, END + 1];
  const codes = /* @__PURE__ */ new Map();
  const write = (code) => {
    held |= code << bits;
    bits += size;
    for (; bits >= 8; bits -= 8, held >>>= 8) bytes[length++] = held & 255;
  };
  write(CLEAR);
  let prefix = indices[0];
  for (let i = 1; i < indices.length; i++) {
    const sequence = prefix << 8 | indices[i];
    const known2 = codes.get(sequence);
    if (known2 !== void 0) {
      prefix = known2;
      continue;
    }
    write(prefix);
    if (next === MOST_CODES) {
      write(CLEAR);
      codes.clear();
      [size, next] = [9, END + 1];
    } else {
      if (next === 1 << size) size++;
      codes.set(sequence, next++);
    }
    prefix = indices[i];
  }
  write(prefix);
  write(END);
  if (bits) bytes[length++] = held & 255;
  return bytes.slice(0, length);
}

// frontend/lib/palette.js
var COLORS = 255;
var BINS = 1 << 15;
var binOf = (r, g, b) => r >> 3 << 10 | g >> 3 << 5 | b >> 3;
var Palette = class {
  /** @type {number[][]} Red, green and blue of each color. */
  colors;
  nearest = new Int16Array(BINS).fill(-1);
  /** @param {Uint8ClampedArray[]} pictures red, green, blue and opacity of each pixel */
  constructor(pictures) {
    this.colors = boxes(bins(pictures)).map(mean);
  }
  /**
   * The index of the nearest color for each pixel of a picture.
   * @param {Uint8ClampedArray} picture
   */
  indices(picture) {
    const found = new Uint8Array(picture.length / 4);
    for (let i = 0; i < found.length; i++) {
      const [r, g, b] = [picture[4 * i], picture[4 * i + 1], picture[4 * i + 2]];
      const bin = binOf(r, g, b);
      if (this.nearest[bin] < 0) this.nearest[bin] = this.index(r, g, b);
      found[i] = this.nearest[bin];
    }
    return found;
  }
  /**
   * @param {number} r
   * @param {number} g
   * @param {number} b
   */
  index(r, g, b) {
    const distances = this.colors.map((color) => (color[0] - r) ** 2 + (color[1] - g) ** 2 + (color[2] - b) ** 2);
    return distances.indexOf(Math.min(...distances));
  }
};
function bins(pictures) {
  const [count, ...sums] = Array.from({ length: 4 }, () => new Float64Array(BINS));
  for (const picture of pictures) {
    for (let i = 0; i < picture.length; i += 4) {
      const bin = binOf(picture[i], picture[i + 1], picture[i + 2]);
      count[bin]++;
      for (let channel = 0; channel < 3; channel++) sums[channel][bin] += picture[i + channel];
    }
  }
  const filled2 = [...count.keys()].filter((bin) => count[bin]);
  return filled2.map((bin) => ({ count: count[bin], color: sums.map((sum) => sum[bin] / count[bin]) }));
}
function boxes(all) {
  const cut = [all];
  while (cut.length < COLORS) {
    const scores = cut.map((box) => box.length > 1 ? side(box).length * Math.sqrt(total(box)) : 0);
    const best = Math.max(...scores);
    if (best <= 0) break;
    const at = scores.indexOf(best);
    cut.splice(at, 1, ...halves(cut[at]));
  }
  return cut;
}
function side(box) {
  const lengths = [0, 1, 2].map((channel) => {
    const values2 = box.map(({ color }) => color[channel]);
    return Math.max(...values2) - Math.min(...values2);
  });
  const length = Math.max(...lengths);
  return { channel: lengths.indexOf(length), length };
}
function halves(box) {
  const { channel } = side(box);
  const sorted = [...box].sort((a, b) => a.color[channel] - b.color[channel]);
  const half = total(box) / 2;
  let [end2, seen] = [1, sorted[0].count];
  while (end2 < sorted.length - 1 && seen < half) seen += sorted[end2++].count;
  return [sorted.slice(0, end2), sorted.slice(end2)];
}
function mean(box) {
  return [0, 1, 2].map((channel) => Math.round(box.reduce((sum, { color, count }) => sum + color[channel] * count, 0) / total(box)));
}
var total = (box) => box.reduce((sum, { count }) => sum + count, 0);

// frontend/lib/race_canvas.js
var PAD3 = 16;
var LINE3 = 30;
var WIDEST = " −0.0000e−00";
var RaceCanvas = class {
  canvas = element("canvas");
  pen = penOf(this.canvas);
  /**
   * @param {Race} race
   * @param {RaceUpdate} data
   * @param {Layers[]} charts
   */
  constructor(race, data, charts2) {
    this.race = race;
    this.data = data;
    this.charts = charts2;
    this.font = `18px ${race.style.font}`;
    const width = even(charts2.reduce((sum, chart) => sum + chart.width + PAD3, PAD3));
    const top = Math.max(...charts2.map(({ height }) => height));
    this.pen.font = this.font;
    const widths = data.contenders.map(({ glyph, name }) => this.pen.measureText(`${glyph} ${name}${WIDEST}`).width);
    this.places = flow(widths, width, top + PAD3 + LINE3, LINE3);
    Object.assign(this.canvas, { width, height: even((this.places.at(-1)?.y ?? top) + PAD3) });
  }
  /** Whether the page no longer shows this race in this size. */
  get outdated() {
    return this.race.data?.tag !== this.data.tag || this.race.presentation.shown || !this.race.root.isConnected;
  }
  paint() {
    const { pen, race, canvas } = this;
    pen.fillStyle = race.style.background;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    let left = PAD3;
    for (const { layers, width, height } of this.charts) {
      for (const layer2 of layers) pen.drawImage(layer2, left, PAD3, width, height);
      left += width + PAD3;
    }
    pen.font = this.font;
    const step = Math.floor(race.player.k);
    this.data.contenders.forEach((contender, i) => {
      const { glyph, name, color } = contender;
      pen.fillStyle = color;
      pen.fillText(`${glyph} ${name} ${lossText(contender, race.readout.losses[i], step)}`, this.places[i].x, this.places[i].y);
    });
  }
};
async function withRaceCanvas(race, use) {
  const { data, player, flat, curves } = race;
  if (!data) return null;
  const { k } = player;
  player.go(0);
  flat.covering = curves.covering = true;
  try {
    const charts2 = await Promise.all([race.solid ? race.scene : flat, curves].map((chart) => image(chart, 0)));
    const drawn3 = charts2.filter((chart) => chart !== null);
    return drawn3.length < charts2.length ? null : await use(new RaceCanvas(race, data, drawn3));
  } finally {
    flat.covering = curves.covering = false;
    player.go(k);
  }
}
var even = (pixels) => 2 * Math.ceil(pixels / 2);

// frontend/lib/race_gif.js
var FRAMES = 75;
var LENGTH = 600;
var HOLD = 200;
async function saveGif(race) {
  const gif = await withRaceCanvas(race, drawn2);
  if (gif) offerFile(gif.file, "race.gif");
  return Boolean(gif);
}
async function drawn2(painted2) {
  const { canvas, race } = painted2;
  const { steps } = race.player;
  const count = Math.min(steps, FRAMES);
  const picture = (k) => {
    race.player.go(k);
    painted2.paint();
    return painted2.pen.getImageData(0, 0, canvas.width, canvas.height).data;
  };
  const palette2 = new Palette([picture(0), picture(steps)]);
  const gif = new Gif(canvas.width, canvas.height, palette2.colors);
  for (let i = 0; i <= count; i++) {
    if (painted2.outdated) return null;
    gif.add(palette2.indices(picture(i / count * steps)), i < count ? Math.round(LENGTH / count) : HOLD);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return gif;
}

// frontend/lib/video.js
var TYPES2 = ["video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm", "video/mp4"];
var RATE = 30;
var BITS = 6e6;
var HOLD2 = 1200;
function videoType(recorder, streams) {
  return streams && recorder ? TYPES2.find((type) => recorder.isTypeSupported(type)) : void 0;
}
var recordedType = () => videoType(window.MediaRecorder, "captureStream" in HTMLCanvasElement.prototype);
async function saveVideo(race, type) {
  const chunks = await withRaceCanvas(race, (painted2) => recorded(painted2, type));
  if (chunks) offerFile(new Blob(chunks, { type }), type.startsWith("video/webm") ? "race.webm" : "race.mp4");
  return Boolean(chunks);
}
function recorded(painted2, type) {
  const { player } = painted2.race;
  return new Promise((resolve, reject) => {
    const chunks = [];
    const recorder = new MediaRecorder(painted2.canvas.captureStream(RATE), { mimeType: type, videoBitsPerSecond: BITS });
    recorder.ondataavailable = ({ data }) => chunks.push(data);
    recorder.onstop = () => resolve(painted2.outdated ? null : chunks);
    recorder.onerror = () => reject(new Error("the video could not be recorded"));
    painted2.paint();
    recorder.start();
    player.toggle();
    let ended = null;
    const frame2 = (now) => {
      painted2.paint();
      if (!player.playing) ended ??= now;
      if (painted2.outdated || ended !== null && now - ended > HOLD2) recorder.stop();
      else requestAnimationFrame(frame2);
    };
    requestAnimationFrame(frame2);
  });
}

// frontend/components/share.js
var observers = /* @__PURE__ */ new WeakMap();
var saving = false;
async function mount8({ data: { link, texts: texts2 }, parentElement, setTriggerValue }) {
  await styles();
  const root = holder(parentElement, "race-share");
  const address = element("input");
  address.readOnly = true;
  address.addEventListener("focus", () => address.select());
  const note = element("p");
  note.setAttribute("role", "status");
  const copy = button("content_copy", texts2.copy, async () => {
    address.select();
    try {
      await navigator.clipboard.writeText(address.value);
      note.textContent = texts2.copied;
    } catch {
      note.textContent = texts2.copy_failed;
    }
  });
  const svg = button("polyline", texts2.svg, () => shownRace()?.saveSvg());
  const saved = async (text, save2) => {
    const race2 = shownRace();
    if (!race2 || saving) return;
    saving = true;
    note.textContent = text;
    const done = await save2(race2).catch((error2) => console.error(error2));
    note.textContent = done ? "" : texts2.not_saved;
    saving = false;
  };
  const gif = button("gif_box", texts2.gif, () => saved(texts2.drawing, saveGif));
  const type = recordedType();
  const video = button("movie", texts2.video, () => type && saved(texts2.recording, (race2) => saveVideo(race2, type)));
  video.disabled = !type;
  video.title = type ? "" : texts2.no_video;
  const add = button("add_to_queue", texts2.add, () => setTriggerValue("add", { step: shownStep() }));
  root.replaceChildren(element("label", "", texts2.at_step, address), copy, svg, gif, video, note, add);
  const race = shownRace();
  const show = () => {
    const step = shownStep();
    address.value = step === null ? link : `${link}&step=${step}`;
  };
  show();
  observers.get(parentElement)?.disconnect();
  const observer = new MutationObserver(show);
  if (race) observer.observe(race.root, { attributeFilter: ["data-step"] });
  observers.set(parentElement, observer);
  return () => setTimeout(() => parentElement.isConnected || observer.disconnect());
}
function shownStep() {
  const player = shownRace()?.player;
  return player && player.k < player.steps ? Math.floor(player.k) : null;
}
function button(name, text, act) {
  const node = element("button", "", icon(name), text);
  node.type = "button";
  node.addEventListener("click", act);
  return node;
}

// frontend/lib/scrolled.js
var SCROLLED = ".katex-display, [data-testid=stMarkdown] pre, [data-testid=stCode] pre";
var PARTS = `${SCROLLED}, .katex-display .base`;
var sizes = new ResizeObserver((entries) => {
  for (const node of new Set(entries.map(({ target }) => target.closest(SCROLLED)))) {
    if (node && node.scrollWidth > node.clientWidth) node.setAttribute("tabindex", "0");
    else node?.removeAttribute("tabindex");
  }
});
var watched = false;
function watchScrolled() {
  if (watched) return;
  watched = true;
  new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach(watch2))).observe(document.body, {
    childList: true,
    subtree: true
  });
  watch2(document.body);
}
function watch2(node) {
  if (!(node instanceof Element)) return;
  node.querySelectorAll(PARTS).forEach((part) => sizes.observe(part));
  if (node.matches(PARTS)) sizes.observe(node);
}

// frontend/components/shell.js
var PHONE = window.matchMedia("(max-width: 768px)");
var LINKS = "a[href], .st-key-sidebar_links :is(button, label)";
var CLOSE = "[data-testid=stSidebarCollapseButton] button";
var PAGE_LINK = "[data-testid=stPageLink] a[href]";
var PAGE = "[data-testid=stMain]";
var PARTS_OF_MENU = "[data-testid=stSidebarNavItems]:not([role]), [data-testid=stSidebarNavItems] li:not([role])";
var watched2 = /* @__PURE__ */ new WeakSet();
function mount9({ data, parentElement }) {
  document.documentElement.lang = data.language;
  const holder2 = (
    /** @type {HTMLElement | null} */
    parentElement.closest("[data-testid=stElementContainer]")
  );
  if (holder2) holder2.style.display = "none";
  watchScrolled();
  const sidebar = parentElement.closest("[data-testid=stSidebar]");
  if (!sidebar || watched2.has(sidebar)) return;
  watched2.add(sidebar);
  watchMenu(sidebar);
  document.addEventListener("click", scrollToTop);
  sidebar.addEventListener("click", ({ target }) => {
    if (!PHONE.matches || !(target instanceof Element) || !target.closest(LINKS)) return;
    setTimeout(() => (
      /** @type {HTMLElement | null} */
      sidebar.querySelector(CLOSE)?.click()
    ));
  });
}
function watchMenu(sidebar) {
  const mend = () => sidebar.querySelectorAll(PARTS_OF_MENU).forEach((part) => part.setAttribute("role", "none"));
  new MutationObserver(mend).observe(sidebar, { childList: true, subtree: true });
  mend();
}
function scrollToTop({ defaultPrevented, target }) {
  const link = defaultPrevented && target instanceof Element && target.closest(PAGE_LINK);
  if (link instanceof HTMLAnchorElement && link.pathname === location.pathname) document.querySelector(PAGE)?.scrollTo(0, 0);
}

// frontend/components/table.js
async function mount10({ data, parentElement }) {
  await styles();
  const root = holder(parentElement, "sheet");
  root.tabIndex = 0;
  const head = element("thead", "", row("th", data.head));
  root.replaceChildren(element("table", "", head, element("tbody", "", ...data.rows.map(line))));
}
function line({ glyph, color, cells }) {
  const node = row("td", cells);
  const chip = element("span", "", glyph);
  chip.style.color = color;
  node.firstElementChild?.prepend(chip, " ");
  return node;
}
function row(tag, cells) {
  return element("tr", "", ...cells.map((text) => element(tag, "", inline(text))));
}

// frontend/index.js
watchAddress();
export {
  mount as array_store,
  mount2 as cards,
  mount3 as chart,
  mount4 as gallery,
  mount5 as multiples,
  mount6 as race,
  mount7 as room,
  mount8 as share,
  mount9 as shell,
  mount10 as table
};
