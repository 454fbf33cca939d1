// The link that opens the race at the shown step, what the browser saves of it, and the button that adds a scene.
// The data come from ui/surface/share.py.
import { element, holder, icon } from "../lib/nodes.js";
import { shownRace } from "../lib/shown_race.js";
import { styles } from "../lib/styles.js";
/** @import { ShareData } from "../types/data" */
/** @import { Cleanup, Component } from "../types/streamlit" */

/** @type {WeakMap<HTMLElement, MutationObserver>} */
const observers = new WeakMap();

/**
 * @param {Component<ShareData>} component
 * @returns {Promise<Cleanup>}
 */
export default async function mount({ data: { link, texts }, parentElement, setTriggerValue }) {
  await styles();
  const root = holder(parentElement, "race-share");
  const address = element("input");
  address.readOnly = true;
  address.addEventListener("focus", () => address.select());
  const note = element("p");
  note.setAttribute("role", "status");
  const copy = button("content_copy", texts.copy, async () => {
    address.select();
    try {
      await navigator.clipboard.writeText(address.value);
      note.textContent = texts.copied;
    } catch {
      note.textContent = texts.copy_failed; // there is no clipboard without https, or it is not allowed
    }
  });
  const svg = button("polyline", texts.svg, () => shownRace()?.saveSvg());
  const add = button("add_to_queue", texts.add, () => setTriggerValue("add", { step: shownStep() }));
  root.replaceChildren(element("label", "", texts.at_step, address), copy, svg, add, note);

  const race = shownRace();
  const show = () => {
    const step = shownStep();
    address.value = step === null ? link : `${link}&step=${step}`;
  };
  show();
  observers.get(parentElement)?.disconnect();
  const observer = new MutationObserver(show);
  if (race) observer.observe(race.root, { attributeFilter: ["data-step"] });
  observers.set(parentElement, observer);
  return () => setTimeout(() => parentElement.isConnected || observer.disconnect());
}

/** The step that the race shows; null at its end, and where there is no race. */
function shownStep() {
  const player = shownRace()?.player;
  return player && player.k < player.steps ? Math.floor(player.k) : null;
}

/**
 * @param {string} name of its icon
 * @param {string} text
 * @param {() => unknown} act
 */
function button(name, text, act) {
  const node = element("button", "", icon(name), text);
  node.type = "button";
  node.addEventListener("click", act);
  return node;
}
