"""Results by stakeholder group, without giving a small group's answers away.

What is known anyway: the total of the room, and how many of each group voted, for the
representation page shows that. So a group can be worked out as soon as all others are told.
Hence:

* A group with fewer ballots than the minimum is never shown on its own.
* The groups not shown are told as one, “Other groups”: two of them at least, and as many ballots
  as the minimum at least. Where the small groups alone do not reach that, the smallest of the
  others joins them.
* When every group would be in there, it would be the total once more: nothing is told by group.
* When the whole room is below the minimum nothing is told by group and `total_is_small` is set;
  the room itself sees its total, public outputs show the turnout alone.

The decision looks at numbers of ballots only, never at answers, so it gives nothing away itself.
Raising the minimum only makes the remainder grow by whole groups: room and public output together
tell no more than the room alone. One thing no grouping can hide: when all of “Other groups”
answered alike, everyone in it did; `one_sided` names those questions so that it can be said.
Likewise a value nobody in there gave was given by nobody in each of them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pog.convenings.models import SMALLEST_GROUP
from pog.core.i18n import _

MINIMUM: Final = SMALLEST_GROUP
"""In the room; never lower."""
PUBLIC_MINIMUM: Final = 10
"""In public outputs, and wherever students are a group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupBallots:
    """One group's ballots; `counts` is option, then value, then how many gave it."""

    group: str
    ballots: int
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    least: int = 0
    """A minimum of its own, when it is higher: groups of students need ten everywhere."""
    folded: bool = False
    """Told together in any case: it was in an earlier round, or its secret votes have no code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line that may be shown: one group, or several told as one."""

    groups: tuple[str, ...]
    ballots: int
    counts: dict[str, dict[str, int]]
    one_sided: tuple[str, ...]
    """Options about which everyone in this row answered alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What may be told by group."""

    groups: tuple[Row, ...]
    merged: Row | None
    """“Other groups”, if there are any and they are not everybody."""
    hidden_group_ids: tuple[str, ...]
    """Groups with ballots that have no line of their own."""
    silent_group_ids: tuple[str, ...]
    """Groups without a ballot: there is nothing to show or to hide."""
    total_is_small: bool
    explanation: str
    """A sentence for readers, empty when every group is shown."""


def show_by_group(groups: Sequence[GroupBallots], *, minimum: int = MINIMUM) -> Shown:
    """Decide which groups can be shown so that none of the others can be worked out."""
    if minimum < MINIMUM:
        raise ValueError(f"Groups below {MINIMUM} are never shown.")
    hidden = hidden_groups(
        {group.group: group.ballots for group in groups},
        minimum,
        least={group.group: group.least for group in groups},
        folded={group.group for group in groups if group.folded},
    )
    voting = [group for group in groups if group.ballots]
    together = [group for group in voting if group.group in hidden]
    apart = [group for group in voting if group.group not in hidden]
    return Shown(
        groups=tuple(_row([group]) for group in apart),
        merged=_row(together) if apart and together else None,
        hidden_group_ids=tuple(group.group for group in together),
        silent_group_ids=tuple(group.group for group in groups if not group.ballots),
        total_is_small=sum(group.ballots for group in voting) < minimum,
        explanation=_explain(apart, together, minimum),
    )


def hidden_groups(
    ballots: Mapping[str, int],
    minimum: int,
    *,
    least: Mapping[str, int] | None = None,
    folded: Collection[str] = (),
) -> frozenset[str]:
    """Return the groups that go into the remainder, knowing only how many voted in each."""
    needed = {group: max(minimum, (least or {}).get(group, 0)) for group in ballots}
    # Ties are broken by identifier: the same room is always told in the same way.
    by_size = sorted((size, group) for group, size in ballots.items() if size)
    hidden = [group for size, group in by_size if size < needed[group] or group in folded]
    if not hidden:
        return frozenset()
    for _size, group in by_size:
        if group in hidden:
            continue
        together = sum(ballots[one] for one in hidden)
        if len(hidden) > 1 and together >= max(needed[one] for one in hidden):
            break
        hidden.append(group)
    return frozenset(hidden)


def _row(groups: Sequence[GroupBallots]) -> Row:
    ballots = sum(group.ballots for group in groups)
    counts: dict[str, dict[str, int]] = {}
    for group in groups:
        for option, values in group.counts.items():
            told = counts.setdefault(option, {})
            for value, number in values.items():
                told[value] = told.get(value, 0) + number
    return Row(
        groups=tuple(group.group for group in groups),
        ballots=ballots,
        counts=counts,
        one_sided=tuple(option for option, values in counts.items() if _all_alike(values.values())),
    )


def _all_alike(numbers: Iterable[int]) -> bool:
    return sum(1 for number in numbers if number) == 1


def _explain(apart: Sequence[GroupBallots], together: Sequence[GroupBallots], minimum: int) -> str:
    if not together:
        explanation = ""
    elif not apart:
        explanation = _(
            "Results by group are not shown, because some groups cast fewer than %(minimum)s "
            "ballots and could be worked out from the total.",
            minimum=max([minimum, *(group.least for group in together)]),
        )
    elif any(group.least > group.ballots >= minimum for group in together):
        explanation = _(
            "Groups with fewer than %(minimum)s ballots are shown together as “Other groups”, and "
            "so are students with fewer than %(students)s.",
            minimum=minimum,
            students=max(group.least for group in together),
        )
    elif all(group.ballots < minimum for group in together):
        explanation = _(
            "Groups with fewer than %(minimum)s ballots are shown together as “Other groups”.",
            minimum=minimum,
        )
    else:
        explanation = _(
            "Groups with fewer than %(minimum)s ballots are shown together as “Other groups”. "
            "A larger group is among them, so that nobody can be worked out from the total.",
            minimum=minimum,
        )
    return explanation
