// The race from many starts, behind the paths and the curves of the race from one.
import { arrived } from "./array_store.js";
import { MultistartLayer, bands, paths, unpacked } from "./multistart.js";
/** @import { Multistart, RaceUpdate } from "../types/data" */
/** @import { Race } from "./race.js" */

export class RaceStarts {
  /** @param {Race} race */
  constructor(race) {
    this.race = race;
    this.layers = [new MultistartLayer(race.flat, paths), new MultistartLayer(race.curves, bands)];
  }

  /** @param {Multistart | null} shown */
  set(shown) {
    this.layers.forEach((each) => each.set(shown));
  }

  forget() {
    this.race.preview.multistart = null;
    this.set(null);
  }

  /**
   * Show the race from many starts, which comes when it has been run; what is shown is always of this very race.
   * @param {RaceUpdate} data
   */
  async show({ multistart: id, contenders }) {
    if (!id) return;
    const { race } = this;
    const found = await arrived(id);
    if (race.data?.multistart !== id) return;
    const shown = unpacked(found, contenders, race.style.text);
    race.preview.multistart = shown;
    this.set(shown);
    if (race.range.widen(shown.range)) {
      race.curves.figure = race.range.applied(race.curves.figure); // with room for the bands
      await race.curves.react();
    }
    race.draw();
    race.root.dataset.multistart = id;
  }
}
