"""Comments as pages show them: with replies, agreement, answers and the words they quote."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from pog.comments.models import RELEASED, Agreement, Comment, Disposition, Passage
from pog.comments.subjects import kind_label, living
from pog.core.database import db
from pog.profiles.models import Attribute

REPLIES_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A comment as everybody sees it: its words unless hidden, its published answer."""

    comment: Comment
    attribute_name: str | None
    agreements: int
    reply_count: int
    replies: "tuple[Card, ...]" = ()
    passage: Passage | None = None
    """The words of the statement it is about."""
    subject_is_there: bool = False
    """Whether the indicator, suggestion, ... it is about still exists."""

    @property
    def answer(self) -> Disposition | None:
        """The answer, once it is published; drafts are for facilitators only."""
        answer = self.comment.disposition
        return answer if answer is not None and answer.published_at is not None else None

    @property
    def subject_label(self) -> Any:
        """What it is about beside the attribute ("An indicator"); empty when nothing."""
        return kind_label(self.comment.subject_kind)

    @property
    def about(self) -> str:
        """What it is about, in a few words; empty when the profile as a whole."""
        return self.comment.subject_name or self.attribute_name or ""

    @property
    def tone(self) -> int:
        """The colour of the author's group."""
        letter = self.comment.group_letter
        return 1 if not letter else (ord(letter[0]) - ord("A")) % 8 + 1


def bare_cards(comments: Sequence[Comment]) -> list[Card]:
    """These comments without their replies: a fixed number of queries, however many they are."""
    return _cards(comments, [], {})


def cards_of(comments: Sequence[Comment]) -> list[Card]:
    """These comments with what belongs to them, in a fixed number of queries."""
    replies, reply_counts = _replies_to([comment.id for comment in comments])
    return _cards(comments, replies, reply_counts)


def _cards(
    comments: Sequence[Comment],
    replies: Sequence[Comment],
    reply_counts: Mapping[uuid.UUID, int],
) -> list[Card]:
    agreements = _agreements_with([one.id for one in (*comments, *replies)])
    names = _names_of({c.attribute_id for c in comments if c.attribute_id is not None})
    passages = _passages_of([one.id for one in comments])
    there = living([(c.subject_kind or "", c.subject_id) for c in comments if c.subject_id])

    def card(comment: Comment, below: tuple[Card, ...] = ()) -> Card:
        return Card(
            comment=comment,
            attribute_name=names.get(comment.attribute_id) if comment.attribute_id else None,
            agreements=agreements.get(comment.id, 0),
            reply_count=reply_counts.get(comment.id, 0),
            replies=below,
            passage=passages.get(comment.id),
            subject_is_there=comment.subject_id in there,
        )

    return [
        card(comment, tuple(card(reply) for reply in replies if reply.parent_id == comment.id))
        for comment in comments
    ]


def _replies_to(ids: Collection[uuid.UUID]) -> tuple[Sequence[Comment], dict[uuid.UUID, int]]:
    """The newest replies to each, oldest first, and how many there are in all."""
    if not ids:
        return [], {}
    placed = (
        select(
            Comment.id,
            func.row_number()
            .over(partition_by=Comment.parent_id, order_by=Comment.created_at.desc())
            .label("place"),
            func.count().over(partition_by=Comment.parent_id).label("all"),
        )
        .where(Comment.parent_id.in_(ids), RELEASED)
        .subquery()
    )
    rows = db.session.execute(
        select(Comment, placed.c.all)
        .join(placed, placed.c.id == Comment.id)
        .where(placed.c.place <= REPLIES_SHOWN)
        .options(joinedload(Comment.disposition))
        .order_by(Comment.created_at, Comment.id)
    ).all()
    counts = {comment.parent_id: number for comment, number in rows if comment.parent_id}
    return [comment for comment, _number in rows], counts


def _agreements_with(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    if not ids:
        return {}
    rows = db.session.execute(
        select(Agreement.comment_id, func.count(Agreement.id))
        .where(Agreement.comment_id.in_(ids))
        .group_by(Agreement.comment_id)
    )
    return {comment_id: number for comment_id, number in rows}


def _passages_of(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Passage]:
    if not ids:
        return {}
    rows = db.session.scalars(select(Passage).where(Passage.comment_id.in_(ids)))
    return {row.comment_id: row for row in rows}


def _names_of(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    if not ids:
        return {}
    rows = db.session.execute(select(Attribute.id, Attribute.name).where(Attribute.id.in_(ids)))
    return {attribute_id: name for attribute_id, name in rows}
