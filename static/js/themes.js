// The script of the theme desk; after main.js. By touch, by mouse, and wholly by keyboard.
import { attach } from "./attach.js";
import { askName, askWhether, askWhich } from "./themes/dialogs.js";
import { Lists } from "./themes/lists.js";
import { fetchLists, send } from "./themes/sending.js";
import { say } from "./words.js";

const SOON = 350; // so long the stream may take to bring what was just done

class Desk {
  constructor(root) {
    this.root = root;
    this.lists = new Lists(root);
    this.words = Object.fromEntries(Object.entries(root.dataset).filter(([name]) => name.startsWith("words")).map(([name, text]) => [name[5].toLowerCase() + name.slice(6), text]));
    this.tools = root.querySelector("[data-desk-tools]");
    this.token = this.tools.elements.csrf_token.value;
  }

  start() {
    // What the script has set stays when a list is replaced.
    const ignored = window.htmx?.config?.morphIgnore;
    for (const name of ["aria-selected", "tabindex"]) if (ignored && !ignored.includes(name)) ignored.push(name);
    this.tools.hidden = false;
    this.tools.addEventListener("submit", (event) => event.preventDefault());
    this.root.addEventListener("click", (event) => this.click(event));
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("desk-chosen", () => this.showChosen());
    const settle = () => { if (this.lists.settle()) this.tell(this.words.taken, false); };
    const columns = this.root.querySelector(".desk-columns");
    let waiting = false;
    new MutationObserver(() => {
      if (waiting) return;
      waiting = true;
      queueMicrotask(() => { waiting = false; settle(); });
    }).observe(columns, { childList: true, subtree: true });
    for (const name of ["live-theme-notes", "live-themes"]) document.body.addEventListener(name, settle);
    // Back where one stood, whatever a dialog thinks, and before the next key.
    const back = () => { if (this.wasInside) { this.wasInside = false; this.lists.go(this.lists.standing()); } };
    for (const dialog of this.root.querySelectorAll("dialog")) for (const name of ["answered", "close"]) dialog.addEventListener(name, back);
    this.lists.paint();
  }

  get frozen() {
    return Boolean(this.root.querySelector("#region-themes[data-frozen]"));
  }

