// The code of an exported page: a race, a lesson, a claim or the index of a course; see optim_core/export/offline_page.py.
import { withArrays } from "./lab/arrays.js";
import { Index } from "./lab/index_page.js";
import { Lab } from "./lab/lab.js";
import { Unit } from "./lab/unit.js";
import { provide } from "./lib/bundle.js";
import { element, only } from "./lib/nodes.js";
/** @import { IndexPage, LabPage, UnitPage } from "./types/lab" */
/** @import { Plotly } from "./types/plotly" */

const sent = JSON.parse(only(document, "#lab-data").textContent ?? "");
/** @type {LabPage | UnitPage | IndexPage} */
const data = withArrays(sent);
const root = only(document, "#lab");
const { Plotly: plotly } = /** @type {{ Plotly?: Plotly }} */ (window);
try {
  if (plotly) provide("flat", plotly);
  else if (data.kind !== "index") throw new Error("no plotly.js");
  if (data.kind === "race") new Lab(root, data);
  else if (data.kind === "unit") new Unit(root, data);
  else new Index(root, data);
} catch (error) {
  console.error(error);
  root.append(element("p", "lab-note", data.languages[data.language].texts.failed));
}
