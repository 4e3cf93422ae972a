// Choosing words of a statement to comment on: a button appears that puts them into the form.
// [data-quotable] holds the text, [data-unquoted] inside it is no part of it. Without a script the
// box [data-quote] takes the words as they are copied or typed.
import { word } from "./words.js";

const CONTEXT = 80;
let button = null;
let chosen = null;

function textBefore(root, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(root);
  range.setEnd(node, offset);
  return plain(range);
}

function textAfter(root, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(root);
  range.setStart(node, offset);
  return plain(range);
}

function plain(range) {
  const copy = range.cloneContents();
  for (const number of copy.querySelectorAll("[data-unquoted]")) number.remove();
  return copy.textContent;
}

function look() {
  const selection = document.getSelection();
  const range = selection?.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  const inside = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest("[data-quotable]");
  const root = range && inside(range.commonAncestorContainer);
  const quote = root ? plain(range).trim() : "";
  if (!quote || !document.querySelector("[data-quote]")) { hide(); return; }
  chosen = {
    quote,
    before: textBefore(root, range.startContainer, range.startOffset).slice(-CONTEXT),
    after: textAfter(root, range.endContainer, range.endOffset).slice(0, CONTEXT),
  };
  show(root);
}

function show(root) {
  if (!button) {
    button = document.createElement("button");
    button.type = "button";
    button.className = "button quote-button";
    button.textContent = word("quote");
    // Pressing it must not take the selection away first.
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", take);
  }
  // Outside the region, which is replaced while people read.
  const place = root.closest("[id^=region-]") ?? root;
  if (button.previousElementSibling !== place) place.after(button);
  button.hidden = false;
}

function hide() {
  if (button && button !== document.activeElement) button.hidden = true;
}

function take() {
  const field = document.querySelector("[data-quote]");
  if (!field || !chosen) return;
  const form = field.form;
  field.value = chosen.quote.replace(/\s+/g, " ");
  form.querySelector("[data-quote-before]").value = chosen.before;
  form.querySelector("[data-quote-after]").value = chosen.after;
  button.hidden = true;
  const body = form.querySelector("textarea");
  (body ?? field).focus();
  (body ?? field).scrollIntoView({ block: "center" });
}

// Typed by hand, the words are found without what stood around others.
document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-quote]")) return;
  for (const name of ["before", "after"]) event.target.form.querySelector(`[data-quote-${name}]`).value = "";
});
document.addEventListener("selectionchange", look);
