// Offers back text that was not sent: what happened, the words, two ways on.
import { word } from "./words.js";

export function offer(field, { sentence, text, use, drop }) {
  const box = document.createElement("div");
  box.className = "kept-text";
  const why = document.createElement("p");
  why.textContent = sentence;
  const words = document.createElement("blockquote");
  words.dir = "auto";
  words.textContent = text;
  const choices = document.createElement("div");
  choices.className = "row";
  for (const [name, act] of [["useKept", use], ["dropKept", drop]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet small";
    button.dataset.kept = name;
    button.textContent = word(name);
    button.addEventListener("click", () => {
      act();
      box.remove();
      field.focus();
    });
    choices.append(button);
  }
  box.append(why, words, choices);
  field.closest(".field")?.append(box);
}
