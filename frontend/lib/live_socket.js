// A socket beside the page's own queue (ui/session/live_socket.py): updates arrive at once, and a slider reports while it moves.
/** @import { RaceUpdate } from "../types/data" */

export class LiveSocket {
  /** @type {string} */
  address = "";
  /** @type {WebSocket | null} */
  socket = null;
  /** @type {RaceUpdate | null} The last update that came by the socket and not yet by the page. */
  early = null;
  /** @type {string | null} The tag of the page's last update. */
  confirmed = null;
  busy = false;
  /** @type {string | null} */
  next = null;
  /** @type {WeakMap<Element, string | null>} The last text reported of each slider. */
  asked = new WeakMap();

  /** @param {(update: RaceUpdate) => Promise<unknown>} show draws an update */
  constructor(show) {
    this.show = show;
    this.watch = new MutationObserver((changes) => changes.forEach(({ target }) => this.moved(/** @type {Element} */ (target))));
  }

  /** @param {string} address relative to the page; empty for no socket */
  follow(address) {
    if (!address || (this.socket && address === this.address)) return;
    this.close();
    Object.assign(this, { address, early: null, busy: false, next: null });
    const url = new URL(address, document.baseURI);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = (this.socket = new WebSocket(url));
    socket.onmessage = ({ data }) => this.receive(JSON.parse(data));
    socket.onclose = () => {
      if (socket === this.socket) this.socket = null;
    };
    this.watch.observe(document.body, { subtree: true, attributeFilter: ["aria-valuetext"] });
  }

  /**
   * Whether an update from the page is to be drawn: not if it, or a later one, came by the socket already.
   * @param {Pick<RaceUpdate, "tag" | "multistart" | "revision">} update
   */
  passes({ tag, multistart, revision }) {
    this.confirmed = tag;
    const { early } = this;
    if (early && revision <= early.revision && tag !== early.tag) return false;
    this.early = null;
    return !(early && tag === early.tag && multistart === early.multistart);
  }

  /** @param {RaceUpdate | null} update null once the last question has been answered */
  receive(update) {
    if (!update) {
      this.busy = false;
      if (this.next) this.ask(this.next);
      return;
    }
    this.early = update.tag === this.confirmed ? null : update;
    this.show(update).then(() => requestAnimationFrame(() => setTimeout(() => this.send(""))));
  }

  /**
   * Report a slider that moves; Streamlit does so only when it is released.
   * @param {Element} input
   */
  moved(input) {
    const text = input.getAttribute("aria-valuetext");
    const key = input.closest("[data-testid=stSlider]")?.closest("[class*=st-key-]")?.className.match(/st-key-(\S+)/)?.[1];
    const known = this.asked.get(input);
    if (!key || text === known || !(known || input === document.activeElement)) return;
    this.asked.set(input, text);
    this.ask(`${key}\n${text}`);
  }

  /**
   * One question at a time; of those that wait for the answer, the latest.
   * @param {string} question
   */
  ask(question) {
    this.next = this.busy ? question : null;
    if (!this.busy) this.busy = this.send(question);
  }

  /**
   * Whether the text could be sent.
   * @param {string} text
   */
  send(text) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(text);
    return true;
  }

  close() {
    this.watch.disconnect();
    this.socket?.close();
    this.socket = null;
  }
}
