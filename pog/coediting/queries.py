"""Which shared texts have something to be done about."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from pog.coediting.models import CoeditedText
from pog.core.database import db
from pog.profiles.models import Attribute


@dataclass(frozen=True, slots=True)
class Place:
    """Where an open text stands, for those who hold it open."""

    attribute_id: uuid.UUID
    number: int
    revision: int
    is_dropped: bool


def places(attribute_ids: Iterable[uuid.UUID]) -> list[Place]:
    rows = db.session.execute(
        select(
            CoeditedText.attribute_id,
            CoeditedText.number,
            Attribute.revision,
            Attribute.dropped_at,
        )
        .join(Attribute, Attribute.id == CoeditedText.attribute_id)
        .where(CoeditedText.attribute_id.in_(list(attribute_ids)))
    )
    return [Place(key, number, revision, at is not None) for key, number, revision, at in rows]


def not_shown() -> Sequence[uuid.UUID]:
    """Texts whose newest words readers do not see yet."""
    return _those(CoeditedText.number > CoeditedText.shown_number)


def quiet_since(moment: datetime) -> Sequence[uuid.UUID]:
    """Texts nobody has typed in since, of which there is no revision yet."""
    return _those(CoeditedText.number > CoeditedText.cut_number, CoeditedText.changed_at <= moment)


def typed_in(profile_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Texts of a profile of which there is no revision yet."""
    mine = select(Attribute.id).where(Attribute.profile_id == profile_id)
    return _those(
        CoeditedText.number > CoeditedText.cut_number, CoeditedText.attribute_id.in_(mine)
    )


def _those(*conditions: ColumnElement[bool]) -> Sequence[uuid.UUID]:
    living = select(Attribute.id).where(Attribute.dropped_at.is_(None))
    return db.session.scalars(
        select(CoeditedText.attribute_id)
        .where(*conditions, CoeditedText.attribute_id.in_(living))
        .order_by(CoeditedText.attribute_id)
    ).all()
