// The addresses in the browser's history. Streamlit adds one whenever a page writes its state into its address, also when
// a page has just been opened, so that *Back* would lead to where one is. And where a page that is being opened writes its
// state before Streamlit has changed the path, the state is added to the path of the old page first.

/** Decides whether an address is added to the history or takes the place of the last: one entry for each act. */
export class AddressBar {
  /** Whether a person has done something since the last entry. */
  acted = false;
  /** Whether the last entry was added with the path of the one before. */
  kept = false;

  /**
   * Whether `next` is an entry of its own.
   * @param {{ pathname: string, search: string }} now the address
   * @param {{ pathname: string, search: string }} next the new address
   */
  adds(now, next) {
    const stays = now.pathname === next.pathname;
    if (stays && now.search === next.search) return false; // the server repeats itself, and the act is still to come
    const misplaced = !stays && !this.acted && this.kept && now.search === next.search;
    const added = !misplaced && (this.acted || !stays);
    this.kept = stays && (added || this.kept);
    this.acted = false;
    return added;
  }
}

/** From now on, add addresses to the history only as said above. */
export function watchAddress() {
  const bar = new AddressBar();
  const push = history.pushState.bind(history);
  for (const act of ["pointerdown", "pointerup", "keydown"]) document.addEventListener(act, () => (bar.acted = true), true);
  addEventListener("popstate", () => (bar.acted = false)); // the keys of *Back* are no act of the page that it leads to
  history.pushState = (state, title, url) => {
    if (bar.adds(location, new URL(url ?? "", location.href))) push(state, title, url);
    else history.replaceState(state, title, url);
  };
}
