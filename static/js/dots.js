// Dots by plus and minus, after main.js. The boxes work without it; here what is left is counted aloud,
// and a dot too many does nothing but say why. data-dots on the fieldset of ballots/_dots.html
import { attach } from "./attach.js";

attach("[data-dots]", (field) => {
  const { dots, cap, left: words, full, most } = field.dataset;
  const boxes = [...field.querySelectorAll("input")];
  const line = field.querySelector("[data-dots-left]");
  const [picture, said] = line.children;
  const known = new Map();
  const read = (box) => Math.max(0, Math.trunc(Number(box.value)) || 0);
  const used = () => boxes.reduce((sum, box) => sum + known.get(box), 0);

  const tell = (text) => {
    said.textContent = "";
    // Emptied first, so that the same sentence is read out again.
    setTimeout(() => { said.textContent = text; }, 60);
  };
  const draw = () => {
    const left = Math.max(0, dots - used());
    picture.textContent = dots > 12 ? "" : "●".repeat(left) + "○".repeat(dots - left);
    for (const box of boxes) {
      const [less, more] = box.parentElement.querySelectorAll("button");
      less.classList.toggle("spent", !known.get(box));
      more.classList.toggle("spent", !left || known.get(box) >= cap);
    }
    return words.replace("{left}", left);
  };
  const put = (box, number) => {
    const free = dots - used() + known.get(box);
    if (number > cap || number > free) {
      box.value = known.get(box);
      tell(number > cap ? most : full);
      return;
    }
    box.value = number;
    known.set(box, number);
    tell(draw());
  };

  for (const box of boxes) {
    known.set(box, read(box));
    box.addEventListener("change", () => put(box, read(box)));
    for (const button of box.parentElement.querySelectorAll("button")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        const number = known.get(box) + Number(button.dataset.step);
        if (number >= 0) put(box, number);
      });
    }
  }
  line.hidden = false;
  said.textContent = draw();
});
