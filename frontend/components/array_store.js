// The heights of surfaces, and the paths of races from many starts: each comes in an element of its own, once.
import { store } from "../lib/array_store.js";
/** @import { Any } from "../lib/array_store.js" */
/** @import { Component } from "../types/streamlit" */

/** @param {Component<Any>} component */
export default function mount({ data, parentElement }) {
  const holder = /** @type {HTMLElement | null} */ (parentElement.closest('[data-testid="stElementContainer"]'));
  if (holder) holder.style.display = "none";
  store(data.surface ?? data.multistart, data);
}
