// Every component of the pages, by the name that ui/components/loader.py mounts it with.
import { watchAddress } from "./lib/address.js";

export { default as array_store } from "./components/array_store.js";
export { default as cards } from "./components/cards.js";
export { default as chart } from "./components/chart.js";
export { default as gallery } from "./components/gallery.js";
export { default as multiples } from "./components/multiples.js";
export { default as race } from "./components/race.js";
export { default as room } from "./components/room.js";
export { default as share } from "./components/share.js";
export { default as shell } from "./components/shell.js";
export { default as table } from "./components/table.js";

watchAddress(); // before the server sends the first address, and so before any component
