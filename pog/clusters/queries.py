"""Reading the theme desk: clusters with their notes, what is unsorted, what attributes grew out of.

The number of queries is fixed. Words of hidden notes never leave this module.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from pog.clusters.models import AttributeNote, Cluster, ClusteredNote, ThemeDesk
from pog.convenings.models import Convening
from pog.core.database import db
from pog.core.topics import positions
from pog.notes.models import Collection, Note, Star
from pog.notes.queries import NOT_RATED, Rating
from pog.profiles.models import Attribute

FIRST_NOTES = 3
"""So many notes of each cluster stand on phones and on the wall."""
CLUSTER_KIND = "cluster"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """A note as the room sees it: never whose it is, no words while it is hidden."""

    id: uuid.UUID
    text: str | None
    """None: a facilitator has hidden it."""
    group_letter: str | None
    group_name: str | None
    tone: int
    cluster_id: uuid.UUID | None
    rating: Rating = NOT_RATED


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterView:
    """A cluster with its notes, hidden ones included as placeholders."""

    cluster: Cluster
    notes: tuple[NoteLine, ...]

    @property
    def shown(self) -> tuple[NoteLine, ...]:
        return tuple(line for line in self.notes if line.text is not None)

    @property
    def size(self) -> int:
        """How many notes in it can be read."""
        return len(self.shown)

    @property
    def first(self) -> tuple[NoteLine, ...]:
        """Those with the most stars, for places where not all fit."""
        return tuple(sorted(self.shown, key=lambda line: -line.rating.total)[:FIRST_NOTES])


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskView:
    """Everything on the desk at one moment."""

    unsorted: tuple[NoteLine, ...]
    clusters: tuple[ClusterView, ...]
    frozen_at: datetime | None
    by_hand: bool
    step: int
    at: int
    """Where the convening's live pages stood; a page never goes back to an earlier picture."""

    @property
    def total(self) -> int:
        return len(self.unsorted) + sum(len(view.notes) for view in self.clusters)

    @property
    def to_sort(self) -> int:
        return sum(line.text is not None for line in self.unsorted)

    @property
    def in_show_order(self) -> tuple[ClusterView, ...]:
        """As rooms see them: the largest first, unless the team ordered them by hand."""
        if self.by_hand:
            return self.clusters
        return tuple(sorted(self.clusters, key=lambda view: -view.size))


# ------------------------------------------------------------------ the desk


def desk_of(convening_id: uuid.UUID) -> DeskView:
    """The desk as it is now; four queries, however many notes there are."""
    topic = f"convening:{convening_id}"
    at = positions([topic])[topic]
    desk = db.session.get(ThemeDesk, convening_id, populate_existing=True)
    clusters = living_clusters(convening_id)
    lines = [line_from(row) for row in read(sortable(convening_id))]
    known = {cluster.id for cluster in clusters}
    return DeskView(
        unsorted=tuple(line for line in lines if line.cluster_id not in known),
        clusters=tuple(
            ClusterView(
                cluster=cluster,
                notes=tuple(line for line in lines if line.cluster_id == cluster.id),
            )
            for cluster in clusters
        ),
        frozen_at=desk.frozen_at if desk else None,
        by_hand=desk.by_hand if desk else False,
        step=desk.last_step if desk else 0,
        at=at,
    )


def living_clusters(convening_id: uuid.UUID) -> Sequence[Cluster]:
    """Those that were not taken apart, in the order of the desk."""
    return db.session.scalars(
        select(Cluster)
        .where(Cluster.convening_id == convening_id, Cluster.ended_at.is_(None))
        .order_by(Cluster.position, Cluster.number)
    ).all()


def frozen_at(convening_id: uuid.UUID) -> datetime | None:
    """Since when the clusters stay as they are."""
    return db.session.scalar(
        select(ThemeDesk.frozen_at).where(ThemeDesk.convening_id == convening_id)
    )


def clusters_of(convening_id: uuid.UUID) -> tuple[ClusterView, ...]:
    """The living clusters with their notes, in the order rooms see them."""
    return desk_of(convening_id).in_show_order


def can_be_sorted() -> list[ColumnElement[bool]]:
    """Notes of rounds that were shown to everybody; what its writer took back is not there."""
    revealed = (
        select(Collection.activity_id)
        .where(
            Collection.activity_id == Note.activity_id,
            Collection.round == Note.round,
            Collection.revealed_at.is_not(None),
        )
        .correlate(Note)
        .exists()
    )
    return [revealed, Note.withdrawn_at.is_(None)]


