// One stylesheet for all components, waited for so that nothing is drawn without it.
/** @type {Promise<unknown> | undefined} */
let sheet;

/** Resolved once the stylesheet has been loaded, or could not be. */
export function styles() {
  sheet ??= new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL(`components.css${new URL(import.meta.url).search}`, import.meta.url).href;
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });
  return sheet;
}
