"""Finding qualifications and levels."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from pog.core.database import db
from pog.frameworks.models import Competency, Framework
from pog.qualifications.models import LEVEL_FRAMEWORKS, BestFit, Qualification, Vouching


def qualifications_of(profile_id: uuid.UUID) -> Sequence[Qualification]:
    """By name, with what they vouch for and their levels, in a fixed number of queries."""
    return db.session.scalars(
        select(Qualification)
        .where(Qualification.profile_id == profile_id)
        .options(
            selectinload(Qualification.vouches).joinedload(Vouching.attribute),
            selectinload(Qualification.levels)
            .joinedload(BestFit.competency)
            .joinedload(Competency.framework),
        )
        .order_by(Qualification.name, Qualification.id)
    ).all()


def levels() -> Sequence[Competency]:
    """Every level of the library's frameworks of levels, in their order."""
    return db.session.scalars(
        select(Competency)
        .join(Framework)
        .where(Framework.key.in_(LEVEL_FRAMEWORKS))
        .options(contains_eager(Competency.framework))
        .order_by(Framework.title, Competency.position)
    ).all()
