// What the frame around pages does in the browser; mounted by ui/app/shell.py. It keeps the history of addresses short,
// and on a phone, where the sidebar covers the page, that closes when a link in it is followed.
import { watchAddress } from "../lib/address.js";
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
  watchAddress();
  const sidebar = parentElement.closest("[data-testid=stSidebar]");
  if (!sidebar || watched.has(sidebar)) return;
  watched.add(sidebar);
  sidebar.addEventListener("click", ({ target }) => {
    if (!PHONE.matches || !(target instanceof Element) || !target.closest(LINKS)) return;
    setTimeout(() => /** @type {HTMLElement | null} */ (sidebar.querySelector(CLOSE))?.click()); // after the link's own handler
  });
}
