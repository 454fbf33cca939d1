// Paths from many starts, or the band of their curves, on a canvas between a panel's chart and its overlay.
const version = new URL(import.meta.url).search;
const { decoded } = await import(`./arrays.js${version}`);
const CROWD = 60; // paths; of more, each is fainter
const FAR = 1e6; // pixels; canvas loses precision beyond

export class MultistartLayer {
  constructor(panel, draw) {
    Object.assign(this, { panel, paint: draw, data: null });
    this.canvas = document.createElement("canvas");
    this.canvas.className = "race-canvas";
    this.canvas.setAttribute("aria-hidden", "true");
    this.pen = this.canvas.getContext("2d");
    panel.chart.after(this.canvas);
    panel.under = this;
  }

  // multistarts: [{index, color, ...}], their arrays decoded; null for none
  set(data) {
    this.data = data;
    if (!data) this.canvas.width = this.canvas.width;
  }

  draw(k) {
    const full = this.panel.chart._fullLayout;
    if (!this.data || !full?.xaxis?._length) return;
    const { canvas, pen } = this;
    const scale = window.devicePixelRatio || 1;
    const { width, height } = full;
    [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
    [canvas.style.width, canvas.style.height] = [`${width}px`, `${height}px`];
    const { xaxis, yaxis } = full;
    pen.setTransform(scale, 0, 0, scale, xaxis._offset * scale, yaxis._offset * scale);
    pen.beginPath();
    pen.rect(0, 0, xaxis._length, yaxis._length);
    pen.clip();
    this.paint(pen, { x: (v) => xaxis.d2p(v), y: (v) => yaxis.d2p(v), height: yaxis._length }, k, this.data);
  }
}

// The arrays that the server sent, with each contender's color.
export function unpacked({ multistarts, starts, range }, contenders, ink) {
  const colors = new Map(contenders.map(({ index, color }) => [index, color]));
  const arrays = (columns) => Object.fromEntries(Object.entries(columns).map(([name, sent]) => [name, decoded(sent)]));
  return {
    range,
    ink,
    starts: arrays(starts),
    multistarts: multistarts.map(({ index, step, x, y, band, ...rest }) => ({ ...rest, ...arrays({ step, x, y }), band: arrays(band), color: colors.get(index) })),
  };
}

export function paths(pen, plot, k, { multistarts, starts, ink }) {
  const alpha = multistarts.length * starts.x.length > CROWD ? 0.4 : 0.65;
  for (const { step, x, y, lengths, stopped, color } of multistarts) {
    pen.strokeStyle = pen.fillStyle = color;
    let first = 0;
    lengths.forEach((length, path) => {
      const end = first + length;
      let [i, down] = [first, false];
      pen.beginPath();
      for (; i < end && step[i] <= k; i++) {
        const [px, py] = [plot.x(x[i]), plot.y(y[i])];
        const near = Math.abs(px) < FAR && Math.abs(py) < FAR;
        if (near && down) pen.lineTo(px, py);
        else if (near) pen.moveTo(px, py);
        down = near;
      }
      [pen.globalAlpha, pen.lineWidth] = [alpha, 1];
      pen.stroke();
      if (down) tip(pen, plot.x(x[i - 1]), plot.y(y[i - 1]), stopped[path] && i === end);
      first = end;
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

function tip(pen, x, y, gone) {
  pen.globalAlpha = 0.9;
  pen.beginPath();
  if (gone) for (const s of [-1, 1]) [pen.moveTo(x - 3, y - 3 * s), pen.lineTo(x + 3, y + 3 * s)];
  else pen.arc(x, y, 2, 0, 2 * Math.PI);
  if (gone) pen.stroke();
  else pen.fill();
}

export function bands(pen, plot, k, { multistarts }) {
  const at = (value) => {
    const y = plot.y(value);
    return Number.isFinite(y) ? Math.min(Math.max(y, -10), plot.height + 10) : plot.height + 10; // no log of 0
  };
  for (const { band, color } of multistarts) {
    const { step, low, middle, high } = band;
    let end = 0;
    while (end < step.length && step[end] <= k) end++;
    pen.fillStyle = pen.strokeStyle = color;
    pen.beginPath();
    for (let i = 0; i < end; i++) pen.lineTo(plot.x(step[i]), at(high[i]));
    for (let i = end - 1; i >= 0; i--) pen.lineTo(plot.x(step[i]), at(low[i]));
    pen.globalAlpha = 0.14;
    pen.fill();
    pen.beginPath();
    for (let i = 0; i < end; i++) pen.lineTo(plot.x(step[i]), at(middle[i]));
    pen.globalAlpha = 0.9;
    pen.lineWidth = 1.2;
    pen.setLineDash([1.5, 3]);
    pen.stroke();
    pen.setLineDash([]);
  }
}
