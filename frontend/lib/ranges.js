// Ranges of axes: pairs [low, high].
/** @import { Figure, Layout, Range } from "../types/plotly" */

const BESIDE = 160; // pixels for the labels and the color bar beside a plot

/**
 * The range before, enlarged where it must be; the new one where the old would leave most of the chart empty.
 * @param {Range} before
 * @param {Range} now
 * @returns {Range}
 */
export function steady(before, now) {
  const range = joined(before, now);
  return now[1] - now[0] < 0.4 * (range[1] - range[0]) ? now : range;
}

/**
 * The range that covers both.
 * @param {Range} a
 * @param {Range} b
 * @returns {Range}
 */
export function joined(a, b) {
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
}

/**
 * How far `range` reaches beyond `shown`, in lengths of `range`.
 * @param {Range} range
 * @param {Range} shown
 */
export function beyond(range, shown) {
  const outside = Math.max(0, shown[0] - range[0]) + Math.max(0, range[1] - shown[1]);
  return outside / (range[1] - range[0]);
}

/**
 * Whether a value lies in the range; in any case without a range.
 * @param {number} value
 * @param {Range | undefined} range
 */
export function within(value, range) {
  return !range || (value >= range[0] && value <= range[1]);
}

/**
 * The width beyond which a plot in one unit would only move away from its color bar; none for other charts.
 * @param {Layout} layout
 * @param {number} height
 */
export function widest({ xaxis, yaxis }, height) {
  if (!yaxis?.scaleanchor || !xaxis?.range || !yaxis.range) return Infinity;
  const ratio = (xaxis.range[1] - xaxis.range[0]) / (yaxis.range[1] - yaxis.range[0]);
  return height * Math.max(1, ratio) + BESIDE;
}

/** The range of a figure's y axis, which stays through small changes of the data. */
export class SteadyRange {
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
}
