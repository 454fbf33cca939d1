// All surfaces as cards. Their data come from ui/surface/gallery.py; a click reports which one to open.
import { element, holder, onPlainClick } from "../lib/nodes.js";
import { styles } from "../lib/styles.js";
import { style } from "../lib/theme.js";
/** @import { GalleryCard, GalleryData, GalleryGroup } from "../types/data" */
/** @import { Component } from "../types/streamlit" */
/** @typedef {(key: string) => void} Open */

// Takes the surface's light colors to its dark ones.
const DARK = `<svg width="0" height="0" aria-hidden="true"><filter id="gallery-dark" color-interpolation-filters="sRGB">
  <feComponentTransfer>
    <feFuncR type="linear" slope="0.75" intercept="-0.38"/>
    <feFuncG type="linear" slope="1.15" intercept="-0.68"/>
    <feFuncB type="linear" slope="1.85" intercept="-1.25"/>
  </feComponentTransfer>
</filter></svg>`;

/** @param {Component<GalleryData>} component */
export default async function mount({ data, parentElement, setTriggerValue }) {
  await styles();
  const root = holder(parentElement, "gallery");
  root.classList.toggle("dark", style(parentElement).dark);
  root.innerHTML = DARK;
  root.append(...data.groups.map((group) => section(group, (key) => setTriggerValue("open", key))));
}

/**
 * @param {GalleryGroup} group
 * @param {Open} open
 */
function section({ name, about, cards }, open) {
  const list = element("div", "gallery-cards", ...cards.map((card) => cardLink(card, open)));
  return element("section", "", element("h2", "", name), element("p", "gallery-about", about), list);
}

/**
 * @param {GalleryCard} card
 * @param {Open} open
 */
function cardLink({ key, name, about, picture, link }, open) {
  const image = element("img");
  Object.assign(image, { src: `data:image/png;base64,${picture}`, alt: "", width: 96, height: 96 });
  const node = element("a", "gallery-card", image, element("strong", "", name), element("span", "", about));
  node.href = new URL(link, document.baseURI).href;
  node.dataset.key = key;
  onPlainClick(node, () => open(key));
  return node;
}
