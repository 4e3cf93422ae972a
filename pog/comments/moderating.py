"""Reports, holding for review, hiding, and the log of all of it."""

import uuid

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from pog.comments.events import CommentHidden, CommentPosted, QueueChanged
from pog.comments.models import REPORT_REASONS, Comment, ModerationEntry, Report
from pog.comments.services import about, lock
from pog.comments.writing import writing_seat
from pog.convenings.models import Convening
from pog.convenings.seats import seats_on_profile
from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Conflict, Refusal
from pog.core.i18n import _l
from pog.core.identity import Actor
from pog.core.markup import clean_line, clean_text
from pog.core.work import publish

HIDE_LIMIT = 200
REPORT_LIMIT = 500
ACTIONS = {
    "hidden": _l("Hidden"),
    "shown": _l("Shown again"),
    "released": _l("Released after review"),
    "reported": _l("Reported"),
    "kept": _l("Looked at and kept"),
    "hold": _l("New comments wait for review"),
    "no_hold": _l("New comments are shown at once"),
}


def note_in_log(
    action: str,
    *,
    profile_id: uuid.UUID,
    convening_id: uuid.UUID | None,
    by: str,
    reason: str = "",
    comment: Comment | None = None,
) -> None:
    """Add a line to the moderation log."""
    db.session.add(
        ModerationEntry(
            profile_id=profile_id,
            convening_id=convening_id,
            comment_id=comment.id if comment is not None else None,
            action=action,
            by=by,
            reason=reason,
        )
    )
    publish(QueueChanged(profile_id=profile_id, convening_id=convening_id))


def _note(action: str, comment: Comment, *, by: str, reason: str = "") -> None:
    note_in_log(
        action,
        profile_id=comment.profile_id,
        convening_id=comment.convening_id,
        by=by,
        reason=reason,
        comment=comment,
    )


# ------------------------------------------------------------------ hiding


def hide_comment(comment: Comment, *, reason: str, hidden_by: str) -> None:
    """Take the words off every page; the reason stands in their place. It waits no longer."""
    reason = clean_line(reason)
    if not reason:
        raise Refusal(
            _l("Say why. Everybody reads the reason in place of the comment."), field="reason"
        )
    if len(reason) > HIDE_LIMIT:
        raise Refusal(_l("Use at most 200 characters for the reason."), field="reason")
    comment.hidden_at = comment.hidden_at or now()
    comment.hidden_reason = reason
    comment.hidden_by = hidden_by
    comment.held_at = None
    _settle_reports(comment)
    _note("hidden", comment, by=hidden_by, reason=reason)
    db.session.flush()
    publish(about(CommentHidden, comment))


def show_comment(comment: Comment, *, shown_by: str) -> None:
    """Put a hidden comment's words back."""
    if not comment.is_hidden:
        return
    comment.hidden_at = comment.hidden_reason = comment.hidden_by = None
    _note("shown", comment, by=shown_by)
    db.session.flush()
    publish(about(CommentHidden, comment))


# ------------------------------------------------------------------ holding for review


def hold_comments(convening: Convening, *, hold: bool, by: str) -> None:
    """Whether new comments wait for review. What waits already goes on waiting."""
    if convening.hold_comments == hold:
        return
    convening.hold_comments = hold
    note_in_log(
        "hold" if hold else "no_hold",
        profile_id=convening.profile_id,
        convening_id=convening.id,
        by=by,
    )
    db.session.flush()


def release_comment(comment: Comment, *, released_by: str) -> bool:
    """Let everybody read it; says whether it was waiting. It counts as written now."""
    lock(comment)
    if not comment.is_held:
        return False
    comment.held_at = None
    comment.created_at = now()  # it comes among the newest, where people look for it
    _note("released", comment, by=released_by)
    db.session.flush()
    publish(about(CommentPosted, comment))
    return True


def release_all(profile_id: uuid.UUID, *, released_by: str) -> int:
    """Release everything that waits; says how many there were."""
    waiting = db.session.scalars(
        select(Comment)
        .where(Comment.profile_id == profile_id, Comment.held_at.is_not(None))
        .order_by(Comment.created_at, Comment.id)
    ).all()
    return sum(release_comment(one, released_by=released_by) for one in waiting)


# ------------------------------------------------------------------ reports


def report_comment(actor: Actor, comment: Comment, *, reason: str, words: str = "") -> bool:
    """Ask a facilitator to look at it; once each. Says whether this was the first time."""
    if reason not in REPORT_REASONS:
        raise Refusal(_l("Choose what is wrong with it."), field="reason")
    words = clean_text(words)
    if len(words) > REPORT_LIMIT:
        raise Refusal(_l("Use at most 500 characters."), field="details")
    if comment.is_hidden:
        raise Conflict(_l("This comment was hidden."))
    seat = writing_seat(actor, comment.profile_id) or next(
        iter(seats_on_profile(actor, comment.profile_id)), None
    )
    report = Report(
        comment_id=comment.id,
        person_id=None if seat else actor.person_id,
        participant_id=seat.id if seat else None,
        reason=reason,
        words=words,
        settled_at=None,
    )
    try:
        with db.session.begin_nested():
            db.session.add(report)
    except IntegrityError:
        return False
    group = seat.group.name if seat is not None and seat.group is not None else ""
    _note("reported", comment, by=group, reason=reason)
    db.session.flush()
    return True


def keep_comment(comment: Comment, *, kept_by: str) -> bool:
    """A moderator looked at the reports and the comment may stay; says whether any waited."""
    settled = _settle_reports(comment)
    if settled:
        _note("kept", comment, by=kept_by)
        db.session.flush()
    return settled


def _settle_reports(comment: Comment) -> bool:
    found = db.session.scalars(
        update(Report)
        .where(Report.comment_id == comment.id, Report.settled_at.is_(None))
        .values(settled_at=now())
        .returning(Report.id)
        .execution_options(synchronize_session=False)
    ).all()
    return bool(found)
