"""What people may type: one box for each text."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pog.translating.services import LIMITS, Clash, Refused, TranslationConflict, Typed
from pog.translating.texts import Key, Line

WORDS = "words-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A text with the box its translation is typed into."""

    line: Line
    words: str
    number: int
    seen: str
    error: str = ""
    clash: Clash | None = None

    @property
    def name(self) -> str:
        return name_of(self.line.text.key)

    @property
    def limit(self) -> int:
        return LIMITS[self.line.text.field]

    @property
    def rows(self) -> int:
        """High enough for a translation of that length."""
        return min(12, 1 + max(len(self.line.text.original), len(self.words)) // 50)


def name_of(key: Key) -> str:
    return f"{key[1]}-{key[0]}"


def typed_in(form: Mapping[str, str]) -> dict[Key, Typed]:
    """Every box of a form; a box somebody chose not to keep is left out."""
    found = {}
    for name, words in form.items():
        key = key_in(name)
        if key is None or form.get(f"theirs-{name_of(key)}"):
            continue
        box = name_of(key)
        found[key] = Typed(
            words=words,
            number=number_in(form.get(f"number-{box}", "")),
            seen=form.get(f"seen-{box}"),
            still_fits=bool(form.get(f"fits-{box}")),
        )
    return found


def key_in(name: str) -> Key | None:
    """Which text the box of this name is for."""
    if not name.startswith(WORDS):
        return None
    field, _dash, subject = name.removeprefix(WORDS).partition("-")
    try:
        return (uuid.UUID(subject), field) if field in LIMITS else None
    except ValueError:
        return None


def number_in(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def boxes_of(
    lines: Iterable[Line],
    typed: Mapping[Key, Typed] | None = None,
    refusal: Exception | None = None,
) -> list[Box]:
    """The boxes of a part; after a refusal with what was typed, and why it was refused."""
    sentences = refusal.sentences if isinstance(refusal, Refused) else {}
    clashes = refusal.clashes if isinstance(refusal, TranslationConflict) else {}
    return [_box(line, typed or {}, sentences, clashes) for line in lines]


def _box(
    line: Line,
    typed: Mapping[Key, Typed],
    sentences: Mapping[Key, str],
    clashes: Mapping[Key, Clash],
) -> Box:
    key = line.text.key
    mine, clash = typed.get(key), clashes.get(key)
    if mine is None:
        return Box(line=line, words=line.words, number=line.number, seen=line.text.original)
    return Box(
        line=line,
        words=clash.merge.mine_on_top if clash else mine.words,
        number=line.number if clash else mine.number,
        seen=line.text.original if mine.seen is None else mine.seen,
        error=sentences.get(key, ""),
        clash=clash,
    )


def leftovers(
    typed: Mapping[Key, Typed], refusal: Exception | None, lines: Iterable[Line]
) -> list[str]:
    """What was typed for texts that are no longer there: shown, so that it is not lost."""
    if not isinstance(refusal, Refused):
        return []
    here = {line.text.key for line in lines}
    return [typed[key].words for key in refusal.sentences if key not in here and key in typed]
