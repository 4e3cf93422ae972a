// Who is writing here: a list beside the text, and a sentence now and then for those who listen.
import { say } from "../words.js";

const SAY_EVERY = 12000;
const MOST = 8;

export class People {
  constructor(panel) {
    this.panel = panel;
    this.list = panel.querySelector("[data-coedit-people]");
    this.said = new Map(); // who was there when it was told last
    this.saidAt = -Infinity;
    this.now = new Map();
  }

  show(others) {
    const words = this.panel.dataset;
    const now = new Map(others.map(([client, { name, tone }]) => [client, { name, tone }]));
    const before = JSON.stringify([...this.now]);
    if (this.list.firstChild && JSON.stringify([...now]) === before) return;
    this.now = now;
    const items = [...now.values()].slice(0, MOST).map(({ name, tone }) => chip(name, tone));
    if (now.size > MOST) items.push(line(words.wordsMore.replace("{n}", now.size - MOST)));
    this.list.replaceChildren(...(items.length ? items : [line(words.wordsAlone)]));
    this.announceLater();
  }

  // Nobody knows who is here while nothing is heard.
  clear() {
    this.now = new Map();
    this.list.replaceChildren();
  }

  announceLater() {
    if (this.timer) return;
    this.timer = setTimeout(() => this.announce(), Math.max(1200, this.saidAt + SAY_EVERY - performance.now()));
  }

  announce() {
    this.timer = 0;
    const words = this.panel.dataset;
    const names = (one, other) => [...one].filter(([client]) => !other.has(client)).map(([, { name }]) => name).join(", ");
    const came = names(this.now, this.said);
    const left = names(this.said, this.now);
    this.said = this.now;
    if (!came && !left) return;
    this.saidAt = performance.now();
    say([came && words.wordsCame.replace("{names}", came), left && words.wordsLeft.replace("{names}", left)].filter(Boolean).join(" "));
  }
}

function chip(name, tone) {
  const item = document.createElement("li");
  const letter = document.createElement("span");
  letter.className = `avatar tone-${((tone || 1) - 1) % 8 + 1}`;
  letter.setAttribute("aria-hidden", "true");
  letter.textContent = [...name][0].toUpperCase();
  const words = document.createElement("span");
  words.dir = "auto";
  words.textContent = name;
  item.append(letter, words);
  return item;
}

function line(text) {
  const item = document.createElement("li");
  item.className = "soft";
  item.textContent = text;
  return item;
}
