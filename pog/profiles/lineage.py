"""What a profile kept, reworded, added and dropped of the edition it came from."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pog.profiles.diffing import diff_words
from pog.profiles.models import Attribute, Profile
from pog.profiles.queries import attributes_in_order
from pog.profiles.snapshots import AttributeState, Snapshot, read_snapshot

KEPT, REWORDED, ADDED, DROPPED = "kept", "reworded", "added", "dropped"
STATES = (KEPT, REWORDED, ADDED, DROPPED)

Spans = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Descent:
    """One attribute beside its source: either may be missing, not both."""

    state: str
    attribute: Attribute | None
    source: AttributeState | None

    @property
    def name_spans(self) -> Spans:
        return spans(self.source.name if self.source else "", self.now_name)

    @property
    def statement_spans(self) -> Spans:
        return spans(
            self.source.statement if self.source else "",
            self.attribute.statement if self.attribute else "",
        )

    @property
    def now_name(self) -> str:
        return self.attribute.name if self.attribute else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A whole profile beside the edition it came from."""

    source: Snapshot
    line: str
    rows: tuple[Descent, ...]
    counts: Mapping[str, int]


def compare_with_upstream(profile: Profile) -> Comparison | None:
    """Attribute by attribute what became of the source; None when there is no source."""
    edition = profile.upstream_edition
    if edition is None:
        return None
    source = read_snapshot(edition.content, profile.language)
    known = {state.id: state for state in source.attributes}
    living = [descent(a, known) for a in attributes_in_order(profile)]
    lives = {row.source.id for row in living if row.source is not None}
    gone = [
        Descent(state=DROPPED, attribute=None, source=state)
        for state in source.attributes
        if state.id not in lives
    ]
    rows = (*living, *gone)
    found = Counter(row.state for row in rows)
    return Comparison(
        source=source,
        line=edition.source_line,
        rows=rows,
        counts={state: found[state] for state in STATES},
    )


def descent(attribute: Attribute, known: Mapping[uuid.UUID, AttributeState]) -> Descent:
    """The attribute beside the source attribute it was cloned from."""
    source = known.get(attribute.source_id) if attribute.source_id else None
    if source is None:
        return Descent(state=ADDED, attribute=attribute, source=None)
    same = (attribute.name, attribute.statement) == (source.name, source.statement)
    return Descent(state=KEPT if same else REWORDED, attribute=attribute, source=source)


def descent_of(attribute: Attribute) -> Descent | None:
    """The same for one attribute; None when its profile was not cloned."""
    edition = attribute.profile.upstream_edition
    if edition is None:
        return None
    source = read_snapshot(edition.content, attribute.profile.language)
    return descent(attribute, {state.id: state for state in source.attributes})


def spans(old: str, new: str) -> Spans:
    """A word diff in the form pages show it."""
    return [(span.kind.value, span.text) for span in diff_words(old, new)]
