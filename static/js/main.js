// The one script of every page. htmx and its extensions must be in one file with it: as two
// deferred files the stream never opened when the second one came late (htmx issue 3693).
import "htmx.org";
import "htmx.org/dist/ext/hx-csp.js";
import "htmx.org/dist/ext/hx-sse.js";
// Before answers.js: what waits on the device needs no "not sent".
import "./outbox.js";
import "./again.js";
import "./answers.js";
import "./confirm.js";
import "./copy.js";
import "./counter.js";
import "./drafts.js";
import "./errors.js";
import "./fullscreen.js";
import "./guard.js";
import "./language.js";
import "./live.js";
import "./menu.js";
import "./moving.js";
import "./newer.js";
import "./printing.js";
import "./submit.js";
import "./timer.js";
