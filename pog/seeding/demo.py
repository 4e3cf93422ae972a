"""The worked example: made once, with a password of its own that is kept beside it."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from pog.config import resources
from pog.convenings.models import Convening
from pog.core.database import db
from pog.core.work import unit_of_work
from pog.organizations.models import Organization
from pog.seeding.replaying import replay
from pog.seeding.worked_example import read_worked_example


@dataclass(frozen=True, slots=True)
class Demo:
    """What somebody who opens the worked example needs to know."""

    email: str
    password: str
    join_code: str


def load_demo(data: Path) -> Demo:
    """The worked example of this installation; made when it is not there yet."""
    example = read_worked_example(resources() / "seeds" / "worked_example.yml")
    password = kept_password(data)
    with unit_of_work():
        convening = convening_of(example.organization.slug) or replay(example, password=password)
        code = convening.join_code
    return Demo(email=example.facilitator.email, password=password, join_code=code)


def convening_of(slug: str) -> Convening | None:
    """The first convening of the example's organization."""
    return db.session.scalars(
        select(Convening)
        .join(Organization)
        .where(Organization.slug == slug)
        .order_by(Convening.created_at)
    ).first()


def kept_password(data: Path) -> str:
    """The facilitator's password: drawn once per installation, readable by its owner only."""
    path = data / "demo_password"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write("-".join(secrets.token_hex(2) for _ in range(4)))
    return path.read_text().strip()
