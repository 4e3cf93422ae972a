"""Schulze's method: every two are compared, and the strongest chain of wins decides.

Markus Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent
single-winner election method", Social Choice and Welfare 36 (2011): a win counts as strong as the
number of people who prefer the winner ("winning votes"). Equal places stay equal; options without
a place are last and equal.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pog.ballots.methods.interface import Bar, Counted
from pog.ballots.methods.lots import Lots
from pog.ballots.methods.rankings import Ranked, ranking_parts, seed_box, together
from pog.core.errors import Sentence
from pog.core.i18n import _, _l

Matrix = list[list[int]]
"""Row against column, in the order of the ballot."""


class Schulze(Ranked):
    """Puts all options in one order, comparing every two."""

    name = "schulze"
    label = _l("Ranking: one order of all")
    detail = _l(
        "To find the order that fits most: everybody ranks, also two on one place. Every two are "
        "compared (Condorcet, Schulze)."
    )
    rules_title = _l("Rules for a ranking of all")
    boxes = (seed_box("schulze"),)
    may_tie = True
    parts = ranking_parts(
        "ballots/methods/_matrix_result.html", "ballots/methods/_matrix_wall.html"
    )

    def rule(self, settings: Mapping[str, object]) -> Sentence:
        sentence: Sentence = _(
            "Give 1 to what you like best, then 2, and so on. Give the same number to those you "
            "like the same. Those without a number come last."
        )
        return sentence

    def tie_rule(self, settings: Mapping[str, Any]) -> Sentence:
        sentence: Sentence = _(
            "If two share the first place, a lot decides. Its seed is “%(seed)s”.",
            seed=settings.get("seed", ""),
        )
        return sentence

    def count(
        self,
        ballots: Sequence[Mapping[str, int]],
        options: Sequence[str],
        settings: Mapping[str, object],
    ) -> Counted:
        return self.count_pairs(pairwise(ballots, options), ballots, options, settings)

    def count_pairs(
        self,
        pairs: Matrix,
        ballots: Sequence[Mapping[str, int]],
        options: Sequence[str],
        settings: Mapping[str, object],
    ) -> Counted:
        """Count from how many prefer each option to each other one."""
        lots = Lots(options, str(settings.get("seed", "")))
        order = [[options[at] for at in place] for place in peeled(strongest_paths(pairs))]
        voted = bool(ballots) or any(map(any, pairs))
        winners = [lots.first_of(order[0])] if order and voted else []
        found = self.option_counts(ballots, options, settings, order)
        for at, one in enumerate(found):
            one["wins"] = sum(pairs[at][other] > pairs[other][at] for other in range(len(options)))
        return Counted(
            method=self.name,
            settings=dict(settings),
            ballots=len(ballots),
            options=found,
            order=order,
            ties=[place for place in order if len(place) > 1],
            winners=winners,
            pairs=pairs,
            broken_ties=lots.broken,
        )

    def remark(self, count: Mapping[str, Any], bar: Bar) -> Sentence:
        sentence: Sentence = _("Wins %(wins)s of its pairs.", wins=count["wins"])
        return sentence


def pairwise(ballots: Sequence[Mapping[str, int]], options: Sequence[str]) -> Matrix:
    """Return how many prefer the option of the row to that of the column."""
    last = len(options) + 1
    pairs = [[0] * len(options) for _option in options]
    for marks, number in _bundled(ballots, options, last).items():
        for row, mine in enumerate(marks):
            line = pairs[row]
            for column, other in enumerate(marks):
                if mine < other:
                    line[column] += number
    return pairs


def _bundled(
    ballots: Sequence[Mapping[str, int]], options: Sequence[str], last: int
) -> dict[tuple[int, ...], int]:
    found: dict[tuple[int, ...], int] = {}
    for marks, number in together(ballots):
        key = tuple(marks.get(option, last) for option in options)
        found[key] = found.get(key, 0) + number
    return found


def strongest_paths(pairs: Matrix) -> Matrix:
    """Return the strength of the strongest chain of wins between every two (section 2.3)."""
    size = range(len(pairs))
    strength = [[pairs[i][j] if pairs[i][j] > pairs[j][i] else 0 for j in size] for i in size]
    for k in size:
        through = strength[k]
        for i in size:
            to_k = strength[i][k]
            if i == k or not to_k:
                continue
            line = strength[i]
            for j in size:
                if j not in (i, k):
                    line[j] = max(line[j], min(to_k, through[j]))
    return strength


def peeled(strength: Matrix) -> list[list[int]]:
    """Return the places: those nobody left beats, then again among the rest."""
    left = list(range(len(strength)))
    places = []
    while left:
        best = [i for i in left if all(strength[i][j] >= strength[j][i] for j in left)]
        places.append(best)
        left = [i for i in left if i not in best]
    return places


METHOD: Final = Schulze()
