"""Reading what waits for a moderator, and the log of what moderators did."""

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select

from pog.comments.models import Comment, ModerationEntry, Report
from pog.convenings.models import Convening
from pog.core.database import db

LOG_SHOWN = 200


def queue_numbers(profile_id: uuid.UUID, convening_id: uuid.UUID | None = None) -> dict[str, int]:
    """How many comments wait for review, and how many are reported; hidden ones are settled."""
    where = [Comment.profile_id == profile_id]
    if convening_id is not None:
        where.append(Comment.convening_id == convening_id)
    reported = (
        select(func.count(func.distinct(Report.comment_id)))
        .join(Comment, Comment.id == Report.comment_id)
        .where(*where, Report.settled_at.is_(None))
    )
    held = select(func.count(Comment.id)).where(*where, Comment.held_at.is_not(None))
    return {
        "waiting": db.session.scalar(held) or 0,
        "reported": db.session.scalar(reported) or 0,
    }


def desk_queue_view(convening_id: uuid.UUID) -> dict[str, object] | None:
    """Region `comment-queue` of the desk: how much waits for a facilitator, and the way there."""
    convening = db.session.get(Convening, convening_id)
    if convening is None:
        return None
    return {"convening": convening, "queue": queue_numbers(convening.profile_id, convening_id)}


def open_reports(comment_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Report]]:
    """The reports nobody has looked at yet, by comment, oldest first."""
    found: dict[uuid.UUID, list[Report]] = {}
    rows = db.session.scalars(
        select(Report)
        .where(Report.comment_id.in_(comment_ids), Report.settled_at.is_(None))
        .order_by(Report.reported_at)
    )
    for report in rows:
        found.setdefault(report.comment_id, []).append(report)
    return found


def log_of(profile_id: uuid.UUID) -> Sequence[ModerationEntry]:
    """The newest 200 lines of the moderation log, newest first."""
    return db.session.scalars(
        select(ModerationEntry)
        .where(ModerationEntry.profile_id == profile_id)
        .order_by(ModerationEntry.at.desc(), ModerationEntry.id)
        .limit(LOG_SHOWN)
    ).all()


def holding_convenings(profile_id: uuid.UUID) -> Sequence[Convening]:
    """The open convenings on a profile, each with its switch."""
    return db.session.scalars(
        select(Convening)
        .where(Convening.profile_id == profile_id, Convening.closed_at.is_(None))
        .order_by(Convening.created_at.desc())
    ).all()