  fill(name, values) {
    return Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), this.words[name]);
  }

  tell(sentence, good = true) {
    const line = this.root.querySelector("[data-desk-said]");
    line.textContent = sentence;
    line.classList.toggle("is-refused", !good);
    say(sentence);
  }

  showChosen() {
    const { chosen, theme } = this.lists;
    const head = theme && this.lists.head(theme);
    const count = chosen.size;
    const text = count === 1 ? this.words.one : count ? this.fill("many", { n: count }) : head ? this.fill("theme", { theme: head.dataset.name }) : this.words.none;
    const line = this.root.querySelector("[data-desk-chosen]");
    if (line.textContent !== text) line.textContent = text;
    this.root.querySelector("[data-for-theme]").hidden = !head;
    this.root.querySelector("[data-for-notes]").hidden = Boolean(head);
    this.root.querySelector('[data-do="clear"]').hidden = !count;
    this.root.querySelector('[data-do="free"]').hidden = ![...chosen.values()].some(Boolean);
    for (const button of this.tools.querySelectorAll("[data-do]")) {
      const off = this.frozen && !["help", "open", "clear"].includes(button.dataset.do);
      button.setAttribute("aria-disabled", String(off));
    }
  }

  // Touch and mouse

  click(event) {
    const button = event.target.closest("[data-do]");
    if (button) { this.act(button.dataset.do, null); return; }
    const option = event.target.closest('[data-desk-list] [role="option"]');
    if (!option) return;
    this.lists.note(option);
    option.focus({ preventScroll: true });
    if (option.dataset.note) {
      if (event.shiftKey && this.clicked) this.reach(option);
      else this.lists.toggle(option);
      this.clicked = option.id;
    } else if (this.lists.chosen.size) this.put([...this.lists.chosen], option.dataset.theme);
    else this.chooseTheme(option.dataset.theme);
  }

  // Everything between the note clicked before and this one.
  reach(option) {
    const options = this.lists.options(this.lists.listOf(option)).filter((one) => one.dataset.note);
    const [from, to] = [options.findIndex((one) => one.id === this.clicked), options.indexOf(option)].sort((a, b) => a - b);
    for (const one of options.slice(Math.max(from, 0), to + 1)) this.lists.chosen.set(one.dataset.note, one.dataset.in);
    this.lists.paint();
  }

  chooseTheme(theme) {
    this.lists.theme = this.lists.theme === theme ? null : theme;
    this.lists.paint();
  }

  // Keyboard

  key(event) {
    const option = event.target.closest?.('[data-desk-list] [role="option"]');
    if (!option || event.ctrlKey || event.metaKey) return;
    const done = this.travel(event) || this.command(event, option);
    if (done) { event.preventDefault(); event.stopPropagation(); }
  }

  travel(event) {
    const { lists } = this;
    if (event.altKey) return false;
    const moves = {
      ArrowDown: () => lists.step(1), ArrowUp: () => lists.step(-1),
      Home: () => lists.edge(false), End: () => lists.edge(true),
      ArrowRight: () => lists.cross(document.dir === "rtl" ? "notes" : "themes"), ArrowLeft: () => lists.cross(document.dir === "rtl" ? "themes" : "notes"),
      PageDown: () => lists.leap(1), PageUp: () => lists.leap(-1),
    };
    const move = moves[event.key];
    if (!move) return false;
    move();
    // With Shift what one passes is chosen, too.
    const now = document.activeElement;
    if (event.shiftKey && now?.dataset?.note && !lists.chosen.has(now.dataset.note)) { lists.toggle(now); say(this.root.querySelector("[data-desk-chosen]").textContent); }
    return true;
  }

  command(event, option) {
    const { key } = event;
    if (event.altKey) {
      if (key !== "ArrowUp" && key !== "ArrowDown") return false;
      this.act(key === "ArrowUp" ? "up" : "down", option);
      return true;
    }
    if (/^[1-9]$/.test(key)) { this.putNumber(key, option); return true; }
    const isHead = Boolean(option.dataset.theme);
    const names = {
      " ": isHead ? "here" : "toggle", Enter: isHead ? "here" : "move",
      m: "move", n: "make", 0: "free", r: "rename", g: "merge", o: "open", u: "undo", "?": "help", Escape: "clear",
      Delete: isHead ? "apart" : "free", Backspace: isHead ? "apart" : "free",
    };
    const name = names[key.length === 1 ? key.toLowerCase() : key];
    if (!name) return false;
    this.act(name, option);
    return true;
  }

  // What is meant: the notes that are chosen, else the one under the focus.
  meant(option) {
    if (this.lists.chosen.size) return [...this.lists.chosen];
    return option?.dataset.note ? [[option.dataset.note, option.dataset.in]] : [];
  }

  meantTheme(option) {
    return this.lists.theme ?? this.lists.themeOf(option);
  }

  act(name, option) {
    if (this.frozen && !["help", "open", "clear", "toggle"].includes(name)) { this.tell(this.words.frozen, false); return; }
    const notes = this.meant(option);
    const theme = this.meantTheme(option);
    this.wasInside = Boolean(option);
    const needNotes = (run) => (notes.length ? run() : this.tell(this.words.chooseNote, false));
    const needTheme = (run) => (theme ? run() : this.tell(this.words.chooseTheme, false));
    const deeds = {
      toggle: () => { this.lists.toggle(option); say(this.root.querySelector("[data-desk-chosen]").textContent); },
      here: () => (this.lists.chosen.size ? this.put(notes, option.dataset.theme) : this.chooseTheme(option.dataset.theme)),
      clear: () => { this.lists.clear(); say(this.words.none); },
      move: () => needNotes(() => this.choose(notes)),
      make: () => this.make(notes),
      free: () => needNotes(() => this.put(notes, "")),
      rename: () => needTheme(() => this.rename(theme)),
      merge: () => needTheme(() => this.merge(theme)),
      apart: () => needTheme(() => this.apart(theme)),
      up: () => needTheme(() => this.change(`${this.themeAt(theme)}/place`, [["way", "up"]])),
      down: () => needTheme(() => this.change(`${this.themeAt(theme)}/place`, [["way", "down"]])),
      open: () => needTheme(() => { location.href = this.themeAt(theme); }),
      undo: () => this.change(this.root.dataset.undoAt, []),
      help: () => document.getElementById("desk-keys").showModal(),
    };
    deeds[name]();
  }

  themeAt(theme) {
    return this.root.dataset.themeAt.replace("00000000-0000-0000-0000-000000000000", theme);
  }

  // Questions

  themes(but) {
    return [...this.root.querySelectorAll("[data-theme]")]
      .filter((head) => head.dataset.theme !== but)
      .map((head) => ({ value: head.dataset.theme, number: Number(head.dataset.number), name: head.dataset.name, note: head.querySelector(".theme-size").textContent }));
  }

  async choose(notes) {
    const title = notes.length === 1 ? this.words.putOne : this.fill("putMany", { n: notes.length });
    const choices = this.themes();
    if (notes.some(([, place]) => place)) choices.push({ value: "", name: this.words.unsorted });
    const make = (name) => ({ make: name, name: this.fill("make", { name }) });
    const found = await askWhich(document.getElementById("desk-choose"), title, choices, { make, words: this.words, say });
    if (!found) return;
    if (found.make) await this.change(this.root.dataset.makeAt, [["name", found.make], ...pairs(notes)], notes);
    else await this.put(notes, found.value);
  }

  make(notes) {
    const title = notes.length === 1 ? this.words.newOne : notes.length ? this.fill("newMany", { n: notes.length }) : this.words.new;
    return askName(document.getElementById("desk-name"), title, "", async (name) => {
      const answer = await this.change(this.root.dataset.makeAt, [["name", name], ...pairs(notes)], notes, { quiet: true });
      return answer.ok ? "" : answer.sentence;
    });
  }

  rename(theme) {
    const { name } = this.lists.head(theme).dataset;
    return askName(document.getElementById("desk-name"), this.fill("rename", { theme: name }), name, async (typed) => {
      const answer = await this.change(`${this.themeAt(theme)}/name`, [["name", typed]], [], { quiet: true });
      return answer.ok ? "" : answer.sentence;
    });
  }

  async merge(theme) {
    const title = this.fill("merge", { theme: this.lists.head(theme).dataset.name });
    const found = await askWhich(document.getElementById("desk-choose"), title, this.themes(theme), { words: this.words, say });
    if (found) await this.change(`${this.themeAt(theme)}/merge`, [["into", found.value]]);
  }

  async apart(theme) {
    const title = this.fill("apart", { theme: this.lists.head(theme).dataset.name });
    if (await askWhether(document.getElementById("desk-apart"), title)) await this.change(`${this.themeAt(theme)}/take-apart`, []);
  }

  // Changes

  putNumber(number, option) {
    const head = this.root.querySelector(`[data-theme][data-number="${number}"]`);
    if (this.frozen) this.tell(this.words.frozen, false);
    else if (!head) this.tell(this.fill("noNumber", { n: number }), false);
    else if (this.meant(option).length) this.put(this.meant(option), head.dataset.theme);
    else this.tell(this.words.chooseNote, false);
  }

  put(notes, theme) {
    return this.change(this.root.dataset.moveTo, [["to", theme], ...pairs(notes)], notes);
  }

  // Sends it, shows at once that it is on its way, and says what came of it.
  async change(address, fields, notes = [], { quiet = false } = {}) {
    const { lists } = this;
    for (const [note] of notes) { lists.leaving.add(note); lists.chosen.delete(note); }
    lists.paint();
    const active = document.activeElement;
    if (!quiet && lists.inside && notes.length && lists.leaving.has(active?.dataset?.note)) lists.go(lists.standing());
    const answer = await send(this.token, address, fields);
    if (answer.ok) await (answer.step ? this.shown(answer.step) : this.refresh());
    for (const [note, place] of notes) {
      lists.leaving.delete(note);
      // Not done: it is chosen as before, to be tried again.
      if (answer.offline || (!answer.ok && quiet)) lists.chosen.set(note, place);
    }
    lists.settle();
    if (answer.sentence && (answer.ok || !quiet)) this.tell(answer.sentence, answer.ok && answer.whole !== false);
    if (!answer.ok && !answer.offline) await this.refresh();
    return answer;
  }

  // Waits until the lists show the step; asks for them when no stream brings it.
  async shown(step) {
    const isShown = () => [...this.root.querySelectorAll("[data-step]")].every((one) => Number(one.dataset.step) >= step);
    const until = performance.now() + SOON;
    while (!isShown() && performance.now() < until) await new Promise((go) => setTimeout(go, 25));
    if (!isShown()) await this.refresh();
  }

  async refresh() {
    const text = await fetchLists(this.root.dataset.topic);
    const at = Number(text.match(/data-at="(\d+)"/)?.[1] ?? -1);
    const here = Number(this.root.querySelector("[data-at]").dataset.at);
    // What the stream brought meanwhile may be newer than this answer.
    if (text && at >= here) await window.htmx.swap({ text, sourceElement: this.root, target: this.root, swap: "none" });
  }
}

function pairs(notes) {
  return notes.flatMap(([note, place]) => [["note", note], ["seen", place]]);
}

attach("[data-theme-desk]", (root) => new Desk(root).start());
