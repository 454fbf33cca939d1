// Equations that are wider than the page: the keyboard can scroll them, once they can have the focus.
const EQUATION = ".katex-display";

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
    else target.removeAttribute("tabindex");
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
  if (node.matches(EQUATION)) sizes.observe(node);
  node.querySelectorAll(EQUATION).forEach((one) => sizes.observe(one));
}
