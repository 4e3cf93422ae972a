// What to do with answers that are not a success. htmx 4 swaps every body it gets, errors too.
import { showNotice, word } from "./words.js";

const sentences = { 400: "refused", 401: "forbidden", 403: "forbidden", 404: "missing", 410: "missing", 413: "tooLarge", 429: "tooMany" };

document.addEventListener("htmx:response:error", (event) => {
  const { ctx } = event.detail;
  const status = ctx.response.status;
  // The server named a place for its sentence, or it is our form with its errors.
  if (ctx.hx?.retarget || status === 409 || status === 422) return;
  ctx.swap = "none";
  showNotice(word(sentences[status] ?? (status >= 500 ? "failed" : "refused")));
});

document.addEventListener("htmx:error", (event) => {
  const { ctx, error } = event.detail;
  // Only a request that got no answer; anything else is a mistake of ours and belongs in the console.
  if (!ctx?.request || ctx.response || error?.name === "SyntaxError") return;
  if (ctx.request.method === "GET") return;
  showNotice(word("offline"), "warning");
});

// A notice the server sent stays in sight, one at a time.
document.addEventListener("htmx:before:swap", (event) => {
  if (event.detail.ctx?.hx?.retarget !== "#notices") return;
  document.getElementById("notices")?.replaceChildren();
});
document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx?.hx?.retarget === "#notices") document.getElementById("notices")?.scrollIntoView({ block: "nearest" });
});
