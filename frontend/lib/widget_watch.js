// The numbers that a person is setting in Streamlit's sliders and number boxes, which report them only when they are let go.
// This is the only module that knows how Streamlit draws these; tests/browser/test_preview.py fails when that changes.
/** @typedef {(entry: string, value: number) => void} OnMove The value is NaN for what is no number. */

const APP = "[data-testid=stApp]";
const SLIDER = "[data-testid=stSlider]";
const BOX = "[data-testid=stNumberInput]";
/** The class of a widget with the key "page.entry.slide" or "page.entry.box", whose parts a dash divides. */
const KEY = /(?:^|\s)st-key-[^-\s]+-(\S+?)-(?:slide|box)(?:-\d+)?(?:\s|$)/;

/**
 * The entry of the link that a widget sets, such as o1.lr.
 * @param {Element} part of the widget
 */
export function entryOf(part) {
  const key = part.closest("[class*=st-key-]")?.getAttribute("class")?.match(KEY)?.[1];
  return key?.replaceAll("-", ".") ?? null;
}

class WidgetWatch {
  /** @type {Set<OnMove>} */
  listeners = new Set();
  /** @type {WeakMap<Element, string | null>} The last text seen of each slider. */
  seen = new WeakMap();
  /** Whether the pointer is down on a slider. */
  pressed = false;
  /** Whether a number is being typed that has not been entered. */
  typing = false;

  constructor() {
    this.watch = new MutationObserver((changes) => changes.forEach(({ target }) => this.slid(/** @type {Element} */ (target))));
    this.watch.observe(document.body, { subtree: true, attributeFilter: ["aria-valuetext"] });
    const options = { capture: true };
    document.addEventListener("pointerdown", ({ target }) => (this.pressed = Boolean(within(target, SLIDER))), options);
    for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => (this.pressed = false), options);
    document.addEventListener("input", ({ target }) => this.typed(target), options);
    document.addEventListener("keydown", ({ key }) => (this.typing &&= key !== "Enter"), options);
    document.addEventListener("focusout", () => (this.typing = false), options);
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
    const known = this.seen.get(input);
    if (!input.closest(SLIDER) || text === known || !(known || input === document.activeElement)) return;
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
}

/** @type {WidgetWatch | null} One for the page. */
let watch = null;

/**
 * Report the numbers that a person sets until `stop` is called.
 * @param {OnMove} onMove
 */
export function watchWidgets(onMove) {
  const widgets = (watch ??= new WidgetWatch());
  widgets.listeners.add(onMove);
  return {
    /** Whether the page may still get an answer to what is set. */
    get unsettled() {
      return widgets.holding || widgets.running;
    },
    stop: () => widgets.listeners.delete(onMove),
  };
}

/**
 * @param {EventTarget | null} target
 * @param {string} selector
 */
function within(target, selector) {
  return target instanceof Element ? target.closest(selector) : null;
}
