"""Every comment with the answer it got; hidden ones with the reason and without their words."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from pog.comments.models import RELEASED, Agreement, Comment, Passage
from pog.convenings.models import Participant
from pog.core.database import db
from pog.core.i18n import _l
from pog.core.markup import text_of
from pog.profiles.models import Attribute
from pog.records.sections.interface import Asked, Content, Section, Sheet, author, yes_no


def gather(asked: Asked) -> Content | None:
    rows = db.session.execute(
        select(Comment, Attribute.name, Participant.role, Passage)
        .outerjoin(Attribute, Attribute.id == Comment.attribute_id)
        .outerjoin(Passage, Passage.comment_id == Comment.id)
        .outerjoin(Participant, Participant.id == Comment.participant_id)
        .where(Comment.convening_id == asked.convening.id, RELEASED)
        .options(joinedload(Comment.disposition))
        .order_by(Comment.created_at, Comment.id)
    ).all()
    if not rows:
        return None
    numbers = {comment.id: number for number, (comment, *_rest) in enumerate(rows, start=1)}
    hidden = {comment.id for comment, *_rest in rows if comment.is_hidden}
    agreements = agreements_in(asked)
    told = [
        one_comment(asked, comment, name, role, numbers, agreements) | quoted(comment, passage)
        for comment, name, role, passage in rows
        if comment.parent_id not in hidden  # an answer to something hidden would quote it
    ]
    threads = [one for one in told if one["reply_to"] is None]
    return {
        "comments": told,
        "answered": sum(1 for one in threads if one["answer"]),
        "threads": len(threads),
    }


def agreements_in(asked: Asked) -> Mapping[UUID, int]:
    rows = db.session.execute(
        select(Agreement.comment_id, func.count(Agreement.id))
        .join(Comment, Comment.id == Agreement.comment_id)
        .where(Comment.convening_id == asked.convening.id)
        .group_by(Agreement.comment_id)
    )
    return {comment_id: number for comment_id, number in rows}


def one_comment(
    asked: Asked,
    comment: Comment,
    about: str | None,
    role: str | None,
    numbers: Mapping[UUID, int],
    agreements: Mapping[UUID, int],
) -> dict[str, Any]:  # Any: words, numbers, moments
    answer = comment.disposition
    published = answer is not None and answer.published_at is not None
    return {
        "number": numbers[comment.id],
        "at": comment.created_at,
        "about": ": ".join(filter(None, (about, comment.subject_name))),
        "author": author(
            asked,
            nickname=comment.author_name,
            group=comment.group_name,
            role=role or ("participant" if comment.group_name else None),
        ),
        "stance": comment.stance,
        "text": None if comment.is_hidden else text_of(comment.body_html),
        "hidden": comment.is_hidden,
        "hidden_reason": comment.hidden_reason if comment.is_hidden else None,
        "reply_to": numbers.get(comment.parent_id) if comment.parent_id else None,
        "agreements": agreements.get(comment.id, 0),
        "answer": answer.answer if answer and published else None,
        "answer_reason": answer.reason if answer and published else None,
        "answer_revision": answer.revision_number if answer and published else None,
    }


def quoted(comment: Comment, passage: Passage | None) -> dict[str, Any]:  # as above
    """The words it is about; those of a hidden comment may say what the comment said."""
    told = passage is not None and not comment.is_hidden
    return {
        "quote": passage.quote if passage is not None and told else None,
        "quote_is_gone": passage.is_gone if passage is not None and told else None,
    }


def sheets(content: Content) -> Iterator[Sheet]:
    yield Sheet(
        name="Comments",
        head=["Number", "When", "About", "Group", "Stance", "Comment", "Reply to", "Agree",
              "Hidden", "Why hidden", "Answer", "Reason", "Done in revision", "About the words",
              "Words are gone"],
        rows=[
            (
                one["number"], one["at"], one["about"], one["author"], one["stance"] or "",
                one["text"] or "", one["reply_to"], one["agreements"], yes_no(one["hidden"]),
                one["hidden_reason"] or "", one["answer"] or "", one["answer_reason"] or "",
                one["answer_revision"], one["quote"] or "", yes_no(one["quote_is_gone"]),
            )
            for one in content["comments"]
        ],
        widths=(9, 18, 28, 24, 12, 80, 9, 9, 9, 30, 14, 40, 12, 40, 12),
    )  # fmt: skip


SECTION = Section(
    name="comments",
    title=_l("What people said, and the answers"),
    icon="comment",
    template="records/_comments.html",
    gather=gather,
    sheets=sheets,
    fields={
        "comments[].number": "Its number in this record.",
        "comments[].at": "When it was written.",
        "comments[].about": "The attribute it is about; empty: the whole profile.",
        "comments[].author": "The group, with the nickname if names were chosen.",
        "comments[].stance": "keep, change, concern or null.",
        "comments[].text": "Its words; null when it was hidden.",
        "comments[].quote": "The words of the statement it is about; null for all of it.",
        "comments[].quote_is_gone": "Whether the statement says these words no longer.",
        "comments[].hidden": "Whether it was hidden.",
        "comments[].hidden_reason": "Why it was hidden.",
        "comments[].reply_to": "The number of the comment it replies to.",
        "comments[].agreements": "How many agree with it.",
        "comments[].answer": "accepted, partly, declined or later; null without an answer.",
        "comments[].answer_reason": "Why.",
        "comments[].answer_revision": "The revision of the attribute that did it.",
        "answered": "How many comments that are no replies got an answer.",
        "threads": "How many comments are no replies.",
    },
)
