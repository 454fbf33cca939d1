// A socket past the page's own queue (ui/session/live_socket.py): updates arrive at once, and a slider reports while it moves.
export class LiveSocket {
  // show: draws an update
  constructor(show) {
    Object.assign(this, { show, address: null, socket: null, early: null, confirmed: null, asked: new WeakMap() });
    this.watch = new MutationObserver((changes) => changes.forEach(({ target }) => this.moved(target)));
  }

  follow(address) {
    if (!address || (this.socket && address === this.address)) return;
    this.close();
    Object.assign(this, { address, early: null, busy: false, next: null });
    const url = new URL(address, document.baseURI);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = (this.socket = new WebSocket(url));
    socket.onmessage = ({ data }) => this.receive(JSON.parse(data));
    socket.onclose = () => socket === this.socket && (this.socket = null);
    this.watch.observe(document.body, { subtree: true, attributeFilter: ["aria-valuetext"] });
  }

  // What the page sends is drawn unless it, or something later, came by the socket already.
  passes({ tag, multistart, revision }) {
    this.confirmed = tag;
    const { early } = this;
    if (early && revision <= early.revision && tag !== early.tag) return false;
    this.early = null;
    return !(early && tag === early.tag && multistart === early.multistart);
  }

  // An update, or null once the last question has been answered.
  receive(update) {
    if (!update) {
      this.busy = false;
      if (this.next) this.ask(this.next);
      return;
    }
    this.early = update.tag === this.confirmed ? null : update;
    this.show(update).then(() => requestAnimationFrame(() => setTimeout(() => this.send(""))));
  }

  // Streamlit reports a slider only when it is released.
  moved(input) {
    const text = input.getAttribute("aria-valuetext");
    const key = input.closest("[data-testid=stSlider]")?.closest("[class*=st-key-]")?.className.match(/st-key-(\S+)/)[1];
    const known = this.asked.get(input);
    if (!key || text === known || !(known || input === document.activeElement)) return;
    this.asked.set(input, text);
    this.ask(`${key}\n${text}`);
  }

  // One question at a time; of those that wait for the answer, the latest.
  ask(question) {
    this.next = this.busy ? question : null;
    if (!this.busy) this.busy = this.send(question);
  }

  send(text) {
    const open = this.socket?.readyState === WebSocket.OPEN;
    if (open) this.socket.send(text);
    return open;
  }

  close() {
    this.watch.disconnect();
    this.socket?.close();
    this.socket = null;
  }
}
