"""What methods share that count rankings round by round, while votes move on."""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

from pog.ballots.methods.interface import Bar, Counted, OptionCount
from pog.ballots.methods.lots import Lots
from pog.ballots.methods.rankings import Ranked, ranking_parts
from pog.core.errors import Sentence
from pog.core.i18n import _


class Round(TypedDict):
    """Where the votes stand after one step of a count."""

    totals: dict[str, int]
    """Votes by option, in `Counted.unit` parts of a vote."""
    moved_from: str | None
    """Whose votes were moved to get here; nothing in the first round."""
    elected: list[str]
    excluded: NotRequired[str]
    """Who went out, so that their votes moved here."""
    exhausted: int
    """Votes that name nobody who is still there, with what was cut off in fractions."""


class CountedInRounds(Ranked):
    """Whoever is out or has more than enough hands votes on to the next choices."""

    parts = ranking_parts(
        "ballots/methods/_rounds_result.html", "ballots/methods/_rounds_wall.html"
    )

    def tie_rule(self, settings: Mapping[str, Any]) -> Sentence:
        sentence: Sentence = _(
            "Of two that are equal, the one with more votes in the last round that differs is "
            "ahead. If no round differs, a lot decides. Its seed is “%(seed)s”.",
            seed=settings.get("seed", ""),
        )
        return sentence

    def remark(self, count: Mapping[str, Any], bar: Bar) -> Sentence:
        """Return in which round it was chosen or went out, in words."""
        sentence: Sentence = ""
        if "elected_round" in count:
            sentence = _("Chosen in round %(number)s.", number=count["elected_round"])
        elif "excluded_round" in count:
            sentence = _("Out after round %(number)s.", number=count["excluded_round"])
        return sentence

    def counted(
        self,
        ballots: Sequence[Mapping[str, int]],
        options: Sequence[str],
        settings: Mapping[str, object],
        rounds: list[Round],
        lots: Lots,
        *,
        unit: int,
    ) -> Counted:
        """Return the rounds as a result: the chosen, then who stayed, then the last to go out."""
        winners = [one for round_ in rounds for one in round_["elected"]]
        out = [round_["excluded"] for round_ in rounds if "excluded" in round_]
        last = rounds[-1]["totals"] if rounds else dict.fromkeys(options, 0)
        left = [one for one in options if one not in winners and one not in out]
        order = [[one] for one in winners]
        order += [
            [one for one in left if last[one] == votes]
            for votes in sorted({last[one] for one in left}, reverse=True)
        ]
        order += [[one] for one in reversed(out)]
        found = self.option_counts(ballots, options, settings, order)
        note_rounds(found, rounds)
        return Counted(
            method=self.name,
            settings=dict(settings),
            ballots=len(ballots),
            options=found,
            order=order,
            ties=[place for place in order if len(place) > 1],
            winners=winners,
            rounds=rounds,
            unit=unit,
            broken_ties=lots.broken,
        )


def note_rounds(found: Sequence[OptionCount], rounds: Sequence[Round]) -> None:
    """Note at each option in which round it was chosen or went out."""
    for count in found:
        for number, one in enumerate(rounds, start=1):
            if count["option"] in one["elected"]:
                count["elected_round"] = number
            if one.get("excluded") == count["option"]:
                # It had its last votes in the round before.
                count["excluded_round"] = number - 1
