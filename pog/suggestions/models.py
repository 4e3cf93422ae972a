"""Suggestions, the marks they get, and what a profile says about them."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pog.comments.models import OneEach, Spoken, once_for
from pog.core.database import Id, Model
from pog.profiles.anchoring import Anchor
from pog.profiles.models import Attribute, Profile

FIELDS = ("statement", "name")
STATES = ("open", "accepted", "partly", "declined", "withdrawn")
STANCES = ("support", "keep")
WORDS_LIMIT = 2_000
REASON_LIMIT = 500
MOST_AT_ONCE = 20
"""Suggestions one seat or person can make in `FOR_MINUTES`."""
FOR_MINUTES = 10


class Suggestion(Spoken, Model):
    """Other words for a passage of one attribute, and what became of them."""

    __tablename__ = "suggestions"
    __table_args__ = (
        Index("ix_suggestions_profile_id_created_at", "profile_id", "created_at"),
        Index("ix_suggestions_attribute_id_created_at", "attribute_id", "created_at"),
    )
    id: Mapped[Id]
    profile_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    attribute_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attributes.id", ondelete="CASCADE"))
    convening_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("convenings.id", ondelete="SET NULL"), index=True
    )
    field: Mapped[str] = mapped_column(default="statement")
    """One of FIELDS."""
    revision_number: Mapped[int]
    """The revision whose text the quote stands in."""
    first_revision_number: Mapped[int]
    """The revision it was made on; another one after it was put onto newer words."""
    quote: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    start: Mapped[int]
    words: Mapped[str]
    """What should stand there instead; empty: nothing."""
    reason: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="open")
    """One of STATES."""
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(default="")
    decision_reason: Mapped[str] = mapped_column(default="")
    accepted_words: Mapped[str | None]
    """The words that entered, when it was accepted or partly accepted."""
    accepted_start: Mapped[int | None]
    """Where they begin in the text of `accepted_revision`."""
    accepted_revision: Mapped[int | None]
    """The revision that did it."""
    is_minority: Mapped[bool] = mapped_column(default=False)
    """Declined, and kept in the record as what a minority wanted."""

    profile: Mapped[Profile] = relationship()
    attribute: Mapped[Attribute] = relationship()

    @property
    def anchor(self) -> Anchor:
        """The passage in the text of its revision."""
        return Anchor(quote=self.quote, before=self.before, after=self.after, start=self.start)

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def label(self) -> str:
        """Its author as revisions name people: the nickname with the group."""
        return f"{self.author_name} ({self.group_name})" if self.group_name else self.author_name


RELEASED = Suggestion.held_at.is_(None)
"""What everybody may see, be it hidden or not."""


class SuggestionMark(OneEach, Model):
    """Somebody supports a suggestion, or would keep the words as they are; one mark each."""

    __tablename__ = "suggestion_marks"
    __table_args__ = once_for("suggestion_id")
    id: Mapped[Id]
    suggestion_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("suggestions.id", ondelete="CASCADE")
    )
    stance: Mapped[str]
    """One of STANCES."""


class SuggestionRules(Model):
    """What a profile says about suggestions; without a row they are on."""

    __tablename__ = "suggestion_rules"
    profile_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), primary_key=True
    )
    in_open_rounds: Mapped[bool] = mapped_column(default=True)
