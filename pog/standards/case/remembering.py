"""What strict writing had to change, kept in `extensions.pog` so that reading takes it back.

    extensions.pog.repaired   {field: {"was": what it was, "now": fingerprint of what we wrote}}
    extensions.pog.extra      fields CASE does not know
    extensions.pog.added      true: the whole object is ours
    extensions.pog.identifiers (package only) {identifier we wrote: the one it has}

A field somebody changed after us keeps their value: the fingerprint no longer fits.
"""

from typing import Any, Final

from pog.standards.case.fields import DEFINITION_LISTS, PACKAGE_LISTS, JsonObject
from pog.standards.case.minting import fingerprint

NOTES: Final = "pog"


def remember_field(thing: JsonObject, name: str, was: Any, now: Any) -> None:  # None: not there
    memory: JsonObject = {}
    if was is not None:
        memory["was"] = was
    if now is not None:
        memory["now"] = fingerprint(now)
    _notes(thing).setdefault("repaired", {})[name] = memory


def remember_extra(thing: JsonObject, extra: JsonObject) -> None:
    _notes(thing)["extra"] = extra


def mark_added(thing: JsonObject) -> None:
    _notes(thing)["added"] = True


def remember_identifiers(package: JsonObject, renamed: dict[str, str]) -> None:
    if renamed:
        _notes(package)["identifiers"] = {now: was for was, now in renamed.items()}


def _notes(thing: JsonObject) -> JsonObject:
    notes: JsonObject = thing.setdefault("extensions", {}).setdefault(NOTES, {})
    return notes


def restore(package: JsonObject) -> None:
    """Take back, in place, what strict writing changed; anything odd is left as it is."""
    identifiers = _take(package, "identifiers")
    _restore_object(package)
    for holder, lists in (
        (package, PACKAGE_LISTS),
        (package.get("CFDefinitions"), DEFINITION_LISTS),
    ):
        if isinstance(holder, dict):
            _restore_lists(holder, lists)
    for name in ("CFDocument", "CFDefinitions"):
        if isinstance(package.get(name), dict):
            _restore_object(package[name])
    if isinstance(identifiers, dict):
        rename_identifiers(package, {k: v for k, v in identifiers.items() if isinstance(v, str)})


def _restore_lists(holder: JsonObject, lists: dict[str, str]) -> None:
    for name in lists:
        rows = holder.get(name)
        if isinstance(rows, list):
            holder[name] = [row for row in rows if not (isinstance(row, dict) and _was_added(row))]
            for row in holder[name]:
                if isinstance(row, dict):
                    _restore_object(row)


def _was_added(row: JsonObject) -> bool:
    return _take(row, "added") is True


def _restore_object(thing: JsonObject) -> None:
    repaired, extra = _take(thing, "repaired"), _take(thing, "extra")
    if isinstance(extra, dict):
        for name, value in extra.items():
            thing.setdefault(name, value)
    for name, memory in (repaired if isinstance(repaired, dict) else {}).items():
        if isinstance(memory, dict) and _is_ours(thing, name, memory):
            thing.pop(name, None)
            if "was" in memory:
                thing[name] = memory["was"]


def _is_ours(thing: JsonObject, name: str, memory: JsonObject) -> bool:
    if name not in thing:
        return "now" not in memory
    return name != "extensions" and memory.get("now") == fingerprint(thing[name])


def _take(thing: JsonObject, name: str) -> Any:  # whatever is written there
    """Remove one of our notes, and the place for notes with the last of them."""
    extensions = thing.get("extensions")
    notes = extensions.get(NOTES) if isinstance(extensions, dict) else None
    if not isinstance(extensions, dict) or not isinstance(notes, dict) or name not in notes:
        return None
    found = notes.pop(name)
    if not notes:
        del extensions[NOTES]
    if not extensions:
        del thing["extensions"]
    return found


def rename_identifiers(thing: Any, names: dict[str, str], key: str = "") -> None:  # JSON
    """Exchange identifiers wherever CASE writes one, but not inside free extensions."""
    if not names:
        return
    if isinstance(thing, dict):
        for name, value in thing.items():
            if name in _IDENTIFIER_KEYS and isinstance(value, str):
                thing[name] = names.get(value, value)
            elif name != "extensions":
                rename_identifiers(value, names, name)
    elif isinstance(thing, list):
        for value in thing:
            rename_identifiers(value, names, key)


_IDENTIFIER_KEYS: Final = frozenset({"identifier", "rubricId", "rubricCriterionId"})