def sortable(convening_id: uuid.UUID) -> Select[Any]:
    """Every note that can be sorted, with its place and its stars."""
    return (
        lines()
        .where(Note.convening_id == convening_id, *can_be_sorted())
        .order_by(func.coalesce(ClusteredNote.step, 0), Note.created_at, Note.number, Note.id)
    )


def lines() -> Select[Any]:
    stars = (
        select(
            Star.note_id, func.count().label("people"), func.sum(Star.stars).label("total")
        ).group_by(Star.note_id)
    ).subquery()
    return (
        select(Note, ClusteredNote.cluster_id, stars.c.people, stars.c.total)
        .outerjoin(ClusteredNote, ClusteredNote.note_id == Note.id)
        .outerjoin(stars, stars.c.note_id == Note.id)
    )


def read(wanted: Select[Any]) -> Iterator[tuple[Any, Any, Any, Any]]:
    for row in db.session.execute(wanted):
        yield row[0], row[1], row[2], row[3]


def line_from(row: tuple[Note, uuid.UUID | None, int | None, int | None]) -> NoteLine:
    note, cluster_id, people, total = row
    return NoteLine(
        id=note.id,
        text=None if note.is_hidden else note.text,
        group_letter=note.group_letter,
        group_name=note.group_name,
        tone=note.tone,
        cluster_id=cluster_id,
        rating=Rating(people=people, total=total or 0) if people else NOT_RATED,
    )


def cluster_view(cluster: Cluster) -> ClusterView:
    """One cluster with its notes."""
    rows = read(sortable(cluster.convening_id).where(ClusteredNote.cluster_id == cluster.id))
    return ClusterView(cluster=cluster, notes=tuple(line_from(row) for row in rows))


# ------------------------------------------------------------------ what regions show


def desk_region(convening_id: uuid.UUID) -> Mapping[str, Any]:
    """Regions `theme-notes` and `themes` of the desk, `themes-now` and `themes-wall` elsewhere."""
    return {
        "convening": db.session.get_one(Convening, convening_id),
        "desk": desk_of(convening_id),
    }


def stage_region(convening_id: uuid.UUID) -> Mapping[str, Any]:
    """Region `themes-stage` of the convening's projector page: empty when the room is elsewhere."""
    convening = db.session.get_one(Convening, convening_id)
    activity = convening.current_activity
    here = activity is not None and activity.kind == CLUSTER_KIND and convening.is_open
    return {"convening": convening, "desk": desk_of(convening_id) if here else None}


# ------------------------------------------------------------------ attributes


def notes_of_attribute(
    attribute_id: uuid.UUID, may_read: Callable[[uuid.UUID], bool]
) -> tuple[NoteLine, ...]:
    """The notes an attribute grew out of; what its writer took back is not among them.

    `may_read` is asked for each convening: notes were shown to those of their own only.
    """
    rows = read(
        lines()
        .join(AttributeNote, AttributeNote.note_id == Note.id)
        .where(AttributeNote.attribute_id == attribute_id, Note.withdrawn_at.is_(None))
        .order_by(Note.created_at, Note.number, Note.id)
    )
    known: dict[uuid.UUID, bool] = {}
    found = []
    for row in rows:
        convening_id = row[0].convening_id
        if convening_id not in known:
            known[convening_id] = may_read(convening_id)
        if known[convening_id]:
            found.append(line_from(row))
    return tuple(found)


def note_counts(profile_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """How many notes each attribute of a profile grew out of; those without are not in it."""
    rows = db.session.execute(
        select(AttributeNote.attribute_id, func.count())
        .join(Attribute, Attribute.id == AttributeNote.attribute_id)
        .join(Note, Note.id == AttributeNote.note_id)
        .where(Attribute.profile_id == profile_id, Note.withdrawn_at.is_(None))
        .group_by(AttributeNote.attribute_id)
    )
    return {attribute_id: number for attribute_id, number in rows}


def clusters_behind(attribute_id: uuid.UUID) -> Sequence[Cluster]:
    """The clusters that became this attribute, with their convenings."""
    return db.session.scalars(
        select(Cluster).where(Cluster.attribute_id == attribute_id).order_by(Cluster.created_at)
    ).all()
