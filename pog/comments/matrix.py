"""Reading answers: the response matrix, drafts, and how many of each there are."""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from pog.comments.cards import Card, bare_cards
from pog.comments.models import RELEASED, Comment, Disposition
from pog.comments.queries import Page, page_number
from pog.core.database import db

MATRIX_SIZE = 100
DRAFTS_SHOWN = 200


def matrix(profile_id: uuid.UUID, *, page: int = 1) -> Page:
    """Every comment with its answer, in the order they were written, replies too."""
    conditions: list[ColumnElement[bool]] = [Comment.profile_id == profile_id, RELEASED]
    found = db.session.scalar(select(func.count(Comment.id)).where(*conditions)) or 0
    number, pages = page_number(page, found, MATRIX_SIZE)
    rows = db.session.scalars(
        select(Comment)
        .where(*conditions)
        .options(joinedload(Comment.disposition))
        .order_by(Comment.created_at, Comment.id)
        .offset((number - 1) * MATRIX_SIZE)
        .limit(MATRIX_SIZE)
    ).all()
    return Page(cards=tuple(bare_cards(rows)), found=found, number=number, pages=pages)


def whole_matrix(profile_id: uuid.UUID) -> list[Card]:
    """The matrix without pages, for files."""
    rows = db.session.scalars(
        select(Comment)
        .where(Comment.profile_id == profile_id, RELEASED)
        .options(joinedload(Comment.disposition))
        .order_by(Comment.created_at, Comment.id)
    ).all()
    return bare_cards(rows)


def answer_numbers(profile_id: uuid.UUID) -> dict[str, int]:
    """How many comments have an answer, a draft of one, or none."""
    row = db.session.execute(
        select(
            func.count(Comment.id),
            func.count(Disposition.comment_id),
            func.count(Disposition.published_at),
        )
        .select_from(Comment)
        .outerjoin(Disposition, Disposition.comment_id == Comment.id)
        .where(Comment.profile_id == profile_id, RELEASED)
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


def draft_cards(profile_id: uuid.UUID) -> list[Card]:
    """Comments whose answer is a draft, in the order they were written; the first 200."""
    rows = db.session.scalars(
        select(Comment)
        .join(Disposition, Disposition.comment_id == Comment.id)
        .where(Comment.profile_id == profile_id, Disposition.published_at.is_(None))
        .options(joinedload(Comment.disposition))
        .order_by(Comment.created_at, Comment.id)
        .limit(DRAFTS_SHOWN)
    ).all()
    return bare_cards(rows)
