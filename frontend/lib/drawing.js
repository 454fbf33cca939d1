// A Plotly chart in a node: one change at a time, and none once the page has let go of the node.
/** @import { Chart, Config, Figure, Layout, PictureFormat, Plotly, Trace } from "../types/plotly" */

const LEAST = 120; // pixels across; less, as while a sidebar slides over the page, leaves Plotly no axes to draw
const LATE = 1000; // ms in which Plotly's own timers, such as those of a double click, end after the last change

export class Drawing {
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
      const chosen = plotly ? this.node.data.flatMap((trace, i) => (which(trace) ? [i] : [])) : [];
      return chosen.length > 0 && plotly?.restyle(this.node, change, chosen);
    });
  }

  /**
   * The address of a picture of the chart; false where there is no chart.
   * @param {PictureFormat} format
   * @param {number} [k] a step: without the moving parts, and without labels of later steps
   */
  image(format, k) {
    return this.change((plotly) => plotly?.toImage(k === undefined ? this.node : still(this.node, k), format));
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
    const purge = () => (this.node._dragging ? setTimeout(purge, LATE) : this.plotly?.purge(this.node));
    this.work.then(() => setTimeout(purge, LATE));
  }
}

/**
 * The layout with a width that leaves Plotly room for axes; what reaches beyond the page is cut off.
 * @param {Layout} layout
 * @returns {Layout}
 */
function roomy(layout) {
  const { width } = layout;
  return typeof width === "number" ? { ...layout, width: Math.max(width, LEAST) } : layout;
}

/**
 * The figure in a node without its moving parts, and without labels of steps after k.
 * @param {Chart} node
 * @param {number} k
 * @returns {Figure}
 */
function still({ data, layout }, k) {
  const annotations = layout.annotations?.filter(({ name }) => !name?.startsWith("step ") || Number(name.slice(5)) <= k);
  return { data: data.filter(({ meta }) => meta?.index === undefined && meta?.role !== "start"), layout: { ...layout, annotations } };
}
