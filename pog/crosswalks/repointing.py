"""A framework has a new edition: where each alignment would point, and pointing it there."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from pog.alignments.models import Alignment, AlignmentChange
from pog.alignments.queries import alignment_between
from pog.alignments.services import PROPOSED, already, forget_endorsements, note
from pog.alignments.targets import target_of
from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Conflict
from pog.core.i18n import _
from pog.core.words import fold, words_in
from pog.crosswalks.models import CrosswalkLink
from pog.crosswalks.queries import readable_links
from pog.frameworks.models import Competency, Framework
from pog.profiles.authors import Author
from pog.profiles.models import Attribute, Profile

ALIKE_ENOUGH: Final = 0.5
SAME: Final = ("exact", "replaced_by", "close")
"""What a crosswalk says of editions of one competency."""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What stands in the new edition in the place of an old competency, and why we think so."""

    competency: Competency
    why: str
    """issuer, crosswalk, code, name or words."""
    likeness: int = 100
    """How alike their words are, of 100."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An alignment to an old edition; without a counterpart somebody has to look for one."""

    alignment: Alignment
    counterpart: Counterpart | None


@dataclass(frozen=True, slots=True)
class Outdated:
    """A framework the profile is aligned to, of which there is a newer edition."""

    old: Framework
    new: Framework
    count: int


def outdated_in(profile: Profile) -> list[Outdated]:
    """The editions in use that were replaced, with the newest that is here."""
    rows = _alignments(profile.id)
    counts: defaultdict[uuid.UUID, int] = defaultdict(int)
    for row in rows:
        counts[row.competency.framework_id] += 1
    used = {row.competency.framework_id: row.competency.framework for row in rows}
    later = later_editions()
    found = []
    for key, old in used.items():
        new = newest_of(old, later)
        if new is not None:
            found.append(Outdated(old, new, counts[key]))
    return sorted(found, key=lambda one: one.old.title)


def later_editions() -> dict[uuid.UUID, Framework]:
    """The next edition of each framework that has one."""
    rows = db.session.scalars(
        select(Framework)
        .where(Framework.replaced_by_id.is_not(None))
        .options(joinedload(Framework.replaced_by))
    ).all()
    return {row.id: row.replaced_by for row in rows if row.replaced_by is not None}


def newest_of(framework: Framework, later: Mapping[uuid.UUID, Framework]) -> Framework | None:
    """The last edition after this one that its readers may see; None when it is the last itself."""
    seen, newest = {framework.id}, None
    current = framework
    while (after := later.get(current.id)) is not None and after.id not in seen:
        if after.organization_id not in (None, framework.organization_id):
            break
        seen.add(after.id)
        newest = current = after
    return newest


def _alignments(
    profile_id: uuid.UUID, framework_id: uuid.UUID | None = None
) -> Sequence[Alignment]:
    query = (
        select(Alignment)
        .join(Attribute, Attribute.id == Alignment.attribute_id)
        .join(Competency, Competency.id == Alignment.competency_id)
        .where(Attribute.profile_id == profile_id, Attribute.dropped_at.is_(None))
        .options(
            joinedload(Alignment.competency).joinedload(Competency.framework),
            joinedload(Alignment.attribute),
        )
        .order_by(Attribute.position, Competency.position, Alignment.id)
    )
    if framework_id is not None:
        query = query.where(Competency.framework_id == framework_id)
    return db.session.scalars(query).all()


def proposals(profile: Profile, old: Framework, new: Framework) -> list[Proposal]:
    """For every alignment to the old edition, what it could point to in the new one."""
    rows = _alignments(profile.id, old.id)
    fresh = db.session.scalars(
        select(Competency).where(Competency.framework_id == new.id).order_by(Competency.position)
    ).all()
    links = readable_links([profile.organization_id])
    find = _Finder(fresh, links)
    return [Proposal(row, find.counterpart(row.competency)) for row in rows]


