// The shares of a room's votes, as a list of bars with their numbers.
import { element, inline } from "../lib/nodes.js";
/** @import { RoomShown, RoomTexts } from "../types/room" */

/**
 * Text with `{name}` replaced by its value.
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/**
 * The parts of an address or of code, between which alone a line breaks.
 * @param {string} text
 */
export function parts(text) {
  return text.split(/(?<=[./,(=])(?=\w)/);
}

/**
 * Text that breaks between its parts.
 * @param {string} text
 */
export function breakable(text) {
  return parts(text).flatMap((part, index) => (index ? [element("wbr"), part] : [part]));
}

/**
 * What a group of votes is called.
 * @param {RoomShown} shown
 * @param {string} group
 * @param {string} language
 * @param {RoomTexts} texts
 */
export function groupText(shown, group, language, texts) {
  if (!shown.numeric) return shown.words[language].options[group];
  return group === "right" ? texts.number_right : group === "low" ? texts.low : texts.high;
}

/**
 * A bar for each group; the right one and that of the phone's own vote say so in words, too.
 * @param {RoomShown} shown
 * @param {string} language
 * @param {RoomTexts} texts
 */
export function bars(shown, language, texts) {
  const counts = shown.counts ?? {};
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const rows = shown.groups.map((group) => {
    const share = all ? counts[group] / all : 0;
    const notes = [group === shown.right ? `✓ ${texts.right_answer}` : "", group === shown.mine ? texts.your_vote : ""];
    const bar = element("div", "room-bar", element("div"));
    /** @type {HTMLElement} */ (bar.firstElementChild).style.width = `${100 * share}%`;
    bar.setAttribute("aria-hidden", "true");
    const label = element("div", "room-label", inline(groupText(shown, group, language, texts)));
    for (const code of label.querySelectorAll("code")) code.replaceChildren(...breakable(code.textContent ?? ""));
    const numbers = element("div", "room-numbers", `${counts[group]} · ${Math.round(100 * share)}%`);
    const note = element("div", "room-note", notes.filter(Boolean).join(" · "));
    const row = element("li", group === shown.right ? "right" : "", label, numbers, bar, note);
    return row;
  });
  return element("ul", "room-bars", ...rows);
}
