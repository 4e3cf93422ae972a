"""Ballots, their options and the votes cast."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pog.clusters.models import Cluster
from pog.convenings.models import Convening
from pog.core.clock import now
from pog.core.database import Id, Json, Model

STATES = ("draft", "open", "closed")
VOTING_ROLES = ("participant", "scribe", "facilitator")
PHONE, TABLE, DESK, POST = "phone", "table", "desk", "post"
"""How a vote came in: tapped by its owner, or entered from paper by somebody else."""
QUESTION_LIMIT = 300
OPTION_LIMIT = 200
MOST_OPTIONS = 60
LONGEST_LIST = 300
"""Options of a ballot of which everybody is shown a part."""
REASON_LIMIT = 500
WHY_LIMIT = 200


class Ballot(Model):
    """A question put to the room, counted by one method.

    `result` is what was counted in the transaction that closed the ballot; it never changes.
    """

    __tablename__ = "ballots"
    id: Mapped[Id]
    convening_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("convenings.id", ondelete="CASCADE"), index=True
    )
    activity_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("activities.id", ondelete="SET NULL"), index=True
    )
    series_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    """Ballots prepared together, to be opened one after the other."""
    question: Mapped[str]
    method: Mapped[str]
    settings: Mapped[Json] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(default="draft")
    hidden: Mapped[bool] = mapped_column(default=True)
    """Totals stay hidden until somebody reveals them after the close."""
    secret: Mapped[bool] = mapped_column(default=False)
    """Votes lie in `SecretVote`, apart from who voted; set before the opening, for good."""
    link_key: Mapped[str | None]
    """While a secret ballot is open: what links a seat to its vote. Erased at the close."""
    group_codes: Mapped[list[str]] = mapped_column(default=list)
    """On a secret ballot: groups large enough at the opening for a vote to carry their code."""
    group_ids: Mapped[list[str]] = mapped_column(default=list)
    """Groups that may vote; empty when everybody may. Stays as it is from the opening on."""
    quorum_percent: Mapped[int | None]
    quorum_number: Mapped[int | None]
    """How many ballots have to be cast, of those who could vote or as a plain number."""
    pass_percent: Mapped[int | None]
    """An option passes with more than this share; with 100 it needs everybody."""
    pass_groups: Mapped[int | None]
    """In so many groups it needs that share as well."""
    shown_each: Mapped[int | None]
    """On a long list, how many options each person is shown."""
    round: Mapped[int] = mapped_column(default=1)
    previous_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("ballots.id"))
    position: Mapped[int] = mapped_column(default=0)
    could_vote: Mapped[int | None]
    """How many seats could vote when it opened; the base of the quorum never gets smaller."""
    eligible: Mapped[int | None]
    """How many seats could vote when it closed."""
    result: Mapped[Json | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    revealed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)

    convening: Mapped[Convening] = relationship()
    options: Mapped[list["Option"]] = relationship(
        back_populates="ballot", order_by="Option.position", cascade="all, delete-orphan"
    )

    @property
    def option_keys(self) -> list[str]:
        """The options' identifiers as marks and results name them, in the order of the ballot."""
        return [str(option.id) for option in self.options]

    @property
    def takes_votes(self) -> bool:
        """Whether votes count at this moment; in an open round time ends it, not a person."""
        return self.state == "open" and self.convening.takes_input

    @property
    def is_revealed(self) -> bool:
        """Whether the totals may be seen."""
        return self.state == "closed" and self.revealed_at is not None


class Option(Model):
    """A choice, with its wording frozen when the ballot opened."""

    __tablename__ = "options"
    id: Mapped[Id]
    ballot_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("ballots.id", ondelete="CASCADE"), index=True
    )
    attribute_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("attributes.id", ondelete="SET NULL")
    )
    revision_number: Mapped[int | None]
    cluster_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("clusters.id", ondelete="SET NULL")
    )
    source_kind: Mapped[str | None]
    source_id: Mapped[uuid.UUID | None]
    """What a higher feature put on the ballot; it is asked for the words (`hooks.words_of`)."""
    name: Mapped[str]
    wording: Mapped[str] = mapped_column(default="")
    wording_html: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)

    ballot: Mapped[Ballot] = relationship(back_populates="options")
    cluster: Mapped[Cluster | None] = relationship()


class Vote(Model):
    """One participant's marks on one ballot; changed until the close, never doubled."""

    __tablename__ = "votes"
    __table_args__ = (UniqueConstraint("ballot_id", "participant_id"),)
    id: Mapped[Id]
    ballot_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ballots.id", ondelete="CASCADE"))
    participant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE"), index=True
    )
    marks: Mapped[Json]
    reason: Mapped[str] = mapped_column(default="")
    cast_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    times_changed: Mapped[int] = mapped_column(default=0)
    channel: Mapped[str] = mapped_column(default=PHONE)


class Voter(Model):
    """The voter roll: that somebody voted in a secret ballot, or may not vote in one any more.

    It has no choice, no time and nothing that leads to a `SecretVote`. Ordinary ballots have rows
    here only for seats whose vote was revoked.
    """

    __tablename__ = "voters"
    # Without row numbers SQLite keeps rows by their key, not in the order people came.
    __table_args__ = ({"sqlite_with_rowid": False},)
    ballot_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("ballots.id", ondelete="CASCADE"), primary_key=True
    )
    participant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    voted: Mapped[bool] = mapped_column(default=False)
    revoked: Mapped[bool] = mapped_column(default=False)
    channel: Mapped[str] = mapped_column(default=PHONE)


class SecretVote(Model):
    """A ballot in the box: what was marked, and nothing about who or when.

    At the close all of a ballot's rows are written anew in an order drawn by lot, with new
    identifiers and without links.
    """

    __tablename__ = "secret_votes"
    __table_args__ = ({"sqlite_with_rowid": False},)
    id: Mapped[Id]
    ballot_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("ballots.id", ondelete="CASCADE"), index=True
    )
    marks: Mapped[Json]
    group_key: Mapped[str | None]
    """The group, when it was large enough at the opening and cast enough ballots."""
    link: Mapped[str | None] = mapped_column(unique=True)
    """A keyed token by which a voter's change finds this row; erased at the close."""
    receipt: Mapped[str]
    """The hash of a code that only the voter knows."""


class Portion(Model):
    """The options of a long list that one seat is asked about."""

    __tablename__ = "portions"
    ballot_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("ballots.id", ondelete="CASCADE"), primary_key=True
    )
    participant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    options: Mapped[list[str]] = mapped_column(default=list)


class LogEntry(Model):
    """A line of a ballot's record; each carries the hash of the one before (`chain.py`)."""

    __tablename__ = "ballot_log"
    ballot_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("ballots.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    by: Mapped[str] = mapped_column(default="")
    """Who did it; empty when it came by itself with the end of the convening."""
    why: Mapped[str] = mapped_column(default="")
    detail: Mapped[Json] = mapped_column(default=dict)
    at: Mapped[datetime] = mapped_column(default=now)
    previous: Mapped[str]
    hash: Mapped[str]
