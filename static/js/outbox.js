// What was sent without a connection waits on this device, visibly, and is stored once when the
// line is back: each form carries a key that the server knows again (pog/web/once.py).
// data-outbox on the form: "last" when a later one takes the place of one that waits (a vote),
// else each is sent, in order. Cleared after a week and on signing out (data-forget-drafts).
import { attach } from "./attach.js";
import { forget } from "./drafts.js";
import { finish } from "./submit.js";
import { say, word } from "./words.js";

const PREFIX = "pog:outbox:";
const WEEK = 7 * 24 * 3600 * 1000; // the server knows keys for longer
const PATIENCE = 10000;
const LATER = new Set([408, 425, 429, 500, 502, 503, 504]);

// Whose page this is: what somebody else left on the device is neither shown nor sent.
const who = document.getElementById("words")?.dataset.who;
// A text several people type in at once is kept by its own way (coediting/).
const isOutbox = (form) => Boolean(who && form?.matches?.("[data-outbox]") && !form.querySelector("[data-when-live]:not([hidden])"));
const addressOf = (form) => form.getAttribute("action");

let flying = null; // the entry on its way
let heardNothing = false; // the last try got no answer at all
let tries = 0;
let notBefore = 0;
let timer = 0;
const stored = new Set(); // addresses whose entries went out while this page was open

// The device

function all() {
  const found = [];
  try {
    for (const name of Object.keys(localStorage)) {
      if (!name.startsWith(PREFIX)) continue;
      const entry = JSON.parse(localStorage.getItem(name));
      if (!(Date.now() - entry.at < WEEK)) localStorage.removeItem(name);
      else if (entry.who === who) found.push(entry);
    }
  } catch { /* no storage: nothing is kept, and nothing was said to be */ }
  return found.sort((a, b) => a.at - b.at);
}
const waiting = () => all().filter((entry) => !entry.said);
const put = (entry) => localStorage.setItem(PREFIX + entry.id, JSON.stringify(entry));
const remove = (entry) => { try { localStorage.removeItem(PREFIX + entry.id); } catch { /* as above */ } };

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(9))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
function renewKey(form) {
  const field = form?.elements?.namedItem("idempotency_key");
  if (field) field.value = newKey();
}

// Into the outbox

// What somebody chose and wrote, in the words of the page.
function wordsOf(form, submitter) {
  const words = [];
  const nameOf = (field) => field.labels?.[0]?.innerText.trim() ?? "";
  for (const field of form.elements) {
    if (!field.name || field.disabled) continue;
    if (field.type === "checkbox" || field.type === "radio") { if (field.checked && field.value) words.push(nameOf(field)); }
    else if (field.type === "number") { if (Number(field.value)) words.push(`${nameOf(field)}: ${field.value}`); }
    else if (field.matches("textarea, input:not([type=hidden]), select")) words.push(field.selectedOptions?.[0]?.text ?? field.value);
  }
  if (!words.length && submitter) words.push(submitter.innerText);
  return words.map((text) => text.replace(/[ \t]*\n\s*/g, "\n").trim()).filter(Boolean).join("\n");
}

function keep(form, body, submitter) {
  const isLast = form.dataset.outbox === "last";
  const action = addressOf(form);
  body.delete("csrf_token");
  const drafts = [...form.elements].map((field) => field.dataset?.draft).filter(Boolean);
  const id = `${Date.now().toString(36)}-${newKey()}`;
  try {
    put({ id, who, action, drafts, at: Date.now(), body: body.toString(), shown: wordsOf(form, submitter) });
  } catch {
    return false;
  }
  for (const entry of all()) {
    const replaced = isLast && entry.action === action && entry.id !== id && entry.id !== flying;
    if (replaced) remove(entry);
  }
  renewKey(form);
  stored.delete(action);
  form.dispatchEvent(new Event("pog:kept", { bubbles: true }));
  if (!isLast) empty(form, drafts);
  render();
  say(word("unsent"));
  later();
  return true;
}

