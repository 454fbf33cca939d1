// Dims the table and the diagnosis of the server's race while a preview shows another race, for the stylesheet.
// Not at once: a quick answer would make them flicker, and the first frames of the preview have enough to draw.
const AFTER = 150; // ms

export class Stale {
  timer = 0;

  start() {
    this.timer ||= window.setTimeout(() => document.body.classList.add("previewed"), AFTER);
  }

  end() {
    clearTimeout(this.timer);
    this.timer = 0;
    document.body.classList.remove("previewed");
  }
}
