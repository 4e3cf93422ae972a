// What was typed before the shared text was there: put into it where nobody else changed the same.
import { simpleDiffString } from "lib0/diff";

// The field still holds the page's text and what was typed over it. Returns the words that could not
// be put in, or null.
export function adopt(field, shared) {
  const base = field.defaultValue.replaceAll("\r\n", "\n");
  const mine = simpleDiffString(base, field.value);
  if (!mine.remove && !mine.insert) return null;
  const current = shared.text.toString();
  if (current === field.value) return null;
  const theirs = simpleDiffString(base, current);
  let { index } = mine;
  const endsBefore = mine.index + mine.remove <= theirs.index;
  const startsAfter = mine.index >= theirs.index + theirs.remove;
  if (!endsBefore && !startsAfter) return field.value;
  if (!endsBefore) index += theirs.insert.length - theirs.remove;
  shared.doc.transact(() => {
    shared.text.delete(index, mine.remove);
    shared.text.insert(index, mine.insert);
  }, "typed before");
  return null;
}
