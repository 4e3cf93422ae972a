"""Moving notes; making, naming, merging, ordering and freezing clusters.

Three people at once never lose a note: every change locks the row of the desk first, so they
queue up; a move says where its maker saw each note, and a note that lies elsewhere by now stays
there and its maker is told who was faster.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from pog.clusters.desks import (
    Mover,
    Seen,
    living,
    next_step,
    notes_in,
    open_desk,
    places_of,
    put,
    record,
    sortable_notes,
    tell,
)
from pog.clusters.events import ClustersFrozen
from pog.clusters.models import (
    MOST_CLUSTERS,
    NAME_LIMIT,
    Cluster,
    ClusteredNote,
    ThemeDesk,
)
from pog.clusters.queries import desk_of, living_clusters
from pog.clusters.wording import others_taken, put_into, taken_by
from pog.convenings.models import Convening
from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Conflict, Refusal, TooLarge
from pog.core.i18n import _, _l
from pog.core.markup import clean_line
from pog.core.work import publish


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What became of a change: its step, a sentence, and whether others were faster in part."""

    step: int
    sentence: str
    whole: bool = True
    cluster: Cluster | None = None


# ------------------------------------------------------------------ notes


def move_notes(
    convening: Convening, mover: Mover, *, seen: Seen, target_id: uuid.UUID | None
) -> Changed:
    """Put notes into a cluster, or back among the unsorted (None).

    A note that no longer lies where the mover saw it stays; when that is all of them, Conflict
    says who was faster.
    """
    desk = open_desk(convening)
    target = living(convening, target_id) if target_id is not None else None
    if not seen:
        raise Refusal(_l("Choose a note first."))
    free, taken = split(convening, seen, target_id)
    if taken and not free:
        raise Conflict(tale_of(taken))
    if not free:
        return Changed(step=desk.last_step, sentence=_("Nothing to move: it lies there already."))
    number = next_step(desk)
    before = put(free, target_id, step=number, mover=mover)
    record(convening, mover, kind="moved", number=number, before={"notes": before})
    sentence = put_into(len(free), target)
    if taken:
        sentence = f"{sentence} {tale_of(taken)}"
    return Changed(step=number, sentence=sentence, whole=not taken, cluster=target)


def split(
    convening: Convening, seen: Seen, target_id: uuid.UUID | None
) -> tuple[list[uuid.UUID], list[ClusteredNote]]:
    """Which notes lie where they were seen, and which others have moved since.

    One that already lies where it should go is neither: both wanted the same.
    """
    notes = sortable_notes(convening, list(seen))
    places = places_of(note.id for note in notes)
    free, taken = [], []
    for note in notes:
        place = places.get(note.id)
        here = place.cluster_id if place else None
        if here == target_id:
            continue
        if here == seen[note.id]:
            free.append(note.id)
        elif place is not None:
            taken.append(place)
    return free, taken


def tale_of(taken: list[ClusteredNote]) -> str:
    """Who took the notes where, told of the first; the others are counted."""
    first = taken[0]
    cluster = db.session.get(Cluster, first.cluster_id) if first.cluster_id else None
    sentence = taken_by(first.put_by, cluster)
    if len(taken) > 1:
        sentence = f"{sentence} {others_taken(len(taken) - 1, first.put_by)}"
    return sentence


# ------------------------------------------------------------------ clusters


def make_cluster(
    convening: Convening, mover: Mover, *, name: str, seen: Seen | None = None
) -> Changed:
    """Start a cluster, with some notes when there are any chosen."""
    desk = open_desk(convening)
    others = living_clusters(convening.id)
    name = clean_name(name)
    refuse_namesake(others, name)
    if len(others) >= MOST_CLUSTERS:
        raise Conflict(_l("There are 60 themes already. Merge some before you add one."))
    cluster_id = uuid.uuid4()
    free, taken = split(convening, seen, cluster_id) if seen else ([], [])
    if taken and not free:
        raise Conflict(tale_of(taken))
    number = next_step(desk)
    desk.last_cluster += 1
    cluster = Cluster(
        id=cluster_id,
        convening_id=convening.id,
        number=desk.last_cluster,
        name=name,
        position=1 + max((one.position for one in others), default=-1),
        attribute_id=None,
        ended_at=None,
        ended_by=None,
    )
    db.session.add(cluster)
    db.session.flush()
    before = put(free, cluster.id, step=number, mover=mover)
    record(
        convening,
        mover,
        kind="made",
        number=number,
        before={"cluster": str(cluster.id), "notes": before},
    )
    sentence = str(_("There is a new theme: “%(theme)s”.", theme=name))
    if free:
        sentence = f"{sentence} {put_into(len(free), cluster)}"
    if taken:
        sentence = f"{sentence} {tale_of(taken)}"
    return Changed(step=number, sentence=sentence, whole=not taken, cluster=cluster)


