// The projector's button. data-fullscreen
import { attach } from "./attach.js";

attach("[data-fullscreen]", (button) => {
  if (!document.documentElement.requestFullscreen) return;
  const show = () => { button.hidden = Boolean(document.fullscreenElement); };
  button.addEventListener("click", () => document.documentElement.requestFullscreen().catch(() => {}));
  document.addEventListener("fullscreenchange", show);
  show();
});
