// One person at one text: puts field, shared text, connection, device and what is shown together.
import { offer } from "../kept.js";
import { word } from "../words.js";
import { Binding } from "./binding.js";
import { Carets } from "./carets.js";
import { Connection } from "./connection.js";
import { Device } from "./device.js";
import { adopt } from "./joining.js";
import { People } from "./people.js";
import { Shared } from "./shared.js";
import { Status } from "./status.js";

const KEEP_AFTER = 150; // on the device, after the last key
const CARET_AFTER = 80;
const WAIT_TO_SEND = 6000;

export class Session {
  constructor(field) {
    this.field = field;
    this.form = field.form;
    this.attribute = field.dataset.coedit;
    this.panel = document.querySelector("[data-coedit-panel]");
    this.limit = Number(field.dataset.limit) || 8000;
    this.editable = false; // not before the server says so
    this.me = word("who"); // what somebody else left on this device is neither shown nor sent
    this.isKept = true; // what is not stored is at least on the device
    this.left = []; // what earlier pages left here
  }

  async start() {
    const { field, panel } = this;
    panel.hidden = false;
    field.before(panel);
    field.setAttribute("aria-describedby", `coedit-line ${field.getAttribute("aria-describedby") ?? ""}`.trim());
    this.status = new Status(panel);
    this.people = new People(panel);
    this.carets = new Carets(field);
    this.device = new Device(this.attribute);
    this.shared = this.fresh();
    this.connection = new Connection(this.attribute, this.form.elements.csrf_token?.value, {
      state: (state) => this.show(state),
      hello: (hello) => this.greet(hello),
      kept: (kept) => this.noteRevision(kept),
      synced: () => this.join(),
      refused: (why) => this.refused(why),
      maySend: () => this.editable && !this.shared.isTooLong,
    });
    this.listen();
    const tooSlow = new Promise((resolve) => { setTimeout(resolve, 1500, []); });
    this.takeUp(await Promise.race([this.device.load(), tooSlow]));
    this.connection.start(this.shared);
  }