def rename_cluster(convening: Convening, mover: Mover, cluster_id: uuid.UUID, name: str) -> Changed:
    desk = open_desk(convening)
    cluster = living(convening, cluster_id)
    name = clean_name(name)
    refuse_namesake(living_clusters(convening.id), name, but=cluster)
    if name == cluster.name:
        return Changed(step=desk.last_step, sentence=_("It is called that already."))
    number = next_step(desk)
    before = {"cluster": str(cluster.id), "name": cluster.name, "new_name": name}
    cluster.name = name
    record(convening, mover, kind="renamed", number=number, before=before)
    sentence = _("The theme is now called “%(theme)s”.", theme=name)
    return Changed(step=number, sentence=sentence, cluster=cluster)


def merge_clusters(
    convening: Convening, mover: Mover, cluster_id: uuid.UUID, into_id: uuid.UUID
) -> Changed:
    """Put all notes of one cluster into another; the emptied one ends."""
    desk = open_desk(convening)
    cluster, into = living(convening, cluster_id), living(convening, into_id)
    if cluster.id == into.id:
        raise Refusal(_l("Choose another theme to merge it with."), field="into")
    number = next_step(desk)
    moved = put(notes_in(cluster), into.id, step=number, mover=mover)
    end(cluster, mover)
    before = {"cluster": str(cluster.id), "notes": moved}
    record(convening, mover, kind="merged", number=number, before=before)
    sentence = _(
        "“%(theme)s” is now part of “%(into)s”.",
        theme=cluster.name,
        into=into.name,
    )
    return Changed(step=number, sentence=sentence, cluster=into)


def take_apart(convening: Convening, mover: Mover, cluster_id: uuid.UUID) -> Changed:
    """End a cluster; its notes go back among the unsorted."""
    desk = open_desk(convening)
    cluster = living(convening, cluster_id)
    number = next_step(desk)
    moved = put(notes_in(cluster), None, step=number, mover=mover)
    end(cluster, mover)
    before = {"cluster": str(cluster.id), "notes": moved}
    record(convening, mover, kind="ended", number=number, before=before)
    sentence = _("“%(theme)s” is taken apart. Its notes are unsorted again.", theme=cluster.name)
    return Changed(step=number, sentence=sentence)


def end(cluster: Cluster, mover: Mover) -> None:
    cluster.ended_at = now()
    cluster.ended_by = mover.name


def clean_name(text: str) -> str:
    name = clean_line(text)
    if not name:
        raise Refusal(_l("Enter a name for the theme."), field="name")
    if len(name) > NAME_LIMIT:
        raise TooLarge(_l("Use at most 80 characters for the name."), field="name")
    return name


def refuse_namesake(others: Iterable[Cluster], name: str, but: Cluster | None = None) -> None:
    """Two clusters of one name would be mixed up; capitals make no difference."""
    for other in others:
        if other is not but and other.name.casefold() == name.casefold():
            raise Conflict(
                _("There is already a theme called “%(theme)s”.", theme=other.name), field="name"
            )


# ------------------------------------------------------------------ order


def shift_cluster(convening: Convening, cluster_id: uuid.UUID, places: int) -> Changed:
    """Move a cluster up (-1) or down (+1); from then on rooms see the team's order."""
    desk = open_desk(convening)
    cluster = living(convening, cluster_id)
    ordered = list(living_clusters(convening.id))
    here = ordered.index(cluster)
    there = min(max(here + places, 0), len(ordered) - 1)
    ordered.insert(there, ordered.pop(here))
    desk.by_hand = True
    sentence = _(
        "“%(theme)s” is now number %(place)s of %(count)s.",
        theme=cluster.name,
        place=there + 1,
        count=len(ordered),
    )
    return arranged(convening, desk, ordered, sentence)


def order_by_size(convening: Convening) -> Changed:
    """Put the largest first; from then on rooms always see the largest first."""
    desk = open_desk(convening)
    sizes = {view.cluster.id: view.size for view in desk_of(convening.id).clusters}
    ordered = sorted(living_clusters(convening.id), key=lambda one: -sizes.get(one.id, 0))
    desk.by_hand = False
    return arranged(convening, desk, ordered, _("The largest themes come first now."))


def arranged(
    convening: Convening, desk: ThemeDesk, ordered: list[Cluster], sentence: str
) -> Changed:
    for position, cluster in enumerate(ordered):
        if cluster.position != position:
            cluster.position = position
    number = next_step(desk)
    tell(convening)
    return Changed(step=number, sentence=sentence)


# ------------------------------------------------------------------ freezing


def freeze_clusters(convening_id: uuid.UUID) -> None:
    """Leave the clusters of a convening as they are from now on; a second time does nothing.

    Ballots call it in the transaction of the first vote about clusters.
    """
    known = db.session.get(ThemeDesk, convening_id)
    if known is None or known.frozen_at is not None:
        return
    desk = db.session.get_one(ThemeDesk, convening_id, with_for_update=True, populate_existing=True)
    if desk.frozen_at is not None:
        return
    desk.frozen_at = now()
    db.session.flush()
    publish(ClustersFrozen(convening_id=convening_id))
