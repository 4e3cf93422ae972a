"""The profiles cloned from one, their clones, and what of it lives on in each."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import literal, select
from sqlalchemy.orm import joinedload

from pog.core.database import db
from pog.profiles.models import SHARES_DRAFT, SHARES_NOTHING, Attribute, Edition, Profile
from pog.profiles.queries import newest_edition, newest_editions
from pog.profiles.snapshots import AttributeState, Snapshot, read_snapshot

KEPT, REWORDED, DROPPED = "kept", "reworded", "dropped"
DEEPEST = 8
"""State, region, district, school and room to spare; it also ends a circle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one attribute of a descendant says, and which attribute on top it goes back to."""

    id: uuid.UUID
    name: str
    statement: str
    top_id: uuid.UUID | None


@dataclass(slots=True, kw_only=True)
class Descendant:
    """A profile below, as far as it is shared: its newest edition, or its draft."""

    profile: Profile
    parent_id: uuid.UUID
    depth: int
    edition: Edition | None
    """What is shown; None where the draft is."""
    stands_on: int
    """The edition of its source that it was last compared with."""
    says: tuple[Said, ...]
    states: Mapping[uuid.UUID, str]
    """For each attribute on top: kept, reworded or dropped."""
    children: list["Descendant"] = field(default_factory=list)

    @property
    def added(self) -> tuple[Said, ...]:
        return tuple(one for one in self.says if one.top_id is None)

    def number(self, state: str) -> int:
        return sum(found == state for found in self.states.values())

    @property
    def living(self) -> int:
        """How many of the attributes on top live on here, in whatever words."""
        return len(self.states) - self.number(DROPPED)

    def said_of(self, top_id: uuid.UUID) -> Said | None:
        return next((one for one in self.says if one.top_id == top_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One attribute on top, and what became of it below."""

    attribute: AttributeState
    grouping: str | None
    numbers: Mapping[str, int]

    @property
    def living(self) -> int:
        return self.numbers[KEPT] + self.numbers[REWORDED]


@dataclass(frozen=True, slots=True, kw_only=True)
class Descent:
    """The whole tree below a profile, and the same by attribute."""

    edition: Edition
    snapshot: Snapshot
    roots: tuple[Descendant, ...]
    everyone: tuple[Descendant, ...]
    """All of the tree, parents before children."""
    rows: tuple[Row, ...]

    def row(self, attribute_id: uuid.UUID) -> Row | None:
        return next((row for row in self.rows if row.attribute.id == attribute_id), None)


def descent_of(top: Profile) -> Descent | None:
    """What lives on of the newest edition, in a fixed number of queries; None without an edition.

    Words count as kept when they are those of the newest edition or of an older one that somebody
    below still stands on: being behind is not rewording.
    """
    newest = newest_edition(top)
    if newest is None:
        return None
    snapshot = read_snapshot(newest.content)
    parents = _parents(top)
    profiles = _profiles(parents)
    editions = _editions(profiles.values())
    sources, attributes = _sources([top.id, *profiles])
    older = [read_snapshot(one.content) for one in editions.older if one.profile_id == top.id]
    words = _words([snapshot, *older])
    tops = frozenset(words)
    found: dict[uuid.UUID, Descendant] = {}
    for profile_id, (parent_id, depth) in parents.items():
        profile = profiles[profile_id]
        edition = editions.newest.get(profile_id)
        if profile.shares_upward == SHARES_NOTHING:
            continue
        if profile.shares_upward == SHARES_DRAFT:
            shown = [
                (one.id, one.name, one.statement)
                for one in attributes
                if one.profile_id == profile_id and one.dropped_at is None
            ]
        elif edition is not None:
            states = read_snapshot(edition.content).attributes
            shown = [(one.id, one.name, one.statement) for one in states]
        else:
            continue
        says = tuple(
            Said(id=key, name=name, statement=text, top_id=_top(key, tops, sources))
            for key, name, text in shown
        )
        found[profile_id] = Descendant(
            profile=profile,
            parent_id=parent_id,
            depth=depth,
            edition=None if profile.shares_upward == SHARES_DRAFT else edition,
            stands_on=profile.upstream_edition.number if profile.upstream_edition else 0,
            says=says,
            states={one.id: _state(one.id, says, words) for one in snapshot.attributes},
        )
    roots: list[Descendant] = []
    for one in found.values():
        above = _nearest(one.parent_id, found, parents)
        (found[above].children if above else roots).append(one)
    return Descent(
        edition=newest,
        snapshot=snapshot,
        roots=tuple(roots),
        everyone=tuple(_walk(roots)),
        rows=tuple(_rows(snapshot, list(found.values()))),
    )


