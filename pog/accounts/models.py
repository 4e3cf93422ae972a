"""People and the browsers they are signed in with."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pog.core.clock import now
from pog.core.database import Id, Model

LASTS = timedelta(days=30)


class Person(Model):
    """Somebody with an account."""

    __tablename__ = "people"
    id: Mapped[Id]
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="en")
    is_operator: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)


class SignIn(Model):
    """One browser: of a person, or of a guest who has seats but no account.

    Only a hash of the browser's token is kept, so that the table signs nobody in.
    """

    __tablename__ = "sign_ins"
    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime] = mapped_column(default=lambda: now() + LASTS)
    ended_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship(lazy="joined")

    def is_open(self) -> bool:
        return self.ended_at is None and self.expires_at > now()
