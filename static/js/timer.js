// Counts down to data-ends-at (data-started-at says when it began). The words change each second,
// which nobody wants read aloud: only "running short" at 20 % left and "time is up" are said.
import { say, word } from "./words.js";

const WARNING = 0.2;
const said = new WeakMap();
// The device's clock may be minutes off; the answer's Date header tells the difference.
let drift = 0;
document.addEventListener("htmx:after:request", (event) => {
  const date = Date.parse(event.detail.ctx?.response?.headers?.get?.("Date") ?? "");
  if (date) drift = date - Date.now();
});

export function clock(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function tick() {
  for (const timer of document.querySelectorAll("[data-ends-at]")) {
    const value = timer.querySelector(".timer-value") ?? timer;
    const ends = Date.parse(timer.dataset.endsAt);
    const left = ends - (Date.now() + drift);
    const started = Date.parse(timer.dataset.startedAt ?? "");
    const short = left <= (started ? (ends - started) * WARNING : 60000);
    const text = left > 0 ? clock(left) : word("timeUp");
    if (value.textContent !== text) value.textContent = text;
    timer.classList.toggle("warning", left > 0 && short);
    timer.classList.toggle("over", left <= 0);

    // More time may have been added: then it may be said again.
    const state = `${timer.dataset.endsAt} ${left <= 0 ? "over" : short ? "short" : ""}`;
    const before = said.get(timer);
    if (before !== undefined && before !== state) {
      if (left <= 0) say(word("timeUp"));
      else if (short) say(word("timeWarning", { time: clock(left) }));
    }
    said.set(timer, state);
  }
}

tick();
// A swap brings the server's words back ("until 14:35"); replaced before anybody sees them.
document.addEventListener("htmx:after:swap", tick);
setInterval(tick, 1000);
