// A canvas over a flat Plotly chart that draws lines as far as step k, exactly where Plotly would.
const version = new URL(import.meta.url).search;
const { crossed, dashes, marker, ring } = await import(`./shapes.js${version}`);
const LONG = 1000;
const FAR = 1e6; // pixels; canvas loses precision beyond

export class Overlay {
  // lines: {color, dash, symbol, first, x (null: the step), y, stubs, ends: [{step, x, y, cross}]}
  constructor(chart) {
    this.chart = chart;
    this.canvas = document.createElement("canvas");
    this.canvas.className = "race-canvas";
    this.canvas.setAttribute("aria-hidden", "true");
    this.pen = this.canvas.getContext("2d");
    this.lines = [];
    this.halo = null; // the color of the halos, where there are any
    this.rim = "#ffffff";
    this.start = this.requested = null;
    this.cursor = null;
  }

  set(lines) {
    this.lines = lines;
    this.key = null;
  }

  clear() {
    this.pen.setTransform(1, 0, 0, 1, 0, 0);
    this.pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  // Whether there is a chart to draw over.
  fit() {
    const full = this.chart._fullLayout;
    if (!full?.xaxis?._length) return null;
    const scale = window.devicePixelRatio || 1;
    const { width, height } = full; // the element's own would make the browser lay out the page at once
    if (this.canvas.width !== Math.round(width * scale) || this.canvas.height !== Math.round(height * scale)) {
      this.canvas.width = Math.round(width * scale);
      this.canvas.height = Math.round(height * scale);
      this.canvas.style.width = `${width}px`;
      this.canvas.style.height = `${height}px`;
    }
    this.clear();
    const { xaxis, yaxis } = full;
    this.pen.setTransform(scale, 0, 0, scale, xaxis._offset * scale, yaxis._offset * scale);
    const [x, y] = [(v) => xaxis.d2p(v), (v) => yaxis.d2p(v)];
    const plot = { x, y, width: xaxis._length, height: yaxis._length };
    this.pixels(plot, [xaxis, yaxis]);
    return plot;
  }

  // Everything as far as step k, or only where the next start is requested.
  draw(k, complete = true) {
    const plot = this.fit();
    if (!plot) return false;
    const { pen } = this;
    pen.save();
    pen.beginPath();
    pen.rect(0, 0, plot.width, plot.height);
    pen.clip();
    if (complete) {
      for (const line of this.lines) this.trail(line, k, plot);
      if (this.start) ring(pen, plot.x(this.start.x), plot.y(this.start.y), this.start.color);
    }
    if (this.requested) ring(pen, plot.x(this.requested.x), plot.y(this.requested.y), this.requested.color);
    if (complete && this.cursor && !this.lines.some((line) => line.x)) {
      pen.setLineDash([]);
      pen.beginPath();
      pen.moveTo(plot.x(k), 0);
      pen.lineTo(plot.x(k), plot.height);
      pen.lineWidth = 1;
      pen.strokeStyle = this.cursor;
      pen.stroke();
    }
    pen.restore();
    if (complete) for (const line of this.lines) this.tip(line, k, plot);
    return true;
  }

  // The lines' points in pixels, kept until the lines or the axes change.
  pixels(plot, axes) {
    const key = axes.map(({ type, range, _length }) => `${type} ${range} ${_length}`).join();
    if (key === this.key) return;
    this.key = key;
    for (const line of this.lines) {
      line.px = Float64Array.from(line.y, (_, i) => plot.x(line.x ? line.x[i] : line.first + i));
      line.py = Float64Array.from(line.y, plot.y);
    }
  }

  trail(line, k, plot) {
    const { pen } = this;
    const reach = Math.min(k - line.first, line.y.length - 1);
    if (reach < 0) return;
    pen.beginPath();
    this.follow(line, reach);
    pen.lineJoin = "round";
    if (this.halo) {
      pen.setLineDash([]);
      pen.strokeStyle = this.halo;
      pen.lineWidth = 4.5;
      pen.stroke();
    }
    pen.setLineDash(dashes(line.dash));
    pen.strokeStyle = line.color;
    pen.lineWidth = 2;
    pen.stroke();
    pen.beginPath();
    for (const { step, x, y } of line.stubs) {
      if (step > k) continue;
      pen.moveTo(plot.x(x[0]), plot.y(y[0]));
      pen.lineTo(plot.x(x[1]), plot.y(y[1]));
    }
    pen.stroke();
  }

  // Points that are not a pixel apart are skipped in long lines, or a third in short ones; a gap lifts the pen.
  follow({ px, py }, reach) {
    const { pen } = this;
    const last = Math.floor(reach);
    const near = px.length > LONG ? 1 : 0.3;
    let [x, y, down] = [0, 0, false];
    for (let i = 0; i <= last; i++) {
      if (!(Math.abs(px[i]) < FAR && Math.abs(py[i]) < FAR)) {
        down = false;
        continue;
      }
      if (down && i < last && Math.abs(px[i] - x) + Math.abs(py[i] - y) < near) continue;
      [x, y] = [px[i], py[i]];
      if (down) pen.lineTo(x, y);
      else pen.moveTo(x, y);
      down = true;
    }
    const tip = this.between({ px, py }, reach);
    if (down && tip) pen.lineTo(tip.x, tip.y);
  }

  // The point a fraction of a step on; null where the line has a gap.
  between({ px, py }, reach) {
    const i = Math.floor(reach);
    const j = Math.min(i + 1, px.length - 1);
    const part = Number.isFinite(px[j] + py[j]) ? reach - i : 0;
    const [x, y] = part ? [px[i] + part * (px[j] - px[i]), py[i] + part * (py[j] - py[i])] : [px[i], py[i]];
    return Number.isFinite(x + y) ? { x, y } : null;
  }

  tip(line, k, plot) {
    const end = line.ends.find(({ step, cross }) => cross && k >= step);
    if (end) crossed(this.pen, plot.x(end.x), plot.y(end.y), line.color);
    if (end && end.step >= line.first + line.y.length - 1) return; // where it left the frame it may still come back
    const reach = k - line.first;
    if (reach < 0 || !line.y.length) return;
    const point = this.between(line, Math.min(reach, line.y.length - 1));
    const inside = point && point.x >= -1 && point.x <= plot.width + 1 && point.y >= -1 && point.y <= plot.height + 1;
    if (inside) marker(this.pen, line.symbol, point.x, point.y, line.radius, line.color, this.rim);
  }
}
