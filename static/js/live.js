// How the page stays connected to the room; written together with pog/live.
export {};
