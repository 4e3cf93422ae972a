"""Comments, agreement marks, dispositions, reports and what moderators did."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pog.core.clock import now
from pog.core.database import Id, Model
from pog.core.markup import text_of
from pog.profiles.models import Attribute, Profile

STANCES = ("keep", "change", "concern")
ANSWERS = ("accepted", "partly", "declined", "later")


FOLDED_FROM, EXCERPT = 600, 320
"""Comments of more characters are folded, and so many of them shown."""
REPORT_REASONS = ("names", "hurts", "off_topic", "other")


class Spoken:
    """Columns of what somebody says: by whom, when, and whether others may read it."""

    person_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), index=True
    )
    participant_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("participants.id", ondelete="SET NULL"), index=True
    )
    author_name: Mapped[str]
    group_letter: Mapped[str | None]
    group_name: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str | None]
    hidden_by: Mapped[str | None]
    held_at: Mapped[datetime | None]
    """Since when it waits for a facilitator; until then its author and moderators alone read it."""

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def is_held(self) -> bool:
        return self.held_at is not None


class OneEach:
    """Columns of what everybody can do once to a thing: somebody with an account, or a seat."""

    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    participant_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE")
    )


def once_for(thing: str) -> tuple[UniqueConstraint | CheckConstraint, ...]:
    """The constraints that go with `OneEach`; `thing` is the column with its key."""
    return (
        UniqueConstraint(thing, "person_id"),
        UniqueConstraint(thing, "participant_id"),
        CheckConstraint(
            "(person_id IS NULL) <> (participant_id IS NULL)", name="person_or_participant"
        ),
    )


class Comment(Spoken, Model):
    """What somebody says about a profile or a thing in it; replies are one level deep."""

    __tablename__ = "comments"
    __table_args__ = (
        Index("ix_comments_profile_id_created_at", "profile_id", "created_at"),
        Index("ix_comments_attribute_id_created_at", "attribute_id", "created_at"),
        Index("ix_comments_subject_id_created_at", "subject_id", "created_at"),
    )
    id: Mapped[Id]
    profile_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    attribute_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("attributes.id", ondelete="CASCADE")
    )
    """The attribute it is about, or whose part it is about; None: the profile as a whole."""
    subject_kind: Mapped[str | None]
    subject_id: Mapped[uuid.UUID | None]
    """What else it is about (an indicator, a suggestion); a kind of `subjects.py`. No foreign key:
    such things live on higher floors, and what was said about one outlives it."""
    subject_name: Mapped[str | None]
    """What that was called when the comment was written."""
    convening_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("convenings.id", ondelete="SET NULL"), index=True
    )
    parent_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("comments.id", ondelete="CASCADE"), index=True
    )
    body: Mapped[str]
    body_html: Mapped[str]
    stance: Mapped[str | None]
    revision_number: Mapped[int | None]
    """The revision of the attribute it speaks about."""

    profile: Mapped[Profile] = relationship()
    attribute: Mapped[Attribute | None] = relationship()
    disposition: Mapped["Disposition | None"] = relationship(
        back_populates="comment", cascade="all, delete-orphan"
    )
    replies: Mapped[list["Comment"]] = relationship(
        order_by="Comment.created_at", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def excerpt(self) -> str:
        """The beginning of a long comment, without its marks; empty when it is short."""
        if len(self.body) <= FOLDED_FROM:
            return ""
        said = " ".join(text_of(self.body_html).split())
        return said[:EXCERPT].rpartition(" ")[0] + "…" if len(said) > EXCERPT else ""


RELEASED = Comment.held_at.is_(None)
"""The condition of every query whose result others than the author and moderators see."""


class Agreement(OneEach, Model):
    """Somebody agrees with a comment; once each."""

    __tablename__ = "agreements"
    __table_args__ = once_for("comment_id")
    id: Mapped[Id]
    comment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"))


class Disposition(Model):
    """The answer a comment got: accepted, partly, declined or later, with the reason."""

    __tablename__ = "dispositions"
    comment_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True
    )
    answer: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    revision_number: Mapped[int | None]
    """The revision of the attribute that did what the comment asked for."""
    answered_by: Mapped[str]
    answered_at: Mapped[datetime] = mapped_column(default=now)
    published_at: Mapped[datetime | None]
    """Draft answers are for facilitators only, until they are published."""
    changed_at: Mapped[datetime | None]
    """When another answer took the place of the one its author had read."""
    answer_before: Mapped[str | None]

    comment: Mapped[Comment] = relationship(back_populates="disposition")


class Report(OneEach, Model):
    """Somebody asks a facilitator to look at a comment; once each."""

    __tablename__ = "reports"
    __table_args__ = once_for("comment_id")
    id: Mapped[Id]
    comment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"))
    reason: Mapped[str]
    """One of REPORT_REASONS."""
    words: Mapped[str] = mapped_column(default="")
    reported_at: Mapped[datetime] = mapped_column(default=now)
    settled_at: Mapped[datetime | None]
    """When a moderator looked at it: the comment was hidden, or is fine."""


class ModerationEntry(Model):
    """One line of the moderation log; lines are added and never changed."""

    __tablename__ = "moderation_log"
    __table_args__ = (Index("ix_moderation_log_profile_id_at", "profile_id", "at"),)
    id: Mapped[Id]
    profile_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    convening_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("convenings.id", ondelete="SET NULL"), index=True
    )
    comment_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("comments.id", ondelete="SET NULL"), index=True
    )
    action: Mapped[str]
    """One of the keys of `moderating.ACTIONS`."""
    by: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(default=now)


class Passage(Model):
    """The words of a text a comment is about, and what became of them."""

    __tablename__ = "passages"
    __table_args__ = (UniqueConstraint("text_id", "number"),)
    comment_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True
    )
    text_id: Mapped[uuid.UUID]
    """The attribute, indicator or profile that says them. No foreign key: restoring a revision
    makes indicators anew, and what was said about the old ones stays."""
    number: Mapped[int]
    """Stands at the mark and beside the comment; within a text no two have the same."""
    quote: Mapped[str]
    """The words as they were when the comment was written."""
    words: Mapped[str]
    """What stands in their place now."""
    before: Mapped[str]
    after: Mapped[str]
    start: Mapped[int]
    """Where `words` begin in the text of `MarkedText`, with what stands around them."""
    fate: Mapped[str]
    """A `Fate`: same, reworded or gone."""

    @property
    def is_gone(self) -> bool:
        return self.fate == "gone"


class MarkedText(Model):
    """The text in which passages are placed: as it was when they moved last."""

    __tablename__ = "marked_texts"
    text_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    text: Mapped[str]
    last_number: Mapped[int] = mapped_column(default=0)
