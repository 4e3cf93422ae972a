// New comments do not push away what somebody is reading: they wait behind a button.
// [data-newer] stands before the list; while the list's top is above the window, or the focus is
// in the list, slots that were not there before a swap are hidden until they are asked for.
import { attach } from "./attach.js";

attach("[data-newer]", (sign) => {
  const list = () => sign.nextElementSibling;
  const slots = () => [...(list()?.querySelectorAll(":scope > .comment-slot") ?? [])];
  const known = new Set(slots().map((slot) => slot.id));
  const waiting = new Set();
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  sign.append(button);

  const isRead = () => {
    const element = list();
    return element && (element.getBoundingClientRect().top < 0 || element.contains(document.activeElement));
  };
  const draw = () => {
    for (const slot of slots()) slot.classList.toggle("is-waiting", waiting.has(slot.id));
    const number = slots().filter((slot) => waiting.has(slot.id)).length;
    sign.hidden = !number;
    const words = number === 1 ? sign.dataset.one : sign.dataset.many.replace("{n}", number);
    if (button.textContent !== words) button.textContent = words;
  };
  const look = () => {
    const own = document.querySelector("[data-posted]")?.dataset.posted;
    const reading = isRead();
    for (const { id } of slots()) {
      if (known.has(id)) continue;
      known.add(id);
      if (reading && id !== `region-comment-${own}`) waiting.add(id);
    }
    draw();
  };
  button.addEventListener("click", () => {
    const first = slots().find((slot) => waiting.has(slot.id));
    waiting.clear();
    draw();
    const target = first?.querySelector("article");
    target?.setAttribute("tabindex", "-1");
    target?.focus({ preventScroll: true });
    target?.scrollIntoView({ block: "start" });
  });
  new MutationObserver(look).observe(sign.parentElement, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["class"], // a morph takes ours away
  });
});
