// A web worker that runs coarse maps, so that the page stays at once. It has the code of frontend/engine only.
import { cells } from "./engine/cells.js";
import { Race } from "./engine/race.js";
/** @import { CellsRequest } from "./types/engine" */

const worker = /** @type {any} */ (globalThis);
/** @type {{ tag: string, race: Race } | null} */
let known = null;

worker.onmessage = (/** @type {{ data: CellsRequest }} */ { data: { tag, map, contender, start, steps } }) => {
  if (known?.tag !== tag) known = { tag, race: new Race(map.race) };
  worker.postMessage(cells(known.race, map, contender, start, steps));
};
