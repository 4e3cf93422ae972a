"""Who was there: by group wanted, joined, contributed, voted; small groups told together."""

from collections.abc import Iterator, Sequence
from typing import Any

from pog.ballots.suppression import MINIMUM, hidden_groups
from pog.convenings.queries import GroupNumbers, representation
from pog.core.i18n import _, _l
from pog.records.sections.interface import Asked, Content, Section, Sheet

NUMBERS = ("target", "joined", "contributed", "voted")


def gather(asked: Asked) -> Content | None:
    rows = [
        row for row in representation(asked.convening.id) if row.group is not None or row.joined
    ]
    minimum = max(asked.convening.smallest_group, MINIMUM)
    together = hidden_groups({key_of(row): row.joined for row in rows}, minimum)
    apart = [row for row in rows if key_of(row) not in together]
    small = [row for row in rows if key_of(row) in together]
    lines = [line([row]) for row in apart]
    if small and any(row.joined for row in apart):
        lines.append(line(small))
        explanation = _(
            "Groups with fewer than %(minimum)s people are told together as “Other groups”.",
            minimum=minimum,
        )
    elif small:
        lines = [line([row]) for row in apart if not row.joined]
        explanation = _("The groups were too small to be told apart.")
    else:
        explanation = ""
    return {
        "groups": lines,
        "total": {name: sum(getattr(row, name) for row in rows) for name in NUMBERS},
        "explanation": explanation,
    }


def key_of(row: GroupNumbers) -> str:
    return str(row.group.id) if row.group else ""


def line(rows: Sequence[GroupNumbers]) -> dict[str, Any]:  # Any: names and numbers side by side
    group = rows[0].group
    alone = len(rows) == 1
    name = (group.name if group else _("No group given")) if alone else _("Other groups")
    return {
        "group": name,
        "_letter": group.letter if alone and group else "",
        "_tone": group.tone if alone and group else 8,
        **{number: sum(getattr(row, number) for row in rows) for number in NUMBERS},
    }


def sheets(content: Content) -> Iterator[Sheet]:
    yield Sheet(
        name="Attendance",
        head=["Group", "Wanted", "Joined", "Contributed", "Voted"],
        rows=[
            (one["group"], *(one[number] for number in NUMBERS))
            for one in [*content["groups"], {"group": "Everybody", **content["total"]}]
        ],
        widths=(32, 10, 10, 14, 10),
    )


SECTION = Section(
    name="attendance",
    title=_l("Who was there"),
    icon="people",
    template="records/_attendance.html",
    gather=gather,
    sheets=sheets,
    fields={
        "groups[].group": "Stakeholder group; small ones are told together.",
        "groups[].target": "How many seats it should fill; 0 without a target.",
        "groups[].joined": "How many joined.",
        "groups[].contributed": "How many of them wrote something.",
        "groups[].voted": "How many of them voted at least once.",
        "total.target": "All groups together.",
        "total.joined": "All groups together.",
        "total.contributed": "All groups together.",
        "total.voted": "All groups together.",
        "explanation": "Why groups are told together, when some are.",
    },
)
