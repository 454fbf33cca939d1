// Small pieces of a page, made of text alone: nothing that is sent is ever read as HTML.
import { pieces } from "./marks.js";
/** @import { Chart } from "../types/plotly" */

/**
 * An element with its class (none if empty) and its content.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, className = "", ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

/**
 * The first element in `root` that the selector names.
 * @template {Element} [Found=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {Found}
 */
export function only(root, selector) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`no ${selector}`);
  return /** @type {Found} */ (found);
}

/**
 * The one child of `parent` with this class, made when it is first needed; its test id is its class.
 * @param {HTMLElement} parent
 * @param {string} className
 * @returns {HTMLElement}
 */
export function holder(parent, className) {
  const found = parent.querySelector(`:scope > .${className}`);
  if (found) return /** @type {HTMLElement} */ (found);
  const made = element("div", className);
  made.dataset.testid = className;
  parent.append(made);
  return made;
}

/**
 * An element in which Plotly may draw.
 * @param {string} className
 * @returns {Chart}
 */
export function chartElement(className) {
  return /** @type {any} */ (element("div", className));
}

/**
 * Say in words what an element draws.
 * @param {HTMLElement} host
 * @param {string} alt
 * @param {string} role "application" for an element that takes the arrow keys from a screen reader
 */
export function describe(host, alt, role = "figure") {
  host.setAttribute("role", role);
  host.setAttribute("aria-label", alt);
}

/** A canvas that lies over a chart. */
export function layer() {
  const canvas = element("canvas", "race-canvas");
  canvas.setAttribute("aria-hidden", "true");
  return canvas;
}

/**
 * Give a canvas this size in pixels of the page, which clears it; how many of its own pixels one of them has.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
export function resize(canvas, width, height) {
  const scale = window.devicePixelRatio || 1;
  [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
  [canvas.style.width, canvas.style.height] = [`${width}px`, `${height}px`];
  return scale;
}

/**
 * What draws on a canvas.
 * @param {HTMLCanvasElement} canvas
 */
export function penOf(canvas) {
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  return pen;
}

/**
 * Call `act` for a plain click on a link; one that asks for a tab of its own is left to the browser.
 * @param {HTMLAnchorElement} link
 * @param {() => void} act
 */
export function onPlainClick(link, act) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    act();
  });
}

/**
 * A symbol of the font that Streamlit's own icons use.
 * @param {string} name
 */
export function icon(name) {
  const node = element("span", "symbol", name);
  node.setAttribute("aria-hidden", "true");
  return node;
}

/**
 * Text with **strong** parts, `code` and :material/symbols:.
 * @param {string} text
 */
export function inline(text) {
  const nodes = document.createDocumentFragment();
  for (const { kind, text: content } of pieces(text)) {
    if (kind === "text") nodes.append(content);
    else nodes.append(kind === "icon" ? icon(content) : element(kind, "", content));
  }
  return nodes;
}
