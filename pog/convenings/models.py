"""Convenings, their stakeholder groups, activities and participants."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pog.core.clock import now
from pog.core.database import Id, Model
from pog.organizations.models import Organization
from pog.profiles.models import Profile

MEETING, OPEN_ROUND = "meeting", "open_round"
"""A convening is led by a facilitator from step to step, or stays open for days by itself."""
ROLES = ("facilitator", "scribe", "participant", "observer")
COUNTED_ROLES = ("participant", "scribe")
"""Those who stand for their group in every count; facilitators and observers do not."""
TITLE_LIMIT = 120
TEXT_LIMIT = 2_000
PROMPT_LIMIT = 500
PLACE_LIMIT = 200
GROUP_NAME_LIMIT = 60
LONGEST_MINUTES = 600
SMALLEST_GROUP = 5
"""What is said by fewer votes is never shown apart, whatever a convening asks for."""
MOST_ASKED_OF_A_GROUP = 100


class Convening(Model):
    """A gathering that works on a profile."""

    __tablename__ = "convenings"
    id: Mapped[Id]
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organizations.id"), index=True)
    profile_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id"), index=True)
    title: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="")
    rules: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(default="en")
    join_code: Mapped[str] = mapped_column(unique=True)
    code_expires_at: Mapped[datetime | None]
    smallest_group: Mapped[int] = mapped_column(default=SMALLEST_GROUP)
    """Groups with fewer ballots are never shown apart."""
    kept_days: Mapped[int] = mapped_column(default=365)
    current_activity_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("activities.id", use_alter=True, ondelete="SET NULL")
    )
    created_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")
    summons_id: Mapped[uuid.UUID | None]
    """What everybody is asked to look at now, if anything."""
    follow_up: Mapped[str] = mapped_column(default="")
    """How and when participants hear what became of it."""
    names_in_record: Mapped[bool] = mapped_column(default=False)
    """Whether the record gives nicknames beside groups."""
    kind: Mapped[str] = mapped_column(default=MEETING)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    """An open round takes part in nothing before the one and after the other."""
    listed: Mapped[bool] = mapped_column(default=False)
    """Whether the profile's public page links to the open round."""
    hold_comments: Mapped[bool] = mapped_column(default=False)
    """Whether a new comment waits until a facilitator has read it."""

    organization: Mapped[Organization] = relationship()
    profile: Mapped[Profile] = relationship()
    groups: Mapped[list["StakeholderGroup"]] = relationship(
        back_populates="convening",
        order_by="StakeholderGroup.position",
        cascade="all, delete-orphan",
    )
    activities: Mapped[list["Activity"]] = relationship(
        back_populates="convening",
        order_by="Activity.position",
        cascade="all, delete-orphan",
        foreign_keys="Activity.convening_id",
    )
    next_steps: Mapped[list["NextStep"]] = relationship(
        order_by="NextStep.position", cascade="all, delete-orphan"
    )
    current_activity: Mapped["Activity | None"] = relationship(
        foreign_keys=[current_activity_id], post_update=True
    )
    summons: Mapped["Summons | None"] = relationship(
        primaryjoin="foreign(Convening.summons_id) == Summons.id", viewonly=True
    )

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_open_round(self) -> bool:
        return self.kind == OPEN_ROUND

    @property
    def window(self) -> str:
        """Of an open round: ahead, open or over. Nobody has to be there to open and end it."""
        moment = now()
        if self.opens_at is not None and moment < self.opens_at:
            return "ahead"
        if self.closes_at is not None and moment >= self.closes_at:
            return "over"
        return "open"

    @property
    def takes_input(self) -> bool:
        """Whether anything can be written or voted in it at this moment."""
        return self.is_open and (not self.is_open_round or self.window == "open")

    @property
    def code_is_valid(self) -> bool:
        """Whether its join code still lets people in."""
        return self.takes_input and (self.code_expires_at is None or self.code_expires_at > now())


class StakeholderGroup(Model):
    """Students, families, employers, ...: who should be in the room, and how many."""

    __tablename__ = "stakeholder_groups"
    __table_args__ = (UniqueConstraint("convening_id", "name"),)
    id: Mapped[Id]
    convening_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("convenings.id", ondelete="CASCADE"))
    name: Mapped[str]
    letter: Mapped[str]
    target_seats: Mapped[int] = mapped_column(default=0)
    students: Mapped[bool] = mapped_column(default=False)
    """Of minors, perhaps: they are never shown apart below ten."""
    position: Mapped[int] = mapped_column(default=0)

    convening: Mapped[Convening] = relationship(back_populates="groups")

    @property
    def tone(self) -> int:
        """Which of the eight colours goes with its letter."""
        return self.position % 8 + 1


