// Characters left, counted as the server counts them: by code point, a line break as one.
import { attach } from "./attach.js";
import { word } from "./words.js";

attach("[data-limit]", (field) => {
  const line = document.getElementById(`${field.id}-count`);
  if (!line) return;
  const limit = Number(field.dataset.limit);
  const count = () => {
    const left = limit - [...field.value].length;
    line.textContent = left < 0 ? word("over", { n: -left }) : word("left", { n: left });
    line.classList.toggle("over", left < 0);
  };
  field.addEventListener("input", count);
  field.form?.addEventListener("reset", () => setTimeout(count));
  count();
});