def _parents(top: Profile) -> dict[uuid.UUID, tuple[uuid.UUID, int]]:
    """Every profile below, with the one it was cloned from and how deep it stands."""
    down = select(
        Profile.id.label("id"), Profile.id.label("parent_id"), literal(0).label("depth")
    ).where(Profile.id == top.id)
    tree = down.cte("down", recursive=True)
    tree = tree.union(
        select(Profile.id, tree.c.id, tree.c.depth + 1)
        .join(Edition, Edition.id == Profile.upstream_edition_id)
        .join(tree, tree.c.id == Edition.profile_id)
        .where(tree.c.depth < DEEPEST)
    )
    rows = db.session.execute(
        select(tree.c.id, tree.c.parent_id, tree.c.depth)
        .where(tree.c.depth > 0)
        .order_by(tree.c.depth.desc())
    )
    # In a circle the shortest way counts; the profile on top is never below itself.
    found = {key: (parent, depth) for key, parent, depth in rows if key != top.id}
    return dict(sorted(found.items(), key=lambda item: item[1][1]))


def _profiles(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Profile]:
    rows = db.session.scalars(
        select(Profile)
        .where(Profile.id.in_(list(ids)))
        .options(joinedload(Profile.organization), joinedload(Profile.upstream_edition))
        .order_by(Profile.title)
    )
    return {profile.id: profile for profile in rows}


@dataclass(frozen=True, slots=True)
class _Editions:
    newest: Mapping[uuid.UUID, Edition]
    older: Sequence[Edition]
    """Those that somebody stands on."""


def _editions(profiles: Iterable[Profile]) -> _Editions:
    known = list(profiles)
    standing = {
        one.upstream_edition.id: one.upstream_edition for one in known if one.upstream_edition
    }
    return _Editions(newest_editions([profile.id for profile in known]), tuple(standing.values()))


Sources = Mapping[uuid.UUID, uuid.UUID | None]
"""For each attribute of the tree, dropped ones too, the one above it was cloned from."""


def _sources(profile_ids: Sequence[uuid.UUID]) -> tuple[Sources, list[Attribute]]:
    rows = list(db.session.scalars(select(Attribute).where(Attribute.profile_id.in_(profile_ids))))
    return {one.id: one.source_id for one in rows}, rows


def _words(snapshots: Iterable[Snapshot]) -> dict[uuid.UUID, set[tuple[str, str]]]:
    """What each attribute on top says or said, in the editions that count."""
    found: dict[uuid.UUID, set[tuple[str, str]]] = {}
    for snapshot in snapshots:
        for state in snapshot.attributes:
            found.setdefault(state.id, set()).add((state.name, state.statement))
    return found


def _top(
    attribute_id: uuid.UUID, known: frozenset[uuid.UUID], sources: Sources
) -> uuid.UUID | None:
    """The attribute on top that this one goes back to, through everything in between."""
    for _ in range(DEEPEST + 1):
        source = sources.get(attribute_id)
        if source is None:
            return None
        if source in known:
            return source
        attribute_id = source
    return None


def _state(
    top_id: uuid.UUID, said: Iterable[Said], words: Mapping[uuid.UUID, set[tuple[str, str]]]
) -> str:
    mine = next((one for one in said if one.top_id == top_id), None)
    if mine is None:
        return DROPPED
    return KEPT if (mine.name, mine.statement) in words[top_id] else REWORDED


def _nearest(
    parent_id: uuid.UUID,
    found: Mapping[uuid.UUID, Descendant],
    parents: Mapping[uuid.UUID, tuple[uuid.UUID, int]],
) -> uuid.UUID | None:
    """The closest profile above that is shown; None where that is the one on top."""
    while parent_id not in found:
        if parent_id not in parents:
            return None
        parent_id = parents[parent_id][0]
    return parent_id


def _walk(roots: Iterable[Descendant]) -> Iterator[Descendant]:
    for one in roots:
        yield one
        yield from _walk(one.children)


def _rows(snapshot: Snapshot, everyone: Sequence[Descendant]) -> Iterator[Row]:
    for grouping in snapshot.groupings:
        for attribute in grouping.attributes:
            states = [one.states[attribute.id] for one in everyone]
            yield Row(
                attribute=attribute,
                grouping=grouping.name,
                numbers={state: states.count(state) for state in (KEPT, REWORDED, DROPPED)},
            )
