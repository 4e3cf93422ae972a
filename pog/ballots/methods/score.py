"""Score: 0 to 5 points for each option; who has no opinion on one leaves it blank."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from pog.ballots.methods.interface import Bar, OptionCount, Parts, Settings, Step
from pog.ballots.methods.scales import Scale
from pog.core.errors import Sentence
from pog.core.i18n import _, _l, _n

MOST: Final = 5
WORDS: Final[tuple[Sentence, ...]] = (
    _l("not at all"),
    _l("very little"),
    _l("a little"),
    _l("somewhat"),
    _l("much"),
    _l("very much"),
)


class Score(Scale):
    """Orders options by their average, with how many gave points."""

    name = "score"
    label = _l("Points from 0 to 5")
    detail = _l("To put several in order: everybody gives each one 0 to 5 points.")
    least_options = 2
    spreads = False
    values = range(MOST + 1)
    not_on_scale = _l("Give at least one option a number from 0 to 5.")
    main_label = _l("Points")
    parts = Parts(
        vote="ballots/methods/_score_vote.html",
        card="ballots/methods/_score_vote.html",
        paper="ballots/methods/_score_paper.html",
        result="ballots/methods/_bars_result.html",
        wall="ballots/methods/_bars_wall.html",
        groups="ballots/methods/_bars_groups.html",
    )

    def check_settings(self, settings: Mapping[str, object], options: int) -> Settings:
        return {}

    def rule(self, settings: Mapping[str, object]) -> Sentence:
        sentence: Sentence = _(
            "Give each one 0 to 5 points. A blank means “no opinion” and does not count as 0. "
            "The highest average is first."
        )
        return sentence

    def steps(self, settings: Mapping[str, Any]) -> Sequence[Step]:
        return [
            Step(value=value, words=WORDS[value], side=1 if value >= 3 else -1)
            for value in reversed(self.values)
        ]

    def judge(self, count: OptionCount, settings: Mapping[str, object]) -> None:
        count["points"] = points(count["counts"])

    def score(self, count: OptionCount) -> tuple[Fraction, ...]:
        answers = count["answers"]
        return (Fraction(count["points"], answers) if answers else Fraction(-1),)

    def bars(self, counts: Mapping[str, Mapping[str, int]]) -> dict[str, Bar]:
        """Return the points among all that those who answered could give."""
        return {
            option: Bar(
                label=str(self.main_label),
                value=points(values),
                maximum=MOST * sum(values.values()),
            )
            for option, values in counts.items()
        }

    def amount(self, bar: Bar) -> Sentence:
        people = bar.maximum // MOST
        if not people:
            return str(_("No points given"))
        sentence: Sentence = _n(
            "%(average)s of 5, from %(num)s person",
            "%(average)s of 5, from %(num)s people",
            people,
            average=in_tenths(bar.value, people),
        )
        return sentence

    number = amount


def points(counts: Mapping[str, int]) -> int:
    return sum(int(value) * number for value, number in counts.items())


def in_tenths(points: int, people: int) -> str:
    """Return an average with one decimal, half up."""
    tenths = (20 * points + people) // (2 * people)
    return f"{tenths // 10}.{tenths % 10}"


METHOD: Final = Score()
