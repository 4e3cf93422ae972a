// Words somebody selects in a text go with the links of a bar, after main.js: data-selecting on the bar names
// the text, data-with-quote its links, data-selecting-words where the words are repeated. Without
// it the links lead to pages that ask for the words. Words others have something to say about
// (data-suggested) are underlined in the text; nothing is put between its elements, which
// live updates replace.
import { attach } from "./attach.js";

const LONGEST = 1500;
const CONTEXT = 40;
const read = (text) => text.replace(/[^\p{L}\p{N}]+/gu, " ");

function around(text, range) {
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(range.startContainer, range.startOffset);
  const after = document.createRange();
  after.selectNodeContents(text);
  after.setStart(range.endContainer, range.endOffset);
  return [before.toString().slice(-CONTEXT), after.toString().slice(0, CONTEXT)];
}

attach("[data-selecting]", (bar) => {
  const words = bar.querySelector("[data-selecting-words]");
  const links = [...bar.querySelectorAll("[data-with-quote]")];
  const plain = new Map(links.map((link) => [link, link.getAttribute("href")]));
  const take = (quote, before = "", after = "") => {
    bar.classList.toggle("has-words", quote !== "");
    words.textContent = quote.length > 60 ? `“${quote.slice(0, 60)} …”` : quote && `“${quote}”`;
    for (const [link, href] of plain) {
      const address = new URL(href, location.href);
      if (quote) {
        for (const [name, value] of Object.entries({ quote, before, after })) {
          address.searchParams.set(name, value);
        }
      }
      link.setAttribute("href", address.pathname + address.search);
    }
  };
  const look = () => {
    const selection = document.getSelection();
    const text = document.querySelector(bar.dataset.selecting);
    if (!text || !selection.rangeCount || selection.isCollapsed) return take("");
    const range = selection.getRangeAt(0);
    const quote = selection.toString().trim();
    if (!text.contains(range.commonAncestorContainer) || !quote || quote.length > LONGEST) return take("");
    return take(quote, ...around(text, range));
  };
  // A tap on the bar must not take the selection away before the link is followed.
  bar.addEventListener("pointerdown", (event) => event.preventDefault());
  document.addEventListener("selectionchange", look);
  look();
});

// Where the quote stands in the text as it is shown; marks of Markdown and kinds of space do not count.
function find(text, quote, before, after) {
  const places = [];
  let letters = "";
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let at = 0; at < node.data.length; at += 1) {
      const letter = read(node.data[at]);
      if (letter === " " && letters.endsWith(" ")) continue;
      letters += letter;
      places.push([node, at]);
    }
  }
  const wanted = read(quote).trim();
  const [left, right] = [read(before), read(after)];
  let best = -1;
  let most = -1;
  for (let at = wanted ? letters.indexOf(wanted) : -1; at >= 0; at = letters.indexOf(wanted, at + 1)) {
    let score = 0;
    while (score < left.length && letters[at - 1 - score] === left[left.length - 1 - score]) score += 1;
    let ahead = 0;
    while (ahead < right.length && letters[at + wanted.length + ahead] === right[ahead]) ahead += 1;
    if (score + ahead > most) [best, most] = [at, score + ahead];
  }
  if (best < 0) return null;
  const range = document.createRange();
  range.setStart(...places[best]);
  const [node, at] = places[best + wanted.length - 1];
  range.setEnd(node, at + 1);
  return range;
}

function underline() {
  const text = document.querySelector(".attribute-text .statement");
  const ranges = text
    ? [...document.querySelectorAll("[data-suggested]")]
        .filter((one) => one.dataset.suggested)
        .map((one) => find(text, one.dataset.suggested, one.dataset.before, one.dataset.after))
        .filter(Boolean)
    : [];
  CSS.highlights.set("suggested", new Highlight(...ranges));
}

if (window.Highlight && CSS.highlights) {
  attach("[data-suggested], .attribute-text .statement", () => queueMicrotask(underline));
}