class _Finder:
    """Looks for the counterpart of a competency: what the issuer says first, words last."""

    def __init__(self, fresh: Sequence[Competency], links: Iterable[CrosswalkLink]) -> None:
        self.fresh = {row.id: row for row in fresh}
        self.codes = _only_ones((row.official_code, row) for row in fresh if row.official_code)
        self.names = _only_ones((fold(row.name), row) for row in fresh)
        self.pairs = {
            (source, target)
            for link in links
            if link.relation in SAME and link.source_id and link.target_id
            for source, target in (
                (link.source_id, link.target_id),
                (link.target_id, link.source_id),
            )
        }

    def counterpart(self, old: Competency) -> Counterpart | None:
        said = self.fresh.get(old.replaced_by_id) if old.replaced_by_id else None
        if said is not None:
            return Counterpart(said, "issuer", likeness(old, said))
        paired = [row for key, row in self.fresh.items() if (old.id, key) in self.pairs]
        if len(paired) == 1:
            return Counterpart(paired[0], "crosswalk", likeness(old, paired[0]))
        same_name = self.names.get(fold(old.name))
        if same_name is not None:
            return Counterpart(same_name, "name")
        same_code = self.codes.get(old.official_code or "")
        if same_code is not None and likeness(old, same_code) >= ALIKE_ENOUGH * 100:
            return Counterpart(same_code, "code", likeness(old, same_code))
        best = max(self.fresh.values(), key=lambda row: likeness(old, row), default=None)
        if best is not None and likeness(old, best) >= ALIKE_ENOUGH * 100:
            return Counterpart(best, "words", likeness(old, best))
        return None


def _only_ones(pairs: Iterable[tuple[str, Competency]]) -> dict[str, Competency]:
    """By name or code, without those that several carry."""
    found: defaultdict[str, list[Competency]] = defaultdict(list)
    for name, row in pairs:
        found[name].append(row)
    return {name: rows[0] for name, rows in found.items() if len(rows) == 1}


def likeness(one: Competency, other: Competency) -> int:
    """How alike their names are, of 100: shared stems, and the letters in their order."""
    stems = [{word.stem for word in words_in(row.name)} for row in (one, other)]
    together = stems[0] | stems[1]
    shared = len(stems[0] & stems[1]) / len(together) if together else 0.0
    letters = SequenceMatcher(None, fold(one.name), fold(other.name)).ratio()
    return round(100 * (shared + letters) / 2)


# ------------------------------------------------------------------ pointing


def repoint(alignment: Alignment, competency: Competency, *, author: Author) -> None:
    """Point an alignment at its counterpart; what it pointed at stays in its history.

    What was endorsed was endorsed for the old words, so it is proposed again.
    """
    if alignment_between(alignment.subject_id, competency.id) is not None:
        raise already(alignment.attribute, competency)
    note(alignment, "repointed", author)
    if alignment.state == "endorsed":
        alignment.state = PROPOSED
        forget_endorsements(alignment)
    alignment.competency = competency
    alignment.target = target_of(competency)
    alignment.changed_at = now()
    note(alignment, "points_here", author)


def point_back(alignment: Alignment, *, author: Author) -> None:
    """Undo the last re-pointing: the old competency with its old snapshot and state."""
    change = last_repointing(alignment)
    old = db.session.get(Competency, change.competency_id) if change is not None else None
    if change is None or old is None:
        raise Conflict(_("There is no earlier edition it pointed to."))
    if alignment_between(alignment.subject_id, old.id) is not None:
        raise already(alignment.attribute, old)
    alignment.competency = old
    alignment.target = change.target
    alignment.state = change.state
    alignment.changed_at = now()
    note(alignment, "pointed_back", author)


def last_repointing(alignment: Alignment) -> AlignmentChange | None:
    """Its line of history, unless it was undone since."""
    change = db.session.scalar(
        select(AlignmentChange)
        .where(
            AlignmentChange.alignment_id == alignment.id,
            AlignmentChange.change.in_(("repointed", "pointed_back")),
        )
        .order_by(AlignmentChange.at.desc(), AlignmentChange.id)
        .limit(1)
    )
    return change if change is not None and change.change == "repointed" else None


def repointed_from(profile: Profile, old: Framework) -> list[tuple[Alignment, AlignmentChange]]:
    """Alignments that pointed at the old edition and could be pointed back, newest first."""
    rows = db.session.execute(
        select(Alignment, AlignmentChange)
        .join(AlignmentChange, AlignmentChange.alignment_id == Alignment.id)
        .join(Attribute, Attribute.id == Alignment.attribute_id)
        .join(Competency, Competency.id == AlignmentChange.competency_id)
        .where(
            Attribute.profile_id == profile.id,
            Attribute.dropped_at.is_(None),
            AlignmentChange.change == "repointed",
            Competency.framework_id == old.id,
            Alignment.competency_id != AlignmentChange.competency_id,
        )
        .options(
            joinedload(Alignment.competency).joinedload(Competency.framework),
            joinedload(Alignment.attribute),
        )
        .order_by(AlignmentChange.at.desc(), AlignmentChange.id)
    )
    found: dict[uuid.UUID, tuple[Alignment, AlignmentChange]] = {}
    for alignment, change in rows:
        found.setdefault(alignment.id, (alignment, change))
    return list(found.values())
