// One text several people type in, and what of it the server has not stored yet.
import * as Y from "yjs";
import { applyAwarenessUpdate, Awareness, removeAwarenessStates } from "y-protocols/awareness";

const THEIRS = "theirs"; // from the server: it has it
const DEVICE = "device"; // from this device: counted by itself

export class Shared {
  constructor(limit) {
    this.limit = limit;
    this.doc = new Y.Doc();
    this.text = this.doc.getText("text");
    this.awareness = new Awareness(this.doc);
    this.synced = false;
    this.waiting = []; // updates the server has not stored, each with its number
    this.number = 0;
    this.held = null; // what arrives while a word is being composed
    this.doc.on("update", (update, origin) => {
      if (origin === THEIRS || origin === DEVICE) return;
      this.add(update);
    });
  }

  add(update) {
    this.number += 1;
    this.waiting.push([this.number, update]);
    this.onTyped?.();
  }

  // What was left on this device by a page that was closed.
  takeUp({ state, pending }) {
    Y.applyUpdate(this.doc, state, DEVICE);
    this.add(pending);
  }

  receive(update) {
    if (this.held) this.held.push(update);
    else Y.applyUpdate(this.doc, update, THEIRS);
  }

  hold() {
    this.held ??= [];
  }

  release() {
    const { held } = this;
    this.held = null;
    if (held?.length) Y.applyUpdate(this.doc, Y.mergeUpdates(held), THEIRS);
  }

  // Of what was typed here: all after the update with this number, as one; null when there is nothing.
  unsent(after = 0) {
    const list = this.waiting.filter(([number]) => number > after).map(([, update]) => update);
    return list.length ? Y.mergeUpdates(list) : null;
  }

  get isStored() {
    return this.waiting.length === 0;
  }

  storedUpTo(number) {
    const before = this.waiting.length;
    this.waiting = this.waiting.filter(([one]) => one > number);
    if (before && this.isStored) this.onStored?.();
  }

  // Counted as the server counts: by code point.
  get isTooLong() {
    return this.text.length > this.limit && [...this.text.toString()].length > this.limit;
  }

  get state() {
    return Y.encodeStateAsUpdate(this.doc);
  }

  get vector() {
    return Y.encodeStateVector(this.doc);
  }

  // Words put back that were set aside before: as edits of one's own.
  putBack(update) {
    Y.applyUpdate(this.doc, update, "put back");
  }

  // Who else is here: [number, {name, tone}, caret].
  others() {
    const found = [];
    for (const [client, state] of this.awareness.getStates()) {
      if (client !== this.doc.clientID && state.user?.name) found.push([client, state.user, state.caret]);
    }
    return found.sort((one, two) => one[0] - two[0]);
  }

  receivePeople(update, areAll) {
    applyAwarenessUpdate(this.awareness, update, THEIRS);
    if (areAll) this.forgetPeople(new Set(clientsIn(update, this.doc)));
  }

  forgetPeople(stay = new Set()) {
    const gone = this.others().map(([client]) => client).filter((client) => !stay.has(client));
    removeAwarenessStates(this.awareness, gone, THEIRS);
  }

  placeOf(relative) {
    const place = relative && Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(relative), this.doc);
    return place?.type === this.text ? place.index : null;
  }

  // A caret stays behind what its owner wrote; the start of a selection stays before its first word.
  relative(index, isStart) {
    return Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(this.text, index, isStart ? 0 : -1));
  }

  close() {
    this.onTyped = this.onStored = null;
    this.doc.destroy();
  }
}

function clientsIn(update, doc) {
  const seen = new Awareness(new Y.Doc());
  applyAwarenessUpdate(seen, update, doc);
  const clients = [...seen.getStates().keys()];
  seen.doc.destroy();
  return clients;
}
