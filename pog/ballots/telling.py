"""What a count says besides its bars: who is chosen, round by round, and how ties were decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pog.ballots.methods.lots import LOT
from pog.core.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLine:
    """One round of a count in which votes move."""

    number: int
    what: str
    """What happened to get here, in a sentence."""
    votes: Mapping[str, str]
    """By option, written out."""
    totals: Mapping[str, int]
    """The same in parts of a vote."""
    exhausted: str
    exhausted_total: int
    elected: frozenset[str]
    moved_from: str | None


def written(number: int, unit: int) -> str:
    """Return parts of a vote as votes, with two decimals where there are parts."""
    if unit == 1:
        return str(number)
    hundredths = number * 100 // unit
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def rounds_in(total: Mapping[str, Any], names: Mapping[str, str]) -> tuple[RoundLine, ...]:
    unit = total.get("unit", 1)
    return tuple(
        RoundLine(
            number=number,
            what=what_happened(one, names),
            votes={option: written(votes, unit) for option, votes in one["totals"].items()},
            totals=one["totals"],
            exhausted=written(one["exhausted"], unit),
            exhausted_total=one["exhausted"],
            elected=frozenset(one["elected"]),
            moved_from=one["moved_from"],
        )
        for number, one in enumerate(total.get("rounds", ()), start=1)
    )


def what_happened(one: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if one.get("excluded"):
        return str(_("“%(name)s” is out, and its votes move on.", name=names[one["excluded"]]))
    if one["moved_from"]:
        return str(
            _(
                "“%(name)s” has more votes than it needs, and the rest moves on.",
                name=names[one["moved_from"]],
            )
        )
    return str(_("First choices."))


def ties_in(total: Mapping[str, Any], names: Mapping[str, str]) -> tuple[str, ...]:
    """Return each tie that had to be decided, with the rule that did it."""
    return tuple(tie_in_words(one, names) for one in total.get("broken_ties", ()))


def tie_in_words(tie: Mapping[str, Any], names: Mapping[str, str]) -> str:
    equal = ", ".join(names[one] for one in tie["options"])
    chosen = names[tie["chosen"]]
    if tie["about"] == "excluded":
        sentence = (
            _(
                "After round %(round)s these had equally few votes: %(names)s. "
                "The lot decides: “%(chosen)s” is out.",
                round=tie["round"],
                names=equal,
                chosen=chosen,
            )
            if tie["rule"] == LOT
            else _(
                "After round %(round)s these had equally few votes: %(names)s. "
                "Round %(stage)s decides: “%(chosen)s” had fewest there and is out.",
                round=tie["round"],
                names=equal,
                stage=tie["stage"],
                chosen=chosen,
            )
        )
    elif tie["rule"] == LOT:
        sentence = _(
            "These were equal: %(names)s. The lot decides: “%(chosen)s” comes first.",
            names=equal,
            chosen=chosen,
        )
    else:
        sentence = _(
            "After round %(round)s these were equal: %(names)s. "
            "Round %(stage)s decides: “%(chosen)s” had most there and comes first.",
            round=tie["round"],
            names=equal,
            stage=tie["stage"],
            chosen=chosen,
        )
    return str(sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLine:
    """One option against each other one, in the order of the result."""

    option: str
    name: str
    against: Sequence[tuple[int, int] | None]
    """How many prefer it, and how many the other one; nothing against itself."""


def pairs_in(total: Mapping[str, Any], names: Mapping[str, str]) -> tuple[PairLine, ...]:
    pairs = total.get("pairs")
    if not pairs:
        return ()
    at = {one["option"]: number for number, one in enumerate(total["options"])}
    order = [option for place in total["order"] for option in place]
    return tuple(
        PairLine(
            option=one,
            name=names[one],
            against=[
                None if one == other else (pairs[at[one]][at[other]], pairs[at[other]][at[one]])
                for other in order
            ],
        )
        for one in order
    )