function empty(form, drafts) {
  form.reset();
  for (const field of form.querySelectorAll("textarea, input[type=text]")) {
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  drafts.forEach(forget);
}

// What waits goes first; and nothing is tried that cannot get through.
const mustWait = (form) => !navigator.onLine || waiting().some((entry) => entry.action === addressOf(form));

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const isSafe = ctx.request.method === "GET" || ctx.request.form?.elements.idempotency_key;
  if (isSafe && !ctx.sourceElement.matches("[data-live]")) ctx.fetch = patientFetch;
  if (isOutbox(ctx.request.form)) ctx.request.timeout = PATIENCE;
});
document.addEventListener("htmx:before:request", (event) => {
  const { form, body, submitter } = event.detail.ctx.request;
  if (isOutbox(form) && stored.delete(addressOf(form))) render();
  if (!isOutbox(form) || !mustWait(form) || !keep(form, body, submitter)) return;
  event.preventDefault();
  if (navigator.onLine) flush();
});
document.addEventListener("htmx:error", (event) => {
  const { ctx } = event.detail;
  const { form, body, submitter } = ctx?.request ?? {};
  // Once its text is there the answer is whole, and what failed since is a mistake of ours.
  if (!isOutbox(form) || ctx.text !== undefined) return;
  if (keep(form, body, submitter)) event.stopImmediatePropagation();
});
document.addEventListener("htmx:response:error", (event) => {
  const { ctx } = event.detail;
  const { form, body, submitter } = ctx.request;
  if (!isOutbox(form) || !LATER.has(ctx.response.status) || !keep(form, body, submitter)) return;
  event.stopImmediatePropagation();
  ctx.hx = {};
  ctx.swap = "none";
});
// A form that stays after it was stored is the next one.
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.response.status < 400) renewKey(ctx.request?.form);
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) renewKey(form);
});

// A form without htmx would leave the page for the browser's own "no connection": it is sent from
// here first, and goes its usual way when there is an answer to show.
const native = new WeakSet();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !isOutbox(form) || native.delete(form)) return;
  event.preventDefault();
  send(form, event.submitter);
});

async function send(form, submitter) {
  const body = new URLSearchParams(new FormData(form));
  if (submitter?.name) body.append(submitter.name, submitter.value);
  let answer = null;
  if (!mustWait(form)) {
    answer = await post(addressOf(form), body, { "HX-Request-Type": "form" });
  }
  if (!answer || LATER.has(answer.status)) {
    finish(form);
    if (keep(form, body, submitter)) { if (!answer && navigator.onLine) wake(); return; }
  }
  const next = answer?.status === 204 && answer.headers.get("HX-Redirect");
  if (!next) {
    finish(form);
    native.add(form);
    form.requestSubmit(submitter);
    return;
  }
  for (const field of form.elements) if (field.dataset?.draft) forget(field.dataset.draft);
  form.dispatchEvent(new Event("pog:kept", { bubbles: true }));
  const there = new URL(next, location.href);
  const isHere = there.pathname + there.search === location.pathname + location.search;
  location.href = next;
  if (isHere) location.reload();
}

// Reading, and a form with its key, may be repeated at once, before anybody has to be told.
async function patientFetch(address, request) {
  for (let tried = 0; ; tried += 1) {
    try {
      return await fetch(address, request);
    } catch (error) {
      if (tried > 1 || request.signal?.aborted || !navigator.onLine) throw error;
      await new Promise((resolve) => { setTimeout(resolve, 400 * 3 ** tried); });
    }
  }
}

async function post(address, body, headers) {
  try {
    return await patientFetch(address, {
      method: "POST", body, credentials: "same-origin", redirect: "manual",
      // Also when the page is left meanwhile; browsers take no more than 64 KB of that.
      keepalive: String(body).length < 60000,
      headers: { "HX-Request": "true", ...headers }, signal: AbortSignal.timeout?.(PATIENCE),
    });
  } catch {
    return null;
  }
}

// Out of the outbox, one after the other

async function flush() {
  if (flying || !waiting().length) return;
  clearTimeout(timer);
  // Two pages of one browser take turns.
  const alone = (work) => (navigator.locks ? navigator.locks.request(PREFIX, work) : work());
  flying = "turn";
  try {
    await alone(async () => {
      for (let entry = waiting()[0]; entry; entry = waiting()[0]) {
        flying = entry.id;
        if (!(await deliver(entry))) { tries += 1; return; }
        tries = 0;
      }
    });
  } finally {
    flying = null;
  }
  if (waiting().length) later();
}

