// The script of pages on which several people type in one text; after main.js.
import { attach } from "./attach.js";
import { Session } from "./coediting/session.js";

attach("textarea[data-coedit]", (field) => new Session(field).start());
