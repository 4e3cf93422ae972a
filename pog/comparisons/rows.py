"""Which attributes of several profiles speak about the same thing. No database, no web."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from pog.matching.engines.interface import Passage
from pog.matching.engines.kinship import Kinship
from pog.matching.engines.words import plain, stem

MARKED, SOURCE, ALIGNED, WORDS, KINDRED = "marked", "source", "aligned", "words", "kindred"
KINDS: Final = (MARKED, SOURCE, ALIGNED, WORDS, KINDRED)
"""Why attributes stand in one row, the weightiest first."""
SAME_FROM: Final = 0.27
"""How alike a row's attributes are on average. Chosen by reading all rows of twenty published
profiles: below it, "Perseverance" meets "Adaptability"."""
AGREED: Final = 0.9
"""What an alignment with the same competency weighs, or the same source: words are not needed."""
MOST_FACTS: Final = 4
_EVERYWHERE: Final = frozenset(stem(word) for word in "skill skills thinker thinking".split())
"""Words that half of all names have: "critical thinking" is not "creative thinking"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An attribute in the comparison, and the profile it stands in."""

    id: uuid.UUID
    side: int
    name: str
    statement: str


Pair = frozenset[uuid.UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What people said about a pair."""

    pair: Pair
    together: bool
    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known about pairs beyond their words."""

    competencies: Mapping[uuid.UUID, Sequence[tuple[uuid.UUID, str]]] = field(default_factory=dict)
    """For each attribute the competencies it is aligned with, by key and name."""
    sources: Mapping[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    """For each attribute the one it was cloned from."""
    marks: Sequence[Mark] = ()
    """The newest of each pair, the newest first."""


@dataclass(frozen=True, slots=True)
class Why:
    """One reason for a row, with the words that make it."""

    kind: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Attributes that speak about the same thing, and why they stand together."""

    members: tuple[Standing, ...]
    why: tuple[Why, ...]

    def of(self, side: int) -> tuple[Standing, ...]:
        return tuple(one for one in self.members if one.side == side)

    @property
    def sides(self) -> int:
        return len({one.side for one in self.members})

    @property
    def name(self) -> str:
        """The shortest of their names: "Collaboration" before "Collaboration and teamwork"."""
        return min((one.name for one in self.members), key=lambda name: (len(name), name))

    @property
    def key(self) -> str:
        """Tells rows of one comparison apart; it stays while the same attribute leads."""
        return str(self.members[0].id)


@dataclass(slots=True)
class Link:
    """How closely two attributes belong together, and why."""

    weight: float = 0.0
    why: list[Why] = field(default_factory=list)


def rows_of(standings: Sequence[Standing], evidence: Evidence) -> list[Row]:
    """Every attribute in exactly one row: shared rows first, then those that stand alone.

    What people said comes first. The rest is joined by and by, the closest first, as long as the
    attributes of a row are alike on average: a chain of half-matches makes no row.
    """
    links = links_between(standings, evidence)
    apart = {mark.pair for mark in evidence.marks if not mark.together}
    joined = Joining(standings, links, apart)
    for mark in evidence.marks:
        if mark.together:
            joined.put_together(mark.pair)
    joined.join_the_like()
    order = {one.id: place for place, one in enumerate(standings)}
    rows = [
        Row(tuple(sorted(members, key=lambda one: order[one.id])), reasons(members, links))
        for members in joined.rows()
    ]
    return sorted(rows, key=lambda row: (-row.sides, order[row.members[0].id]))


class Joining:
    """Rows in the making. Average linkage: the mean over all pairs from different profiles."""

    def __init__(
        self,
        standings: Sequence[Standing],
        links: Mapping[Pair, Link],
        apart: Iterable[Pair],
    ) -> None:
        self.members = {place: [one] for place, one in enumerate(standings)}
        self.place = {one.id: place for place, one in enumerate(standings)}
        self.sums: dict[int, dict[int, float]] = defaultdict(dict)
        self.apart: dict[int, set[int]] = defaultdict(set)
        for pair, link in links.items():
            one, other = (self.place[key] for key in pair)
            self.sums[one][other] = self.sums[other][one] = link.weight
        for pair in apart:
            if len(pair) == 2 and pair <= self.place.keys():
                one, other = (self.place[key] for key in pair)
                self.apart[one].add(other)
                self.apart[other].add(one)

    def rows(self) -> list[list[Standing]]:
        return list(self.members.values())

    def put_together(self, pair: Pair) -> None:
        if len(pair) == 2 and pair <= self.place.keys():
            one, other = (self.place[key] for key in pair)
            if one != other and other not in self.apart[one]:
                self.merge(one, other)

    def join_the_like(self) -> None:
        while (best := self.closest()) is not None:
            self.merge(*best)

    def closest(self) -> tuple[int, int] | None:
        """The two rows that are most alike and alike enough; the earlier ones when equal."""
        found = [
            (self.sums[one][other] / self.pairs(one, other), -one, -other)
            for one in self.members
            for other in self.sums[one]
            if one < other and other not in self.apart[one]
        ]
        if not found:
            return None
        mean, one, other = max(found)
        return (-one, -other) if mean >= SAME_FROM else None

    def pairs(self, one: int, other: int) -> int:
        """How many pairs from different profiles the two rows have between them."""
        return sum(
            mine.side != theirs.side for mine in self.members[one] for theirs in self.members[other]
        )

    def merge(self, one: int, other: int) -> None:
        for member in self.members[other]:
            self.place[member.id] = one
        self.members[one] += self.members.pop(other)
        for far, much in self.sums.pop(other, {}).items():
            self.sums[far].pop(other)
            if far != one:
                self.sums[one][far] = self.sums[far][one] = self.sums[one].get(far, 0.0) + much
        for far in self.apart.pop(other, set()):
            self.apart[far].discard(other)
            self.apart[far].add(one)
            self.apart[one].add(far)


