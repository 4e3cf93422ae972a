// Errors take the focus once, so that nobody has to look for them. data-take-focus
import { attach } from "./attach.js";

attach("[data-take-focus]", (element) => requestAnimationFrame(() => {
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest" });
}));
