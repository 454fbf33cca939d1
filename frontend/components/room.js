// The teacher's panel of a room: its address, and its votes beside the race. Its data come from ui/learn/room_panel.py. The
// browser stores the room's key, so that a tab that was closed finds its room again.
import { element, holder } from "../lib/nodes.js";
import { styles } from "../lib/styles.js";
import { bars, breakable, filled } from "../room/bars.js";
import { Follower } from "../room/follow.js";
import { isMoved } from "../room/moved.js";
/** @import { RoomAnswer, RoomPanelData, RoomShown } from "../types/room" */
/** @import { Cleanup, Component, SetTriggerValue } from "../types/streamlit" */

const EVERY = 400; // milliseconds from a vote to the screen, at most, beside the time of a request
const PATIENCE = 1_000; // milliseconds for which the page may be behind its room
/** @type {WeakMap<HTMLElement, Panel>} */
const panels = new WeakMap();
/** @type {WeakMap<HTMLElement, AbortController>} */
const searches = new WeakMap();

/**
 * @param {Component<RoomPanelData>} component
 * @returns {Promise<Cleanup>}
 */
export default async function mount({ data, parentElement, setTriggerValue }) {
  await styles();
  const root = holder(parentElement, "room-panel");
  const { room, forget } = data;
  const key = storedKey();
  if (room) store({ code: room.code, secret: room.secret });
  else if (key && forget === key.code) store(null);
  else if (key) setTriggerValue("found", key);
  searches.get(root)?.abort();
  searches.delete(root);
  if (!room) searches.set(root, search(setTriggerValue));
  root.hidden = !room;
  const before = panels.get(root);
  if (before && room && before.data.room?.code === room.code) {
    if (before.data.room.question !== room.question || before.data.room.open !== room.open) before.since = null;
    before.data = data;
    before.report = setTriggerValue;
    before.draw();
    before.follower.now();
  } else {
    before?.follower.stop();
    panels.delete(root);
    if (room) panels.set(root, new Panel(root, data, room.url, setTriggerValue));
  }
  return () => {
    searches.get(root)?.abort();
    panels.get(root)?.follower.stop();
    panels.delete(root);
  };
}

/**
 * Join the room that another tab of this browser opens.
 * @param {SetTriggerValue} report
 */
function search(report) {
  const over = new AbortController();
  addEventListener("storage", ({ key }) => {
    const found = key === place() && storedKey();
    if (found) report("found", found);
  }, { signal: over.signal });
  return over;
}

class Panel {
  /**
   * @param {HTMLElement} root
   * @param {RoomPanelData} data
   * @param {string} url
   * @param {SetTriggerValue} report
   */
  constructor(root, data, url, report) {
    this.root = root;
    this.data = data;
    this.report = report;
    /** @type {number | null} Since when the room shows something else than the page; infinite once that is reported. */
    this.since = null;
    /** @type {RoomShown | null} */
    this.shown = null;
    this.note = "";
    this.lost = false;
    this.follower = new Follower(new URL(url, document.baseURI).href, "", EVERY, (answer) => this.take(answer), (lost) => {
      if (lost !== this.lost) {
        this.lost = lost;
        this.draw();
      }
    });
    this.draw();
    this.follower.now();
  }

  /** @param {RoomAnswer} answer */
  take(answer) {
    this.compare(answer);
    if (answer.error) {
      this.note = this.data.texts[`error_${answer.error}`];
      this.draw();
      return;
    }
    const noted = this.note;
    this.note = "";
    const before = this.shown?.question === answer.question ? this.shown : {};
    const shown = /** @type {RoomShown} */ ({ ...before, counts: undefined, ...answer });
    if (!noted && JSON.stringify(shown) === JSON.stringify(this.shown)) return;
    this.shown = shown;
    this.draw();
  }

  /**
   * Report a room that has ended, or that another tab has moved; what this tab does itself arrives with the page.
   * @param {RoomAnswer} answer
   */
  compare(answer) {
    const { room } = this.data;
    const { ended } = this.follower;
    const now = performance.now();
    if (!ended && (answer.error || !isMoved(room, answer))) this.since = null;
    else if (ended || now - (this.since ??= now) > PATIENCE) {
      this.since = Infinity;
      this.report("moved", answer.error ?? answer.question);
    }
  }

  draw() {
    const { room, texts, language } = this.data;
    if (!room) return;
    if (this.follower.ended) {
      this.root.replaceChildren(element("p", "room-lost", this.note));
      return;
    }
    const link = element("a", "room-address", ...breakable(room.address));
    link.href = this.follower.address;
    link.target = "_blank";
    const picture = element("img");
    picture.src = room.qr;
    picture.alt = texts.qr;
    const count = element("p", "room-count", this.shown?.question ? filled(texts.votes, { votes: this.shown.votes }) : "");
    const counted = this.shown?.counts && this.shown.question === room.question ? this.shown : null;
    /** @type {HTMLElement[]} */
    const parts = counted ? [link, count, bars(counted, language, texts), picture] : [link, picture, count];
    if (room.local && !counted) parts.push(element("p", "", room.local));
    const note = this.lost ? texts.lost : this.note;
    if (note) parts.push(element("p", "room-lost", note));
    this.root.replaceChildren(...parts);
    this.root.dataset.votes = String(this.shown?.votes ?? "");
  }
}

/** Where this browser stores the key: other apps of the same server have other paths. */
function place() {
  return `optim-room-key ${new URL(".", document.baseURI).pathname}`;
}

/** @returns {{ code: string, secret: string } | null} */
function storedKey() {
  try {
    return JSON.parse(localStorage.getItem(place()) ?? "null");
  } catch {
    return null;
  }
}

/** @param {{ code: string, secret: string } | null} key */
function store(key) {
  try {
    if (key) localStorage.setItem(place(), JSON.stringify(key));
    else localStorage.removeItem(place());
  } catch {
    // then the room is found as long as the tab is open
  }
}
