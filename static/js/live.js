// Keeps the page as new as the room. By stream while one can be held open, else by asking every few
// seconds; either way the same parts arrive, and each knows the number it stands for.
// data-live on the element of shared/live.html
import { attach } from "./attach.js";
import { say } from "./words.js";

const DOUBT = 10000; // two heartbeats missed: ask as well
const SILENT = 20000; // the stream is held back somewhere: give it up, try again later
const FIRST_TRY = 3000; // so long a stream may take to open
const ASK_EVERY = [3000, 5000];
const ASK_LOST = [2000, 4000]; // back within five seconds, and not all phones at once
const ASK_HIDDEN = 60000;
const REFUSED = 30000;
const TRY_AGAIN = [5000, 60000];
const STALE = 10000;
const ANNOUNCE_EVERY = 12000;
const MOST_NAMES = 40;
const HELD = "pog:no-stream"; // this network holds streams back: the next page asks at once
const HELD_FOR = 5 * 60000;
const HALL_WITHIN = 2000; // so long a thousand phones take to fetch what is their own

const now = () => performance.now();
const between = ([low, high]) => low + Math.random() * (high - low);
const htmx = () => window.htmx;

class Live {
  constructor(element) {
    this.element = element;
    this.topics = element.dataset.topics;
    this.bookmark = numbers(element.dataset.since);
    this.connection = null; // of hx-sse, while it holds or seeks one
    this.open = false;
    this.opening = false;
    this.heard = now();
    this.heardStream = 0;
    this.asked = 0; // when an answer to a question came last
    this.askAt = now() + (isHeld() ? 0 : FIRST_TRY);
    this.tryAt = isHeld() ? now() + between([15000, 30000]) : 0;
    this.tries = 0;
    this.paused = false;
    this.shown = "";
    this.wasLost = false;
    this.streamNonce = null;
  }

  start() {
    const { element } = this;
    this.words = element.querySelector("[data-live-words]");
    this.button = element.querySelector("[data-live-pause]");
    if (this.button) {
      this.button.hidden = false;
      this.button.addEventListener("click", () => this.pause(!this.paused));
    }
    // An open <details> stays open when its region is replaced.
    const ignored = htmx()?.config?.morphIgnore;
    if (ignored && !ignored.includes("open")) ignored.push("open");
    this.listenToStream();
    document.addEventListener("visibilitychange", () => this.lookUp());
    window.addEventListener("online", () => this.lookUp());
    window.addEventListener("offline", () => { this.open = false; this.askAt = now(); });
    document.addEventListener("htmx:after:swap", () => this.noteRegions());
    this.timer = setInterval(() => this.tick(), 500);
    // htmx starts in a moment of its own; it must know the element first.
    setTimeout(() => this.tick(), 0);
  }

  // The stream, as hx-sse tells of it

  listenToStream() {
    const mine = (event) => event.target === this.element;
    const on = (name, react) => this.element.addEventListener(name, (event) => { if (mine(event)) react(event); });
    on("htmx:config:request", ({ detail }) => {
      this.shown = this.regionNames();
      detail.ctx.request.action = this.address("/live/stream");
    });
    on("htmx:sse:before:connection", (event) => {
      const { connection } = event.detail;
      this.opening = false;
      if (this.paused || connection.givenUp) { connection.cancelled = true; event.preventDefault(); return; }
      this.connection = connection;
      // Also what came by asking: nothing is sent twice.
      connection.lastEventId = this.bookmark.join(".");
    });
    on("htmx:sse:after:connection", () => { this.open = true; this.tries = 0; noteHeld(false); this.hear(); });
    on("htmx:sse:error", () => { this.lose(); });
    on("htmx:sse:close", ({ detail }) => {
      if (detail.connection !== this.connection) return;
      this.connection = null;
      this.lose();
    });
    on("htmx:sse:before:message", (event) => {
      this.hear();
      const { message } = event.detail;
      if (message.event) return;
      const at = numbers(message.id);
      if (!this.advances(at)) { event.preventDefault(); event.detail.cancelled = true; return; }
      this.bookmark = this.bookmark.map((n, i) => Math.max(n, at[i] ?? 0));
      message.data = adoptNonce(message.data, this.streamNonce);
      this.remember(message.data);
    });
    on("htmx:sse:after:message", ({ detail }) => { if (!detail.message.event) this.settle(); });
    on("hello", ({ detail }) => { this.streamNonce = detail.data; });
    on("leaving", () => { this.open = false; });
    // No answer, or one that is not a stream: nothing to show anybody, asking goes on.
    for (const name of ["htmx:response:error", "htmx:error"]) {
      document.addEventListener(name, (event) => {
        if (event.detail.ctx?.sourceElement !== this.element) return;
        event.stopImmediatePropagation();
        event.detail.ctx.swap = "none";
        this.lose();
      }, true);
    }
  }

