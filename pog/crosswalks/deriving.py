"""Links from framework to framework that follow from a profile's alignments, with their path."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pog.alignments.models import Alignment
from pog.alignments.queries import alignments_in
from pog.alignments.wording import RANKED
from pog.crosswalks.composing import composed, turned
from pog.frameworks.models import Competency, Framework
from pog.profiles.models import Attribute


@dataclass(frozen=True, slots=True)
class Path:
    """From a competency to an attribute, and on to another competency."""

    attribute: Attribute
    subject_words: str
    """The indicator in the middle, where it is one."""
    first: str
    """How the attribute lies to the first competency."""
    second: str
    """How the second competency lies to the attribute."""

    @property
    def relation(self) -> str:
        return composed(self.first, self.second)


@dataclass(frozen=True, slots=True)
class Derived:
    """A pair with all paths between its ends, the strongest first. Nobody has checked it."""

    source: Competency
    target: Competency
    paths: tuple[Path, ...]

    @property
    def relation(self) -> str:
        return self.paths[0].relation


def frameworks_in_use(profile_id: uuid.UUID) -> list[Framework]:
    """The frameworks the profile is aligned to, by title."""
    found = {
        row.competency.framework_id: row.competency.framework for row in alignments_in(profile_id)
    }
    return sorted(found.values(), key=lambda one: (one.title, str(one.id)))


def derive(profile_id: uuid.UUID, source: Framework, target: Framework) -> list[Derived]:
    """Every pair of the two frameworks that meets in an attribute or an indicator."""
    return derived_from(alignments_in(profile_id), source.id, target.id)


def derived_from(
    rows: Iterable[Alignment], source_id: uuid.UUID, target_id: uuid.UUID
) -> list[Derived]:
    rows = list(rows)
    ahead: defaultdict[uuid.UUID, list[Alignment]] = defaultdict(list)
    for row in rows:
        if row.competency.framework_id == target_id:
            ahead[row.subject_id].append(row)
    ends: dict[tuple[uuid.UUID, uuid.UUID], tuple[Competency, Competency]] = {}
    paths: defaultdict[tuple[uuid.UUID, uuid.UUID], list[Path]] = defaultdict(list)
    for row in rows:
        if row.competency.framework_id != source_id:
            continue
        for other in ahead[row.subject_id]:
            if other.competency_id == row.competency_id:
                continue
            pair = (row.competency_id, other.competency_id)
            ends[pair] = (row.competency, other.competency)
            paths[pair].append(
                Path(row.attribute, row.subject_words, turned(row.relation), other.relation)
            )
    found = [Derived(*ends[pair], paths=_strongest_first(some)) for pair, some in paths.items()]
    return sorted(found, key=lambda one: (one.source.position, one.target.position))


def _strongest_first(paths: Sequence[Path]) -> tuple[Path, ...]:
    return tuple(sorted(paths, key=lambda path: RANKED.index(path.relation)))
