// Shows where the others stand: marks over the field, placed by a copy of its text that nobody sees.
const NAME_SHOWN = 3500;
const QUIET = 4000; // whoever types on and on is named once: a name covers words
const JUMP = 15;
const COPIED = ["font-family", "font-size", "font-weight", "font-style", "font-variant", "font-stretch", "letter-spacing", "word-spacing", "line-height", "text-indent", "text-transform", "text-align", "tab-size", "direction", "padding-top", "padding-right", "padding-bottom", "padding-left"];

export class Carets {
  constructor(field) {
    this.field = field;
    this.layer = made("div", "coedit-layer");
    this.layer.setAttribute("aria-hidden", "true");
    this.mirror = made("div", "coedit-mirror");
    this.mirror.dir = "auto";
    this.marks = made("div", "coedit-marks");
    this.layer.append(this.mirror, this.marks);
    field.after(this.layer);
    field.closest(".field")?.classList.add("coedit-field");
    this.known = new Map(); // of each person: elements, place, until when the name is shown
    this.people = [];
    field.addEventListener("scroll", () => this.scroll(), { passive: true });
    field.addEventListener("pointermove", (event) => this.pointAt(event), { passive: true });
    field.addEventListener("pointerleave", () => this.pointAt(null));
    new ResizeObserver(() => this.place()).observe(field);
    document.fonts?.ready.then(() => this.place());
  }

  // [number, {name, tone}, anchor, head] of everybody else.
  show(people) {
    this.people = people;
    this.draw();
  }

  draw() {
    if (this.drawing) return;
    this.drawing = requestAnimationFrame(() => { this.drawing = 0; this.place(); });
  }

  copyMetrics() {
    const { field, layer, mirror } = this;
    const style = getComputedStyle(field);
    for (const name of COPIED) mirror.style.setProperty(name, style.getPropertyValue(name));
    layer.style.left = `${field.offsetLeft + field.clientLeft}px`;
    layer.style.top = `${field.offsetTop + field.clientTop}px`;
    layer.style.width = mirror.style.width = `${field.clientWidth}px`;
    layer.style.height = `${field.clientHeight}px`;
  }

  fill() {
    const { field, mirror } = this;
    this.copyMetrics();
    // The last line is one only with something in it.
    const text = `${field.value}\u200b`;
    if (mirror.firstChild?.data !== text) mirror.textContent = text;
    return mirror.firstChild;
  }

  range(from, to) {
    const node = this.fill();
    const range = document.createRange();
    const last = node.length - 1;
    range.setStart(node, Math.min(from, last));
    range.setEnd(node, Math.min(to, last));
    return range;
  }

  // How far down a place of the text is, from the field's first line.
  lineOf(index) {
    const box = caretBox(this.range(index, index), this.mirror);
    return box.top - this.mirror.getBoundingClientRect().top;
  }

  place() {
    const { known, marks } = this;
    const present = new Set(this.people.map(([client]) => client));
    for (const [client, mark] of known) if (!present.has(client)) { mark.caret.remove(); mark.spread.remove(); known.delete(client); }
    if (!this.people.length) return;
    this.fill();
    const origin = this.mirror.getBoundingClientRect();
    for (const [client, user, anchor, head] of this.people) {
      let mark = known.get(client);
      if (!mark) {
        mark = { caret: made("span", "coedit-caret"), spread: made("div", "coedit-spread"), name: made("span", "coedit-name"), at: null };
        mark.caret.append(mark.name);
        marks.append(mark.spread, mark.caret);
        known.set(client, mark);
      }
      const tone = `tone-${((user.tone || 1) - 1) % 8 + 1}`;
      const shown = ["is-named", "is-pointed-at"].filter((name) => mark.caret.classList.contains(name));
      mark.caret.className = ["coedit-caret", tone, ...shown].join(" ");
      mark.spread.className = `coedit-spread ${tone}`;
      mark.name.textContent = user.name;
      const here = caretBox(this.range(head, head), this.mirror);
      mark.box = { left: here.left - origin.left, top: here.top - origin.top, height: here.height };
      mark.caret.style.left = `${mark.box.left}px`;
      mark.caret.style.top = `${mark.box.top}px`;
      mark.caret.style.height = `${mark.box.height}px`;
      this.nameBeside(mark);
      this.spreadOut(mark, anchor, head, origin);
      if (mark.at !== head) this.moved(mark, head);
    }
    this.scroll();
  }

  // The name stays inside the field: below the first line, and towards the middle.
  nameBeside({ caret, box }) {
    caret.classList.toggle("is-first-line", box.top - this.field.scrollTop < box.height);
    caret.classList.toggle("is-far", box.left > this.field.clientWidth / 2);
  }

  spreadOut({ spread }, anchor, head, origin) {
    const boxes = anchor === head ? [] : [...this.range(Math.min(anchor, head), Math.max(anchor, head)).getClientRects()];
    spread.replaceChildren(...boxes.slice(0, 60).map((box) => {
      const piece = made("span", "");
      piece.style.left = `${box.left - origin.left}px`;
      piece.style.top = `${box.top - origin.top}px`;
      piece.style.width = `${box.width}px`;
      piece.style.height = `${box.height}px`;
      return piece;
    }));
  }

  moved(mark, head) {
    const now = performance.now();
    const isNews = mark.at === null || Math.abs(head - mark.at) > JUMP || now - mark.movedAt > QUIET;
    mark.at = head;
    mark.movedAt = now;
    if (isNews) this.tell(mark);
  }

  tell(mark) {
    mark.caret.classList.add("is-named");
    clearTimeout(mark.timer);
    mark.timer = setTimeout(() => mark.caret.classList.remove("is-named"), NAME_SHOWN);
  }

  scroll() {
    const { scrollTop, scrollLeft } = this.field;
    this.mirror.style.transform = this.marks.style.transform = `translate(${-scrollLeft}px, ${-scrollTop}px)`;
  }

  // The layer lets every press through, so who points at a mark is found by its place.
  pointAt(event) {
    if (!this.known.size) return;
    const origin = event && this.mirror.getBoundingClientRect();
    for (const { caret, box } of this.known.values()) {
      const x = event ? event.clientX - origin.left - box.left : Infinity;
      const y = event ? event.clientY - origin.top - box.top : Infinity;
      caret.classList.toggle("is-pointed-at", Math.abs(x) < 10 && y > -6 && y < box.height + 6);
    }
  }
}

function made(tag, name) {
  const element = document.createElement(tag);
  element.className = name;
  return element;
}

// A collapsed range at a line's end has no box in some browsers: the letter beside it has.
function caretBox(range, mirror) {
  const boxes = range.getClientRects();
  if (boxes.length) return boxes[boxes.length - 1];
  const node = mirror.firstChild;
  const at = range.startOffset;
  const beside = document.createRange();
  beside.setStart(node, Math.min(at, node.length - 1));
  beside.setEnd(node, Math.min(at + 1, node.length));
  const [box] = beside.getClientRects();
  return box ?? mirror.getBoundingClientRect();
}