  hear() {
    this.heard = this.heardStream = now();
    tellHeard();
  }

  lose() {
    if (this.askAt !== Infinity && (this.open || !this.asked)) this.askAt = Math.min(this.askAt, now() + between([500, 2500]));
    this.open = false;
    this.opening = false;
  }

  connect() {
    if (!this.element.hasAttribute("hx-sse:connect") || this.opening || this.connection || this.element._htmx?.sse) return;
    this.tries += 1;
    this.opening = true;
    this.tryAt = now() + Math.min(TRY_AGAIN[0] * 2 ** (this.tries - 1), TRY_AGAIN[1]) * between([0.7, 1.3]);
    htmx()?.trigger(this.element, "live-connect");
  }

  giveUp() {
    const { connection } = this;
    this.open = false;
    this.connection = null;
    if (!connection) return;
    connection.givenUp = true; // hx-sse asks before it tries again
    connection.reader?.cancel();
    connection.abortController?.abort();
    connection.delayCanceller?.();
  }

  // Asking

  async ask() {
    // While the line is lost the next question does not wait for one that hangs.
    const isLost = this.state() === "lost";
    let wait = between(isLost ? ASK_LOST : ASK_EVERY);
    this.askAt = isLost ? now() + wait : Infinity;
    try {
      const answer = await fetch(this.address("/live-parts"), {
        headers: { "HX-Request": "true" }, credentials: "same-origin", cache: "no-store",
        signal: AbortSignal.timeout?.(10000),
      });
      wait = answer.status === 404 ? REFUSED : wait; // a seat was taken away, or the thing is gone
      if (!answer.ok) throw new Error(answer.status);
      const text = answer.status === 204 ? "" : await answer.text();
      const at = numbers(answer.headers.get("X-Pog-Bookmark") ?? "");
      this.heard = this.asked = now();
      if ((this.opening || this.connection) && !this.open) noteHeld(true);
      tellHeard();
      if (this.paused || !this.advances(at)) return;
      // What the stream brought meanwhile is newer than this answer.
      if (this.bookmark.some((n, i) => (at[i] ?? 0) < n)) return;
      this.bookmark = at;
      if (text) await this.put(adoptNonce(text, nonceOf(answer)));
    } catch {
      // The line says it; the next question comes anyway.
    } finally {
      this.askAt = now() + (document.hidden ? ASK_HIDDEN : wait);
    }
  }

  async put(text) {
    this.remember(text);
    await htmx().swap({ text, sourceElement: this.element, target: this.element, swap: "none" });
    this.settle();
  }

  // What both have in common

  address(path) {
    const query = new URLSearchParams({ topics: this.topics, since: this.bookmark.join(".") });
    const names = this.shown || this.regionNames();
    if (names && names.split(",").length <= MOST_NAMES) query.set("show", names);
    return `${path}?${query}`;
  }

  regionNames() {
    const found = document.querySelectorAll('[id^="region-"]');
    // One inside another comes with the outer one.
    const outer = [...found].filter((region) => !region.parentElement?.closest('[id^="region-"]'));
    return outer.map((region) => region.id.slice(7)).sort().join(",");
  }

  // A swap may have brought a region that nobody asked for until now.
  noteRegions() {
    const before = new Set(this.shown.split(","));
    const names = this.regionNames();
    if (!this.shown || names.split(",").every((name) => before.has(name))) return;
    this.shown = names;
    if (this.connection) { this.giveUp(); this.tryAt = 0; this.tries = 0; }
  }

  advances(at) {
    return at.some((n, i) => n > (this.bookmark[i] ?? 0));
  }

  remember(text) {
    this.arriving = [...text.matchAll(/hx-target="#(region-[^"]+)"/g)].map((found) => found[1]);
    this.states = new Map(this.arriving.map((id) => [id, document.getElementById(id)?.dataset.state]));
    this.focused = document.activeElement;
    this.focusedRegion = this.focused?.closest?.('[id^="region-"]')?.id;
  }

  // A region was replaced: whoever stood in it still stands there, and the change is told in a sentence.
  settle() {
    if (this.focusedRegion && !this.focused.isConnected) {
      const place = document.getElementById(this.focused.id) ?? document.getElementById(this.focusedRegion);
      if (place && !place.matches("a, button")) place.tabIndex = -1;
      place?.focus({ preventScroll: true });
    }
    for (const id of this.arriving ?? []) {
      announce(id, document.querySelector(`#${id}:not([data-quiet] *)`)?.dataset.announce);
      // What is the viewer's own stands beside the region and fetches itself again; where a whole hall
      // has some, not all at once, and only when the region is about something else than before.
      const name = id.replace("region-", "live-");
      htmx()?.trigger(document.body, name);
      const state = document.getElementById(id)?.dataset.state;
      if (state === undefined || state !== this.states.get(id)) {
        setTimeout(() => htmx()?.trigger(document.body, `${name}-later`), Math.random() * HALL_WITHIN);
      }
    }
  }

