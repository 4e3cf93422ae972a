"""Whether a counted result is a decision: quorum, share, and share in several groups.

Everything is exact. The base of a quorum is those who could vote at the opening or at the close,
whichever is more, so nobody can lower it by sending people out; what is compared with it is ballots
cast. A widely used tool compares the number of people invited instead, and every quorum is met.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from pog.ballots.methods import Bar
from pog.ballots.models import Ballot
from pog.ballots.outcomes import GroupLine, OptionOutcome, Outcome, outcome_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Quorum:
    """How many ballots were needed, and cast."""

    needed: int
    cast: int
    base: int
    """Who could vote; zero when the quorum is a plain number."""

    @property
    def met(self) -> bool:
        return self.cast >= self.needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What the rule says about one option."""

    option: OptionOutcome
    carries: bool
    """By everybody's count alone."""
    groups_for: int
    """Groups that can be shown and carry it; those told together are one."""
    passes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The rule that was announced before, and what it gives."""

    quorum: Quorum | None
    pass_percent: int | None
    pass_groups: int | None
    groups: int
    """How many groups can be told apart, “Other groups” counted as one."""
    options: tuple[Decided, ...]

    @property
    def can_be_met(self) -> bool:
        """Whether enough groups were large enough to say anything about them."""
        return self.pass_groups is None or self.groups >= self.pass_groups


def quorum_of(ballot: Ballot, cast: int) -> Quorum | None:
    """The quorum that was announced; nothing when there is none."""
    if ballot.quorum_percent is None and ballot.quorum_number is None:
        return None
    base = max(ballot.could_vote or 0, ballot.eligible or 0)
    share = -(-base * (ballot.quorum_percent or 0) // 100)  # rounded up, without floats
    needed = max(share, ballot.quorum_number or 0, 1)
    return Quorum(needed=needed, cast=cast, base=base if ballot.quorum_percent else 0)


def carried(bar: Bar, percent: int) -> bool:
    """More than this share; everybody, when it is 100. Nobody's answer carries nothing."""
    if not bar.maximum:
        return False
    share = Fraction(100 * bar.value, bar.maximum)
    return share == percent if percent == 100 else share > percent


def verdict_of(ballot: Ballot) -> Verdict | None:
    """What the announced rule gives, once the result may be seen.

    Groups are those the room can be shown, whatever output this goes into: the decision is the
    same on paper as on the wall.
    """
    outcome = outcome_of(ballot)
    if outcome is None:
        return None
    quorum = quorum_of(ballot, outcome.ballots)
    percent = ballot.pass_percent
    if quorum is None and percent is None:
        return None
    met = quorum is None or quorum.met
    return Verdict(
        quorum=quorum,
        pass_percent=percent,
        pass_groups=ballot.pass_groups,
        groups=len(outcome.groups),
        options=tuple(
            decide(one, outcome.groups, percent, ballot.pass_groups, met)
            for one in outcome.options
            if percent is not None
        ),
    )


def decide(
    one: OptionOutcome,
    groups: Sequence[GroupLine],
    percent: int,
    pass_groups: int | None,
    quorum_met: bool,
) -> Decided:
    key = str(one.option.id)
    carries = carried(one.main, percent)
    groups_for = sum(
        1 for line in groups if key in line.mains and carried(line.mains[key], percent)
    )
    enough = pass_groups is None or groups_for >= pass_groups
    return Decided(
        option=one,
        carries=carries,
        groups_for=groups_for,
        passes=quorum_met and carries and enough,
    )


# ------------------------------------------------------------------ each group counts as one


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualGroups:
    """An option's share when each group that can be shown counts as one, whatever its size."""

    option: OptionOutcome
    share: Fraction
    groups: int

    @property
    def percent(self) -> int:
        """Whole percent, half up."""
        return int(self.share * 100 + Fraction(1, 2))


def each_group_as_one(outcome: Outcome) -> tuple[EqualGroups, ...]:
    """The mean of the groups' shares, best first; nothing unless two groups can be shown."""
    found = []
    for one in outcome.options:
        key = str(one.option.id)
        bars = [line.mains[key] for line in outcome.groups if key in line.mains]
        shares = [Fraction(bar.value, bar.maximum) for bar in bars if bar.maximum]
        if len(shares) < 2:
            return ()
        mean = sum(shares, Fraction(0)) / len(shares)
        found.append(EqualGroups(option=one, share=mean, groups=len(shares)))
    return tuple(sorted(found, key=lambda one: -one.share))
