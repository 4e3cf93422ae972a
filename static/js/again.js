// A form for many of the same: once one is stored its box is empty for the next. data-again
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const form = ctx.request?.form;
  if (!form?.matches?.("[data-again]") || ctx.response.status >= 400) return;
  for (const field of form.querySelectorAll("textarea")) {
    const sent = ctx.request.body?.get?.(field.name) ?? field.value;
    // What was typed while the answer was on its way is the beginning of the next one.
    const rest = field.value.startsWith(sent) ? field.value.slice(sent.length).trimStart() : field.value;
    field.value = rest;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus({ preventScroll: true });
  }
});
