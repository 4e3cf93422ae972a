// The two lists of the theme desk: unsorted notes and themes. One tab stop each; arrows go on from
// there. The server replaces the lists while people work; what is chosen and where one stands stay.
export class Lists {
  constructor(root) {
    this.root = root;
    this.chosen = new Map(); // note -> where it lay when it was chosen
    this.leaving = new Set(); // notes on their way to the server
    this.theme = null; // chosen for renaming and the like
    this.at = { notes: null, themes: null }; // where one stood in each list: { id, index }
    this.list = "notes";
    this.inside = false;
    root.addEventListener("focusin", (event) => this.note(event.target));
    document.addEventListener("focusin", ({ target }) => {
      // Only a move of one's own out of the lists counts; a list that was replaced does not.
      if (!this.root.contains(target) || target.closest("button, dialog, a")) this.inside = false;
    });
  }

  element(list) {
    return this.root.querySelector(`[data-desk-list="${list}"]`);
  }

  options(list) {
    const all = this.element(list)?.querySelectorAll('[role="option"]') ?? [];
    return [...all].filter((one) => !this.leaving.has(one.dataset.note));
  }

  listOf(option) {
    return option.closest("[data-desk-list]")?.dataset.deskList;
  }

  note(target) {
    const list = target.matches('[role="option"]') && this.listOf(target);
    if (!list) return;
    this.inside = true;
    this.list = list;
    this.at[list] = { id: target.id, index: this.options(list).indexOf(target) };
    this.roam();
  }

  // The option one stands on, or would stand on after Tab.
  standing(list = this.list) {
    const options = this.options(list);
    const { id, index } = this.at[list] ?? {};
    return options.find((one) => one.id === id) ?? options[Math.min(Math.max(index ?? 0, 0), options.length - 1)] ?? null;
  }

  go(option) {
    if (!option) return;
    this.note(option);
    option.focus({ preventScroll: true });
    option.scrollIntoView({ block: "nearest" });
  }

  step(by) {
    const options = this.options(this.list);
    const here = options.indexOf(this.standing());
    this.go(options[Math.min(Math.max(here + by, 0), options.length - 1)]);
  }

  edge(last) {
    this.go(this.options(this.list).at(last ? -1 : 0));
  }

  cross(list) {
    this.go(this.standing(list) ?? this.standing());
  }

  // From theme to theme, to the line with its name.
  leap(by) {
    const options = this.options("themes");
    if (this.list !== "themes") { this.cross("themes"); return; }
    const here = options.indexOf(this.standing());
    const heads = options.map((one, index) => (one.dataset.theme ? index : -1)).filter((index) => index >= 0);
    const next = by > 0 ? heads.find((index) => index > here) : heads.findLast((index) => index < here);
    if (next !== undefined) this.go(options[next]);
  }

  head(themeId) {
    return this.root.querySelector(`[data-theme="${CSS.escape(themeId)}"]`);
  }

  // The theme one stands in.
  themeOf(option) {
    if (!option || this.listOf(option) !== "themes") return null;
    return option.dataset.theme ?? option.dataset.in;
  }

  toggle(option) {
    const { note } = option.dataset;
    this.theme = null;
    if (this.chosen.has(note)) this.chosen.delete(note);
    else this.chosen.set(note, option.dataset.in);
    this.paint();
  }

  clear() {
    this.chosen.clear();
    this.theme = null;
    this.paint();
  }

  roam() {
    for (const list of ["notes", "themes"]) {
      const stop = this.standing(list);
      for (const one of this.element(list)?.querySelectorAll('[role="option"]') ?? []) {
        // A theme too long for its box is a stop of its own: what scrolls has to be reached by Tab.
        const scrolls = one.dataset.theme && one.parentElement.scrollHeight > one.parentElement.clientHeight;
        const wanted = one === stop || scrolls ? 0 : -1;
        if (one.tabIndex !== wanted || !one.hasAttribute("tabindex")) one.tabIndex = wanted;
      }
    }
  }

  paint() {
    for (const one of this.root.querySelectorAll('[data-desk-list] [role="option"]')) {
      const { note, theme } = one.dataset;
      const on = String(note ? this.chosen.has(note) : theme === this.theme);
      if (one.getAttribute("aria-selected") !== on) one.setAttribute("aria-selected", on);
      one.toggleAttribute("data-leaving", this.leaving.has(note));
    }
    this.root.classList.toggle("has-chosen", this.chosen.size > 0);
    this.roam();
    this.root.dispatchEvent(new CustomEvent("desk-chosen"));
  }

  // The server has replaced a list. Says whether somebody else moved a note that was chosen.
  settle() {
    let taken = false;
    for (const [note, place] of [...this.chosen]) {
      const now = this.root.querySelector(`[data-note="${CSS.escape(note)}"]`);
      if (now?.dataset.in === place) continue;
      this.chosen.delete(note);
      taken = taken || !this.leaving.has(note);
    }
    if (this.theme && !this.head(this.theme)) this.theme = null;
    this.paint();
    const active = document.activeElement;
    const lost = !active || active === document.body || active.matches('[id^="region-"]');
    if (this.inside && lost) this.go(this.standing() ?? this.standing(this.list === "notes" ? "themes" : "notes"));
    return taken;
  }
}
