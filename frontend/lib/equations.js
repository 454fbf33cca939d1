// Equations that are wider than the page: the keyboard can scroll them, once they can have the focus.
const EQUATION = ".katex-display";
/** An equation and what grows in it when its letters arrive. */
const PARTS = `${EQUATION}, ${EQUATION} .base`;

const sizes = new ResizeObserver((entries) => {
  for (const equation of new Set(entries.map(({ target }) => target.closest(EQUATION)))) {
    if (equation && equation.scrollWidth > equation.clientWidth) equation.setAttribute("tabindex", "0");
    else equation?.removeAttribute("tabindex");
  }
});

let watched = false;

/** Watch every equation of the document, also those that come later. */
export function watchEquations() {
  if (watched) return;
  watched = true;
  new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach(watch))).observe(document.body, {
    childList: true,
    subtree: true,
  });
  watch(document.body);
}

/** @param {Node} node */
function watch(node) {
  if (!(node instanceof Element)) return;
  node.querySelectorAll(PARTS).forEach((part) => sizes.observe(part));
  if (node.matches(PARTS)) sizes.observe(node);
}
