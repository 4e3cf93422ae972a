// Two short answers above the text: is all of it stored, and how is the page connected.
import { say } from "../words.js";

const CALM = 500; // "Saved" waits a moment, so that it does not blink with every key
const PATIENCE = 4000; // so long a change may take before it is told to those who listen

export class Status {
  constructor(panel) {
    this.panel = panel;
    this.saved = panel.querySelector("[data-coedit-saved]");
    this.way = panel.querySelector("[data-coedit-way]");
    this.sentence = panel.querySelector("[data-coedit-sentence]");
    this.since = performance.now();
    this.wasTold = false;
  }

  word(name) {
    return this.panel.dataset[`words${name[0].toUpperCase()}${name.slice(1)}`] ?? "";
  }

  // saving: "saved" "saving" "kept" "unsent" "tooLong" or "" before anything is known
  show(saving, connection, silentFor) {
    put(this.way, this.wayWords(connection, silentFor));
    this.panel.dataset.state = connection;
    const now = performance.now();
    if (saving !== this.saving) { this.saving = saving; this.since = now; }
    if (saving === "saved" && now - this.since < CALM && this.saved.textContent === this.word("saving")) return;
    put(this.saved, saving ? this.word(saving) : "");
    this.panel.dataset.saved = saving;
    const isOpen = saving === "kept" || saving === "unsent" || saving === "tooLong";
    if (isOpen && !this.wasTold && now - this.since > PATIENCE) { this.wasTold = true; say(this.word(saving)); }
    if (saving === "saved" && this.wasTold) { this.wasTold = false; say(this.word("saved")); }
  }

  wayWords(connection, silentFor) {
    if (connection !== "lost") return this.word(connection);
    const seconds = Math.round(silentFor / 1000);
    return seconds < 120 ? this.word("lost").replace("{n}", seconds) : this.word("lostLong").replace("{n}", Math.floor(seconds / 60));
  }

  // A sentence that stays: why one cannot write, what became of one's words.
  explain(text, kind = "") {
    if (this.sentence.textContent === text) return;
    this.sentence.hidden = !text;
    this.sentence.dataset.kind = kind;
    put(this.sentence, text);
    if (text) say(text);
  }
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
