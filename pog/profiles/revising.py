"""Adding, rewording, dropping and bringing back attributes; every change is a revision."""

import uuid
from dataclasses import dataclass

from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Conflict, NotFound, Refusal
from pog.core.i18n import _
from pog.core.markup import clean_text
from pog.profiles.authors import Author
from pog.profiles.hooks import words_taken
from pog.profiles.merging import Conflict as Both
from pog.profiles.merging import Merge, merge
from pog.profiles.models import Attribute, Grouping, Indicator, Profile, Revision
from pog.profiles.queries import revision_of
from pog.profiles.recording import (
    clean_name,
    clean_prose,
    hold,
    next_position,
    record,
    refuse_namesake,
    renumber,
)


@dataclass(frozen=True, slots=True)
class Edited:
    """What became of an edit: the newest revision, and whether two edits were put together."""

    revision: int
    changed: bool
    merged: bool


class MergeConflict(Conflict):
    """Two people changed the same words; both texts are here and neither is stored yet."""

    def __init__(self, *, base: Revision, theirs: Revision, name: Merge, statement: Merge) -> None:
        super().__init__(
            _(
                "%(author)s changed the same words while you were writing. "
                "Nothing is lost: choose below.",
                author=theirs.author_name,
            )
        )
        self.base = base
        self.theirs = theirs
        self.name = name
        self.statement = statement


class AttributeDropped(Conflict):
    """Somebody dropped the attribute meanwhile; the text that was typed is still with the form."""


def add_attribute(
    profile: Profile,
    *,
    name: str,
    statement: str = "",
    grouping: Grouping | None = None,
    reason: str = "",
    author: Author,
) -> Attribute:
    """Append an attribute. Names are unique within a profile."""
    hold(profile)
    name = clean_name(name)
    text, html = clean_prose(statement, field="statement")
    refuse_namesake(profile, name)
    refuse_foreign_grouping(profile, grouping)
    attribute = Attribute(
        id=uuid.uuid4(),
        profile_id=profile.id,
        grouping_id=grouping.id if grouping else None,
        name=name,
        statement=text,
        statement_html=html,
        position=next_position(profile),
        revision=0,
    )
    db.session.add(attribute)
    renumber(profile)
    record(attribute, "added", author, reason)
    return attribute


def edit_attribute(
    attribute: Attribute,
    *,
    base_revision: int,
    name: str,
    statement: str,
    base_statement: str | None = None,
    reason: str = "",
    author: Author,
) -> Edited:
    """Store new words for an attribute, put together with what others stored meanwhile.

    `base_revision` is the one the writer began with; `base_statement` says it exactly where
    people were typing and there was no revision of it yet. Raises MergeConflict when both changed
    the same words and AttributeDropped when it is gone; nothing is stored then.
    """
    profile = attribute.profile
    hold(profile, attribute)
    name = clean_name(name)
    text, _html = clean_prose(statement, field="statement")
    if attribute.dropped_at is not None:
        raise AttributeDropped(
            _(
                "“%(name)s” was dropped while you were writing. Your text is kept below.",
                name=attribute.name,
            )
        )
    names, texts = merged_with(attribute, base_revision, name, text, base_statement)
    if (names.text, texts.text) == (attribute.name, attribute.statement):
        return Edited(attribute.revision, changed=False, merged=False)
    merged = (names.text, texts.text) != (name, text)
    reword(attribute, names.text, texts.text)
    record(attribute, "reworded", author, reason)
    return Edited(attribute.revision, changed=True, merged=merged)


def merged_with(
    attribute: Attribute,
    base_revision: int,
    name: str,
    text: str,
    base_statement: str | None = None,
) -> tuple[Merge, Merge]:
    """Both fields merged with the newest revision; raises what only people can decide."""
    base = revision_of(attribute, base_revision)
    if base is None:
        raise NotFound(_("There is no revision %(number)s.", number=base_revision))
    began_with = base.statement if base_statement is None else clean_text(base_statement)
    names = merge_line(base.name, name, attribute.name)
    texts = merge(began_with, text, attribute.statement)
    if not (names.clean and texts.clean):
        theirs = revision_of(attribute, attribute.revision)
        assert theirs is not None
        raise MergeConflict(base=base, theirs=theirs, name=names, statement=texts)
    return names, texts


def merge_line(base: str, mine: str, theirs: str) -> Merge:
    """A name is one thing: it is taken from one side as a whole, never mixed."""
    if mine == base or theirs in (mine, base):
        return merge(base, mine, theirs)
    return Merge((Both(base, mine, theirs),))


def reword(attribute: Attribute, name: str, text: str) -> None:
    """Give the attribute these words; everything is judged before anything is changed."""
    name = clean_name(name)
    cleaned, html = clean_prose(text, field="statement")
    refuse_namesake(attribute.profile, name, attribute)
    before = attribute.statement
    attribute.name, attribute.statement, attribute.statement_html = name, cleaned, html
    if cleaned != before:
        words_taken(attribute, before)


def drop_attribute(attribute: Attribute, *, reason: str = "", author: Author) -> None:
    """Take an attribute out of the profile; it keeps its revisions and can be brought back."""
    hold(attribute.profile, attribute)
    if attribute.dropped_at is not None:
        raise Conflict(_("“%(name)s” is dropped already.", name=attribute.name))
    attribute.dropped_at = now()
    record(attribute, "dropped", author, reason)
    renumber(attribute.profile)


def bring_back(
    attribute: Attribute,
    *,
    name: str | None = None,
    statement: str | None = None,
    reason: str = "",
    author: Author,
) -> None:
    """Put a dropped attribute back at its grouping's end, with other words if given."""
    profile = attribute.profile
    hold(profile, attribute)
    if attribute.dropped_at is None:
        raise Conflict(_("“%(name)s” is back already.", name=attribute.name))
    reword(
        attribute,
        attribute.name if name is None else clean_name(name),
        attribute.statement if statement is None else statement,
    )
    attribute.dropped_at = None
    attribute.position = next_position(profile)
    renumber(profile)
    record(attribute, "brought_back", author, reason)


def restore_revision(
    attribute: Attribute, number: int, *, reason: str = "", author: Author
) -> Revision:
    """Give the attribute the words and indicators of an earlier revision, as a new one."""
    hold(attribute.profile, attribute)
    wanted = revision_of(attribute, number)
    if wanted is None:
        raise NotFound(_("There is no revision %(number)s.", number=number))
    if attribute.dropped_at is not None:
        raise Conflict(_("This attribute is dropped. Bring it back first."))
    if says_now(attribute, wanted):
        raise Conflict(_("The attribute says this already."))
    reword(attribute, wanted.name, wanted.statement)
    attribute.indicators = [
        Indicator(level=i["level"], text=i["text"], position=position)
        for position, i in enumerate(wanted.indicators)
    ]
    return record(
        attribute, "restored", author, reason or _("Revision %(number)s again.", number=number)
    )


def says_now(attribute: Attribute, revision: Revision) -> bool:
    return (attribute.name, attribute.statement) == (revision.name, revision.statement) and [
        (i.level, i.text) for i in attribute.indicators
    ] == [(i["level"], i["text"]) for i in revision.indicators]


def refuse_foreign_grouping(profile: Profile, grouping: Grouping | None) -> None:
    if grouping is not None and grouping.profile_id != profile.id:
        raise Refusal(_("Choose a grouping of this profile."), field="grouping")
