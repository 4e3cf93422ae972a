// data-print: opens the browser's print window.
import { attach } from "./attach.js";

attach("[data-print]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
