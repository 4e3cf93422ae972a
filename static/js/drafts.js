// Keeps text that was not sent on this device until the server has accepted it.
// Key and time only; cleared after a week, and wholly on signing out or leaving (data-forget-drafts).
import { attach } from "./attach.js";
import { offer } from "./kept.js";
import { showNotice, word } from "./words.js";

const PREFIX = "pog:draft:";
const PENDING = "pog:sent:";
const WEEK = 7 * 24 * 3600 * 1000;

function read(key) {
  try { return JSON.parse(localStorage.getItem(PREFIX + key)); } catch { return null; }
}
function keep(key, text, base) {
  try { localStorage.setItem(PREFIX + key, JSON.stringify({ text, base, at: Date.now() })); } catch { /* full or forbidden: the field still has it */ }
}
export function forget(key) {
  try { localStorage.removeItem(PREFIX + key); } catch { /* nothing was kept */ }
}

function putBack(field, text) {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

attach("[data-draft]", (field) => {
  const key = field.dataset.draft;
  const base = field.defaultValue;
  const kept = read(key);
  if (kept && kept.text !== field.value && !field.closest(".has-error")) {
    if (kept.base === base) {
      putBack(field, kept.text);
      showNotice(word("restored"), "info");
    } else {
      // Somebody changed the text meanwhile: filling it in would quietly undo their work.
      offer(field, { sentence: word("keptOlder"), text: kept.text, use: () => putBack(field, kept.text), drop: () => forget(key) });
    }
  }
  let waiting;
  const store = () => {
    clearTimeout(waiting);
    // A text several people type in is kept by coediting/device.js.
    if (field.dataset.draft !== key) return;
    if (field.value === base || field.value === "") forget(key); else keep(key, field.value, base);
  };
  field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(store, 300); });
  field.addEventListener("change", store);
  field.addEventListener("blur", store);
});

const draftsOf = (form) => [...(form?.elements ?? [])].filter((e) => e.dataset?.draft).map((e) => e.dataset.draft);

// htmx: any answer below 400 means that it is stored.
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  const form = ctx.request?.form ?? ctx.sourceElement?.closest?.("form");
  if (!form || ctx.request.method === "GET" || ctx.response.status >= 400) return;
  draftsOf(form).forEach(forget);
});

// A plain form: the next page that does not show the field with an error says it was accepted.
document.addEventListener("submit", (event) => {
  const drafts = draftsOf(event.target);
  if (!drafts.length || event.defaultPrevented) return;
  for (const field of event.target.elements) if (field.dataset?.draft) keep(field.dataset.draft, field.value, field.defaultValue);
  try { sessionStorage.setItem(PENDING, JSON.stringify(drafts)); } catch { /* kept a little longer, then */ }
});

function settle() {
  let sent = [];
  try {
    sent = JSON.parse(sessionStorage.getItem(PENDING)) ?? [];
    sessionStorage.removeItem(PENDING);
  } catch { /* no storage */ }
  // An error page or the form with its errors: not accepted, the text stays.
  if (document.querySelector(".has-error, .error-summary, .error-page, .notice-error")) return;
  sent.forEach(forget);
}
settle();

// Old drafts of other days, and everything when somebody leaves a shared device.
try {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(PREFIX) && !(Date.now() - (JSON.parse(localStorage.getItem(name))?.at ?? 0) < WEEK)) localStorage.removeItem(name);
  }
} catch { /* no storage */ }
document.addEventListener("submit", (event) => {
  if (!event.target.matches?.("[data-forget-drafts]")) return;
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
    indexedDB.deleteDatabase("pog-texts"); // coediting/device.js
  } catch { /* no storage */ }
});