  listen() {
    document.addEventListener("selectionchange", () => this.tellCaret());
    this.field.addEventListener("blur", () => this.tellCaret());
    this.field.addEventListener("focus", () => this.tellCaret());
    addEventListener("pagehide", () => this.keepNow());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.keepNow(); });
    addEventListener("beforeunload", (event) => { if (!this.shared.isStored && !this.device.works) event.preventDefault(); });
    this.form.addEventListener("submit", (event) => this.submit(event));
  }

  fresh() {
    const shared = new Shared(this.limit);
    shared.onTyped = () => this.typed();
    shared.onStored = () => this.stored();
    shared.awareness.on("change", () => this.showOthers());
    return shared;
  }

  // What other pages left on the device: words not sent, and words set aside.
  takeUp(records) {
    for (const record of records) {
      if (record.me !== this.me) continue;
      if (record.aside) { this.offer(record); continue; }
      this.left.push(record);
      this.shared.takeUp(record);
    }
    if (this.left.length) this.bind();
  }

  // The server has told what it has.
  join() {
    if (this.binding) return;
    const lost = this.isAgain ? null : adopt(this.field, this.shared);
    this.bind();
    if (lost) this.setAside(word("keptOlder"), { text: lost });
  }

  bind() {
    const { field, shared, form } = this;
    this.binding = new Binding(field, shared, {
      changed: () => this.changed(),
      lineOf: (index) => this.carets.lineOf(index),
    });
    if (!this.isAgain) {
      // From here on the text is stored as it is typed.
      try { localStorage.removeItem(`pog:draft:${field.dataset.draft}`); } catch { /* nothing was kept */ }
      delete field.dataset.draft;
      form.action = this.panel.dataset.keep;
      for (const part of document.querySelectorAll("[data-when-plain]")) part.hidden = true;
      for (const part of document.querySelectorAll("[data-when-live]")) part.hidden = false;
      // What others type is not read out again from the card beside it (live.js).
      document.querySelector("[data-coedit-aside]")?.setAttribute("data-quiet", "");
    }
    this.isAgain = true;
    field.dispatchEvent(new Event("input"));
    this.showOthers();
    this.tellCaret();
  }

  greet({ editable, limit, revision }) {
    this.limit = this.shared.limit = limit ?? this.limit;
    this.noteRevision({ revision });
    this.allow(editable);
    if (!editable && !this.shared.isStored) this.refused({ sentence: this.status.word("closed") });
  }

  allow(editable) {
    this.editable = editable;
    this.field.readOnly = !editable;
    this.panel.toggleAttribute("data-closed", !editable);
    this.status.explain(editable ? "" : this.status.word("closed"), "closed");
    for (const button of this.form.querySelectorAll("button[type=submit]")) button.disabled = !editable;
  }

  noteRevision({ revision }) {
    const base = this.form.elements.base_revision;
    if (base && revision) base.value = revision;
  }

  // The server will not have it: the words are kept and offered, the text begins anew.
  refused({ code, sentence }) {
    const { shared, field } = this;
    if (code === "gone" && !this.binding) { this.stayPlain(); return; }
    if (code === "closed" || code === "forbidden" || code === "gone") this.allow(false);
    const words = sentence || this.status.word(code === "gone" ? "gone" : "refused");
    const pending = shared.unsent();
    this.status.explain(words, "refused");
    if (pending) this.setAside(words, { text: field.value, pending });
    if (code === "gone") { this.connection.stop(); this.show("lost"); return; }
    if (pending || code !== "closed" && code !== "forbidden") this.restart();
  }

  // No shared text here: the form works as it stands.
  stayPlain() {
    this.connection.stop();
    this.panel.hidden = true;
  }

  restart() {
    this.binding?.close();
    this.binding = null;
    this.shared.close();
    this.forgetSent();
    this.shared = this.fresh();
    this.connection.use(this.shared);
  }

  setAside(sentence, { text, pending }) {
    const record = { key: `${this.device.key}/${Date.now()}`, aside: sentence, text, pending, me: this.me };
    this.device.keep(record, record.key);
    this.offer(record);
  }

  offer(record) {
    const { key, aside, text, pending } = record;
    offer(this.field, {
      sentence: aside,
      text,
      use: () => this.putBack(record),
      drop: () => this.device.forget(key),
    });
    return pending;
  }

  putBack(record) {
    const { field } = this;
    if (!this.editable || !this.binding) { this.offer(record); return; }
    if (record.pending) {
      this.shared.putBack(record.pending);
    } else {
      field.value = record.text;
      field.dispatchEvent(new Event("input"));
    }
    this.status.explain("");
    this.device.forget(record.key);
  }

  // What was typed, and what became of it

  typed() {
    this.connection?.typed();
    clearTimeout(this.keeping);
    this.isKept = false;
    this.keeping = setTimeout(() => this.keepNow(), KEEP_AFTER);
    this.refresh();
  }

  async keepNow() {
    clearTimeout(this.keeping);
    const { shared } = this;
    const pending = shared.unsent();
    if (!pending) return;
    const { number } = shared;
    await this.device.keep({ state: shared.state, pending, text: this.field.value, me: this.me });
    if (shared !== this.shared) return;
    if (shared.number === number) this.isKept = this.device.works;
    this.refresh();
    if (shared.isStored) this.forgetSent();
  }

  stored() {
    clearTimeout(this.keeping);
    this.forgetSent();
    this.refresh();
  }

  forgetSent() {
    this.device.forget();
    for (const { key, at } of this.left) this.device.forget(key, at);
    this.left = [];
  }

  changed() {
    this.carets.draw();
    this.showOthers();
  }

  // Who is where

  tellCaret() {
    if (this.caretTimer) return;
    this.caretTimer = setTimeout(() => {
      this.caretTimer = 0;
      const { field, shared } = this;
      if (!this.binding || field.value !== shared.text.toString()) return;
      const isHere = document.activeElement === field && this.editable;
      const { selectionStart: from, selectionEnd: to, selectionDirection } = field;
      const ends = [shared.relative(from, from !== to), shared.relative(to, false)];
      if (selectionDirection === "backward") ends.reverse();
      const caret = isHere ? { anchor: ends[0], head: ends[1] } : null;
      const before = shared.awareness.getLocalState();
      if (before && "caret" in before && JSON.stringify(before.caret) === JSON.stringify(caret)) return;
      shared.awareness.setLocalState({ user: {}, caret });
    }, CARET_AFTER);
  }

  showOthers() {
    const { shared } = this;
    const others = shared.others();
    if (shared.synced && this.connection?.state !== "lost") this.people.show(others);
    const placed = others.map(([client, user, caret]) => [client, user, shared.placeOf(caret?.anchor), shared.placeOf(caret?.head)]);
    this.carets.show(this.binding ? placed.filter(([, , anchor, head]) => anchor !== null && head !== null) : []);
  }

  // What the line says

  show(state) {
    if (state === "lost" && this.state !== "lost") { this.shared.forgetPeople(); this.people.clear(); }
    if (this.state === "lost" && state !== "lost") setTimeout(() => this.showOthers());
    this.state = state;
    this.refresh();
  }

  refresh() {
    this.status.show(this.saving(), this.state ?? "connecting", performance.now() - (this.connection?.heard ?? 0));
  }

  saving() {
    const { shared } = this;
    if (shared.isStored) return shared.synced && this.editable ? "saved" : "";
    if (shared.isTooLong) return "tooLong";
    if (this.state === "live" || this.state === "checking") return "saving";
    return this.isKept ? "kept" : "unsent";
  }

  // "Keep this version" sends the form; it waits until the text is there.
  submit(event) {
    if (!this.binding || this.shared.isStored) return;
    event.preventDefault();
    const { submitter } = event;
    const until = performance.now() + WAIT_TO_SEND;
    const wait = setInterval(() => {
      if (this.shared.isStored) { clearInterval(wait); this.form.requestSubmit(submitter); }
      else if (performance.now() > until) { clearInterval(wait); this.status.explain(this.status.word("keepLater"), "refused"); }
    }, 100);
  }
}
