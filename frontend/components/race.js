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
  // Once a first race is seen, the server sends the rest of the page (ui/app/race_first.py).
  const view = views.get(parentElement) ?? new Race(parentElement, () => view.send("drawn", true));
  views.set(parentElement, view);
  view.send = setTriggerValue;
  await view.update(data);
  return () => setTimeout(() => parentElement.isConnected || view.destroy());
}
