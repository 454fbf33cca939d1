// Equations and code that are wider than the page: the keyboard can scroll them, once they can have the focus.
const SCROLLED = ".katex-display, [data-testid=stMarkdown] pre, [data-testid=stCode] pre";
/** These, and what grows in an equation when its letters arrive. */
const PARTS = `${SCROLLED}, .katex-display .base`;

const sizes = new ResizeObserver((entries) => {
  for (const node of new Set(entries.map(({ target }) => target.closest(SCROLLED)))) {
    if (node && node.scrollWidth > node.clientWidth) node.setAttribute("tabindex", "0");
    else node?.removeAttribute("tabindex");
  }
});

let watched = false;

/** Watch all equations and code of the document, also those that come later. */
export function watchScrolled() {
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
