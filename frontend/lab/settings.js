// What a person has set in the lab, as the part of the address behind #, so that a reload, and a bookmark, bring it back.
/** @typedef {readonly [number, number]} Start */

export class Settings {
  /** @type {Map<string, number>} Changed numbers of the race by entry, such as o1.lr. */
  changes = new Map();
  /** @type {Start | null} Where the start has been moved. */
  start = null;
  /** @type {string | null} */
  language = null;
  /** @type {string | null} "light" or "dark"; null follows the system. */
  theme = null;

  /**
   * @param {string} text as `text()` gives it; what is not valid is ignored
   * @param {(entry: string, value: number) => boolean} accepts
   * @param {(start: Start) => boolean} reaches
   * @param {string[]} languages
   */
  static read(text, accepts, reaches, languages) {
    const settings = new Settings();
    for (const [name, given] of new URLSearchParams(text)) {
      const numbers = given.split(",").map((part) => (part.trim() ? Number(part) : NaN));
      if (name === "language") settings.language = languages.includes(given) ? given : null;
      else if (name === "theme") settings.theme = ["light", "dark"].includes(given) ? given : null;
      else if (name === "start") settings.start = startOf(numbers, reaches);
      else if (numbers.length === 1 && accepts(name, numbers[0])) settings.changes.set(name, numbers[0]);
    }
    return settings;
  }

  /** Whether the race differs from the exported one. */
  get changed() {
    return this.changes.size > 0 || this.start !== null;
  }

  text() {
    const entries = [...this.changes].map(([entry, value]) => [entry, String(value)]);
    if (this.start) entries.push(["start", this.start.join()]);
    if (this.language) entries.push(["language", this.language]);
    if (this.theme) entries.push(["theme", this.theme]);
    return String(new URLSearchParams(entries));
  }
}

/**
 * @param {number[]} numbers
 * @param {(start: Start) => boolean} reaches
 * @returns {Start | null}
 */
function startOf([x, y = NaN, ...more], reaches) {
  return !more.length && reaches([x, y]) ? [x, y] : null;
}
