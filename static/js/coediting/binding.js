// Ties an ordinary <textarea> to a shared text: what is typed goes in as the smallest change, what
// others type appears around the caret. While a word is being composed the field is left alone.
import { simpleDiffStringWithCursor } from "lib0/diff";
import { UndoManager } from "yjs";

const IDLE = 10000; // so long what others write waits for an unfinished word

export class Binding {
  constructor(field, shared, on) {
    this.field = field;
    this.shared = shared;
    this.on = on;
    this.shown = field.value;
    this.before = null; // where the caret stood before the change
    this.composing = false;
    this.undo = new UndoManager(shared.text, { trackedOrigins: new Set([this]), captureTimeout: 600 });
    this.observe = (event, transaction) => this.show(event, transaction);
    shared.text.observe(this.observe);
    this.listeners = [
      ["beforeinput", (event) => this.beforeInput(event)],
      ["input", (event) => this.input(event)],
      ["keydown", (event) => this.keydown(event)],
      ["compositionstart", () => this.compose()],
      ["compositionupdate", () => this.compose()],
      ["compositionend", () => setTimeout(() => this.composed())],
      ["blur", () => setTimeout(() => this.composed())],
    ];
    for (const [name, run] of this.listeners) field.addEventListener(name, run);
    this.fill();
  }

  close() {
    clearTimeout(this.idle);
    for (const [name, run] of this.listeners) this.field.removeEventListener(name, run);
    this.shared.text.unobserve(this.observe);
    this.undo.destroy();
  }

  // The whole text at once, by the one change that makes the difference: the caret stays.
  fill() {
    const { field } = this;
    const wanted = this.shared.text.toString();
    if (field.value !== wanted) {
      const { index, remove, insert } = simpleDiffStringWithCursor(field.value, wanted, Infinity);
      this.keepingPlace(() => field.setRangeText(insert, index, index + remove, "preserve"));
    }
    this.shown = field.value;
  }

  beforeInput(event) {
    if (event.inputType === "historyUndo" || event.inputType === "historyRedo") {
      event.preventDefault();
      this.step(event.inputType === "historyUndo");
      return;
    }
    this.before = Math.min(this.field.selectionStart, this.before ?? Infinity);
  }

  input(event) {
    // The guard of the form (guard.js) need not ask before leaving: nothing here is unsaved for long.
    event.stopPropagation();
    const { field, shared, shown } = this;
    const { value } = field;
    if (value === shown) return;
    const caret = Math.min(field.selectionStart, this.before ?? Infinity);
    this.before = null;
    const { index, remove, insert } = simpleDiffStringWithCursor(shown, value, caret);
    this.shown = value;
    shared.doc.transact(() => {
      if (remove) shared.text.delete(index, remove);
      if (insert) shared.text.insert(index, insert);
    }, this);
    this.on.changed();
  }

  keydown(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || this.composing) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    this.step(key === "z" && !event.shiftKey);
  }

  // Only what was typed here is undone. The browser's own undo knows nothing of the others.
  step(back) {
    if (this.field.readOnly) return;
    this.undone = null;
    if (back) this.undo.undo(); else this.undo.redo();
    if (this.undone !== null) this.field.setSelectionRange(this.undone, this.undone);
  }

  // Keyboards of phones compose every word, and their owners stop in the middle of one.
  compose() {
    this.composing = true;
    this.shared.hold();
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.shared.release(), IDLE);
  }

  composed() {
    clearTimeout(this.idle);
    if (!this.composing) return;
    this.composing = false;
    if (this.field.value !== this.shown) this.input(new Event("input"));
    this.shared.release();
  }

  // Somebody else's change, or one undone: put in where it is, and nothing else is touched.
  show(event, transaction) {
    if (transaction.origin === this) return;
    const { field } = this;
    this.keepingPlace(() => {
      let at = 0;
      for (const { retain, insert, delete: gone } of event.delta) {
        if (retain) at += retain;
        else if (insert) { field.setRangeText(insert, at, at, "preserve"); at += insert.length; }
        else field.setRangeText("", at, at + gone, "preserve");
      }
      this.undone = at;
    });
    this.shown = this.shared.text.toString();
    if (field.value !== this.shown) this.fill();
    field.dispatchEvent(new Event("input")); // for the counter
    this.on.changed();
  }

  // The line one looks at stays where it is, whatever comes in above it.
  keepingPlace(change) {
    const { field } = this;
    const { selectionDirection, scrollTop } = field;
    const isMine = document.activeElement === field;
    const before = isMine ? this.on.lineOf(field.selectionEnd) : null;
    change();
    if (isMine && selectionDirection === "backward") field.setSelectionRange(field.selectionStart, field.selectionEnd, "backward");
    field.scrollTop = scrollTop;
    const after = isMine ? this.on.lineOf(field.selectionEnd) : null;
    if (before === null || after === null || Math.abs(after - before) < 1) return;
    if (field.scrollHeight > field.clientHeight + 1) field.scrollTop = scrollTop + after - before;
    else scrollBy({ top: after - before, behavior: "instant" });
  }
}
