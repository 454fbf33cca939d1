// The few marks in texts from Python: **strong**, `code` and :material/symbols:.
/** @typedef {{ kind: "text" | "code" | "strong" | "icon", text: string }} Piece */

const MARKS = /\*\*[^*]+\*\*|:material\/\w+:|(`+)(.+?)\1(?!`)/g;

/**
 * The text in pieces, each of one kind and without its marks.
 * @param {string} text
 * @returns {Piece[]}
 */
export function pieces(text) {
  /** @type {Piece[]} */
  const found = [];
  let end = 0;
  for (const match of text.matchAll(MARKS)) {
    found.push({ kind: "text", text: text.slice(end, match.index) });
    end = match.index + match[0].length;
    if (match[1]) found.push({ kind: "code", text: match[2].replace(/^ (?=[` ])|(?<=[` ]) $/g, "") });
    else if (match[0].startsWith("**")) found.push({ kind: "strong", text: match[0].slice(2, -2) });
    else found.push({ kind: "icon", text: match[0].slice(10, -1) });
  }
  found.push({ kind: "text", text: text.slice(end) });
  return found.filter((piece) => piece.text);
}
