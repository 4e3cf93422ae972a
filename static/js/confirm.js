// A link to a page that asks "Are you sure?" opens the same question as a dialog.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-dialog]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  const dialog = document.getElementById(link.dataset.dialog);
  if (!dialog?.showModal) return;
  event.preventDefault();
  dialog.returnFocusTo = link;
  dialog.showModal();
});

// A click beside the dialog means no. `close` does not bubble, so it is caught on the way down.
document.addEventListener("click", (event) => {
  if (event.target instanceof HTMLDialogElement && event.target.open && !event.target.hasAttribute("data-stay")) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside && (event.clientX || event.clientY)) event.target.close();
  }
});
document.addEventListener("close", (event) => event.target.returnFocusTo?.focus?.(), true);
