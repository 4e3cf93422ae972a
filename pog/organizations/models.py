"""Organizations and memberships."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pog.accounts.models import Person
from pog.core.clock import now
from pog.core.database import Id, Model

LEVELS = ("state", "district", "school")
ROLES = ("admin", "editor", "reader")


class Organization(Model):
    """A state, district or school; a wall between tenants."""

    __tablename__ = "organizations"
    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    level: Mapped[str]
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)

    parent: Mapped["Organization | None"] = relationship(remote_side="Organization.id")
    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="organization", cascade="all, delete-orphan"
    )


class Membership(Model):
    """A person's role in an organization: admin, editor or reader."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("organization_id", "person_id"),)
    id: Mapped[Id]
    organization_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE")
    )
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)

    organization: Mapped[Organization] = relationship(back_populates="memberships")
    person: Mapped[Person] = relationship()
