"""What changed from one edition to another."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pog.core.database import Json
from pog.profiles.lineage import ADDED, DROPPED, KEPT, REWORDED, STATES, Spans, spans
from pog.profiles.models import Edition
from pog.profiles.snapshots import AttributeState, Snapshot, nodes_of, read_snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One attribute in both editions; either may be missing, not both."""

    state: str
    old: AttributeState | None
    new: AttributeState | None
    moved_from: str | None
    """The grouping it stood in before, when it stands in another one now."""

    @property
    def shown(self) -> AttributeState:
        found = self.new or self.old
        assert found is not None  # one of them is there
        return found

    @property
    def name_spans(self) -> Spans:
        return spans(self.old.name if self.old else "", self.new.name if self.new else "")

    @property
    def statement_spans(self) -> Spans:
        return spans(self.old.statement if self.old else "", self.new.statement if self.new else "")

    @property
    def indicator_spans(self) -> Spans:
        return spans(lines_of(self.old), lines_of(self.new))


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two editions beside each other."""

    old: Snapshot
    new: Snapshot
    lines: tuple[Line, ...]
    counts: Mapping[str, int]
    translations: Mapping[str, int]
    """By language: how many translations are new, other than before or gone."""

    @property
    def core_spans(self) -> Spans:
        return spans(self.old.core_statement, self.new.core_statement)


def compare_editions(old: Edition, new: Edition) -> Difference:
    """Attribute by attribute, by their identifiers: in the new order, then what was dropped."""
    before, after = read_snapshot(old.content), read_snapshot(new.content)
    known = {state.id: state for state in before.attributes}
    homes = {a.id: g.name or "" for g in before.groupings for a in g.attributes}
    lines = []
    for grouping in after.groupings:
        for state in grouping.attributes:
            source = known.pop(state.id, None)
            moved = source is not None and homes[state.id] != (grouping.name or "")
            lines.append(
                Line(
                    state=ADDED if source is None else KEPT if same(source, state) else REWORDED,
                    old=source,
                    new=state,
                    moved_from=homes[state.id] if moved else None,
                )
            )
    lines += [Line(state=DROPPED, old=state, new=None, moved_from=None) for state in known.values()]
    found = Counter(line.state for line in lines)
    return Difference(
        old=before,
        new=after,
        lines=tuple(lines),
        counts={state: found[state] for state in STATES},
        translations=changed_translations(old.content, new.content),
    )


def changed_translations(old: Json, new: Json) -> Mapping[str, int]:
    before, after = translations_in(old), translations_in(new)
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    return Counter(language for language, _thing, _field in sorted(changed))


def translations_in(content: Json) -> Mapping[tuple[str, str, str], str]:
    """Every translation by its language, thing and field."""
    return {
        (language, str(node.get("id")), field): words
        for node in nodes_of(content)
        for language, said in node.get("translations", {}).items()
        for field, words in said.items()
    }


def same(one: AttributeState, other: AttributeState) -> bool:
    return (one.name, one.statement, one.indicators) == (
        other.name,
        other.statement,
        other.indicators,
    )


def lines_of(state: AttributeState | None) -> str:
    """The indicators, a line each."""
    if state is None:
        return ""
    return "\n".join(
        f"{one.level}: {one.text}" if one.level else one.text for one in state.indicators
    )
