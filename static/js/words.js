// Sentences come from the page (layouts/base.html), never from a script.
export function word(name, values = {}) {
  const text = document.getElementById("words")?.dataset[name] ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

// The page's one polite line. Emptied first, so that the same sentence is read out again.
export function say(text) {
  const line = document.getElementById("status");
  if (!line) return;
  line.textContent = "";
  setTimeout(() => { line.textContent = text; }, 60);
}

// A notice at the top, built from elements: no markup is ever parsed here.
export function showNotice(text, kind = "error") {
  const notices = document.getElementById("notices");
  if (!notices) return;
  for (const old of notices.querySelectorAll("[data-from-script]")) old.remove();
  const box = document.createElement("div");
  box.className = `notice notice-${kind}`;
  box.dataset.fromScript = "";
  if (kind === "error") box.setAttribute("role", "alert");
  const sentence = document.createElement("p");
  sentence.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "notice-close link-button";
  close.textContent = word("dismiss");
  close.addEventListener("click", () => box.remove());
  box.append(sentence, close);
  notices.append(box);
  box.scrollIntoView({ block: "nearest" });
}
