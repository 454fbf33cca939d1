// What the frame around pages does in the browser; mounted by ui/app/shell.py. It lets the keyboard scroll long equations
// and code; on a phone, where the sidebar covers the page, that closes when a link in it is followed. What a link to the
// open page shows is shown from its top, as after any other link.
import { watchScrolled } from "../lib/scrolled.js";
/** @import { Component } from "../types/streamlit" */

const PHONE = window.matchMedia("(max-width: 768px)"); // where Streamlit lays the sidebar over the page
const LINKS = "a[href], .st-key-sidebar_links :is(button, label)";
const CLOSE = "[data-testid=stSidebarCollapseButton] button";
const PAGE_LINK = "[data-testid=stPageLink] a[href]";
const PAGE = "[data-testid=stMain]";
const PARTS_OF_MENU = "[data-testid=stSidebarNavItems]:not([role]), [data-testid=stSidebarNavItems] li:not([role])";
/** @type {WeakSet<Element>} */
const watched = new WeakSet();

/** @param {Component<{ language: string }>} component */
export default function mount({ data, parentElement }) {
  document.documentElement.lang = data.language; // by which screen readers pronounce
  const holder = /** @type {HTMLElement | null} */ (parentElement.closest("[data-testid=stElementContainer]"));
  if (holder) holder.style.display = "none";
  watchScrolled();
  const sidebar = parentElement.closest("[data-testid=stSidebar]");
  if (!sidebar || watched.has(sidebar)) return;
  watched.add(sidebar);
  watchMenu(sidebar);
  document.addEventListener("click", scrollToTop); // once, however often it is asked for
  sidebar.addEventListener("click", ({ target }) => {
    if (!PHONE.matches || !(target instanceof Element) || !target.closest(LINKS)) return;
    setTimeout(() => /** @type {HTMLElement | null} */ (sidebar.querySelector(CLOSE))?.click()); // after the link's own handler
  });
}

/**
 * Let screen readers read the menu, which is there on narrow pages, as plain links: Streamlit puts sections between a list
 * and its items.
 * @param {Element} sidebar
 */
function watchMenu(sidebar) {
  const mend = () => sidebar.querySelectorAll(PARTS_OF_MENU).forEach((part) => part.setAttribute("role", "none"));
  new MutationObserver(mend).observe(sidebar, { childList: true, subtree: true });
  mend();
}

/**
 * Scroll to the top where Streamlit follows a link to the open page: it leaves a new tab to the browser.
 * @param {MouseEvent} event
 */
function scrollToTop({ defaultPrevented, target }) {
  const link = defaultPrevented && target instanceof Element && target.closest(PAGE_LINK);
  if (link instanceof HTMLAnchorElement && link.pathname === location.pathname) document.querySelector(PAGE)?.scrollTo(0, 0);
}
