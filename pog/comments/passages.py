"""Comments on some words of a statement: finding the words, following them, marking them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
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
from pog.profiles.anchoring import Anchor, Fate, anchor_in, move_anchor
from pog.profiles.models import Attribute

QUOTE_LIMIT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Words somebody chose on the page or typed, with what stands around them there."""

    quote: str
    before: str = ""
    after: str = ""


def mark_words(comment: Comment, attribute: Attribute, quoted: Quoted) -> Passage:
    """Tie a stored comment to the words it quotes.

    The comment is stored first: its row keeps the profile, which whoever changes the statement
    takes before the marked text, so nobody waits in a circle.
    """
    db.session.refresh(attribute, ["statement"])
    marked = _marked_text(attribute)
    found = anchor_in(attribute.statement, quoted.quote, quoted.before, quoted.after)
    if found is None:
        raise Refusal(
            _l(
                "The text does not say these words. Copy them as they are, "
                "or leave the box empty to speak about all of it."
            ),
            field="quote",
        )
    follow_words(attribute)
    marked.last_number += 1
    passage = Passage(
        comment_id=comment.id,
        attribute_id=attribute.id,
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


def _marked_text(attribute: Attribute) -> MarkedText:
    """The text the attribute's passages are placed in, locked; made when it is the first."""
    found = db.session.get(MarkedText, attribute.id, with_for_update=True)
    if found is not None:
        return found
    made = MarkedText(attribute_id=attribute.id, text=attribute.statement, last_number=0)
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:  # somebody marked other words of it at the same moment
        return db.session.get_one(MarkedText, attribute.id, with_for_update=True)
    return made


def follow_words(attribute: Attribute) -> None:
    """Move the attribute's passages to where their words are in its statement now."""
    marked = db.session.get(MarkedText, attribute.id, with_for_update=True)
    if marked is None or marked.text == attribute.statement:
        return
    old, new = marked.text, attribute.statement
    for passage in passages_of(attribute.id):
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


def passages_of(attribute_id: uuid.UUID) -> Sequence[Passage]:
    return db.session.scalars(
        select(Passage).where(Passage.attribute_id == attribute_id).order_by(Passage.number)
    ).all()


# ------------------------------------------------------------------ what the page shows


def marked_view(profile_id: uuid.UUID, attribute_id: uuid.UUID) -> dict[str, Any] | None:
    """Region `marked-{id}`: an attribute's statement with a numbered mark for each comment."""
    attribute = db.session.get(Attribute, attribute_id)
    if attribute is None or attribute.profile_id != profile_id:
        return None
    rows = db.session.scalars(
        select(Passage)
        .join(Comment, Comment.id == Passage.comment_id)
        .where(Passage.attribute_id == attribute_id, RELEASED, Comment.hidden_at.is_(None))
        .order_by(Passage.number)
    ).all()
    shown = visible_text(attribute.statement_html)
    marks = [mark for row in rows if (mark := _mark(row, shown, len(attribute.statement)))]
    return {
        "attribute": attribute,
        "profile": attribute.profile,
        "pieces": pieces_of(attribute.statement_html, marks),
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
