"""Finding alignments: of one attribute, of a whole profile, and what happened to them."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from pog.alignments.models import Alignment, AlignmentChange
from pog.convenings.attendance import CONTRIBUTED, counts_as
from pog.convenings.models import Participant
from pog.core.database import db
from pog.frameworks.models import Competency, Framework
from pog.profiles.models import Attribute

COUNTED = ("proposed", "endorsed")
"""Declined alignments stay on record, but no map and no file counts them."""


def alignment_between(subject_id: uuid.UUID, competency_id: uuid.UUID) -> Alignment | None:
    """The alignment of an attribute, or of one of its indicators, to a competency."""
    return db.session.scalar(
        select(Alignment).where(
            Alignment.subject_id == subject_id, Alignment.competency_id == competency_id
        )
    )


def alignments_between(attribute: Attribute, competency: Competency) -> Sequence[Alignment]:
    """Those of the attribute and of its indicators to this competency."""
    return db.session.scalars(
        select(Alignment)
        .where(Alignment.attribute_id == attribute.id, Alignment.competency_id == competency.id)
        .order_by(Alignment.created_at, Alignment.id)
    ).all()


def alignments_of(attribute: Attribute) -> Sequence[Alignment]:
    """All alignments of the attribute with their frameworks, oldest first."""
    return db.session.scalars(
        select(Alignment)
        .where(Alignment.attribute_id == attribute.id)
        .options(joinedload(Alignment.competency).joinedload(Competency.framework))
        .order_by(Alignment.created_at, Alignment.id)
    ).all()


def alignments_in(profile_id: uuid.UUID) -> Sequence[Alignment]:
    """What counts of the alignments of a profile's living attributes, in one query."""
    return db.session.scalars(
        select(Alignment)
        .join(Attribute, Attribute.id == Alignment.attribute_id)
        .where(
            Attribute.profile_id == profile_id,
            Attribute.dropped_at.is_(None),
            Alignment.state.in_(COUNTED),
        )
        .options(
            joinedload(Alignment.competency).joinedload(Competency.framework),
            joinedload(Alignment.attribute),
        )
        .order_by(Alignment.created_at, Alignment.id)
    ).all()


def counts_by_attribute(profile_id: uuid.UUID) -> Mapping[uuid.UUID, int]:
    """How many alignments count for each attribute of the profile."""
    rows = db.session.execute(
        select(Alignment.attribute_id, func.count(Alignment.id))
        .join(Attribute, Attribute.id == Alignment.attribute_id)
        .where(Attribute.profile_id == profile_id, Alignment.state.in_(COUNTED))
        .group_by(Alignment.attribute_id)
    )
    return {attribute_id: count for attribute_id, count in rows}


def last_changed(profile_id: uuid.UUID) -> Any:  # datetime or None; SQLAlchemy says Any
    """When an alignment of the profile was last changed, removals included."""
    return db.session.scalar(
        select(func.max(AlignmentChange.at))
        .join(Attribute, Attribute.id == AlignmentChange.attribute_id)
        .where(Attribute.profile_id == profile_id)
    )


def history_of(attribute: Attribute, limit: int = 50) -> Sequence[AlignmentChange]:
    """What happened to the attribute's alignments, newest first."""
    return db.session.scalars(
        select(AlignmentChange)
        .where(AlignmentChange.attribute_id == attribute.id)
        .order_by(AlignmentChange.at.desc(), AlignmentChange.id)
        .limit(limit)
    ).all()


def history_of_one(alignment: Alignment) -> Sequence[AlignmentChange]:
    """Everything that happened to it, to earlier editions and by others before, oldest first."""
    return db.session.scalars(
        select(AlignmentChange)
        .where(
            AlignmentChange.attribute_id == alignment.attribute_id,
            (AlignmentChange.alignment_id == alignment.id)
            | (
                (AlignmentChange.subject_id == alignment.subject_id)
                & (AlignmentChange.competency_id == alignment.competency_id)
            ),
        )
        .order_by(AlignmentChange.at, AlignmentChange.id)
    ).all()


def competencies_for(profile_organization_id: uuid.UUID) -> Select[Any]:
    """What an organization's profiles may be aligned to: the library, and its own imports."""
    return (
        select(Competency)
        .join(Framework)
        .where(
            Framework.organization_id.is_(None)
            | (Framework.organization_id == profile_organization_id)
        )
        .options(joinedload(Competency.framework))
    )


@counts_as(CONTRIBUTED)
def seats_that_aligned(convening_id: uuid.UUID) -> Select[Any]:
    return (
        select(Participant.id)
        .join(Alignment, Alignment.participant_id == Participant.id)
        .where(Participant.convening_id == convening_id)
    )
