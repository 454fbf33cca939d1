// The races that are on the page, for parts of it that save or share them.
/** @import { Race } from "./race.js" */

/** @type {Set<Race>} */
export const shownRaces = new Set();

/** The race that the page shows; the latest of several. */
export const shownRace = () => [...shownRaces].filter(({ root }) => root.isConnected).at(-1);
