"""Reading comments: pages of threads, one thread, the response matrix, one's own input."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import joinedload

from pog.comments.models import Agreement, Comment, Disposition
from pog.convenings.attendance import CONTRIBUTED, counts_as
from pog.convenings.models import Convening, Participant
from pog.convenings.phases import COMMENTING, what_is_open
from pog.convenings.seats import seats_on_profile
from pog.core.database import db
from pog.core.i18n import _n
from pog.core.identity import Actor
from pog.profiles.hooks import Count, counts_on_attributes
from pog.profiles.models import Attribute, Profile

PAGE_SIZE = 20
MATRIX_SIZE = 100
REPLIES_SHOWN = 50
FILTERS = ("all", "unanswered", "agreed", "group")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A comment as everybody sees it: its words unless hidden, its published answer."""

    comment: Comment
    attribute_name: str | None
    agreements: int
    reply_count: int
    replies: "tuple[Card, ...]" = ()

    @property
    def answer(self) -> Disposition | None:
        """The answer, once it is published; drafts are for facilitators only."""
        answer = self.comment.disposition
        return answer if answer is not None and answer.published_at is not None else None

    @property
    def tone(self) -> int:
        """The colour of the author's group."""
        letter = self.comment.group_letter
        return 1 if not letter else (ord(letter[0]) - ord("A")) % 8 + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which comments a page shows."""

    profile_id: uuid.UUID
    attribute_id: uuid.UUID | None = None
    filter: str = "all"
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


# ------------------------------------------------------------------ who writes, and when


def writing_seat(actor: Actor, profile_id: uuid.UUID) -> Participant | None:
    """The seat an actor writes from: one that may write now before one that has to wait."""
    seats = [seat for seat in seats_on_profile(actor, profile_id) if seat.role != "observer"]
    return next((seat for seat in seats if seat_may_comment(seat)), seats[0] if seats else None)


def seat_may_comment(seat: Participant) -> bool:
    """Facilitators always; others while the agenda says so."""
    if seat.role == "facilitator":
        return True
    return COMMENTING in what_is_open(seat.convening)


def commenting_is_open(actor: Actor, profile: Profile) -> bool:
    """Whether the actor can write a comment at this moment."""
    if profile.organization_id in actor.organization_ids:
        return True
    seat = writing_seat(actor, profile.id)
    return seat is not None and seat_may_comment(seat)


# ------------------------------------------------------------------ threads


def threads(wanted: Wanted) -> Page:
    """One page of threads with their replies, marks and answers, in a fixed number of queries."""
    conditions = _conditions(wanted)
    found = _count(conditions)
    pages = max(1, -(-found // PAGE_SIZE))
    number = min(max(wanted.page, 1), pages)
    rows = db.session.scalars(
        _ordered(select(Comment).where(*conditions), wanted)
        .options(joinedload(Comment.disposition))
        .offset((number - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    ).all()
    return Page(cards=tuple(_cards(rows)), found=found, number=number, pages=pages)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [Comment.profile_id == wanted.profile_id, Comment.parent_id.is_(None)]
    if wanted.attribute_id is not None:
        conditions.append(Comment.attribute_id == wanted.attribute_id)
    if wanted.filter == "unanswered":
        conditions.append(_unanswered(wanted.drafts_count))
    if wanted.filter == "group":
        seat = wanted.seat
        if seat is None or seat.group is None:
            conditions.append(false())
        else:
            conditions += [
                Comment.convening_id == seat.convening_id,
                Comment.group_name == seat.group.name,
            ]
    return conditions


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


def _cards(comments: Sequence[Comment]) -> list[Card]:
    """These comments with what belongs to them: three queries, however many they are."""
    ids = [comment.id for comment in comments]
    replies, reply_counts = _replies_to(ids)
    agreements = _agreements_with([*ids, *(reply.id for reply in replies)])
    names = _names_of({c.attribute_id for c in comments if c.attribute_id is not None})

    def card(comment: Comment, below: tuple[Card, ...] = ()) -> Card:
        return Card(
            comment=comment,
            attribute_name=names.get(comment.attribute_id) if comment.attribute_id else None,
            agreements=agreements.get(comment.id, 0),
            reply_count=reply_counts.get(comment.id, 0),
            replies=below,
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
        .where(Comment.parent_id.in_(ids))
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


def _names_of(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    if not ids:
        return {}
    rows = db.session.execute(select(Attribute.id, Attribute.name).where(Attribute.id.in_(ids)))
    return {attribute_id: name for attribute_id, name in rows}


def count_threads(profile_id: uuid.UUID, attribute_id: uuid.UUID | None = None) -> tuple[int, int]:
    """How many threads there are, and how many of them have no published answer."""
    wanted = Wanted(profile_id=profile_id, attribute_id=attribute_id)
    everything = _conditions(wanted)
    return _count(everything), _count([*everything, _unanswered(drafts_count=False)])


def agreement_of(
    comment_id: uuid.UUID, *, person_id: uuid.UUID | None, participant_id: uuid.UUID | None
) -> Agreement | None:
    """The mark somebody gave from their account or from their seat."""
    mine = []
    if person_id is not None:
        mine.append(Agreement.person_id == person_id)
    if participant_id is not None:
        mine.append(Agreement.participant_id == participant_id)
    if not mine:
        return None
    return db.session.scalar(
        select(Agreement).where(Agreement.comment_id == comment_id, or_(*mine)).limit(1)
    )


# ------------------------------------------------------------------ what regions show
# Rendered once for everybody: nothing here knows who is looking.


def list_view(profile_id: uuid.UUID) -> dict[str, Any] | None:
    """Region `comments`: the newest threads of a profile."""
    return _list(profile_id, None, "region-comments")


def attribute_list_view(profile_id: uuid.UUID, attribute_id: uuid.UUID) -> dict[str, Any] | None:
    """Region `comments-{id}`: the newest threads about one attribute."""
    return _list(profile_id, attribute_id, f"region-comments-{attribute_id}")


def _list(profile_id: uuid.UUID, attribute_id: uuid.UUID | None, element: str) -> dict[str, Any]:
    page = threads(Wanted(profile_id=profile_id, attribute_id=attribute_id))
    waiting = count_threads(profile_id, attribute_id)[1]
    return {"element": element, "cards": page.cards, "found": page.found, "waiting": waiting}


def comment_view(profile_id: uuid.UUID, comment_id: uuid.UUID) -> dict[str, Any] | None:
    """Region `comment-{id}`: one comment with its replies."""
    comment = db.session.scalar(
        select(Comment)
        .where(Comment.id == comment_id, Comment.profile_id == profile_id)
        .options(joinedload(Comment.disposition))
    )
    return None if comment is None else {"card": _cards([comment])[0]}


# ------------------------------------------------------------------ answers


def matrix(profile_id: uuid.UUID, *, page: int = 1) -> Page:
    """Every comment with its answer, in the order they were written, replies too."""
    conditions: list[ColumnElement[bool]] = [Comment.profile_id == profile_id]
    found = _count(conditions)
    pages = max(1, -(-found // MATRIX_SIZE))
    number = min(max(page, 1), pages)
    rows = db.session.scalars(
        select(Comment)
        .where(*conditions)
        .options(joinedload(Comment.disposition))
        .order_by(Comment.created_at, Comment.id)
        .offset((number - 1) * MATRIX_SIZE)
        .limit(MATRIX_SIZE)
    ).all()
    agreements = _agreements_with([row.id for row in rows])
    names = _names_of({row.attribute_id for row in rows if row.attribute_id is not None})
    cards = tuple(
        Card(
            comment=row,
            attribute_name=names.get(row.attribute_id) if row.attribute_id else None,
            agreements=agreements.get(row.id, 0),
            reply_count=0,
        )
        for row in rows
    )
    return Page(cards=cards, found=found, number=number, pages=pages)


def answer_numbers(profile_id: uuid.UUID) -> dict[str, int]:
    """How many comments have an answer, a draft of one, or none."""
    row = db.session.execute(
        select(
            func.count(Comment.id),
            func.count(Disposition.comment_id),
            func.count(Disposition.published_at),
        )
        .outerjoin(Disposition, Disposition.comment_id == Comment.id)
        .where(Comment.profile_id == profile_id)
    ).one()
    everything, written, published = row
    return {
        "all": everything,
        "published": published,
        "drafts": written - published,
        "open": everything - written,
    }


def drafted_answers(profile_id: uuid.UUID) -> Sequence[Disposition]:
    """Answers that wait to be published, locked so that each is published once."""
    return db.session.scalars(
        select(Disposition)
        .join(Comment, Comment.id == Disposition.comment_id)
        .where(Comment.profile_id == profile_id, Disposition.published_at.is_(None))
        .options(joinedload(Disposition.comment))
        .order_by(Comment.created_at)
        .with_for_update(of=Disposition)
    ).all()


# ------------------------------------------------------------------ my input


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnComment:
    """One of the actor's comments and where it stands."""

    card: Card
    profile_title: str


