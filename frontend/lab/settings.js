// What a person has set in a race of the lab, as entries of an address, so that a reload, and a bookmark, bring it back.
/** @typedef {readonly [number, number]} Start */

export class Settings {
  /** @type {Map<string, number>} Changed numbers of the race by entry, such as o1.lr. */
  changes = new Map();
  /** @type {Start | null} Where the start has been moved. */
  start = null;

  /**
   * @param {URLSearchParams} entries as `entries()` gives them; what is not valid is ignored
   * @param {(entry: string, value: number) => boolean} accepts
   * @param {(start: Start) => boolean} reaches
   */
  static read(entries, accepts, reaches) {
    const settings = new Settings();
    for (const [name, given] of entries) {
      const numbers = given.split(",").map((part) => (part.trim() ? Number(part) : NaN));
      if (name === "start") settings.start = startOf(numbers, reaches);
      else if (numbers.length === 1 && accepts(name, numbers[0])) settings.changes.set(name, numbers[0]);
    }
    return settings;
  }

  /** Whether the race differs from the exported one. */
  get changed() {
    return this.changes.size > 0 || this.start !== null;
  }

  /** @returns {[string, string][]} */
  entries() {
    const changes = [...this.changes].map(([entry, value]) => /** @type {[string, string]} */ ([entry, String(value)]));
    return this.start ? [...changes, ["start", this.start.join()]] : changes;
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