async function deliver(entry) {
  const body = new URLSearchParams(entry.body);
  body.set("csrf_token", document.querySelector("input[name=csrf_token]")?.value ?? "");
  const answer = await post(entry.action, body, { "X-Pog-Waited": (Date.now() - entry.at) / 1000 });
  heardNothing = !answer;
  if (!answer || LATER.has(answer.status)) return false;
  // A hall's own login page answers, too: only our server's word counts.
  if (answer.headers.has("X-Pog-Stored")) {
    remove(entry);
    entry.drafts.forEach(forget);
    stored.add(entry.action);
    say(word("sent"));
    const form = formFor(entry);
    form?.dispatchEvent(new Event("pog-stored", { bubbles: true }));
    // What shows the viewer's own state fetches itself again.
    const own = form?.closest("[hx-get]");
    if (own) window.htmx?.ajax("GET", own.getAttribute("hx-get"), { source: own, target: own, swap: "outerHTML" });
  } else {
    const said = (await answer.json().catch(() => null))?.said;
    if (!said) return false;
    entry.said = said.join(" ") || word("refused");
    try { put(entry); } catch { return false; }
    say(entry.said);
  }
  render();
  return true;
}

// More and more rarely, and not all phones of a hall at the same moment.
function later() {
  const wait = Math.min(2000 * 2 ** tries, 60000) * (0.7 + Math.random() * 0.6);
  notBefore = performance.now() + wait;
  clearTimeout(timer);
  timer = setTimeout(flush, wait);
}
function wake() {
  clearTimeout(timer);
  timer = setTimeout(flush, Math.random() * 1000);
}
window.addEventListener("online", () => { tries = 0; wake(); });
// live.js heard from the server, so the line is there.
document.addEventListener("pog:heard", () => {
  if (!flying && (heardNothing || performance.now() > notBefore) && waiting().length) { heardNothing = false; wake(); }
});
window.addEventListener("storage", (event) => { if (event.key?.startsWith(PREFIX)) render(); });
document.addEventListener("submit", (event) => {
  if (!event.target.matches?.("[data-forget-drafts]")) return;
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
  } catch { /* no storage */ }
});

// On the page: beside its form, else at the top, and counted where the connection is shown

function element(tag, css, text = "") {
  const made = document.createElement(tag);
  made.className = css;
  made.textContent = text;
  return made;
}

const formFor = (entry) => [...document.querySelectorAll("form[data-outbox]")].find((form) => addressOf(form) === entry.action);

function boxOf(entry) {
  const box = element("div", "outbox-entry");
  const shown = element("blockquote", "", entry.shown);
  shown.dir = "auto";
  const copy = element("button", "button quiet small", word("copyIt"));
  copy.dataset.copy = entry.shown;
  copy.hidden = true;
  const discard = element("button", "button quiet small", word("discard"));
  discard.addEventListener("click", () => {
    const form = formFor(entry);
    remove(entry);
    render();
    form?.querySelector("textarea, input:not([type=hidden]), button")?.focus();
  });
  copy.type = discard.type = "button";
  const row = element("div", "row");
  row.append(copy, discard);
  box.append(element("p", "outbox-state", entry.said ?? word("unsent")), shown, row);
  return box;
}

function placeBeside(form) {
  const known = form.nextElementSibling;
  if (known?.matches(".outbox")) return known;
  const made = element("div", "outbox");
  form.after(made);
  return made;
}

function placeOnTop(entries) {
  const made = element("details", "outbox notice notice-warning");
  made.append(element("summary", "", word("unsentCount", { n: entries.length })));
  made.open = entries.some((entry) => entry.said);
  document.getElementById("notices")?.append(made);
  return made;
}

function render() {
  for (const old of document.querySelectorAll(".outbox, .outbox-count")) old.remove();
  const entries = all();
  const elsewhere = [];
  for (const entry of entries) {
    const form = formFor(entry);
    if (form) placeBeside(form).append(boxOf(entry)); else elsewhere.push(entry);
  }
  if (elsewhere.length) placeOnTop(elsewhere).append(...elsewhere.map(boxOf));
  for (const action of stored) {
    const form = formFor({ action });
    if (form) placeBeside(form).append(element("p", "outbox-sent", word("sent")));
  }
  const line = document.querySelector("[data-live]");
  if (entries.length && line) line.append(element("strong", "outbox-count", word("unsentCount", { n: entries.length })));
}

let rendering = 0;
attach("form[data-outbox]", () => {
  // After a swap the form is new, and what waits stands beside it again.
  if (rendering || (!stored.size && !all().length)) return;
  rendering = requestAnimationFrame(() => { rendering = 0; render(); });
});
if (who && all().length) {
  render();
  wake();
}
