"""Taking back one's own last steps, one after the other, as far as others have not gone on."""

import uuid
from typing import Any

from sqlalchemy import ColumnElement, select

from pog.clusters.desks import Mover, next_step, notes_in, open_desk, places_of, tell
from pog.clusters.models import Cluster, ClusteredNote, ClusterStep
from pog.clusters.services import Changed, end
from pog.clusters.wording import passed_over, undone
from pog.convenings.models import Convening
from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Conflict
from pog.core.i18n import _l


def undo_last(convening: Convening, mover: Mover) -> Changed:
    """Undo the mover's newest step that stands.

    What others have changed since stays as they left it. When that is all of the step, it is
    passed over with a sentence, and the next undo goes to the one before.
    """
    desk = open_desk(convening)
    step = last_step(convening, mover)
    if step is None:
        raise Conflict(_l("There is nothing of yours to undo."))
    step.undone_at = now()
    number = next_step(desk)
    cluster = cluster_of(step)
    restored, kept = put_back(step)
    done = TAKE_BACK[step.kind](step, cluster, mover, restored) or bool(restored)
    tell(convening)
    if not done:
        return Changed(step=number, sentence=passed_over(step.kind), whole=False)
    name = cluster.name if cluster else ""
    sentence = undone(
        "moved" if step.kind == "made" and still_there(cluster) else step.kind, name, kept
    )
    return Changed(step=number, sentence=sentence, whole=not kept)


def still_there(cluster: Cluster | None) -> bool:
    return cluster is not None and cluster.is_living


def last_step(convening: Convening, mover: Mover) -> ClusterStep | None:
    """Their newest step that was neither undone nor passed over."""
    return db.session.scalar(
        select(ClusterStep)
        .where(
            ClusterStep.convening_id == convening.id,
            made_by(mover),
            ClusterStep.undone_at.is_(None),
        )
        .order_by(ClusterStep.number.desc())
        .limit(1)
    )


def made_by(mover: Mover) -> ColumnElement[bool]:
    if mover.participant_id is not None:
        return ClusterStep.participant_id == mover.participant_id
    return ClusterStep.person_id == mover.person_id


def cluster_of(step: ClusterStep) -> Cluster | None:
    key = step.before.get("cluster")
    return db.session.get(Cluster, uuid.UUID(key), populate_existing=True) if key else None


# ------------------------------------------------------------------ notes


def put_back(step: ClusterStep) -> tuple[list[uuid.UUID], int]:
    """Put the step's notes where they were; says which, and how many others have moved since."""
    before: dict[uuid.UUID, list[Any]] = {
        uuid.UUID(key): place for key, place in step.before.get("notes", {}).items()
    }
    places = places_of(before)
    homes = living_among({uuid.UUID(place[0]) for place in before.values() if place[0]})
    if step.kind in ("merged", "ended"):
        homes.add(uuid.UUID(step.before["cluster"]))  # it comes back, too
    restored = []
    for note_id, (cluster_id, number, put_by) in before.items():
        place = places.get(note_id)
        home = uuid.UUID(cluster_id) if cluster_id else None
        if place is None or place.step != step.number or (home is not None and home not in homes):
            continue
        restored.append(note_id)
        restore(place, home, number, put_by)
    db.session.flush()
    return restored, len(before) - len(restored)


def restore(
    place: ClusteredNote, home: uuid.UUID | None, number: int | None, put_by: str | None
) -> None:
    """As it was before, with the step of that time: the one before can be undone after it."""
    if number is None:
        db.session.delete(place)
        return
    place.cluster_id, place.step, place.put_by = home, number, put_by or ""


def living_among(cluster_ids: set[uuid.UUID]) -> set[uuid.UUID]:
    return set(
        db.session.scalars(
            select(Cluster.id).where(Cluster.id.in_(cluster_ids), Cluster.ended_at.is_(None))
        )
    )


# ------------------------------------------------------------------ clusters
# Each says whether it took something back.


def nothing_more(
    _step: ClusterStep, _cluster: Cluster | None, _mover: Mover, _restored: list[uuid.UUID]
) -> bool:
    return False


def unmake(
    _step: ClusterStep, cluster: Cluster | None, mover: Mover, _restored: list[uuid.UUID]
) -> bool:
    """End what was begun, unless somebody has put notes into it since."""
    if cluster is None or not cluster.is_living or notes_in(cluster):
        return False
    end(cluster, mover)
    return True


def name_back(
    step: ClusterStep, cluster: Cluster | None, _mover: Mover, _restored: list[uuid.UUID]
) -> bool:
    if cluster is None or not cluster.is_living or cluster.name != step.before["new_name"]:
        return False
    cluster.name = step.before["name"]
    return True


def revive(
    step: ClusterStep, cluster: Cluster | None, _mover: Mover, restored: list[uuid.UUID]
) -> bool:
    """Bring the cluster back, unless none of the notes it had could come back with it."""
    if cluster is None or cluster.is_living:
        return False
    if step.before["notes"] and not restored:
        return False
    cluster.ended_at = cluster.ended_by = None
    return True


TAKE_BACK = {
    "moved": nothing_more,
    "made": unmake,
    "renamed": name_back,
    "merged": revive,
    "ended": revive,
}
