"""The session as a picture: what was on when, and when votes were open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pog.core.clock import now
from pog.records.reading import Record
from pog.records.sections.interface import Content

WIDTH = 360
ROW = 42
HEAD = 26
FULL_BAR = WIDTH - 4
SHORTEST = 6
"""So wide is a bar at least, for a minute in a long day would not be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One line of the picture: a step of the agenda, or a vote."""

    kind: str
    label: str
    start: datetime
    end: datetime
    x: int
    width: int
    y: int

    @property
    def minutes(self) -> int:
        return round((self.end - self.start).total_seconds() / 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    bars: Sequence[Bar]
    start: datetime
    end: datetime

    @property
    def height(self) -> int:
        return HEAD + ROW * len(self.bars) + 4

    @property
    def lasts_days(self) -> bool:
        return (self.end - self.start).total_seconds() > 24 * 3600


Span = tuple[str, str, datetime, datetime]


def timeline_of(record: Record) -> Timeline | None:
    """From the first step to the close; nothing when no step was opened."""
    spans = sorted([*steps_in(record), *votes_in(record)], key=lambda span: (span[2], span[0]))
    if not spans:
        return None
    start = min(span[2] for span in spans)
    end = max(start, *(span[3] for span in spans))
    whole = max((end - start).total_seconds(), 1.0)

    def bar(place: int, span: Span) -> Bar:
        kind, label, begins, ends = span
        width = max(round(FULL_BAR * (ends - begins).total_seconds() / whole), SHORTEST)
        x = round(FULL_BAR * (begins - start).total_seconds() / whole)
        return Bar(
            kind=kind,
            label=label,
            start=begins,
            end=ends,
            x=2 + min(x, FULL_BAR - width),
            width=width,
            y=HEAD + ROW * place,
        )

    return Timeline(
        bars=[bar(place, span) for place, span in enumerate(spans)], start=start, end=end
    )


def the_end(record: Record) -> datetime:
    """When it was over: an open round at its end, a meeting at its close."""
    ends = [record.convening.closed_at, record.convening.closes_at, now()]
    return min(moment for moment in ends if moment is not None)


def steps_in(record: Record) -> list[Span]:
    found: list[Content] = next((c["steps"] for s, c in record.told if s.name == "agenda"), [])
    opened = sorted((one for one in found if one["opened_at"]), key=lambda one: one["opened_at"])
    ends = [one["opened_at"] for one in opened[1:]] + [the_end(record)]
    if record.convening.is_open_round:  # all of them stay open until the end
        ends = [the_end(record)] * len(opened)
    return [
        ("step", one["title"], one["opened_at"], max(end, one["opened_at"]))
        for one, end in zip(opened, ends, strict=True)
    ]


def votes_in(record: Record) -> list[Span]:
    found: list[Content] = next((c["ballots"] for s, c in record.told if s.name == "ballots"), [])
    return [
        ("vote", one["question"], one["opened_at"], one["closed_at"] or the_end(record))
        for one in found
        if one["opened_at"]
    ]
