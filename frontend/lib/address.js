// The addresses in the browser's history. Streamlit adds one whenever a page writes its state into its address, also when
// a page has just been opened, so that *Back* would lead to where one is.

/** Decides whether an address is added to the history or takes the place of the last: one entry for each act. */
export class AddressBar {
  /** Whether a person has done something since the last entry. */
  acted = false;

  /**
   * Whether `next` is an entry of its own.
   * @param {string} now the path of the page
   * @param {string} next the path of the new address
   */
  adds(now, next) {
    const added = this.acted || now !== next;
    this.acted = false;
    return added;
  }
}

let watched = false;

/** From now on, add addresses to the history only as said above. */
export function watchAddress() {
  if (watched) return;
  watched = true;
  const bar = new AddressBar();
  const push = history.pushState.bind(history);
  for (const act of ["pointerdown", "pointerup", "keydown"]) document.addEventListener(act, () => (bar.acted = true), true);
  history.pushState = (state, title, url) => {
    const next = new URL(url ?? "", location.href).pathname;
    if (bar.adds(location.pathname, next)) push(state, title, url);
    else history.replaceState(state, title, url);
  };
}
