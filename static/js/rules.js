// Of the rules of all ways to vote only those of the chosen one, after main.js. Without it all are
// there, folded. data-rules-of in ballots/edit.html
import { attach } from "./attach.js";

attach("[data-rules-of]", (box) => {
  const form = box.closest("form");
  const draw = () => {
    const chosen = form.querySelector("input[name=method]:checked")?.value;
    box.hidden = box.dataset.rulesOf !== chosen && !box.querySelector(".has-error");
  };
  form.addEventListener("change", draw);
  draw();
});
