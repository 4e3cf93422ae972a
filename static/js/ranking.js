// Ranking by up and down, after main.js. The boxes work without it; here the rows move to where they
// stand. data-ranking on the fieldset of ballots/methods/_ranking_vote.html
import { attach } from "./attach.js";

attach("[data-ranking]", (field) => {
  const rows = [...field.querySelectorAll(".ranking-option")];
  const status = field.querySelector("[data-ranking-status]");
  const mayTie = "mayTie" in field.dataset;
  const box = (row) => row.querySelector("select, input");
  const place = (row) => Math.max(0, Math.trunc(Number(box(row).value)) || 0);
  const placed = () => rows.filter(place).sort((a, b) => place(a) - place(b));

  const draw = () => {
    // Equal ones and those without a place stay as the ballot has them: sorting is stable.
    const order = [...placed(), ...rows.filter((row) => !place(row))];
    const focused = document.activeElement;
    order.forEach((row) => field.append(row));
    focused?.focus?.({ preventScroll: true });
    for (const row of rows) row.classList.toggle("has-place", place(row) > 0);
  };
  const tell = (row) => {
    const words = place(row) ? field.dataset.said : field.dataset.out;
    status.textContent = "";
    // Emptied first, so that the same sentence is read out again.
    setTimeout(() => {
      status.textContent = words.replace("{name}", row.dataset.name).replace("{place}", place(row));
    }, 60);
  };
  const set = (row, number) => { box(row).value = number || ""; };
  const close = () => { if (!mayTie) placed().forEach((row, at) => set(row, at + 1)); };

  const move = (row, by) => {
    const order = placed();
    const at = order.indexOf(row);
    if (at < 0) {
      if (by < 0) set(row, mayTie && order.length ? place(order.at(-1)) + 1 : order.length + 1);
    } else if (mayTie) {
      const number = place(row) + by;
      set(row, number > rows.length ? 0 : Math.max(1, number));
    } else if (by > 0 && at === order.length - 1) {
      set(row, 0);
    } else if (order[at + by]) {
      set(order[at + by], at + 1);
      set(row, at + by + 1);
    }
    close();
    draw();
    tell(row);
  };

  for (const row of rows) {
    for (const button of row.querySelectorAll("button")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        move(row, Number(button.dataset.move));
        button.focus({ preventScroll: true });
      });
    }
  }
  draw();
});
