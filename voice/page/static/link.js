// The socket to the session: opened again whenever it is lost, with a clock that says when a moment there is here.

const AGAIN_MS = [300, 600, 1200, 2500, 5000];
const KEPT_PINGS = 8;
const FIRST_PINGS = 5;
const FIRST_PING_MS = 400;
const PING_MS = 5000;
const SILENT_MS = 12000;

export class Link {
  // `on` takes {type, ...} messages; `sounds` the pieces of sound; `state` is told "open", "waiting" or "ended".
  constructor(on, sounds, state) {
    this.on = on;
    this.sounds = sounds;
    this.state = state;
    this.tries = 0;
    this.pings = [];
    this.ended = false;
    this.open();
  }

  open() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/session`);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.tries = 0;
      this.pings = [];
      this.pinged = 0;
      this.heardAt = performance.now();
      this.ping();
      this.state("open");
    };
    socket.onmessage = (event) => this.take(event.data);
    socket.onclose = () => this.lost();
    this.socket = socket;
  }

  send(message) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  // When a moment of the session's clock, in milliseconds, is in this page's performance.now().
  here(serverMs) {
    return serverMs - this.offset();
  }

  offset() {
    const best = this.pings.reduce((one, other) => (one && one.round <= other.round ? one : other), null);
    return best ? best.offset : 0;
  }

  take(data) {
    this.heardAt = performance.now();
    if (data instanceof ArrayBuffer) {
      this.sounds(data);
      return;
    }
    const message = JSON.parse(data);
    if (message.type === "pong") {
      const round = this.heardAt - message.sent;
      this.pings.push({ round, offset: message.now - (message.sent + this.heardAt) / 2 });
      if (this.pings.length > KEPT_PINGS) this.pings.shift();
    } else {
      if (message.type === "end") this.ended = true;
      this.on(message);
    }
  }

  ping() {
    clearTimeout(this.pinging);
    if (performance.now() - this.heardAt > SILENT_MS) {
      this.socket.close();
      return;
    }
    this.send({ type: "ping", sent: performance.now() });
    this.pinged += 1;
    this.pinging = setTimeout(() => this.ping(), this.pinged < FIRST_PINGS ? FIRST_PING_MS : PING_MS);
  }

  lost() {
    clearTimeout(this.pinging);
    if (this.ended) {
      this.state("ended");
      return;
    }
    this.state("waiting");
    const wait = AGAIN_MS[Math.min(this.tries, AGAIN_MS.length - 1)];
    this.tries += 1;
    setTimeout(() => this.open(), wait);
  }
}
