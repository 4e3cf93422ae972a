// Another language reloads the page: what was typed into kept fields comes back by drafts.js,
// and the place on the page is kept here. data-language on the form.
const PLACE = "pog:place";

document.addEventListener("submit", (event) => {
  if (!event.target.matches?.("[data-language]")) return;
  try { sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, scrollY])); } catch { /* no storage */ }
});
try {
  const [path, place] = JSON.parse(sessionStorage.getItem(PLACE)) ?? [];
  sessionStorage.removeItem(PLACE);
  if (path === location.pathname) scrollTo({ top: place, behavior: "instant" });
} catch { /* no storage */ }
