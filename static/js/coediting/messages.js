// The messages of a text's socket: those of y-protocols, and four of our own (pog/coediting).
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { encodeAwarenessUpdate } from "y-protocols/awareness";
import { writeSyncStep1, writeSyncStep2, writeUpdate } from "y-protocols/sync";

const SYNC = 0;
const AWARENESS = 1;
const QUERY = 3;
const STORED = 8;
const REFUSED = 9;
const HELLO = 10;
const KEPT = 11;

function made(kind, write) {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, kind);
  write?.(encoder);
  return encoding.toUint8Array(encoder);
}

export const ask = (doc) => made(SYNC, (to) => writeSyncStep1(to, doc));
export const answer = (doc, theirs) => made(SYNC, (to) => writeSyncStep2(to, doc, theirs));
export const change = (update) => made(SYNC, (to) => writeUpdate(to, update));
export const question = () => made(QUERY);
export const whereIAm = (awareness) => made(AWARENESS, (to) => encoding.writeVarUint8Array(to, encodeAwarenessUpdate(awareness, [awareness.clientID])));

// What a message says: [name, content].
export function read(bytes) {
  const from = decoding.createDecoder(bytes);
  const json = () => JSON.parse(decoding.readVarString(from));
  switch (decoding.readVarUint(from)) {
    case SYNC: return [["asked", "answered", "changed"][decoding.readVarUint(from)], decoding.readVarUint8Array(from)];
    case AWARENESS: return ["people", decoding.readVarUint8Array(from)];
    case STORED: return ["stored", decoding.readVarUint(from)];
    case REFUSED: return ["refused", json()];
    case HELLO: return ["hello", json()];
    case KEPT: return ["kept", json()];
    default: return ["other", null];
  }
}

// Several messages in one answer, each after its length.
export function* split(bytes) {
  const from = decoding.createDecoder(bytes);
  while (decoding.hasContent(from)) yield decoding.readVarUint8Array(from);
}
