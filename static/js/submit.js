// One press, one request: a second press does nothing until the answer is here, and a slow answer
// is said on the button after 300 ms. data-submit-once on the form.
import { say, word } from "./words.js";

const SLOW = 300;
const busy = new WeakMap();

function start(form, button) {
  const state = { button, timer: setTimeout(() => {
    if (!button) return;
    state.words = button.querySelector("span") ?? button;
    state.before = state.words.textContent;
    state.words.textContent = word("sending");
    button.setAttribute("aria-busy", "true");
    say(word("sending"));
  }, SLOW) };
  busy.set(form, state);
}

export function finish(form) {
  const state = busy.get(form);
  if (!state) return;
  clearTimeout(state.timer);
  busy.delete(form);
  if (!state.button) return;
  state.button.removeAttribute("aria-busy");
  if (state.words) state.words.textContent = state.before;
}

// Caught on the way down, before htmx sees it.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches?.("[data-submit-once]")) return;
  if (busy.has(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  start(form, event.submitter);
}, true);

// Somebody else stopped it (a question was answered with no): the button is free again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const byHtmx = [...(form.attributes ?? [])].some((a) => a.name.startsWith("hx-"));
  if (event.defaultPrevented && !byHtmx) finish(form);
});

document.addEventListener("htmx:finally:request", (event) => {
  const { ctx } = event.detail;
  const form = ctx.request?.form ?? ctx.sourceElement?.closest?.("form");
  // A redirect is on its way: staying busy until the next page is here.
  if (form && !ctx.hx?.redirect) finish(form);
});
document.addEventListener("htmx:error", (event) => {
  const form = event.detail.ctx?.request?.form;
  if (form) finish(form);
});

// Back from the browser's page cache, forms are free again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) finish(form);
});
