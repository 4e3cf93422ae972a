// How the theme desk tells the server what was done: one after the other, in the order of the keys.
import { word } from "../words.js";

const sentences = { 403: "forbidden", 404: "missing", 413: "tooLarge", 429: "tooMany" };
let line = Promise.resolve();

// { ok, step, sentence }; the sentence is always there.
export function send(token, address, fields) {
  const answer = line.then(() => post(token, address, fields));
  line = answer.catch(() => {});
  return answer;
}

// On bad wifi an answer gets lost: the same key makes sure that what is sent again is done once.
const TRIES = 3;

async function post(token, address, fields) {
  const key = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
  const body = new URLSearchParams([["csrf_token", token], ["idempotency_key", key], ...fields]);
  let response = null;
  for (let tried = 0; !response && tried < TRIES; tried += 1) {
    if (tried) await new Promise((go) => setTimeout(go, 600 * tried));
    response = await fetch(address, { method: "POST", body, headers: { "HX-Request": "true", Accept: "application/json" }, credentials: "same-origin", signal: AbortSignal.timeout?.(20000) }).catch(() => null);
  }
  if (!response) return { ok: false, offline: true, sentence: word("offline") };
  if (response.status === 204) return { ok: true, sentence: "" }; // it was done the time before
  const isJson = response.headers.get("Content-Type")?.includes("json");
  const said = isJson ? await response.json().catch(() => ({})) : {};
  const fallback = word(sentences[response.status] ?? (response.status >= 500 ? "failed" : "refused"));
  return { ok: response.ok && isJson, ...said, sentence: said.sentence || fallback };
}

// The lists as they are now, for when no stream brings them soon enough.
export async function fetchLists(topic) {
  const query = new URLSearchParams({ topics: topic, since: "0", show: "theme-notes,themes" });
  try {
    const answer = await fetch(`/live-parts?${query}`, { headers: { "HX-Request": "true" }, credentials: "same-origin", cache: "no-store" });
    return answer.status === 200 ? await answer.text() : "";
  } catch {
    return "";
  }
}
