// Brings a text to the server and back: by socket while one works, else by asking every few
// seconds. Nothing counts as stored before the server says so.
import * as messages from "./messages.js";

const OPENING = 5000; // so long a socket may take before we ask as well
const SILENT = 10000; // no answer to a question in that time: something holds the socket back
const HEARTBEAT = 6000;
const ASK_EVERY = [2000, 3000];
const ASK_HIDDEN = [15000, 25000];
const SEND_AFTER = 20; // what is typed in that time goes as one message
const TRY_AGAIN = [1500, 45000];
const STALE = 15000;
const EVERYBODY = 5; // every so many questions, who is here comes with the answer

const now = () => performance.now();
const between = ([low, high]) => low + Math.random() * (high - low);

export class Connection {
  constructor(address, token, on) {
    this.address = address;
    this.token = token;
    this.on = on;
    this.socket = null;
    this.isLive = false;
    this.heard = now();
    this.answered = -Infinity; // when a plain request was answered last
    this.tries = 0;
    this.tryAt = 0;
    this.askAt = now() + OPENING;
    this.asks = 0;
    this.newest = 0;
    this.isOver = false;
  }

  start(shared) {
    this.use(shared);
    this.timer = setInterval(() => this.tick(), 500);
    const lookUp = () => { if (!document.hidden) this.lookUp(); };
    addEventListener("online", lookUp);
    addEventListener("pageshow", lookUp);
    document.addEventListener("visibilitychange", lookUp);
    addEventListener("offline", () => this.check());
    addEventListener("pagehide", () => this.sendLast());
    this.tick();
  }

  // Another text object: everything begins anew.
  use(shared) {
    this.drop();
    this.shared = shared;
    this.newest = 0;
    this.tryAt = Math.min(this.tryAt, now() + between([200, 800]));
    shared.awareness.on("update", (_, origin) => {
      if (origin === "local" && this.isLive) this.send(messages.whereIAm(shared.awareness));
    });
  }

  stop() {
    this.isOver = true;
    clearInterval(this.timer);
    this.drop();
  }

  tick() {
    if (this.isOver) return;
    if (this.socket) this.watch();
    else if (now() >= this.tryAt) this.open();
    if (!this.isLive && now() >= this.askAt) this.ask();
    this.on.state(this.state);
  }

  get state() {
    if (this.isLive && (!this.questionAt || now() - this.questionAt < SILENT)) return "live";
    if (now() - this.answered < STALE || (document.hidden && now() - this.answered < 60000)) return "checking";
    return now() - this.heard < SILENT ? "connecting" : "lost";
  }

  // The socket

  open() {
    const socket = new WebSocket(`${location.origin.replace("http", "ws")}/live/texts/${this.address}`);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    this.openedAt = now();
    this.questionAt = 0;
    this.messages = 0; // updates sent over this socket
    this.sent = 0; // the newest of the text's own updates among them
    this.marks = []; // which message brought which update
    this.tries += 1;
    this.tryAt = now() + Math.min(TRY_AGAIN[0] * 2 ** (this.tries - 1), TRY_AGAIN[1]) * between([0.7, 1.3]);
    socket.onmessage = ({ data }) => {
      if (socket !== this.socket) return;
      this.hear();
      this.questionAt = 0;
      this.take(new Uint8Array(data), socket);
    };
    socket.onclose = ({ code }) => { if (socket === this.socket) this.lose(code); };
  }

  watch() {
    const quiet = now() - Math.max(this.heard, this.openedAt);
    if (!this.isLive) {
      // Open and dumb, or never opening: somebody between us holds it back.
      if (now() - this.openedAt > SILENT) this.lose();
    } else if (this.questionAt) {
      if (now() - this.questionAt > SILENT) this.lose();
    } else if (quiet > HEARTBEAT) {
      this.check();
    }
  }

  check() {
    if (!this.isLive || this.questionAt) return;
    this.questionAt = now();
    this.send(messages.question());
  }

  // Give this socket up; another one is tried later, and meanwhile we ask.
  lose(code) {
    this.drop();
    // A thousand pages must not come back in one moment.
    this.tryAt = Math.max(this.tryAt, now() + between(code === 1012 ? [500, 4000] : [300, 2000]));
    this.askAt = Math.min(this.askAt, now() + between([300, 1500]));
    this.on.state(this.state);
  }

  drop() {
    const { socket } = this;
    this.socket = null;
    this.isLive = false;
    this.questionAt = 0;
    clearTimeout(this.sending);
    this.sending = 0;
    if (socket) socket.close();
  }

