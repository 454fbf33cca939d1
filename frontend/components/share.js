// A link to the shown step, buttons that save charts and race as files, and one that adds a scene.
// The data come from ui/surface/share.py.
import { element, holder, icon } from "../lib/nodes.js";
import { saveGif } from "../lib/race_gif.js";
import { shownRace } from "../lib/shown_race.js";
import { styles } from "../lib/styles.js";
import { recordedType, saveVideo } from "../lib/video.js";
/** @import { ShareData } from "../types/data" */
/** @import { Race } from "../lib/race.js" */
/** @import { Cleanup, Component } from "../types/streamlit" */

/** @type {WeakMap<HTMLElement, MutationObserver>} */
const observers = new WeakMap();
/** Whether a race is being saved, which goes on when the menu is closed. */
let saving = false;

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
  /** @type {(text: string, save: (race: Race) => Promise<boolean>) => Promise<void>} */
  const saved = async (text, save) => {
    const race = shownRace();
    if (!race || saving) return;
    saving = true;
    note.textContent = text;
    const done = await save(race).catch((error) => console.error(error));
    note.textContent = done ? "" : texts.not_saved;
    saving = false;
  };
  const gif = button("gif_box", texts.gif, () => saved(texts.drawing, saveGif));
  const type = recordedType();
  const video = button("movie", texts.video, () => type && saved(texts.recording, (race) => saveVideo(race, type)));
  video.disabled = !type;
  video.title = type ? "" : texts.no_video;
  const add = button("add_to_queue", texts.add, () => setTriggerValue("add", { step: shownStep() }));
  root.replaceChildren(element("label", "", texts.at_step, address), copy, svg, gif, video, note, add);

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
