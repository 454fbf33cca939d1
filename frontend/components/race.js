// The race view. Its data come from ui/components/race_view.py.
import { Race } from "../lib/race.js";
import { styles } from "../lib/styles.js";
/** @import { RaceData } from "../types/data" */
/** @import { Cleanup, Component } from "../types/streamlit" */

/** @type {WeakMap<HTMLElement, Race>} */
const views = new WeakMap();

/**
 * @param {Component<RaceData>} component
 * @returns {Promise<Cleanup>}
 */
export default async function mount({ data: { race, ...beside }, parentElement, setTriggerValue }) {
  const data = { ...race, ...beside };
  await styles();
  const known = views.get(parentElement);
  const view = known ?? new Race(parentElement);
  views.set(parentElement, view);
  view.send = setTriggerValue;
  await view.update(data);
  if (!known) painted(() => setTriggerValue("drawn", true)); // the server sends the rest of the page (ui/app/race_first.py)
  return () => setTimeout(() => parentElement.isConnected || view.destroy());
}

/** @param {() => void} act called once the browser has painted what has been drawn */
function painted(act) {
  requestAnimationFrame(() => setTimeout(act));
}