def seats_of(actor: Actor) -> Sequence[Participant]:
    """Every seat the actor has or had, in closed convenings too."""
    mine = []
    if actor.person_id is not None:
        own = select(Participant.id).where(Participant.person_id == actor.person_id)
        mine += [
            Participant.person_id == actor.person_id,
            Participant.given_up_for_id.in_(own.scalar_subquery()),
        ]
    if actor.sign_in_id is not None:
        mine.append(Participant.sign_in_id == actor.sign_in_id)
    if not mine:
        return []
    return db.session.scalars(
        select(Participant)
        .where(or_(*mine))
        .options(
            joinedload(Participant.convening).joinedload(Convening.profile),
            joinedload(Participant.group),
        )
        .order_by(Participant.joined_at.desc())
    ).all()


def own_comments(actor: Actor, seats: Sequence[Participant]) -> list[OwnComment]:
    """The actor's comments, newest first, whether written from a seat or an account."""
    mine: list[ColumnElement[bool]] = [Comment.participant_id.in_([seat.id for seat in seats])]
    if actor.person_id is not None:
        mine.append(Comment.person_id == actor.person_id)
    rows = db.session.execute(
        select(Comment, Profile.title)
        .join(Profile, Profile.id == Comment.profile_id)
        .where(or_(*mine))
        .options(joinedload(Comment.disposition))
        .order_by(Comment.created_at.desc(), Comment.id)
        .limit(200)
    ).all()
    cards = _cards([comment for comment, _title in rows])
    return [
        OwnComment(card=card, profile_title=title)
        for card, (_comment, title) in zip(cards, rows, strict=True)
    ]


# ------------------------------------------------------------------ told to lower floors


@counts_as(CONTRIBUTED)
def seats_that_commented(convening_id: uuid.UUID) -> Select[Any]:
    """Seats with a comment in the convening."""
    return select(Comment.participant_id).where(
        Comment.convening_id == convening_id, Comment.participant_id.is_not(None)
    )


def counts_by_attribute(profile_id: uuid.UUID) -> Mapping[uuid.UUID, int]:
    """How many comments each attribute has, replies too, hidden ones not."""
    rows = db.session.execute(
        select(Comment.attribute_id, func.count(Comment.id))
        .where(
            Comment.profile_id == profile_id,
            Comment.attribute_id.is_not(None),
            Comment.hidden_at.is_(None),
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
