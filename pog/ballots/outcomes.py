"""What of a counted ballot may be shown: the total, and the groups that are large enough."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pog.ballots.methods.fist_to_five import CAN_LIVE_WITH_IT
from pog.ballots.models import Ballot, Option
from pog.ballots.suppression import MINIMUM, GroupBallots, Row, show_by_group
from pog.ballots.tallying import NO_GROUP
from pog.core.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One number with what it is a part of."""

    label: str
    value: int
    maximum: int

    @property
    def share(self) -> int:
        """Whole percent, half up; 0 of 0 is 0."""
        return (200 * self.value + self.maximum) // (2 * self.maximum) if self.maximum else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionOutcome:
    """What the room said about one option."""

    option: Option
    rank: int
    tied: bool
    answers: int
    main: Bar
    """Approvals, those who can live with it, or its dots among all dots."""
    values: tuple[Bar, ...]
    """Every value of the scale; empty where there is none."""
    passes: bool | None
    blocks: int
    median: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """A stakeholder group, or several told as one."""

    label: str
    letters: tuple[tuple[str, int], ...]
    """Letter and colour of each group in it."""
    ballots: int
    mains: Mapping[str, Bar]
    """By option."""
    values: Mapping[str, tuple[int, ...]]
    """By option, for scales: how many gave 0, 1, 2 ..."""
    one_sided: tuple[str, ...]
    """Names of options about which everybody in it said the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A result as everybody may see it."""

    method: str
    ballots: int
    eligible: int
    options: tuple[OptionOutcome, ...]
    """Best first; equal ones in the order of the ballot."""
    groups: tuple[GroupLine, ...]
    explanation: str
    """Why groups are left out, when some are."""
    reasons: tuple[str, ...]
    pass_share: int | None

    @property
    def turnout(self) -> Bar:
        return Bar(label=_("Voted"), value=self.ballots, maximum=self.eligible)


def outcome_of(ballot: Ballot, *, minimum: int | None = None) -> Outcome | None:
    """The result that may be shown, or nothing before it is revealed.

    Public outputs give their own, higher minimum (`suppression.PUBLIC_MINIMUM`).
    """
    if not ballot.is_revealed or ballot.result is None:
        return None
    result = ballot.result
    total = result["total"]
    least = max(minimum or ballot.convening.smallest_group, MINIMUM)
    shown = show_by_group(
        [
            GroupBallots(group=one["group"], ballots=one["ballots"], counts=one["counts"])
            for one in result["groups"]
        ],
        minimum=least,
    )
    named = {one["group"]: one for one in result["groups"]}
    names = {str(option.id): option.name for option in ballot.options}
    rows = [*shown.groups, *([shown.merged] if shown.merged else [])]
    return Outcome(
        method=ballot.method,
        ballots=total["ballots"],
        eligible=ballot.eligible or 0,
        options=_options(ballot, total),
        groups=tuple(_line(ballot.method, row, named, names) for row in rows),
        explanation=shown.explanation,
        reasons=tuple(result["reasons"]),
        pass_share=total["settings"].get("pass_share"),
    )


def _options(ballot: Ballot, total: Mapping[str, Any]) -> tuple[OptionOutcome, ...]:
    counted = {one["option"]: one for one in total["options"]}
    counts = {key: one["counts"] for key, one in counted.items()}
    bars = _mains(ballot.method, counts)
    by_key = {str(option.id): option for option in ballot.options}
    order = [key for tied in total["order"] for key in tied]
    words: Sequence[str] = total["settings"].get("words", ())
    return tuple(
        _option(by_key[key], counted[key], bars[key], words) for key in order if key in by_key
    )


def _option(
    option: Option, counted: Mapping[str, Any], main: Bar, words: Sequence[str]
) -> OptionOutcome:
    answers = counted["answers"]
    return OptionOutcome(
        option=option,
        rank=counted["rank"],
        tied=counted["tied"],
        answers=answers,
        main=main,
        values=tuple(
            Bar(
                label=f"{value} · {words[value]}",
                value=counted["counts"].get(str(value), 0),
                maximum=answers,
            )
            for value in range(len(words) - 1, -1, -1)
        ),
        passes=counted.get("passes"),
        blocks=counted.get("blocks", 0),
        median="–".join(str(value) for value in sorted(set(counted.get("median", [])))),
    )


def _mains(method: str, counts: Mapping[str, Mapping[str, int]]) -> dict[str, Bar]:
    """The one number that says most about each option, by what the method counts."""
    if method == "dots":
        dots = {key: _weight(values) for key, values in counts.items()}
        return {
            key: Bar(label=_("Dots"), value=number, maximum=sum(dots.values()))
            for key, number in dots.items()
        }
    least, label = (CAN_LIVE_WITH_IT, _("3 or more")) if method == "fist_to_five" else (1, "")
    return {
        key: Bar(
            label=label or _("Chosen"),
            value=sum(number for value, number in values.items() if int(value) >= least),
            maximum=sum(values.values()),
        )
        for key, values in counts.items()
    }


def _weight(values: Mapping[str, int]) -> int:
    return sum(int(value) * number for value, number in values.items())


def _line(
    method: str, row: Row, named: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]
) -> GroupLine:
    scale = method == "fist_to_five"
    alone = len(row.groups) == 1
    label = named[row.groups[0]]["name"] or _("No group given") if alone else _("Other groups")
    return GroupLine(
        label=label,
        letters=tuple(
            (named[group]["letter"], named[group]["tone"])
            for group in row.groups
            if group != NO_GROUP
        ),
        ballots=row.ballots,
        mains=_mains(method, row.counts),
        values={
            option: tuple(counts.get(str(value), 0) for value in range(6))
            for option, counts in row.counts.items()
        }
        if scale
        else {},
        one_sided=tuple(names[option] for option in row.one_sided if option in names),
    )
