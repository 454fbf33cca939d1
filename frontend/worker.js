// A web worker that runs coarse maps, so that the page stays at once. It has the code of frontend/engine only.
import { cells } from "./engine/cells.js";
/** @import { CellsRequest } from "./types/engine" */

const worker = /** @type {any} */ (globalThis);

worker.onmessage = (/** @type {{ data: CellsRequest }} */ { data: { map, contender, start, steps } }) => {
  worker.postMessage(cells(map, contender, start, steps));
};
