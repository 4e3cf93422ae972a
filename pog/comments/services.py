"""Writing comments and agreeing: what everybody does in a thread."""

from typing import Any, TypeVar

from sqlalchemy import select

from pog.accounts.models import Person
from pog.comments.events import CommentAgreed, CommentEvent, CommentPosted, QueueChanged
from pog.comments.models import STANCES, Agreement, Comment
from pog.comments.passages import Quoted, Speaking, mark_words
from pog.comments.permissions import MODERATE_COMMENTS
from pog.comments.subjects import Subject
from pog.comments.writing import agreement_of, commenting_is_open, writing_seat
from pog.convenings.models import Participant
from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Conflict, Forbidden, Refusal, Unreadable
from pog.core.i18n import _l
from pog.core.identity import Actor
from pog.core.markup import COMMENT_LIMIT, clean_text, render_markdown
from pog.core.work import publish
from pog.profiles.models import Attribute, Indicator, Profile

E = TypeVar("E", bound=CommentEvent)


def post_comment(
    actor: Actor,
    profile: Profile,
    *,
    body: str,
    attribute: Attribute | None = None,
    subject: Subject | None = None,
    parent: Comment | None = None,
    stance: str | None = None,
    quoted: Quoted | None = None,
    as_name: str | None = None,
) -> Comment:
    """Add a comment, or a reply when there is a parent.

    `subject`: what it is about beside the attribute. `quoted`: the words of the attribute's
    statement it is about. `as_name`: whose words they are, when
    somebody writes for others (the scribe of a table). Where comments are held for review it
    waits, and its author and moderators alone read it.
    """
    seat = writing_seat(actor, profile.id)
    refuse_when_closed(actor, profile)
    if subject is not None:
        attribute = subject.attribute
        if subject.closed is not None:
            raise Conflict(subject.closed)
    if attribute is not None and attribute.dropped_at is not None:
        raise Conflict(_l("This attribute was dropped, so it takes no new comments."))
    if parent is not None:
        refuse_unread(parent)
        if parent.is_hidden:
            raise Conflict(_l("This comment was hidden, so it takes no replies."))
    if stance is not None and stance not in STANCES:
        raise Unreadable(_l("Choose keep, change or concern, or none of them."), field="stance")
    text = clean_text(body)
    if not text:
        raise Refusal(_l("Write your comment first."), field="body")
    comment = Comment(
        profile_id=profile.id,
        attribute_id=attribute.id if attribute else None,
        **what_it_is_about(subject, parent),
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
        held_at=now() if waits_for_review(actor, profile, seat) else None,
    )
    db.session.add(comment)
    db.session.flush()
    if quoted is not None:
        mark_words(comment, what_speaks(profile, attribute, subject), quoted)
    if comment.is_held:
        publish(QueueChanged(profile_id=profile.id, convening_id=comment.convening_id))
    else:
        publish(about(CommentPosted, comment))
    return comment


def what_speaks(profile: Profile, attribute: Attribute | None, subject: Subject | None) -> Speaking:
    """Whose words a comment quotes; of other subjects none can be quoted."""
    if subject is None:
        return attribute or profile
    if not isinstance(subject.thing, Indicator):
        raise Unreadable(_l("Words of this cannot be quoted."), field="quote")
    return subject.thing


def what_it_is_about(subject: Subject | None, parent: Comment | None) -> dict[str, Any]:
    """The columns that name the subject; a reply is about what its comment is about."""
    if parent is not None:
        kind, key, name = parent.subject_kind, parent.subject_id, parent.subject_name
    elif subject is not None:
        kind, key, name = subject.kind.kind, subject.id, subject.name
    else:
        kind = key = name = None
    return {"subject_kind": kind, "subject_id": key, "subject_name": name}


def waits_for_review(actor: Actor, profile: Profile, seat: Participant | None) -> bool:
    """Whether what this actor writes now is read by a facilitator first."""
    if seat is None or not seat.convening.hold_comments:
        return False
    return not MODERATE_COMMENTS.allows(actor, profile)


def lock(comment: Comment) -> None:
    """Take its row and read it anew.

    In two statements: PostgreSQL locks no row that comes with what it may not have (an answer).
    """
    db.session.execute(select(Comment.id).where(Comment.id == comment.id).with_for_update())
    db.session.refresh(comment)


def refuse_unread(comment: Comment) -> None:
    if comment.is_held:
        raise Conflict(_l("This comment waits for review. Release or hide it first."))


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
        subject_id=comment.subject_id,
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
    refuse_unread(comment)
    if comment.is_hidden:
        raise Conflict(_l("This comment was hidden."))
    if is_own(actor, seat, comment):
        raise Conflict(_l("You wrote this comment, so we know that you agree."))
    # Two taps at once on PostgreSQL wait here for each other.
    lock(comment)
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
