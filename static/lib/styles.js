// One stylesheet for all components, waited for so that nothing is drawn without it.
let sheet;

export function styles() {
  sheet ??= new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL(`race.css${new URL(import.meta.url).search}`, import.meta.url).href;
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });
  return sheet;
}
