"""Storing translations; nobody overwrites what somebody else stored meanwhile."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Conflict, Refusal
from pog.core.i18n import TEXT_LANGUAGES, _
from pog.core.markup import COMMENT_LIMIT, TEXT_LIMIT, clean_line, clean_text
from pog.profiles.authors import Author
from pog.profiles.merging import Merge, merge
from pog.profiles.models import INDICATOR_LIMIT, NAME_LIMIT, Profile
from pog.profiles.recording import clean_prose, clean_short, hold, profile_changed
from pog.profiles.revising import merge_line
from pog.profiles.services import TITLE_LIMIT
from pog.translating.models import Translation
from pog.translating.queries import beside, newest_translations, state_numbered
from pog.translating.texts import OUTDATED, Key, Line, Text

LIMITS = {
    "title": TITLE_LIMIT,
    "name": NAME_LIMIT,
    "core_statement": COMMENT_LIMIT,
    "context_note": COMMENT_LIMIT,
    "usage_rules": COMMENT_LIMIT,
    "statement": TEXT_LIMIT,
    "text": INDICATOR_LIMIT,
}
ONE_LINE = frozenset({"title", "name"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What somebody typed into one box.

    `number` is the state of the translation they began with, `seen` the original that stood
    beside it; with `still_fits` they say that a translation fits the changed original as it is.
    """

    words: str
    number: int = 0
    seen: str | None = None
    still_fits: bool = False


@dataclass(frozen=True, slots=True)
class Clash:
    """Two people changed the same words of a translation."""

    theirs: Translation
    merge: Merge


class Refused(Refusal):
    """Something about single boxes; nothing of the form is stored."""

    def __init__(self, sentences: Mapping[Key, str]) -> None:
        super().__init__(next(iter(sentences.values())))
        self.sentences = sentences


class TranslationConflict(Conflict):
    """Two people changed the same words; both texts are here, and nothing is stored yet."""

    def __init__(self, clashes: Mapping[Key, Clash]) -> None:
        names = sorted({clash.theirs.author_name for clash in clashes.values()})
        super().__init__(
            _(
                "%(author)s translated the same words while you were writing. "
                "Nothing is lost: both texts are below.",
                author=", ".join(names),
            )
        )
        self.clashes = clashes


def save_translations(
    profile: Profile,
    language: str,
    texts: Sequence[Text],
    typed: Mapping[Key, Typed],
    *,
    author: Author,
) -> int:
    """Store what was typed for these texts; how many translations are new or other than before.

    Raises Refused for boxes that cannot be stored and TranslationConflict where somebody else
    changed the same words; nothing is stored then.
    """
    refuse_language(profile, language)
    hold(profile)
    lines = {line.text.key: line for line in beside(texts, newest_translations(profile, language))}
    words = {key: cleaned for key, cleaned in clean_all(typed, lines).items() if key in lines}
    merged = merge_all(language, lines, words, typed)
    changed = 0
    for key, text in merged.items():
        changed += store(profile, language, lines[key], text, typed[key], author)
    if changed:
        profile_changed(profile)
    return changed


def refuse_language(profile: Profile, language: str) -> None:
    if language not in TEXT_LANGUAGES or language == profile.language:
        raise Refusal(_("Choose a language that the profile is not written in."))


def clean_all(typed: Mapping[Key, Typed], lines: Mapping[Key, Line]) -> dict[Key, str]:
    """Every text as it would be stored; all boxes that cannot be are told at once."""
    found, refused = {}, {}
    for key, box in typed.items():
        if key not in lines:
            if box.words.strip():
                refused[key] = str(_("This text was taken out of the profile meanwhile."))
            continue
        try:
            found[key] = clean(key[1], box.words)
        except Refusal as refusal:
            refused[key] = str(refusal)
    if refused:
        raise Refused(refused)
    return found


def clean(field: str, words: str) -> str:
    """The words as they are stored; bounded like the original."""
    if field in ONE_LINE:
        return clean_short(clean_line(words), field=field, limit=LIMITS[field])
    if field in ("statement", "core_statement"):
        return clean_prose(words, field=field, limit=LIMITS[field])[0]
    return clean_short(words, field=field, limit=LIMITS[field])


def merge_all(
    language: str, lines: Mapping[Key, Line], words: Mapping[Key, str], typed: Mapping[Key, Typed]
) -> dict[Key, str]:
    """Put together with what others stored meanwhile; raises what only people can decide."""
    merged, clashes = {}, {}
    for key, mine in words.items():
        line, number = lines[key], typed[key].number
        if number == line.number or line.translation is None:
            merged[key] = mine
            continue
        began = state_numbered(key, language, number) if number else None
        base = began.text if began else ""
        together = merge_line if key[1] in ONE_LINE else merge
        outcome = together(base, mine, line.words)
        if outcome.clean:
            merged[key] = outcome.text
        else:
            clashes[key] = Clash(line.translation, outcome)
    if clashes:
        raise TranslationConflict(clashes)
    return merged


def store(
    profile: Profile, language: str, line: Line, words: str, box: Typed, author: Author
) -> bool:
    """Write the next state when there is something new to say; whether there was."""
    confirmed = box.still_fits and line.state == OUTDATED
    if words == line.words and not confirmed:
        return False
    seen = clean_text(box.seen or "")[:TEXT_LIMIT]
    if seen in ("", clean_text(line.text.original)):  # a form changes the ends of lines
        seen = line.text.original
    write(profile, language, line, words, seen, author)
    return True


def write(
    profile: Profile, language: str, line: Line, words: str, original: str, author: Author
) -> None:
    """Append a state; the caller holds the profile."""
    text = line.text
    db.session.add(
        Translation(
            id=uuid.uuid4(),
            profile_id=profile.id,
            attribute_id=text.attribute_id,
            subject_id=text.subject_id,
            field=text.field,
            language=language,
            number=line.number + 1,
            text=words,
            original=original,
            original_revision=text.revision,
            person_id=author.person_id,
            participant_id=author.participant_id,
            author_name=author.name,
            at=now(),
        )
    )
    db.session.flush()
