"""Reading comments: pages of threads, one thread, and numbers of them."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import joinedload

from pog.comments.cards import Card, cards_of
from pog.comments.models import (
    RELEASED,
    STANCES,
    Agreement,
    Comment,
    Disposition,
    Passage,
    Report,
)
from pog.convenings.attendance import CONTRIBUTED, counts_as
from pog.convenings.models import Participant
from pog.core.database import db
from pog.core.i18n import _n
from pog.profiles.anchoring import Fate
from pog.profiles.hooks import Count, counts_on_attributes

PAGE_SIZE = 20
WORDS_SEARCHED = 8
FILTERS = ("all", "unanswered", "agreed", "group", *STANCES, "gone")
MODERATOR_FILTERS = ("reported", "waiting")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which comments a page shows."""

    profile_id: uuid.UUID
    about_id: uuid.UUID | None = None
    """An attribute, with all that is part of it, or another subject."""
    filter: str = "all"
    search: str = ""
    page: int = 1
    seat: Participant | None = None
    """Whose group "my group" means."""
    drafts_count: bool = False
    """For facilitators a drafted answer is an answer; others do not know of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of threads, newest first."""

    cards: tuple[Card, ...]
    found: int
    number: int
    pages: int


# ------------------------------------------------------------------ threads


def threads(wanted: Wanted) -> Page:
    """One page of threads with their replies, marks and answers, in a fixed number of queries."""
    conditions = _conditions(wanted)
    found = _count(conditions)
    number, pages = page_number(wanted.page, found, PAGE_SIZE)
    rows = db.session.scalars(
        _ordered(select(Comment).where(*conditions), wanted)
        .options(joinedload(Comment.disposition))
        .offset((number - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    ).all()
    return Page(cards=tuple(cards_of(rows)), found=found, number=number, pages=pages)


def page_number(wanted: int, found: int, size: int) -> tuple[int, int]:
    """The page that is shown when this one is asked for, and how many there are."""
    pages = max(1, -(-found // size))
    return min(max(wanted, 1), pages), pages


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [Comment.profile_id == wanted.profile_id]
    if wanted.about_id is not None:
        conditions.append(_about(wanted.about_id))
    match wanted.filter:
        case "waiting":  # replies, too: each is released by itself
            return [*conditions, Comment.held_at.is_not(None), *_with_words(wanted.search)]
        case "reported":
            return [*conditions, RELEASED, _reported(), *_with_words(wanted.search)]
        case "unanswered":
            conditions.append(_unanswered(wanted.drafts_count))
        case "group":
            conditions += _of_group(wanted.seat)
        case "gone":
            conditions.append(_about_gone_words())
        case stance if stance in STANCES:
            conditions += [Comment.stance == stance, Comment.hidden_at.is_(None)]
    return [*conditions, Comment.parent_id.is_(None), RELEASED, *_with_words(wanted.search)]


def _about(key: uuid.UUID) -> ColumnElement[bool]:
    return or_(Comment.attribute_id == key, Comment.subject_id == key)


def _of_group(seat: Participant | None) -> list[ColumnElement[bool]]:
    if seat is None or seat.group is None:
        return [false()]
    return [Comment.convening_id == seat.convening_id, Comment.group_name == seat.group.name]


def _about_gone_words() -> ColumnElement[bool]:
    gone = select(Passage.comment_id).where(
        Passage.comment_id == Comment.id, Passage.fate == Fate.GONE
    )
    return gone.exists()


def _reported() -> ColumnElement[bool]:
    return (
        select(Report.id)
        .where(Report.comment_id == Comment.id, Report.settled_at.is_(None))
        .exists()
    )


def _with_words(search: str) -> list[ColumnElement[bool]]:
    """Comments with all of these words; what was hidden is not found by its words."""
    words = search.split()[:WORDS_SEARCHED]
    if not words:
        return []
    return [Comment.hidden_at.is_(None)] + [
        or_(
            Comment.body.icontains(word, autoescape=True),
            Comment.author_name.icontains(word, autoescape=True),
        )
        for word in words
    ]


def _unanswered(drafts_count: bool) -> ColumnElement[bool]:
    answered = select(Disposition.comment_id).where(Disposition.comment_id == Comment.id)
    if not drafts_count:
        answered = answered.where(Disposition.published_at.is_not(None))
    return ~answered.exists()


def _ordered(comments: Select[Comment], wanted: Wanted) -> Select[Comment]:
    newest = (Comment.created_at.desc(), Comment.id)
    if wanted.filter != "agreed":
        return comments.order_by(*newest)
    marks = (
        select(func.count(Agreement.id)).where(Agreement.comment_id == Comment.id).scalar_subquery()
    )
    return comments.order_by(marks.desc(), *newest)


def _count(conditions: Sequence[ColumnElement[bool]]) -> int:
    return db.session.scalar(select(func.count(Comment.id)).where(*conditions)) or 0


def top_of(comment: Comment) -> Comment:
    """The comment at the top of its thread."""
    top = db.session.get(Comment, comment.parent_id) if comment.parent_id is not None else None
    return top or comment


def comments_named(profile_id: uuid.UUID, keys: Collection[uuid.UUID]) -> Sequence[Comment]:
    """Those of these comments that belong to the profile."""
    return db.session.scalars(
        select(Comment)
        .where(Comment.id.in_(keys), Comment.profile_id == profile_id)
        .options(joinedload(Comment.disposition))
    ).all()


def place_of(comment: Comment) -> int:
    """The page on which it stands among the newest threads of its attribute or profile."""
    newer = or_(
        Comment.created_at > comment.created_at,
        (Comment.created_at == comment.created_at) & (Comment.id < comment.id),
    )
    wanted = Wanted(profile_id=comment.profile_id, about_id=comment.attribute_id)
    before = _count([*_conditions(wanted), newer])
    return before // PAGE_SIZE + 1


def count_waiting(profile_id: uuid.UUID, about_id: uuid.UUID | None = None) -> int:
    """How many threads have no published answer."""
    return _count(
        _conditions(Wanted(profile_id=profile_id, about_id=about_id, filter="unanswered"))
    )


def counts_about(subject_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many comments each of these subjects has, replies too, hidden ones not."""
    if not subject_ids:
        return {}
    rows = db.session.execute(
        select(Comment.subject_id, func.count(Comment.id))
        .where(Comment.subject_id.in_(subject_ids), Comment.hidden_at.is_(None), RELEASED)
        .group_by(Comment.subject_id)
    )
    return {key: number for key, number in rows if key is not None}


# ------------------------------------------------------------------ what regions show
# Rendered once for everybody: nothing here knows who is looking.


def list_view(profile_id: uuid.UUID) -> dict[str, Any] | None:
    """Region `comments`: the newest threads of a profile."""
    return _list(profile_id, None, "region-comments")


def subject_list_view(profile_id: uuid.UUID, about_id: uuid.UUID) -> dict[str, Any] | None:
    """Region `comments-{id}`: the newest threads about one attribute or another subject."""
    return _list(profile_id, about_id, f"region-comments-{about_id}")


def _list(profile_id: uuid.UUID, about_id: uuid.UUID | None, element: str) -> dict[str, Any]:
    page = threads(Wanted(profile_id=profile_id, about_id=about_id))
    waiting = count_waiting(profile_id, about_id)
    return {
        "element": element,
        "cards": page.cards,
        "found": page.found,
        "waiting": waiting,
        "pages": page.pages,
    }


def comment_view(profile_id: uuid.UUID, comment_id: uuid.UUID) -> dict[str, Any] | None:
    """Region `comment-{id}`: one comment with its replies."""
    comment = db.session.scalar(
        select(Comment)
        .where(Comment.id == comment_id, Comment.profile_id == profile_id, RELEASED)
        .options(joinedload(Comment.disposition))
    )
    return None if comment is None else {"card": cards_of([comment])[0]}


# ------------------------------------------------------------------ told to lower floors


@counts_as(CONTRIBUTED)
def seats_that_commented(convening_id: uuid.UUID) -> Select[Any]:
    """Seats with a comment in the convening, once it may be read."""
    return select(Comment.participant_id).where(
        Comment.convening_id == convening_id, Comment.participant_id.is_not(None), RELEASED
    )


def counts_by_attribute(profile_id: uuid.UUID) -> Mapping[uuid.UUID, int]:
    """How many comments each attribute has, replies too, hidden ones not."""
    rows = db.session.execute(
        select(Comment.attribute_id, func.count(Comment.id))
        .where(
            Comment.profile_id == profile_id,
            Comment.attribute_id.is_not(None),
            Comment.hidden_at.is_(None),
            RELEASED,
        )
        .group_by(Comment.attribute_id)
    )
    return {attribute_id: number for attribute_id, number in rows if attribute_id is not None}


counts_on_attributes(
    Count(
        icon="comment",
        endpoint="comments.of_attribute",
        label=lambda number: str(_n("%(num)s comment", "%(num)s comments", number)),
        of=counts_by_attribute,
    )
)
