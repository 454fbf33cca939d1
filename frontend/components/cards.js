// What each contender did, in plain words. The data come from ui/surface/diagnosis_cards.py and
// ui/model/training_diagnosis.py; a click reports which step to open and what to try.
import { element, holder, icon, inline, onPlainClick } from "../lib/nodes.js";
import { styles } from "../lib/styles.js";
/** @import { DiagnosisCard, DiagnosisData, Finding, StepLink } from "../types/data" */
/** @import { Component } from "../types/streamlit" */
/** @typedef {{ address: (step: number) => string, report: (name: string, ...positions: number[]) => void }} Actions */

/** @param {Component<DiagnosisData>} component */
export default async function mount({ data, parentElement, setTriggerValue }) {
  await styles();
  const root = holder(parentElement, "diagnosis");
  const opened = [...root.children].map((one) => one.querySelector("details")?.open);
  const cards = data.cards.map((one, i) =>
    card(one, data.more, {
      address: (step) => `microscope?${data.query}&at=${step}&look=${one.number}`,
      report: (name, ...positions) => setTriggerValue(name, [i, ...positions]),
    }),
  );
  root.replaceChildren(...cards);
  cards.forEach((one, i) => opened[i] && one.querySelector("details")?.setAttribute("open", ""));
}

/**
 * @param {DiagnosisCard} data
 * @param {string} more the label of the findings that are folded away
 * @param {Actions} actions
 */
function card({ name, glyph, color, step, findings, first, nothing }, more, actions) {
  const chip = element("span", "", glyph);
  chip.style.color = color;
  const items = findings.map((one, position) => finding(one, position, actions));
  const header = element("header", "", element("strong", "", chip, ` ${name}`), ...stepLinks(step, actions));
  const node = element("section", "diagnosis-card", header);
  node.append(...(items.length ? items.slice(0, first) : [element("p", "", nothing)]));
  if (first < items.length) node.append(element("details", "", element("summary", "", more), ...items.slice(first)));
  return node;
}

/**
 * @param {Finding} data
 * @param {number} position in its card
 * @param {Actions} actions
 */
function finding({ text, step, attempts }, position, actions) {
  const buttons = attempts.map((label, nth) => {
    const button = element("button", "", icon("experiment"), label);
    button.addEventListener("click", () => actions.report("attempt", position, nth));
    return button;
  });
  return element("div", "", element("p", "", inline(text)), element("div", "diagnosis-links", ...stepLinks(step, actions), ...buttons));
}

/**
 * A link to a step under the microscope; none where there is no such step.
 * @param {StepLink | null} link
 * @param {Actions} actions
 */
function stepLinks(link, { address, report }) {
  if (!link) return [];
  const { label, step } = link;
  const node = element("a", "", icon("search"), label);
  node.href = new URL(address(step), document.baseURI).href;
  onPlainClick(node, () => report("open", step));
  return [node];
}
