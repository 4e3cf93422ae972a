"""The answers comments get: one by one, many at once, and published together."""

import uuid
from collections.abc import Sequence

from pog.comments.events import CommentAnswered
from pog.comments.matrix import drafted_answers
from pog.comments.models import ANSWERS, Comment, Disposition
from pog.comments.services import about, lock, refuse_unread
from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Refusal
from pog.core.i18n import _l
from pog.core.markup import clean_text
from pog.core.work import publish

REASON_LIMIT = 1_000
AT_ONCE = 20


def answer_comment(
    comment: Comment,
    *,
    answer: str,
    reason: str,
    revision_number: int | None,
    answered_by: str,
    publish_now: bool,
) -> Disposition:
    """Write or change the answer a comment gets; a published one stays published.

    Its author is told when another answer or reason takes the place of a published one.
    """
    refuse_unread(comment)
    reason = checked(answer, reason)
    attribute = comment.attribute
    if revision_number is not None and (
        attribute is None or not 1 <= revision_number <= attribute.revision
    ):
        raise Refusal(_l("There is no such revision of this attribute."), field="revision")
    lock(comment)
    written = comment.disposition
    if written is None:
        written = Disposition(
            comment=comment, published_at=None, changed_at=None, answer_before=None
        )
        db.session.add(written)
    elif written.published_at is not None and (answer, reason) != (written.answer, written.reason):
        written.changed_at, written.answer_before = now(), written.answer
    written.answer = answer
    written.reason = reason
    written.revision_number = revision_number
    written.answered_by = answered_by
    written.answered_at = now()
    if publish_now and written.published_at is None:
        written.published_at = now()
    db.session.flush()
    if written.published_at is not None:
        publish(about(CommentAnswered, comment))
    return written


def checked(answer: str, reason: str) -> str:
    """The reason as it is stored; an answer nobody knows or that says no why is refused."""
    if answer not in ANSWERS:
        raise Refusal(_l("Choose an answer."), field="answer")
    reason = clean_text(reason)
    if not reason and answer != "accepted":
        raise Refusal(_l("Say why, in a sentence. The author reads it."), field="reason")
    if len(reason) > REASON_LIMIT:
        raise Refusal(_l("Use at most 1,000 characters for the reason."), field="reason")
    return reason


def answer_many(
    comments: Sequence[Comment], *, answer: str, reason: str, answered_by: str
) -> tuple[int, int]:
    """Draft one answer for several comments. Says how many were drafted, and how many were not.

    What somebody answered meanwhile, as a draft or in public, stays as it is.
    """
    if not comments:
        raise Refusal(_l("Tick the comments this is the answer to."), field="comments")
    if len(comments) > AT_ONCE:
        raise Refusal(_l("Tick at most 20 comments at a time."), field="comments")
    checked(answer, reason)
    drafted = 0
    for comment in sorted(comments, key=lambda one: one.id):  # nobody waits in a circle
        lock(comment)
        if comment.disposition is not None or comment.is_held:
            continue
        answer_comment(
            comment,
            answer=answer,
            reason=reason,
            revision_number=None,
            answered_by=answered_by,
            publish_now=False,
        )
        drafted += 1
    return drafted, len(comments) - drafted


def publish_answers(profile_id: uuid.UUID) -> int:
    """Publish every drafted answer of a profile together; says how many there were."""
    drafts = drafted_answers(profile_id)
    moment = now()
    for draft in drafts:
        draft.published_at = moment
        publish(about(CommentAnswered, draft.comment))
    db.session.flush()
    return len(drafts)


def drop_draft(comment: Comment) -> bool:
    """Throw a drafted answer away; says whether there was one."""
    written = comment.disposition
    if written is None or written.published_at is not None:
        return False
    comment.disposition = None
    db.session.flush()
    return True