class Activity(Model):
    """One item of the agenda."""

    __tablename__ = "activities"
    id: Mapped[Id]
    convening_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("convenings.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str]
    title: Mapped[str]
    prompt: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)
    round: Mapped[int] = mapped_column(default=0)
    """How often it was opened; going back to it opens a new round and erases nothing."""
    opened_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    """When its timer runs out, while one is running."""
    timer_started_at: Mapped[datetime | None]
    """When that timer was started; with `ends_at` it says when a fifth of the time is left."""

    convening: Mapped[Convening] = relationship(
        back_populates="activities", foreign_keys=[convening_id]
    )


class NextStep(Model):
    """What happens after a convening: what, who does it, until when; kept up after the close."""

    __tablename__ = "next_steps"
    id: Mapped[Id]
    convening_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("convenings.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    what: Mapped[str]
    owner: Mapped[str] = mapped_column(default="")
    """Who does it, in words."""
    due_on: Mapped[date | None]
    done_at: Mapped[datetime | None]
    changed_by: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime] = mapped_column(default=now)


class FinishedStep(Model):
    """A step of an open round that somebody is done with; they go through it in their own order."""

    __tablename__ = "finished_steps"
    participant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True
    )
    activity_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("activities.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime] = mapped_column(default=now)


class Participant(Model):
    """One seat in one convening: of a guest's browser, of a person, or of both."""

    __tablename__ = "participants"
    __table_args__ = (
        UniqueConstraint("convening_id", "person_id"),
        UniqueConstraint("convening_id", "sign_in_id"),
        UniqueConstraint("convening_id", "nickname"),
        Index("ix_participants_convening_id_group_id", "convening_id", "group_id"),
    )
    id: Mapped[Id]
    convening_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("convenings.id", ondelete="CASCADE"))
    group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stakeholder_groups.id"))
    """The one group that counts in tallies."""
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), index=True
    )
    sign_in_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("sign_ins.id", ondelete="SET NULL"), index=True
    )
    role: Mapped[str] = mapped_column(default="participant")
    nickname: Mapped[str]
    joined_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    ready_activity_id: Mapped[uuid.UUID | None]
    """The activity they said they are ready with."""
    came_to_id: Mapped[uuid.UUID | None]
    """The summons they followed last."""
    removed_at: Mapped[datetime | None]
    """A facilitator took the seat away; what was written and voted from it stays."""
    given_up_for_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    """The seat its owner's account had already; what was written from this one stays theirs."""

    convening: Mapped[Convening] = relationship()
    group: Mapped[StakeholderGroup | None] = relationship()
    also_for: Mapped[list[StakeholderGroup]] = relationship(
        secondary="participant_groups", order_by=StakeholderGroup.position
    )
    """Further groups they speak for; none of these counts in tallies."""

    @property
    def is_guest(self) -> bool:
        """Whether the seat hangs on a browser only, without an account."""
        return self.person_id is None


class ParticipantGroup(Model):
    """A further group somebody speaks for, beside the one that counts."""

    __tablename__ = "participant_groups"
    participant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True
    )
    group_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("stakeholder_groups.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Summons(Model):
    """A facilitator asked everybody to look at one thing."""

    __tablename__ = "summonses"
    id: Mapped[Id]
    convening_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("convenings.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str]
    """activity, attribute or ballot."""
    target_id: Mapped[uuid.UUID]
    words: Mapped[str]
    """What it is called, as it was then."""
    number: Mapped[int]
    """The how many-th of its convening."""
    called_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def turn(self) -> int:
        """Of four in a row each has another; a page tells by it which one its viewer followed."""
        return self.number % 4


class Card(Model):
    """A printed code that lets one person take one seat.

    The code itself stands here only while it may still be printed. Once the card is used or void
    its hash remains, so that it is known again but cannot be read from here.
    """

    __tablename__ = "cards"
    __table_args__ = (UniqueConstraint("convening_id", "batch", "number"),)
    id: Mapped[Id]
    convening_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("convenings.id", ondelete="CASCADE"))
    group_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("stakeholder_groups.id", ondelete="SET NULL")
    )
    """The group it was printed for; without one whoever holds it chooses."""
    batch: Mapped[int]
    number: Mapped[int]
    code: Mapped[str | None]
    code_hash: Mapped[str] = mapped_column(unique=True)
    participant_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("participants.id", ondelete="SET NULL"), index=True
    )
    made_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]

    convening: Mapped[Convening] = relationship()
    group: Mapped[StakeholderGroup | None] = relationship()
    participant: Mapped[Participant | None] = relationship()
