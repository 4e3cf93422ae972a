// Copies an address or a code; says so on the button and to screen readers.
import { attach } from "./attach.js";
import { say, showNotice, word } from "./words.js";

attach("[data-copy]", (button) => {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      showNotice(word("notCopied"), "warning");
      return;
    }
    const words = button.querySelector("[data-copy-words]") ?? button;
    const before = words.dataset.before ?? words.textContent;
    words.dataset.before = before;
    words.textContent = word("copied");
    say(word("copied"));
    setTimeout(() => { words.textContent = before; }, 2000);
  });
});
