// Asks before a form with unsaved changes is left. data-guard on the form.
const changed = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-guard]")) changed.add(form);
});
document.addEventListener("reset", (event) => changed.delete(event.target));
// outbox.js sent it or keeps it.
document.addEventListener("pog:kept", (event) => changed.delete(event.target));
document.addEventListener("submit", (event) => { if (!event.defaultPrevented) changed.delete(event.target); });
document.addEventListener("htmx:after:request", (event) => {
  if (event.detail.ctx.response.status < 400) changed.delete(event.detail.ctx.request?.form);
});
window.addEventListener("beforeunload", (event) => {
  for (const form of changed) {
    if (!form.isConnected) changed.delete(form);
    else event.preventDefault();
  }
});
