// "Move up" and "Move down" rebuild the list; focus stays on the button of the thing that moved.
// data-move="up:THING" on the button. At the end of the list the other direction takes over.
let moved = null;

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-move]");
  if (button) moved = button.dataset.move;
});
document.addEventListener("htmx:after:settle", refocus);
document.addEventListener("htmx:after:swap", refocus);

function refocus() {
  if (!moved || (document.activeElement && document.activeElement !== document.body && !document.activeElement.dataset.move)) return;
  const [direction, thing] = [moved.slice(0, moved.indexOf(":")), moved.slice(moved.indexOf(":") + 1)];
  const find = (way) => document.querySelector(`[data-move="${CSS.escape(way)}\\:${CSS.escape(thing)}"]:not([disabled], [aria-disabled="true"])`);
  const other = { up: "down", down: "up" }[direction];
  (find(direction) ?? (other && find(other)))?.focus();
}
document.addEventListener("focusin", (event) => { if (!event.target.closest?.("[data-move]")) moved = null; });

// Without htmx the page comes anew; the address of the button is remembered for it.
document.addEventListener("submit", (event) => {
  const button = event.submitter?.closest?.("[data-move]");
  if (!button || event.defaultPrevented) return;
  try { sessionStorage.setItem("pog:moved", button.dataset.move); } catch { /* no storage */ }
});
try {
  moved = sessionStorage.getItem("pog:moved");
  sessionStorage.removeItem("pog:moved");
  if (moved) refocus();
} catch { /* no storage */ }
