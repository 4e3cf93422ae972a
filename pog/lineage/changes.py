"""What an upstream edition says otherwise than the one a profile has looked at; pure.

Every thing upstream has an identifier that stays, and a clone remembers it (`source_id`). So two
editions are compared field by field, never text against text. A field counts as looked at once
somebody accepted, merged or declined it: it is offered again only when upstream changes it again.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pog.profiles.diffing import common_pairs
from pog.profiles.snapshots import AttributeState, Snapshot

PRESENCE, NAME, STATEMENT, INDICATORS, PLACE = (
    "presence",
    "name",
    "statement",
    "indicators",
    "place",
)
CORE_STATEMENT, USAGE_RULES = "core_statement", "usage_rules"
ATTRIBUTE_FIELDS: Final = (PRESENCE, NAME, STATEMENT, INDICATORS, PLACE)
PROFILE_FIELDS: Final = (CORE_STATEMENT, USAGE_RULES)
FIELDS: Final = (*ATTRIBUTE_FIELDS, *PROFILE_FIELDS)

WHOLE: Final = uuid.UUID(int=0)
"""Stands for the profile itself where a subject is asked for."""

Key = tuple[uuid.UUID, str]
"""The upstream identifier of a thing, and the field of it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an attribute stands upstream: its grouping, and what it follows there."""

    grouping_id: uuid.UUID | None
    grouping_name: str | None
    before: tuple[AttributeState, ...]
    """What stands before it in the same grouping, nearest first."""

    @property
    def after_id(self) -> uuid.UUID | None:
        """What it follows; None when it is the first."""
        return self.before[0].id if self.before else None

    @property
    def after_name(self) -> str | None:
        return self.before[0].name if self.before else None


@dataclass(frozen=True, slots=True)
class UpstreamChange:
    """One field that upstream changed since this profile last looked at it.

    `before` and `after` are texts for words, one line per indicator for indicators, and empty for
    presence and place, which `attribute`, `was` and `place` tell.
    """

    subject: uuid.UUID
    field: str
    before: str
    after: str
    attribute: AttributeState | None = None
    """As upstream has it now, or last had it when it was dropped there."""
    place: Place | None = None
    was: Place | None = None

    @property
    def key(self) -> Key:
        return self.subject, self.field

    @property
    def is_addition(self) -> bool:
        return self.field == PRESENCE and self.after == HERE

    @property
    def is_removal(self) -> bool:
        return self.field == PRESENCE and self.after == GONE


HERE, GONE = "here", "gone"


def upstream_changes(
    newest: Snapshot,
    looked_at: Snapshot,
    decided: Mapping[Key, Snapshot],
    *,
    living: frozenset[uuid.UUID],
    dropped: frozenset[uuid.UUID] = frozenset(),
) -> list[UpstreamChange]:
    """What `newest` says otherwise than what was looked at, in the order of `newest`.

    `looked_at` is the edition the profile as a whole stands on, `decided` names the edition a
    single field was last decided on; `living` and `dropped` are the upstream identifiers of the
    attributes this profile has and has dropped itself: what it dropped is not offered again.
    """
    found: list[UpstreamChange] = []
    for field in PROFILE_FIELDS:
        base = decided.get((WHOLE, field), looked_at)
        before, after = getattr(base, field), getattr(newest, field)
        if before != after:
            found.append(UpstreamChange(WHOLE, field, before, after))
    there = {state.id: state for state in newest.attributes}
    moves = _Moves(newest)
    for state in newest.attributes:
        base = decided.get((state.id, PRESENCE), looked_at)
        if state.id in living:
            found += _of_attribute(state, moves, looked_at, decided)
        elif state.id not in dropped and state_in(base, state.id) is None:
            place = place_of(newest, state.id)
            found.append(
                UpstreamChange(state.id, PRESENCE, GONE, HERE, attribute=state, place=place)
            )
    for subject in living - there.keys():
        base = decided.get((subject, PRESENCE), looked_at)
        last = state_in(base, subject)
        if last is not None:
            found.append(UpstreamChange(subject, PRESENCE, HERE, GONE, attribute=last))
    return found


def _of_attribute(
    state: AttributeState,
    moves: "_Moves",
    looked_at: Snapshot,
    decided: Mapping[Key, Snapshot],
) -> Iterator[UpstreamChange]:
    # An addition is taken over whole, so every field was looked at with it.
    whole = decided.get((state.id, PRESENCE), looked_at)
    for field in (NAME, STATEMENT, INDICATORS):
        base = state_in(decided.get((state.id, field), whole), state.id)
        before = words_of(base, field) if base else ""
        after = words_of(state, field)
        if before != after:
            yield UpstreamChange(state.id, field, before, after, attribute=state)
    base_of_place = decided.get((state.id, PLACE), whole)
    if moves.moved_since(base_of_place, state.id):
        yield UpstreamChange(
            state.id,
            PLACE,
            "",
            "",
            attribute=state,
            place=place_of(moves.newest, state.id),
            was=place_of(base_of_place, state.id),
        )


def words_of(state: AttributeState, field: str) -> str:
    """The words of one field, as people compare them."""
    if field == INDICATORS:
        return lines_of([(one.level, one.text) for one in state.indicators])
    return state.name if field == NAME else state.statement


def lines_of(indicators: Sequence[tuple[str, str]]) -> str:
    """One line per indicator: its level, a tab, its words; the form in which they are merged."""
    return "\n".join(f"{level}\t{' '.join(text.split())}" for level, text in indicators)


def state_in(snapshot: Snapshot, attribute_id: uuid.UUID) -> AttributeState | None:
    return next((state for state in snapshot.attributes if state.id == attribute_id), None)


def place_of(snapshot: Snapshot, attribute_id: uuid.UUID) -> Place | None:
    for grouping in snapshot.groupings:
        for number, state in enumerate(grouping.attributes):
            if state.id == attribute_id:
                before = tuple(reversed(grouping.attributes[:number]))
                return Place(grouping.id, grouping.name, before)
    return None


class _Moves:
    """Which attributes stand elsewhere, as few as explain the new order.

    An attribute moved when its grouping is another one, or when it is not in the longest run of
    those that kept their order within the grouping: moving one to the top is one move, not a move
    of all the others.
    """

    def __init__(self, newest: Snapshot) -> None:
        self.newest = newest
        self._known: dict[int, tuple[Snapshot, frozenset[uuid.UUID]]] = {}

    def moved_since(self, base: Snapshot, attribute_id: uuid.UUID) -> bool:
        if id(base) not in self._known:
            # The snapshot is kept with the answer: its address names it only while it lives.
            self._known[id(base)] = (base, moved(base, self.newest))
        return attribute_id in self._known[id(base)][1]


def moved(base: Snapshot, newest: Snapshot) -> frozenset[uuid.UUID]:
    """The attributes of both editions that stand elsewhere in the newer one."""
    homes = {a.id: g.id for g in base.groupings for a in g.attributes}
    found: set[uuid.UUID] = set()
    for grouping in newest.groupings:
        found |= {a.id for a in grouping.attributes if a.id in homes and homes[a.id] != grouping.id}
    for grouping in newest.groupings:
        stayed = [a.id for a in grouping.attributes if homes.get(a.id, WHOLE) == grouping.id]
        kept = set(stayed)
        before = [
            a.id
            for g in base.groupings
            if g.id == grouping.id
            for a in g.attributes
            if a.id in kept
        ]
        pairs = common_pairs([str(one) for one in before], [str(one) for one in stayed])
        in_order = {stayed[new] for _old, new in pairs}
        found |= kept - in_order
    return frozenset(found)
