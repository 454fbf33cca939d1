// The code of an exported interactive page; optim_core/export/lab_page.py puts it, its data and plotly.js into one file.
import { withArrays } from "./lab/arrays.js";
import { Lab } from "./lab/lab.js";
import { provide } from "./lib/bundle.js";
import { element, only } from "./lib/nodes.js";
/** @import { LabData } from "./types/lab" */
/** @import { Plotly } from "./types/plotly" */

const sent = JSON.parse(only(document, "#lab-data").textContent ?? "");
/** @type {LabData} */
const data = withArrays(sent, sent.arrays);
const root = only(document, "#lab");
const { Plotly: plotly } = /** @type {{ Plotly?: Plotly }} */ (window);
try {
  if (!plotly) throw new Error("no plotly.js");
  provide("flat", plotly);
  new Lab(root, data);
} catch (error) {
  console.error(error);
  root.append(element("p", "lab-note", data.languages[data.language].texts.failed));
}
