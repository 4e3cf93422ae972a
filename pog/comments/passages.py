"""Comments on some words of a text: finding the words, following them, marking them.

Texts that can be quoted are what an attribute says (its name and its statement), what an indicator
says, and the core statement a profile begins with.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from pog.comments.events import PassageChanged
from pog.comments.marking import Mark, pieces_of, visible_text
from pog.comments.models import RELEASED, Comment, MarkedText, Passage
from pog.core.database import db
from pog.core.errors import Refusal
from pog.core.i18n import _l
from pog.core.work import publish
from pog.profiles.anchoring import Anchor, Fate, anchor_at, anchor_in, move_anchor
from pog.profiles.models import Attribute, Indicator, Profile

QUOTE_LIMIT = 500
Speaking = Attribute | Indicator | Profile
"""What has a text of its own that can be quoted."""
AFTER_NAME = "\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Words somebody chose on the page or typed, with what stands around them there."""

    quote: str
    before: str = ""
    after: str = ""


def said_by(one: Speaking) -> str:
    """The text that can be quoted, as it was typed."""
    if isinstance(one, Attribute):
        return f"{one.name}{AFTER_NAME}{one.statement}"
    return one.text if isinstance(one, Indicator) else one.core_statement


def shown_of(one: Speaking) -> str:
    """The same as the HTML of a page; a name and an indicator are plain text."""
    if isinstance(one, Attribute):
        return f"<p><strong>{escape(one.name)}</strong></p>{one.statement_html}"
    return f"<p>{escape(one.text)}</p>" if isinstance(one, Indicator) else one.core_statement_html


def find_words(one: Speaking, quoted: Quoted) -> Anchor | None:
    """Where the text says them.

    Typed by hand, words that stand in an attribute's name and in its statement are the statement's.
    """
    said = said_by(one)
    if isinstance(one, Attribute) and not quoted.before and not quoted.after:
        begin = len(one.name) + len(AFTER_NAME)
        found = anchor_in(one.statement, quoted.quote)
        if found is not None:
            return anchor_at(said, begin + found.start, begin + found.end)
    return anchor_in(said, quoted.quote, quoted.before, quoted.after)


def mark_words(comment: Comment, one: Speaking, quoted: Quoted) -> Passage:
    """Tie a stored comment to the words it quotes.

    The comment is stored first: its row keeps the profile, which whoever changes the text takes
    before the marked text, so nobody waits in a circle.
    """
    db.session.refresh(one)
    marked = _marked_text(one)
    found = find_words(one, quoted)
    if found is None:
        raise Refusal(
            _l(
                "The text does not say these words. Copy them as they are, "
                "or leave the box empty to speak about all of it."
            ),
            field="quote",
        )
    follow_words(one.id, said_by(one))
    marked.last_number += 1
    passage = Passage(
        comment_id=comment.id,
        text_id=one.id,
        number=marked.last_number,
        quote=quoted.quote,
        words=found.quote,
        before=found.before,
        after=found.after,
        start=found.start,
        fate=Fate.SAME,
    )
    db.session.add(passage)
    db.session.flush()
    return passage


def _marked_text(one: Speaking) -> MarkedText:
    """The text its passages are placed in, locked; made when it is the first."""
    found = db.session.get(MarkedText, one.id, with_for_update=True)
    if found is not None:
        return found
    made = MarkedText(text_id=one.id, text=said_by(one), last_number=0)
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:  # somebody marked other words of it at the same moment
        return db.session.get_one(MarkedText, one.id, with_for_update=True)
    return made


def follow_attribute(attribute: Attribute) -> None:
    """Move the passages of an attribute and of its indicators to where their words are now."""
    follow_words(attribute.id, said_by(attribute))
    of_indicators = db.session.scalars(
        select(Passage.text_id)
        .join(Comment, Comment.id == Passage.comment_id)
        .where(Comment.attribute_id == attribute.id, Comment.subject_kind == "indicator")
        .distinct()
    ).all()
    for key in sorted(of_indicators):
        indicator = db.session.get(Indicator, key)
        follow_words(key, "" if indicator is None else said_by(indicator))


