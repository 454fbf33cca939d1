// The race as a video: it is played once, and the browser records what is drawn.
import { offerFile } from "./picture.js";
import { withRaceCanvas } from "./race_canvas.js";
/** @import { Race } from "./race.js" */
/** @import { RaceCanvas } from "./race_canvas.js" */

const TYPES = ["video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm", "video/mp4"];
const RATE = 30; // frames per second
const BITS = 6e6; // per second
const HOLD = 1200; // ms for which the end is shown

/**
 * The first type of video that a browser records; undefined if it records none.
 * @param {{ isTypeSupported(type: string): boolean } | undefined} recorder
 * @param {boolean} streams whether a canvas can be recorded
 */
export function videoType(recorder, streams) {
  return streams && recorder ? TYPES.find((type) => recorder.isTypeSupported(type)) : undefined;
}

/** The type of the videos that this browser records; undefined if it records none. */
export const recordedType = () => videoType(window.MediaRecorder, "captureStream" in HTMLCanvasElement.prototype);

/**
 * Play the race from its start, up to a pause, and offer the video to be saved; whether it was.
 * @param {Race} race
 * @param {string} type
 */
export async function saveVideo(race, type) {
  const chunks = await withRaceCanvas(race, (painted) => recorded(painted, type));
  if (chunks) offerFile(new Blob(chunks, { type }), type.startsWith("video/webm") ? "race.webm" : "race.mp4");
  return Boolean(chunks);
}

/**
 * The parts of a video of a race that is played from now on; null if the race changes meanwhile.
 * @param {RaceCanvas} painted
 * @param {string} type
 * @returns {Promise<Blob[] | null>}
 */
function recorded(painted, type) {
  const { player } = painted.race;
  return new Promise((resolve, reject) => {
    /** @type {Blob[]} */
    const chunks = [];
    const recorder = new MediaRecorder(painted.canvas.captureStream(RATE), { mimeType: type, videoBitsPerSecond: BITS });
    recorder.ondataavailable = ({ data }) => chunks.push(data);
    recorder.onstop = () => resolve(painted.outdated ? null : chunks);
    recorder.onerror = () => reject(new Error("the video could not be recorded"));
    painted.paint();
    recorder.start();
    player.toggle();
    /** @type {number | null} */
    let ended = null;
    const frame = (/** @type {number} */ now) => {
      painted.paint();
      if (!player.playing) ended ??= now;
      if (painted.outdated || (ended !== null && now - ended > HOLD)) recorder.stop();
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}
