// The questions of the theme desk: which theme, which name, and whether to take one apart.

// Opens a dialog and answers with what was given, or null.
function ask(dialog, { start, finish }) {
  return new Promise((resolve) => {
    const stop = new AbortController();
    const done = (value) => {
      stop.abort();
      if (dialog.open) dialog.close();
      dialog.dispatchEvent(new Event("answered")); // "close" comes a moment later: keys would get lost
      resolve(value);
    };
    const on = (target, name, react) => target.addEventListener(name, react, { signal: stop.signal });
    on(dialog, "close", () => done(null));
    for (const button of dialog.querySelectorAll("[data-close]")) on(button, "click", () => done(null));
    on(dialog.querySelector("form"), "submit", (event) => {
      event.preventDefault();
      finish(done);
    });
    dialog.showModal();
    start(on, done);
  });
}

export function askName(dialog, title, value, keep) {
  const input = dialog.querySelector("[data-name-input]");
  const error = dialog.querySelector("[data-error]");
  dialog.querySelector("[data-title]").textContent = title;
  input.value = value;
  error.hidden = true;
  return ask(dialog, {
    start: () => { input.focus(); input.select(); },
    // The dialog stays, with what was typed, until the server has taken the name.
    finish: async (done) => {
      const refusal = await keep(input.value);
      if (!refusal) { done(input.value); return; }
      error.textContent = refusal;
      error.hidden = false;
      input.focus();
    },
  });
}

export function askWhether(dialog, title) {
  dialog.querySelector("[data-title]").textContent = title;
  return ask(dialog, { start: () => {}, finish: (done) => done(true) });
}

// choices: [{ value, number, name, note }]; `make(typed)` offers to make what was typed.
export function askWhich(dialog, title, choices, { make, words, say }) {
  const input = dialog.querySelector("[data-find]");
  const list = dialog.querySelector("[data-found]");
  dialog.querySelector("[data-title]").textContent = title;
  input.value = "";
  let found = [];
  let at = 0;

  function show() {
    const typed = input.value.trim().toLocaleLowerCase();
    found = choices.filter((one) => !typed || String(one.number ?? "") === typed || one.name.toLocaleLowerCase().includes(typed));
    // What begins with the typed letters comes first, a number that is typed whole before all.
    const rank = (one) => (String(one.number ?? "") === typed ? 0 : one.name.toLocaleLowerCase().startsWith(typed) ? 1 : 2);
    if (typed) found = found.map((one, i) => [one, i]).sort(([a, i], [b, j]) => rank(a) - rank(b) || i - j).map(([one]) => one);
    const offer = make && typed && make(input.value.trim());
    if (offer) found = [...found, offer];
    at = 0;
    list.replaceChildren(...found.map(line));
    mark();
    say(found.length ? words.found.replace("{n}", found.length) : words.foundNone);
  }

  function line(one, index) {
    const item = document.createElement("li");
    item.id = `desk-found-${index}`;
    item.setAttribute("role", "option");
    if (one.number) {
      const number = document.createElement("span");
      number.className = "theme-number";
      number.textContent = one.number;
      item.append(number, " ");
    }
    const name = document.createElement("span");
    name.className = "theme-name";
    name.dir = "auto";
    name.textContent = one.name;
    item.append(name);
    if (one.note) {
      const note = document.createElement("span");
      note.className = "theme-size";
      note.textContent = one.note;
      item.append(" ", note);
    }
    return item;
  }

  function mark() {
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    if (found.length) input.setAttribute("aria-activedescendant", `desk-found-${at}`);
    else input.removeAttribute("aria-activedescendant");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  }

  return ask(dialog, {
    start: (on, done) => {
      on(input, "input", show);
      on(input, "keydown", (event) => {
        const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!by || !found.length) return;
        event.preventDefault();
        at = (at + by + found.length) % found.length;
        mark();
      });
      on(list, "click", (event) => {
        const index = [...list.children].indexOf(event.target.closest("li"));
        if (index >= 0) done(found[index]);
      });
      show();
      input.focus();
    },
    finish: (done) => { if (found[at]) done(found[at]); },
  });
}
