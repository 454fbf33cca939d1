// An answer to the question of a lesson or a claim.
/** @import { Question } from "../types/lab" */

/**
 * The answer if it is one of the question's: the name of an option, or a number; empty to see the result without one.
 * @param {FormDataEntryValue | null} given
 * @param {Question} question
 */
export function readAnswer(given, { options }) {
  if (typeof given !== "string") return null;
  const valid = options.length ? options.includes(given) : Number.isFinite(Number(given));
  return given.trim() === "" || valid ? given.trim() : null;
}

/**
 * The name of the verdict on an answer: the option, or whether the number is `right`, `low` or `high`; empty if none was given.
 * @param {string} answer
 * @param {Question} question
 */
export function verdictOn(answer, { options, right, tolerance }) {
  if (answer === "" || options.length) return answer;
  const value = Number(right);
  if (Math.abs(Number(answer) - value) <= tolerance * Math.abs(value)) return "right";
  return Number(answer) < value ? "low" : "high";
}
