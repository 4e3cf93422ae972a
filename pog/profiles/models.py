"""Profiles: groupings, attributes, indicators, their revisions and published editions."""

import uuid
from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pog.core.clock import now
from pog.core.database import Id, Json, Model
from pog.organizations.models import Organization

LABELS = ("profile", "portrait", "vision", "learner")
STATES = ("drafting", "proposed", "adopted", "retired")
SHARES_NOTHING, SHARES_EDITIONS, SHARES_DRAFT = "nothing", "editions", "draft"
SHARES = (SHARES_EDITIONS, SHARES_DRAFT, SHARES_NOTHING)
PURPOSES = ("college", "career", "civic_life")
PICTURES = (LOGO, ART) = ("logo", "art")
NAME_LIMIT = 120
LEVEL_LIMIT = 60
INDICATOR_LIMIT = 1_000
CHANGES = (
    "cloned",
    "added",
    "reworded",
    "indicators",
    "moved",
    "grouped",
    "dropped",
    "brought_back",
    "restored",
    "updated",
)


class Profile(Model):
    """What a community wants every graduate to have."""

    __tablename__ = "profiles"
    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(unique=True)
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organizations.id"), index=True)
    title: Mapped[str]
    label: Mapped[str] = mapped_column(default="profile")
    kind: Mapped[str] = mapped_column(default="graduate")
    language: Mapped[str] = mapped_column(default="en")
    core_statement: Mapped[str] = mapped_column(default="")
    core_statement_html: Mapped[str] = mapped_column(default="")
    context_note: Mapped[str] = mapped_column(default="")
    usage_rules: Mapped[str] = mapped_column(default="")
    purposes: Mapped[list[str]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(default="drafting")
    review_on: Mapped[date | None]
    embedding: Mapped[str] = mapped_column(default="")
    """Who may show the newest edition in a frame: nobody (empty), anybody (*), or these sites."""
    upstream_edition_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("editions.id", use_alter=True), index=True
    )
    """The edition this was cloned from."""
    shares_upward: Mapped[str] = mapped_column(default=SHARES_EDITIONS)
    """What those it was cloned from see of it in their overview."""
    look: Mapped[Json] = mapped_column(default=dict)
    """Colors and poster layout; empty where it looks as usual."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)

    organization: Mapped[Organization] = relationship()
    upstream_edition: Mapped["Edition | None"] = relationship(foreign_keys=[upstream_edition_id])
    groupings: Mapped[list["Grouping"]] = relationship(
        back_populates="profile", order_by="Grouping.position", cascade="all, delete-orphan"
    )
    attributes: Mapped[list["Attribute"]] = relationship(
        back_populates="profile",
        order_by="Attribute.position",
        cascade="all, delete-orphan",
        primaryjoin="and_(Attribute.profile_id == Profile.id, Attribute.dropped_at.is_(None))",
        overlaps="profile",
    )
    """The living attributes; dropped ones keep their rows and revisions."""


class Grouping(Model):
    """A named section of a profile (a domain, a list)."""

    __tablename__ = "groupings"
    id: Mapped[Id]
    profile_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    source_id: Mapped[uuid.UUID | None]

    profile: Mapped[Profile] = relationship(back_populates="groupings")


class Attribute(Model):
    """One quality a graduate should have."""

    __tablename__ = "attributes"
    __table_args__ = (Index("ix_attributes_profile_id_position", "profile_id", "position"),)
    id: Mapped[Id]
    profile_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    grouping_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("groupings.id", ondelete="SET NULL"), index=True
    )
    name: Mapped[str]
    code: Mapped[str | None]
    statement: Mapped[str] = mapped_column(default="")
    statement_html: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=1)
    """The number of its newest revision."""
    source_id: Mapped[uuid.UUID | None]
    """The attribute of the upstream edition it was cloned from."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    dropped_at: Mapped[datetime | None]

    profile: Mapped[Profile] = relationship(back_populates="attributes")
    grouping: Mapped[Grouping | None] = relationship()
    indicators: Mapped[list["Indicator"]] = relationship(
        back_populates="attribute", order_by="Indicator.position", cascade="all, delete-orphan"
    )
    revisions: Mapped[list["Revision"]] = relationship(
        back_populates="attribute", order_by="Revision.number", passive_deletes=True
    )


class Indicator(Model):
    """How an attribute shows at a level ("I can ...")."""

    __tablename__ = "indicators"
    id: Mapped[Id]
    attribute_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("attributes.id", ondelete="CASCADE"), index=True
    )
    level: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)

    attribute: Mapped[Attribute] = relationship(back_populates="indicators")