def follow_typed(attribute_ids: Collection[uuid.UUID]) -> None:
    """The same while people type: only statements change, and few of them are quoted."""
    quoted = db.session.scalars(
        select(Attribute)
        .join(MarkedText, MarkedText.text_id == Attribute.id)
        .where(Attribute.id.in_(attribute_ids))
        .order_by(Attribute.id)
        .execution_options(populate_existing=True)
    ).all()
    for attribute in quoted:
        follow_words(attribute.id, said_by(attribute))


def follow_words(text_id: uuid.UUID, new: str) -> None:
    """Move a text's passages to where their words are in it now."""
    marked = db.session.get(MarkedText, text_id, with_for_update=True)
    if marked is None or marked.text == new:
        return
    old = marked.text
    for passage in passages_of(text_id):
        before = (passage.fate, passage.words)
        _follow(passage, old, new)
        if (passage.fate, passage.words) != before:
            _tell(passage)
    marked.text = new
    db.session.flush()


def _follow(passage: Passage, old: str, new: str) -> None:
    if passage.is_gone:
        # Undone or restored: the words a comment quotes may come back.
        again = anchor_in(new, passage.quote, passage.before, passage.after, passage.start)
        if again is not None:
            _place(passage, again, Fate.SAME)
        return
    anchor = Anchor(passage.words, passage.before, passage.after, passage.start)
    moved = move_anchor(anchor, old, new)
    if moved.fate is Fate.GONE:
        passage.fate, passage.words = Fate.GONE, ""
        return
    # Reworded once, the words are other than those quoted however often they move on.
    is_other = moved.fate is Fate.REWORDED or passage.fate == Fate.REWORDED
    _place(passage, moved.anchor, Fate.REWORDED if is_other else Fate.SAME)


def _place(passage: Passage, anchor: Anchor, fate: Fate) -> None:
    passage.words, passage.start = anchor.quote, anchor.start
    passage.before, passage.after = anchor.before, anchor.after
    passage.fate = fate


def _tell(passage: Passage) -> None:
    comment = db.session.get_one(Comment, passage.comment_id)
    if comment.is_held:
        return
    publish(
        PassageChanged(
            profile_id=comment.profile_id,
            attribute_id=comment.attribute_id,
            convening_id=None,  # nobody did anything in a convening
            comment_id=comment.id,
            parent_id=comment.parent_id,
            subject_id=comment.subject_id,
        )
    )


def passages_of(text_id: uuid.UUID) -> Sequence[Passage]:
    return db.session.scalars(
        select(Passage).where(Passage.text_id == text_id).order_by(Passage.number)
    ).all()


# ------------------------------------------------------------------ what the page shows


def speaking(profile_id: uuid.UUID, key: uuid.UUID) -> Speaking | None:
    """The attribute, the indicator or the profile with this key, of this profile."""
    if key == profile_id:
        return db.session.get(Profile, key)
    attribute = db.session.get(Attribute, key)
    if attribute is not None:
        return attribute if attribute.profile_id == profile_id else None
    indicator = db.session.get(Indicator, key)
    if indicator is None or indicator.attribute.profile_id != profile_id:
        return None
    return indicator


def marked_view(profile_id: uuid.UUID, key: uuid.UUID) -> dict[str, Any] | None:
    """Region `marked-{id}`: a text with a numbered mark for each comment on some of its words."""
    one = speaking(profile_id, key)
    if one is None:
        return None
    rows = db.session.scalars(
        select(Passage)
        .join(Comment, Comment.id == Passage.comment_id)
        .where(Passage.text_id == key, RELEASED, Comment.hidden_at.is_(None))
        .order_by(Passage.number)
    ).all()
    html = shown_of(one)
    shown = visible_text(html)
    length = len(said_by(one))
    marks = [mark for row in rows if (mark := _mark(row, shown, length))]
    return {
        "key": key,
        "attribute": one if isinstance(one, Attribute) else None,
        "profile": db.session.get_one(Profile, profile_id),
        "pieces": pieces_of(html, marks),
        "gone": sum(1 for row in rows if row.is_gone),
    }


def _mark(passage: Passage, shown: str, length: int) -> Mark | None:
    """Where a passage's words are in what the page shows, which has no marks of Markdown."""
    if passage.is_gone:
        return None
    hint = passage.start * len(shown) // max(length, 1)
    found = anchor_in(shown, passage.words, passage.before, passage.after, hint)
    if found is None:
        return None
    return Mark(found.start, found.end, passage.number, passage.comment_id, passage.quote)
