// A Plotly chart in a node: one change at a time, and none once the page has let go of the node.
const LATE = 1000; // ms in which Plotly's own timers, such as those of a double click, end after the last change

export class Drawing {
  constructor(node) {
    this.node = node;
    this.work = Promise.resolve();
    this.drawn = false;
  }

  // Draws a figure when the change before it has ended; whether it has been drawn
  react(plotly, data, layout, config) {
    return this.change(async () => {
      this.plotly = plotly;
      await plotly.react(this.node, data, layout, config);
      return (this.drawn = true);
    });
  }

  relayout(layout) {
    return this.change(() => this.drawn && this.plotly.relayout(this.node, layout));
  }

  // A picture of the chart as Plotly describes it in `format`; false where there is no chart
  image(format) {
    return this.change(() => this.drawn && this.plotly.toImage(this.node, format));
  }

  change(make) {
    const made = this.work.then(() => !this.gone && this.node.isConnected && make());
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
