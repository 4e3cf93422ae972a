"""Single transferable vote: chooses several so that every large enough camp is heard.

The count is that of the Scottish Local Government Elections Order 2011 (SSI 2011/399), schedule 1,
rules 45 to 52: Droop quota, weighted inclusive Gregory transfers with values cut after the fifth
decimal, the largest surplus first, one exclusion at a time, ties by the latest earlier stage and
then by lot. All numbers are whole hundred-thousandths of a vote.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pog.ballots.methods.interface import Box, Counted, Settings
from pog.ballots.methods.lots import Lots, most
from pog.ballots.methods.rankings import Ranking, bundled, seed_box
from pog.ballots.methods.reading import whole_number
from pog.ballots.methods.rounds import CountedInRounds, Round
from pog.core.errors import Refusal, Sentence
from pog.core.i18n import _, _l, _n

UNIT: Final = 100_000
"""Parts of a vote: five decimals."""


class SingleTransferableVote(CountedInRounds):
    """Chooses so many of several."""

    name = "stv"
    label = _l("Ranking: choose several")
    detail = _l(
        "To choose several so that all sides are heard: everybody puts them in order. Votes one "
        "does not need move on (single transferable vote)."
    )
    rules_title = _l("Rules for a ranking that chooses several")
    boxes = (
        Box(
            name="seats",
            label=_l("How many are chosen?"),
            hint=_l("A number, less than there are options."),
        ),
        seed_box("stv"),
    )

    def check_settings(self, settings: Mapping[str, object], options: int) -> Settings:
        asked = settings.get("seats")
        seats = max(1, options // 3) if asked in (None, "") else whole_number(asked)
        if seats is None or not 1 <= seats <= options:
            raise Refusal(
                _("Enter how many are chosen, from 1 to %(options)s.", options=options),
                field="seats",
            )
        return {"seats": seats, **super().check_settings(settings, options)}

    def settings_again(self, settings: Mapping[str, Any], options: int) -> Settings:
        again = super().settings_again(settings, options)
        return {**again, "seats": max(1, min(_seats(settings), options))}

    def rule(self, settings: Mapping[str, object]) -> Sentence:
        sentence: Sentence = _n(
            "Give 1 to your first choice, 2 to the next one, and so on. One is chosen.",
            "Give 1 to your first choice, 2 to the next one, and so on. %(num)s are chosen.",
            _seats(settings),
        )
        return sentence

    def count(
        self,
        ballots: Sequence[Mapping[str, int]],
        options: Sequence[str],
        settings: Mapping[str, object],
    ) -> Counted:
        lots = Lots(options, str(settings.get("seed", "")))
        counting = Counting(bundled(ballots), options, _seats(settings), lots)
        rounds = counting.run() if ballots else []
        counted = self.counted(ballots, options, settings, rounds, lots, unit=UNIT)
        counted["quota"] = counting.quota
        return counted


@dataclass(slots=True)
class Parcel:
    """Equal ballots that lie with one option, each worth the same."""

    ranking: Ranking
    at: int
    number: int
    value: int
    """Of each ballot, in `UNIT`."""


class Counting:
    """One count, stage by stage."""

    def __init__(
        self, ballots: Mapping[Ranking, int], options: Sequence[str], seats: int, lots: Lots
    ) -> None:
        self.options = options
        self.seats = seats
        self.lots = lots
        self.everything = UNIT * sum(ballots.values())
        self.quota = UNIT * (sum(ballots.values()) // (seats + 1) + 1)
        self.here = set(options)
        self.elected: list[str] = []
        self.lie: dict[str, list[Parcel]] = {option: [] for option in options}
        self.totals = dict.fromkeys(options, 0)
        self.stages: list[dict[str, int]] = []
        self.rounds: list[Round] = []
        self.surplus_of: set[str] = set()
        """Elected ones whose surplus is still to be moved."""
        for ranking, number in ballots.items():
            self.give(Parcel(ranking, 0, number, UNIT))

    def run(self) -> list[Round]:
        """Count until all seats are filled."""
        self.end_stage(None)
        while not self.is_over():
            if self.surplus_of:
                self.move_surplus()
            else:
                self.exclude_last()
        return self.rounds

    def is_over(self) -> bool:
        return len(self.elected) >= self.seats or not self.here

    def give(self, parcel: Parcel) -> None:
        """Lay a parcel to the next choice that is still there; without one it is exhausted."""
        for at in range(parcel.at, len(parcel.ranking)):
            option = parcel.ranking[at]
            if option in self.here:
                self.lie[option].append(Parcel(parcel.ranking, at, parcel.number, parcel.value))
                self.totals[option] += parcel.number * parcel.value
                return

    def end_stage(self, moved_from: str | None, *, excluded: bool = False) -> None:
        """Write down the totals and elect whom they elect."""
        self.stages.append(dict(self.totals))
        one = Round(
            totals=dict(self.totals),
            moved_from=moved_from,
            elected=[],
            exhausted=self.everything - sum(self.totals.values()),
        )
        if excluded and moved_from is not None:
            one["excluded"] = moved_from
        self.rounds.append(one)
        reached = {option for option in self.here if self.totals[option] >= self.quota}
        while reached:
            self.elect(most(self.totals, reached, self.lots, self.stages, "elected"))
            reached.discard(self.elected[-1])
        self.fill_last_seats()

    def elect(self, option: str) -> None:
        self.elected.append(option)
        self.rounds[-1]["elected"].append(option)
        self.here.discard(option)
        if self.totals[option] > self.quota:
            self.surplus_of.add(option)

    def fill_last_seats(self) -> None:
        """Rule 52 (1): as many are left as there are seats."""
        free = self.seats - len(self.elected)
        if 0 < len(self.here) <= free:
            while self.here:
                self.elect(most(self.totals, self.here, self.lots, self.stages, "elected"))

    def move_surplus(self) -> None:
        """Rules 48 and 49: all of its ballots move, each worth its part of the surplus."""
        source = most(self.totals, self.surplus_of, self.lots, self.stages, "surplus")
        total = self.totals[source]
        surplus = total - self.quota
        self.surplus_of.discard(source)
        self.totals[source] = self.quota
        for parcel in self.lie.pop(source):
            self.give(
                Parcel(
                    parcel.ranking, parcel.at + 1, parcel.number, parcel.value * surplus // total
                )
            )
        self.end_stage(source)

    def exclude_last(self) -> None:
        """Rules 50 and 51: fewest votes; the ballots move at what they are worth."""
        source = most(self.totals, self.here, self.lots, self.stages, "excluded")
        self.here.discard(source)
        self.totals[source] = 0
        for parcel in self.lie.pop(source):
            self.give(Parcel(parcel.ranking, parcel.at + 1, parcel.number, parcel.value))
        self.end_stage(source, excluded=True)


def _seats(settings: Mapping[str, object]) -> int:
    return whole_number(settings.get("seats")) or 1


METHOD: Final = SingleTransferableVote()