def links_between(standings: Sequence[Standing], evidence: Evidence) -> dict[Pair, Link]:
    """What speaks for each pair from different profiles; pairs nothing speaks for are left out."""
    links: dict[Pair, Link] = defaultdict(Link)
    for mark in evidence.marks:
        if mark.together:
            links[mark.pair].why.append(Why(MARKED, (mark.author,)))
    for one, other in combinations(standings, 2):
        if one.side != other.side:
            join_by_source(links, one, other, evidence.sources)
            join_by_competency(links, one, other, evidence.competencies)
    join_by_words(links, standings)
    return {
        pair: link
        for pair, link in links.items()
        if pair <= {one.id for one in standings} and len(pair) == 2
    }


def join_by_source(
    links: dict[Pair, Link],
    one: Standing,
    other: Standing,
    sources: Mapping[uuid.UUID, uuid.UUID],
) -> None:
    """One was cloned from the other, or both from a third."""
    above, beside = sources.get(one.id, one.id), sources.get(other.id, other.id)
    if other.id == above or beside in (one.id, above):
        link = links[Pair((one.id, other.id))]
        link.weight = max(link.weight, AGREED)
        link.why.append(Why(SOURCE, (one.name,)))


def join_by_competency(
    links: dict[Pair, Link],
    one: Standing,
    other: Standing,
    competencies: Mapping[uuid.UUID, Sequence[tuple[uuid.UUID, str]]],
) -> None:
    theirs = {key for key, _name in competencies.get(other.id, ())}
    both = [name for key, name in competencies.get(one.id, ()) if key in theirs]
    if both:
        link = links[Pair((one.id, other.id))]
        link.weight = max(link.weight, AGREED)
        link.why.append(Why(ALIGNED, tuple(name for name in both if name)))


def join_by_words(links: dict[Pair, Link], standings: Sequence[Standing]) -> None:
    """Names count as much as whole texts: statements of one author are longer than another's."""
    texts = [Passage(key=str(one.id), name=one.name, statement=one.statement) for one in standings]
    names = [Passage(key=str(one.id), name=without_everyday(one.name)) for one in standings]
    whole, named = Kinship(texts), Kinship(names)
    for at, one in enumerate(standings):
        by_text, by_name = whole.likeness(texts[at]), named.likeness(names[at])
        for beyond in range(at + 1, len(standings)):
            other = standings[beyond]
            much = (by_text[beyond] + by_name[beyond]) / 2
            if one.side == other.side or much <= 0:
                continue
            link = links[Pair((one.id, other.id))]
            link.weight = max(link.weight, much)
            if much >= SAME_FROM / 2:
                link.why += by_their_words(whole, named, texts, names, at, beyond)


def by_their_words(
    whole: Kinship,
    named: Kinship,
    texts: Sequence[Passage],
    names: Sequence[Passage],
    at: int,
    beyond: int,
) -> list[Why]:
    """The words both use, and those that only mean the same: of the names, else of the texts."""
    shared = named.shared(names[at], beyond) or whole.shared(texts[at], beyond)
    same = [one.theirs for one in shared if stem(one.ours) == stem(one.theirs)]
    alike = [f"{one.ours} / {one.theirs}" for one in shared if stem(one.ours) != stem(one.theirs)]
    return [
        Why(kind, tuple(dict.fromkeys(words)))
        for kind, words in ((WORDS, same), (KINDRED, alike))
        if words
    ]


def without_everyday(name: str) -> str:
    """The name without words that tell nothing apart; as it is when it has no others."""
    kept = " ".join(word for word in name.split() if stem(plain(word)) not in _EVERYWHERE)
    return kept or name


def reasons(members: Sequence[Standing], links: Mapping[Pair, Link]) -> tuple[Why, ...]:
    """Why they stand in one row: what most of their pairs say, one sentence for each kind."""
    said: dict[str, dict[str, int]] = {kind: defaultdict(int) for kind in KINDS}
    for one, other in combinations(members, 2):
        link = links.get(Pair((one.id, other.id)))
        for why in link.why if link else ():
            for fact in why.facts or ("",):
                said[why.kind][fact] += 1
    found = []
    for kind, facts in said.items():
        often = sorted(facts, key=lambda fact: -facts[fact])  # equal ones in the order of columns
        if often and not (kind == KINDRED and said[WORDS]):
            found.append(Why(kind, tuple(fact for fact in often if fact)[:MOST_FACTS]))
    return tuple(found)
