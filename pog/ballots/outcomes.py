"""What of a counted ballot may be shown: the total, and the groups that are large enough."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pog.ballots.methods import Bar, Method, method_named
from pog.ballots.methods.interface import Step
from pog.ballots.models import Ballot, Option
from pog.ballots.suppression import MINIMUM, Row, show_by_group
from pog.ballots.tallying import NO_GROUP, as_group_ballots
from pog.ballots.telling import PairLine, RoundLine, pairs_in, rounds_in, ties_in, written
from pog.core.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionOutcome:
    """What the room said about one option."""

    option: Option
    rank: int
    tied: bool
    answers: int
    main: Bar
    """The one number that says most about it."""
    values: tuple[Bar, ...]
    """Every value of the scale; empty where there is none."""
    passes: bool | None
    remark: str
    """What else there is to say about its count; may be empty."""


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
    """By option, for scales: how many gave each step, from the top down."""
    one_sided: tuple[str, ...]
    """Names of options about which everybody in it said the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A result as everybody may see it."""

    method: Method
    steps: Sequence[Step]
    """Of its scale, from the top down; empty where there is none."""
    ballots: int
    eligible: int
    options: tuple[OptionOutcome, ...]
    """Best first; equal ones in the order of the ballot."""
    groups: tuple[GroupLine, ...]
    explanation: str
    """Why groups are left out, when some are."""
    reasons: tuple[str, ...]
    winners: tuple[str, ...]
    """Names of what is chosen or passes, the best first."""
    rounds: tuple[RoundLine, ...]
    pairs: tuple[PairLine, ...]
    ties: tuple[str, ...]
    """Each tie that had to be decided, in words."""
    tie_rule: str
    quota: str
    """Votes that were enough to be chosen; empty where there is no such number."""

    @property
    def is_spread(self) -> bool:
        """Whether it is told as answers spread on a scale."""
        return self.method.spreads and bool(self.steps)

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
    least = max(minimum or 0, ballot.convening.smallest_group, MINIMUM)
    shown = show_by_group(as_group_ballots(result), minimum=least)
    named = {one["group"]: one for one in result["groups"]}
    names = {str(option.id): option.name for option in ballot.options}
    rows = [*shown.groups, *([shown.merged] if shown.merged else [])]
    method = method_named(ballot.method)
    steps = method.steps(total["settings"])
    return Outcome(
        method=method,
        steps=steps,
        ballots=total["ballots"],
        eligible=ballot.eligible or 0,
        options=_options(ballot, total, method, steps),
        groups=tuple(_line(method, steps, row, named, names) for row in rows),
        explanation=shown.explanation,
        reasons=tuple(result["reasons"]),
        winners=tuple(names[one] for one in total.get("winners", ()) if one in names),
        rounds=rounds_in(total, names),
        pairs=pairs_in(total, names),
        ties=ties_in(total, names),
        tie_rule=str(method.tie_rule(total["settings"])),
        quota=written(total["quota"], total["unit"]) if "quota" in total else "",
    )


def _options(
    ballot: Ballot, total: Mapping[str, Any], method: Method, steps: Sequence[Step]
) -> tuple[OptionOutcome, ...]:
    counted = {one["option"]: one for one in total["options"]}
    bars = method.bars({key: one["counts"] for key, one in counted.items()})
    by_key = {str(option.id): option for option in ballot.options}
    order = [key for tied in total["order"] for key in tied]
    return tuple(
        OptionOutcome(
            option=by_key[key],
            rank=counted[key]["rank"],
            tied=counted[key]["tied"],
            answers=counted[key]["answers"],
            main=bars[key],
            values=_values(counted[key], steps),
            passes=counted[key].get("passes"),
            remark=str(method.remark(counted[key], bars[key])),
        )
        for key in order
        if key in by_key
    )


def _values(counted: Mapping[str, Any], steps: Sequence[Step]) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            label=f"{step.value} · {step.words}" if step.shows_number else str(step.words),
            value=counted["counts"].get(str(step.value), 0),
            maximum=counted["answers"],
        )
        for step in steps
    )


def _line(
    method: Method,
    steps: Sequence[Step],
    row: Row,
    named: Mapping[str, Mapping[str, Any]],
    names: Mapping[str, str],
) -> GroupLine:
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
        mains=method.bars(row.counts),
        values={
            option: tuple(counts.get(str(step.value), 0) for step in steps)
            for option, counts in row.counts.items()
        }
        if steps
        else {},
        one_sided=tuple(names[option] for option in row.one_sided if option in names),
    )