  send(bytes) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(bytes);
  }

  sendUpdate(bytes) {
    this.messages += 1;
    this.sent = this.shared.number;
    this.marks.push([this.messages, this.sent]);
    this.send(bytes);
  }

  // Something was typed.
  typed() {
    if (!this.isLive) { this.askAt = Math.min(this.askAt, now() + 700); return; }
    if (!this.sending) this.sending = setTimeout(() => { this.sending = 0; this.flush(); }, SEND_AFTER);
  }

  flush() {
    const update = this.isLive && this.on.maySend() && this.shared.unsent(this.sent);
    if (update) this.sendUpdate(messages.change(update));
  }

  take(bytes, socket) {
    const [name, content] = messages.read(bytes);
    const { shared } = this;
    if (name === "hello") this.on.hello(content);
    else if (name === "kept") this.on.kept(content);
    else if (name === "people") shared.receivePeople(content, !socket);
    else if (name === "changed" || name === "answered") shared.receive(content);
    else if (name === "asked") this.answer(content);
    else if (name === "stored") this.note(content);
    else if (name === "refused") this.refuse(content);
    if (name === "answered" && shared === this.shared) this.settle(socket);
  }

  answer(theirs) {
    if (this.on.maySend()) this.sendUpdate(messages.answer(this.shared.doc, theirs));
    this.send(messages.ask(this.shared.doc));
  }

  // Both sides have told what they have.
  settle(socket) {
    if (socket) {
      this.isLive = true;
      this.tries = 0;
      this.send(messages.whereIAm(this.shared.awareness));
      this.send(messages.question());
    }
    if (!this.shared.synced) {
      this.shared.synced = true;
      this.on.synced();
    }
    this.flush();
    this.on.state(this.state);
  }

  note(stored) {
    let upTo = 0;
    this.marks = this.marks.filter(([message, number]) => {
      if (message > stored) return true;
      upTo = number;
      return false;
    });
    this.shared.storedUpTo(upTo);
  }

  refuse(why) {
    if (why.code === "away") { this.tryAt = now() + between([500, 5000]); return; }
    if (why.code === "busy") return;
    this.on.refused(why);
  }

  hear() {
    this.heard = now();
  }

  // Plain requests

  async ask() {
    this.askAt = Infinity;
    const { shared } = this;
    try {
      if (!shared.isStored && shared.synced && this.on.maySend()) await this.post(shared);
      if (shared === this.shared) await this.get(shared);
    } catch {
      // The line says it; the next question comes anyway.
    } finally {
      this.askAt = now() + between(document.hidden ? ASK_HIDDEN : ASK_EVERY);
      if (!this.isOver) this.on.state(this.state);
    }
  }

  async fetch(query, options) {
    const answer = await fetch(`/attributes/${this.address}/text${query}`, {
      credentials: "same-origin", cache: "no-store", redirect: "error", signal: AbortSignal.timeout?.(10000), ...options,
    });
    if (answer.status > 400 && answer.status < 500) {
      const code = { 401: "forbidden", 403: "forbidden", 404: "gone" }[answer.status];
      const why = { code, sentence: "", ...await answer.json().catch(() => ({})) };
      if (why.code) this.on.refused(why);
    }
    if (!answer.ok) throw new Error(answer.status);
    const wasLost = this.state === "lost";
    this.answered = now();
    this.hear();
    if (wasLost) this.tryAt = Math.min(this.tryAt, now() + between([0, 2000]));
    return answer;
  }

  async post(shared) {
    const { number } = shared;
    await this.fetch("", { method: "POST", headers: this.headers(), body: shared.unsent() });
    shared.storedUpTo(number);
  }

  headers() {
    return { "Content-Type": "application/octet-stream", "X-CSRFToken": this.token };
  }

  async get(shared) {
    this.asks += 1;
    const since = this.newest && this.asks % EVERYBODY ? `&since=${this.newest}` : "";
    const answer = await this.fetch(`?state=${base64(shared.vector)}${since}`);
    const bytes = answer.status === 204 ? null : new Uint8Array(await answer.arrayBuffer());
    if (shared !== this.shared || this.isLive) return;
    this.newest = Number(answer.headers.get("X-Pog-Text")) || this.newest;
    if (!bytes) return;
    for (const message of messages.split(bytes)) {
      if (shared === this.shared) this.take(message, null);
    }
  }

  // The page goes away: what is left is sent without waiting for an answer. It is on the device, too.
  sendLast() {
    const { shared } = this;
    this.flush();
    if (this.isLive || !shared.synced || !this.on.maySend()) return;
    const rest = shared.unsent();
    if (rest && rest.length < 60000) fetch(`/attributes/${this.address}/text`, { method: "POST", headers: this.headers(), body: rest, keepalive: true, credentials: "same-origin" }).catch(() => {});
  }

  // The person or the network is back.
  lookUp() {
    if (this.isOver) return;
    this.tryAt = Math.min(this.tryAt, now() + between([0, 1500]));
    if (!this.isLive) this.askAt = Math.min(this.askAt, now());
    else if (now() - this.heard > 3000) this.check();
    this.tick();
  }
}

function base64(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