  pause(on) {
    this.paused = on;
    this.button.textContent = this.element.dataset[on ? "wordsResume" : "wordsPause"];
    if (on) {
      this.giveUp();
    } else {
      this.tries = 0;
      this.tryAt = 0;
      this.heard = now();
      this.askAt = now();
    }
    this.tick();
  }

  // The person or the network is back.
  lookUp() {
    if (document.hidden) return;
    if (now() - this.heard > 5000) this.askAt = now();
    this.connection?.delayCanceller?.();
    this.tryAt = Math.min(this.tryAt, now() + between([0, 2000]));
    this.tick();
  }

  tick() {
    if (!this.element.isConnected) { clearInterval(this.timer); this.giveUp(); return; }
    const quiet = now() - this.heardStream;
    if (!this.paused) {
      if (this.open && quiet > SILENT && !document.hidden) this.giveUp();
      if (!document.hidden && !this.connection && now() >= this.tryAt) this.connect();
      const streaming = this.open && quiet < DOUBT;
      if (!streaming && now() >= this.askAt && this.askAt !== Infinity) this.ask();
      if (streaming && this.askAt !== Infinity) this.askAt = this.heardStream + DOUBT;
    }
    this.show();
  }

  state() {
    if (this.paused) return "paused";
    if (this.open && now() - this.heardStream < DOUBT) return "live";
    if (this.asked && now() - this.asked < STALE) return "checking";
    if (document.hidden) return "checking";
    return now() - this.heard < DOUBT ? (this.asked || this.heardStream ? "checking" : "connecting") : "lost";
  }

  show() {
    const state = this.state();
    let text = this.element.dataset[`words${state[0].toUpperCase()}${state.slice(1)}`];
    if (state === "lost") {
      const seconds = Math.round((now() - this.heard) / 1000);
      if (seconds >= 120) text = this.element.dataset.wordsLostLong.replace("{n}", Math.floor(seconds / 60));
      else text = text.replace("{n}", seconds);
    }
    if (this.words.textContent !== text) this.words.textContent = text;
    if (this.element.dataset.state === state) return;
    this.element.dataset.state = state;
    if (state === "lost") { say(text); this.wasLost = true; }
    if (this.wasLost && (state === "live" || state === "checking")) { say(this.element.dataset.wordsBack); this.wasLost = false; }
  }
}

function isHeld() {
  try { return Date.now() - sessionStorage.getItem(HELD) < HELD_FOR; } catch { return false; }
}
function noteHeld(held) {
  try { if (held) sessionStorage.setItem(HELD, Date.now()); else sessionStorage.removeItem(HELD); } catch { /* then each page finds out */ }
}

// The line is there: what waits on the device can go (outbox.js).
function tellHeard() {
  document.dispatchEvent(new Event("pog:heard"));
}

function numbers(bookmark) {
  return bookmark ? bookmark.split(".").map(Number) : [];
}

// htmx attributes in what the server sends carry the server's nonce; the page believes only its own.
// As in hx-csp: the page's own nonce cannot be known to the server, so where it stands it was stolen.
function adoptNonce(text, theirs) {
  const own = document.querySelector("script[nonce]")?.nonce;
  if (!own) return text;
  const clean = text.replaceAll(own, "");
  return theirs ? clean.replaceAll(theirs, own) : clean;
}

function nonceOf(answer) {
  return answer.headers.get("Content-Security-Policy")?.match(/'nonce-([^']+)'/)?.[1] ?? null;
}

// One polite line for the whole page, at most every 12 seconds, the newest sentence of each region.
const sentences = new Map();
const saidLast = new Map();
let saidAt = -Infinity;
let sayLater = 0;

function announce(region, sentence) {
  if (!sentence || saidLast.get(region) === sentence) return;
  sentences.set(region, sentence);
  if (!sayLater) sayLater = setTimeout(sayAll, Math.max(200, saidAt + ANNOUNCE_EVERY - now()));
}

function sayAll() {
  sayLater = 0;
  saidAt = now();
  for (const [region, sentence] of sentences) saidLast.set(region, sentence);
  const text = [...new Set(sentences.values())].join(" ");
  sentences.clear();
  say(text);
}

// Last: the page is there already when this runs, and everything above has to be, too.
attach("[data-live]", (element) => new Live(element).start());
