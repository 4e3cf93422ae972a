"""Comments, agreement marks and dispositions."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pog.core.clock import now
from pog.core.database import Id, Model
from pog.profiles.models import Attribute, Profile

STANCES = ("keep", "change", "concern")
ANSWERS = ("accepted", "partly", "declined", "later")


class Comment(Model):
    """What somebody says about a profile or one of its attributes; replies are one level deep."""

    __tablename__ = "comments"
    __table_args__ = (
        Index("ix_comments_profile_id_created_at", "profile_id", "created_at"),
        Index("ix_comments_attribute_id_created_at", "attribute_id", "created_at"),
    )
    id: Mapped[Id]
    profile_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    attribute_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("attributes.id", ondelete="CASCADE")
    )
    """None: about the profile as a whole."""
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

    profile: Mapped[Profile] = relationship()
    attribute: Mapped[Attribute | None] = relationship()
    disposition: Mapped["Disposition | None"] = relationship(
        back_populates="comment", cascade="all, delete-orphan"
    )
    replies: Mapped[list["Comment"]] = relationship(
        order_by="Comment.created_at", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None


class Agreement(Model):
    """Somebody agrees with a comment; once each."""

    __tablename__ = "agreements"
    __table_args__ = (
        UniqueConstraint("comment_id", "person_id"),
        UniqueConstraint("comment_id", "participant_id"),
        CheckConstraint(
            "(person_id IS NULL) <> (participant_id IS NULL)", name="person_or_participant"
        ),
    )
    id: Mapped[Id]
    comment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    participant_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE")
    )


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

    comment: Mapped[Comment] = relationship(back_populates="disposition")
