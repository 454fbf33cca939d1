// News for screen readers: one live region of the document, which nobody sees.
import { element } from "./nodes.js";

const DELAY = 600; // ms within which later words replace earlier ones: a result is read out once, not at every change
/** @type {HTMLElement | null} */
let region = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/**
 * Have the words read out, unless others come at once.
 * @param {string} words
 */
export function announce(words) {
  region ??= document.body.appendChild(madeRegion());
  clearTimeout(timer);
  timer = setTimeout(() => region && (region.textContent = words), DELAY);
}

function madeRegion() {
  const node = element("div", "announced");
  node.setAttribute("role", "status");
  return node;
}

/** Announces the words of one element of a page: those that it opens with are read with the page, later ones as news. */
export class News {
  /** @type {string | null} */
  words = null;

  /** @param {string} words empty if there is nothing to say */
  tell(words) {
    if (this.words !== null && words && words !== this.words) announce(words);
    this.words = words;
  }
}
