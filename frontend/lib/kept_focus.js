// The focus of a chart whose keys a person uses: the page may draw the chart anew, as another element, shown only later.

const PATIENCE = 60_000; // ms after the last key, on a slow machine too
const EVERY = 100; // ms between two looks

export class KeptFocus {
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
    page.addEventListener("keydown", (event) => /** @type {KeyboardEvent} */ (event).key === "Tab" && this.drop(), { capture: true });
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
        /** @type {HTMLElement} */ (host).focus({ preventScroll: true }); // does nothing while it is hidden
      }
    }
  }

  drop() {
    clearTimeout(this.timer);
    this.timer = 0;
  }
}
