// Keys that act on the whole page, unless a person is typing or a dialog is open.
const TYPING =
  "input, textarea, select, [contenteditable=true], [role=slider], [role=tab], [role=radio], [role=combobox], " +
  "[role=option], [role=menuitem], [role=spinbutton]";

/**
 * Whether a key is meant for the page: not with a modifier, in a field, in a dialog, or for a view that is hidden.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} root of the view
 */
export function forPage(event, root) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !root.offsetParent) return false;
  const focus = event.target instanceof Element ? event.target : document.body;
  const sliding = event.key === " " && focus.matches("input[type=range]");
  return (!focus.closest(TYPING) || sliding) && !document.querySelector("[role=dialog]");
}