class Revision(Model):
    """A numbered state of an attribute: what it said, who changed it, when and why.

    The author is a person or a seat in a convening; `author_name` is what the page shows
    (a nickname with its group, say), so that the page needs neither table.
    """

    __tablename__ = "revisions"
    __table_args__ = (
        UniqueConstraint("attribute_id", "number"),
        Index("ix_revisions_profile_id_at", "profile_id", "at"),
    )
    id: Mapped[Id]
    profile_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    attribute_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attributes.id", ondelete="CASCADE"))
    number: Mapped[int]
    change: Mapped[str]
    """One of CHANGES."""
    name: Mapped[str]
    statement: Mapped[str]
    indicators: Mapped[list[Json]] = mapped_column(JSON(none_as_null=True), default=list)
    """Level and text of each indicator at that time."""
    grouping_name: Mapped[str | None]
    position: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL")
    )
    participant_id: Mapped[uuid.UUID | None]
    """The seat it was written from; no foreign key, for seats live on a higher floor."""
    author_name: Mapped[str]
    contributors: Mapped[list[str]] = mapped_column(default=list)
    """The names of all whose typing is in it, when several people wrote it together."""
    at: Mapped[datetime] = mapped_column(default=now)

    attribute: Mapped[Attribute] = relationship(back_populates="revisions")


class Edition(Model):
    """An immutable published snapshot of a profile or of a library entry.

    `content` holds title, label, issuer, groupings and attributes with their stable
    identifiers; `content_hash` is the SHA-256 of its canonical JSON.
    """

    __tablename__ = "editions"
    __table_args__ = (UniqueConstraint("profile_id", "number"),)
    id: Mapped[Id]
    profile_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE")
    )
    number: Mapped[int] = mapped_column(default=1)
    content: Mapped[Json]
    content_hash: Mapped[str]
    rendered: Mapped[Json] = mapped_column(default=dict)
    """The content's Markdown as HTML we made ourselves, by attribute; never taken from a file."""
    notes: Mapped[str] = mapped_column(default="")
    published_by: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime] = mapped_column(default=now)

    profile: Mapped[Profile | None] = relationship(foreign_keys=[profile_id])

    @property
    def short_hash(self) -> str:
        return self.content_hash[:12]

    @property
    def source_line(self) -> str:
        """Where what is cloned from it comes from, in a few words: "South Carolina, 2015"."""
        place = self.content.get("place") or self.content.get("issuer")
        # The content of a profile says what it came from, that of a library entry does not.
        of_a_profile = self.profile_id or "upstream" in self.content
        year = self.content.get("year") or (self.published_at.year if of_a_profile else None)
        name = str(place or self.content.get("title", ""))
        return f"{name}, {year}" if year else name


class Adoption(Model):
    """A board's formal decision on an edition; a room's votes are advice and stand elsewhere."""

    __tablename__ = "adoptions"
    id: Mapped[Id]
    profile_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), index=True
    )
    edition_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("editions.id", ondelete="CASCADE"), index=True
    )
    body: Mapped[str]
    decided_on: Mapped[date]
    in_favor: Mapped[int | None]
    against: Mapped[int | None]
    abstained: Mapped[int | None]
    document_url: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    review_on: Mapped[date | None]
    """Until when the body wants it looked at again, if it said so."""
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]

    profile: Mapped[Profile] = relationship()
    edition: Mapped[Edition] = relationship()


class ProfileReview(Model):
    """A line of what became of a profile's review: it was done, or its day was moved."""

    __tablename__ = "profile_reviews"
    id: Mapped[Id]
    profile_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), index=True
    )
    reviewed: Mapped[bool]
    due_on: Mapped[date | None]
    """The day that was set before."""
    next_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    author_name: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)


class ProfilePicture(Model):
    """A picture that stands with a profile on its page and on paper: its logo, or students' art.

    As with colors, it is the profile's own and no part of an edition; clones do not get it.
    """

    __tablename__ = "profile_pictures"
    __table_args__ = (UniqueConstraint("profile_id", "kind"),)
    id: Mapped[Id]
    profile_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    kind: Mapped[str]
    """One of PICTURES."""
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    mimetype: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    alt: Mapped[str]
    """What is in it, for those who do not see it."""
    credit: Mapped[str] = mapped_column(default="")
    author_name: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
