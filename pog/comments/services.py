"""Writing comments, agreeing, answering and hiding: every change to a thread."""

import uuid
from typing import TypeVar

from pog.accounts.models import Person
from pog.comments.events import (
    CommentAgreed,
    CommentAnswered,
    CommentEvent,
    CommentHidden,
    CommentPosted,
)
from pog.comments.models import ANSWERS, STANCES, Agreement, Comment, Disposition
from pog.comments.queries import (
    agreement_of,
    commenting_is_open,
    drafted_answers,
    writing_seat,
)
from pog.convenings.models import Participant
from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Conflict, Forbidden, Refusal, Unreadable
from pog.core.i18n import _l
from pog.core.identity import Actor
from pog.core.markup import COMMENT_LIMIT, clean_line, clean_text, render_markdown
from pog.core.work import publish
from pog.profiles.models import Attribute, Profile

E = TypeVar("E", bound=CommentEvent)
REASON_LIMIT = 1_000


def post_comment(
    actor: Actor,
    profile: Profile,
    *,
    body: str,
    attribute: Attribute | None = None,
    parent: Comment | None = None,
    stance: str | None = None,
    as_name: str | None = None,
) -> Comment:
    """Add a comment, or a reply when there is a parent.

    `as_name`: whose words they are, when somebody writes for others (the scribe of a table).
    """
    seat = writing_seat(actor, profile.id)
    refuse_when_closed(actor, profile)
    if attribute is not None and attribute.dropped_at is not None:
        raise Conflict(_l("This attribute was dropped, so it takes no new comments."))
    if parent is not None and parent.is_hidden:
        raise Conflict(_l("This comment was hidden, so it takes no replies."))
    if stance is not None and stance not in STANCES:
        raise Unreadable(_l("Choose keep, change or concern, or none of them."), field="stance")
    text = clean_text(body)
    if not text:
        raise Refusal(_l("Write your comment first."), field="body")
    comment = Comment(
        profile_id=profile.id,
        attribute_id=attribute.id if attribute else None,
        convening_id=seat.convening_id if seat else None,
        # One level deep: a reply to a reply stands beside it.
        parent_id=(parent.parent_id or parent.id) if parent else None,
        body=text,
        body_html=render_markdown(text, limit=COMMENT_LIMIT),
        stance=stance,
        revision_number=attribute.revision if attribute else None,
        person_id=actor.person_id,
        participant_id=seat.id if seat else None,
        author_name=as_name or name_of(actor, seat),
        group_letter=seat.group.letter if seat and seat.group else None,
        group_name=seat.group.name if seat and seat.group else None,
        hidden_at=None,
        hidden_reason=None,
        hidden_by=None,
    )
    db.session.add(comment)
    db.session.flush()
    publish(about(CommentPosted, comment))
    return comment


def refuse_when_closed(actor: Actor, profile: Profile) -> None:
    if not commenting_is_open(actor, profile):
        raise Conflict(
            _l(
                "Comments are closed at the moment, so this was not stored. "
                "Your text is kept here; send it when the facilitator opens comments again."
            )
        )


def name_of(actor: Actor, seat: Participant | None) -> str:
    """The name pages show: the seat's nickname, else the person's name; never an address."""
    if seat is not None:
        return seat.nickname
    person = db.session.get(Person, actor.person_id) if actor.person_id else None
    if person is None:
        raise Forbidden(_l("Sign in or join before you write a comment."))
    return person.name


def about(kind: type[E], comment: Comment) -> E:
    return kind(
        profile_id=comment.profile_id,
        attribute_id=comment.attribute_id,
        convening_id=comment.convening_id,
        comment_id=comment.id,
        parent_id=comment.parent_id,
    )


def is_own(actor: Actor, seat: Participant | None, comment: Comment) -> bool:
    """Whether the actor wrote it."""
    by_person = comment.person_id is not None and comment.person_id == actor.person_id
    by_seat = seat is not None and comment.participant_id == seat.id
    return by_person or by_seat


def set_agreement(actor: Actor, comment: Comment, *, wanted: bool) -> bool:
    """Agree, or take it back; asking twice for the same changes nothing. Says what is so now."""
    seat = writing_seat(actor, comment.profile_id)
    person_id, participant_id = actor.person_id, seat.id if seat else None
    refuse_when_closed(actor, comment.profile)
    if comment.is_hidden:
        raise Conflict(_l("This comment was hidden."))
    if is_own(actor, seat, comment):
        raise Conflict(_l("You wrote this comment, so we know that you agree."))
    # Two taps at once on PostgreSQL wait here for each other.
    db.session.refresh(comment, with_for_update=True)
    mark = agreement_of(comment.id, person_id=person_id, participant_id=participant_id)
    if wanted == (mark is not None):
        return wanted
    if mark is not None:
        db.session.delete(mark)
    else:
        db.session.add(
            Agreement(
                comment_id=comment.id,
                person_id=None if seat else person_id,
                participant_id=participant_id,
            )
        )
    db.session.flush()
    publish(about(CommentAgreed, comment))
    return wanted


def answer_comment(
    comment: Comment,
    *,
    answer: str,
    reason: str,
    revision_number: int | None,
    answered_by: str,
    publish_now: bool,
) -> Disposition:
    """Write or change the answer a comment gets; a published one stays published."""
    if answer not in ANSWERS:
        raise Refusal(_l("Choose an answer."), field="answer")
    reason = clean_text(reason)
    if not reason and answer != "accepted":
        raise Refusal(_l("Say why, in a sentence. The author reads it."), field="reason")
    if len(reason) > REASON_LIMIT:
        raise Refusal(_l("Use at most 1,000 characters for the reason."), field="reason")
    attribute = comment.attribute
    if revision_number is not None and (
        attribute is None or not 1 <= revision_number <= attribute.revision
    ):
        raise Refusal(_l("There is no such revision of this attribute."), field="revision")
    db.session.refresh(comment, with_for_update=True)
    written = comment.disposition
    if written is None:
        written = Disposition(comment=comment, published_at=None)
        db.session.add(written)
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


def publish_answers(profile_id: uuid.UUID) -> int:
    """Publish every drafted answer of a profile together; says how many there were."""
    drafts = drafted_answers(profile_id)
    moment = now()
    for draft in drafts:
        draft.published_at = moment
        publish(about(CommentAnswered, draft.comment))
    db.session.flush()
    return len(drafts)


def hide_comment(comment: Comment, *, reason: str, hidden_by: str) -> None:
    """Take the words off every page; the reason stands in their place."""
    reason = clean_line(reason)
    if not reason:
        raise Refusal(
            _l("Say why. Everybody reads the reason in place of the comment."), field="reason"
        )
    if len(reason) > REASON_LIMIT:
        raise Refusal(_l("Use at most 1,000 characters for the reason."), field="reason")
    comment.hidden_at = comment.hidden_at or now()
    comment.hidden_reason = reason
    comment.hidden_by = hidden_by
    db.session.flush()
    publish(about(CommentHidden, comment))


def show_comment(comment: Comment) -> None:
    """Put a hidden comment's words back."""
    comment.hidden_at = comment.hidden_reason = comment.hidden_by = None
    db.session.flush()
    publish(about(CommentHidden, comment))
