// The race as an animated GIF, drawn step by step.
import { Gif } from "./gif.js";
import { Palette } from "./palette.js";
import { offerFile } from "./picture.js";
import { withRaceCanvas } from "./race_canvas.js";
/** @import { Race } from "./race.js" */
/** @import { RaceCanvas } from "./race_canvas.js" */

const FRAMES = 75;
const LENGTH = 600; // hundredths of a second
const HOLD = 200; // for which the end is shown

/**
 * Draw the race and offer the GIF to be saved; whether it was.
 * @param {Race} race
 */
export async function saveGif(race) {
  const gif = await withRaceCanvas(race, drawn);
  if (gif) offerFile(gif.file, "race.gif");
  return Boolean(gif);
}

/**
 * The race as a GIF; null if it changes meanwhile.
 * @param {RaceCanvas} painted
 */
async function drawn(painted) {
  const { canvas, race } = painted;
  const { steps } = race.player;
  const count = Math.min(steps, FRAMES);
  const picture = (/** @type {number} */ k) => {
    race.player.go(k);
    painted.paint();
    return painted.pen.getImageData(0, 0, canvas.width, canvas.height).data;
  };
  const palette = new Palette([picture(0), picture(steps)]);
  const gif = new Gif(canvas.width, canvas.height, palette.colors);
  for (let i = 0; i <= count; i++) {
    if (painted.outdated) return null;
    gif.add(palette.indices(picture((i / count) * steps)), i < count ? Math.round(LENGTH / count) : HOLD);
    await new Promise((resolve) => setTimeout(resolve)); // so that the page stays alive
  }
  return gif;
}
