// Whether the page around a teacher's panel is behind its room.
/** @import { RoomAnswer, RoomPanelData } from "../types/room" */

/**
 * Whether the room shows another question than the page, or the same one closed where the page shows it open.
 * @param {RoomPanelData["room"]} room
 * @param {RoomAnswer} answer
 */
export function isMoved(room, answer) {
  return room !== null && (answer.question !== room.question || answer.open !== room.open);
}
