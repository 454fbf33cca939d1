// On a phone, where the sidebar covers the page, it closes when a link in it is followed. Mounted by ui/app/shell.py.
/** @import { Component } from "../types/streamlit" */

const PHONE = window.matchMedia("(max-width: 768px)"); // where Streamlit lays the sidebar over the page
const LINKS = "a[href], .st-key-sidebar_links :is(button, label)";
const CLOSE = "[data-testid=stSidebarCollapseButton] button";
/** @type {WeakSet<Element>} */
const watched = new WeakSet();

/** @param {Component<object>} component */
export default function mount({ parentElement }) {
  const holder = /** @type {HTMLElement | null} */ (parentElement.closest("[data-testid=stElementContainer]"));
  if (holder) holder.style.display = "none";
  const sidebar = parentElement.closest("[data-testid=stSidebar]");
  if (!sidebar || watched.has(sidebar)) return;
  watched.add(sidebar);
  sidebar.addEventListener("click", ({ target }) => {
    if (!PHONE.matches || !(target instanceof Element) || !target.closest(LINKS)) return;
    setTimeout(() => /** @type {HTMLElement | null} */ (sidebar.querySelector(CLOSE))?.click()); // after the link's own handler
  });
}
