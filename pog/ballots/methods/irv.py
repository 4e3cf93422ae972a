"""Instant runoff: the last one goes out, and those votes move on, until one has most of them.

One goes out at a time (no batches), so every round can be followed. See Center for Civic Design
and FairVote, "Ranked choice voting", or Robert's Rules of Order (12th ed.), 45:62-69, which
describes the same count as preferential voting.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pog.ballots.methods.interface import Bar, Counted
from pog.ballots.methods.lots import Lots, most
from pog.ballots.methods.rankings import (
    Ranked,
    Ranking,
    Round,
    bundled,
    ranking_parts,
    seed_box,
    tell_rounds,
    told_by_rounds,
)
from pog.core.errors import Sentence
from pog.core.i18n import _, _l


class InstantRunoff(Ranked):
    """Chooses one of several."""

    name = "irv"
    label = _l("Ranking: choose one")
    detail = _l(
        "To choose one among a few: everybody puts them in order. The last one goes out and those "
        "votes move on (instant runoff)."
    )
    rules_title = _l("Rules for a ranking that chooses one")
    boxes = (seed_box("irv"),)
    parts = ranking_parts(
        "ballots/methods/_rounds_result.html", "ballots/methods/_rounds_wall.html"
    )

    def rule(self, settings: Mapping[str, object]) -> Sentence:
        sentence: Sentence = _(
            "Give 1 to your first choice, 2 to the next one, and so on. You can stop at any place."
        )
        return sentence

    def tie_rule(self, settings: Mapping[str, Any]) -> Sentence:
        return by_stages_then_lot(settings)

    def count(
        self,
        ballots: Sequence[Mapping[str, int]],
        options: Sequence[str],
        settings: Mapping[str, object],
    ) -> Counted:
        lots = Lots(options, str(settings.get("seed", "")))
        rounds, out = runoff(bundled(ballots), options, lots)
        last = rounds[-1]["totals"] if rounds else {}
        winners = list(rounds[-1]["elected"]) if rounds else []
        left = [option for option in options if option not in out and option not in winners]
        order = [[one] for one in winners]
        order += [
            [one for one in left if last.get(one, 0) == votes]
            for votes in sorted({last.get(one, 0) for one in left}, reverse=True)
        ]
        order += [[one] for one in reversed(out)]
        found = self.option_counts(ballots, options, settings, order)
        tell_rounds(found, rounds, lots.broken)
        return Counted(
            method=self.name,
            settings=dict(settings),
            ballots=len(ballots),
            options=found,
            order=order,
            ties=[place for place in order if len(place) > 1],
            winners=winners,
            rounds=rounds,
            unit=1,
            broken_ties=lots.broken,
        )

    def remark(self, count: Mapping[str, Any], bar: Bar) -> Sentence:
        return told_by_rounds(count)


def runoff(
    ballots: Mapping[Ranking, int], options: Sequence[str], lots: Lots
) -> tuple[list[Round], list[str]]:
    """Return the rounds, and who went out, in that order; no round without a ballot."""
    here = set(options)
    out: list[str] = []
    stages: list[dict[str, int]] = []
    rounds: list[Round] = []
    everything = sum(ballots.values())
    while everything:
        totals = dict.fromkeys(options, 0)
        for ranking, number in ballots.items():
            choice = next((option for option in ranking if option in here), None)
            if choice is not None:
                totals[choice] += number
        stages.append(totals)
        together = sum(totals.values())
        gone = out[-1] if out else None
        one = Round(totals=totals, moved_from=gone, elected=[], exhausted=everything - together)
        if gone is not None:
            one["excluded"] = gone
        rounds.append(one)
        leader = max(here, key=totals.__getitem__)
        if 2 * totals[leader] > together or len(here) == 1:
            one["elected"] = [leader]
            break
        out.append(most(totals, here, lots, stages, "excluded"))
        here.remove(out[-1])
    return rounds, out


def by_stages_then_lot(settings: Mapping[str, Any]) -> Sentence:
    sentence: Sentence = _(
        "Of two that are equal, the one with more votes in the last round that differs is ahead. "
        "If no round differs, a lot decides. Its seed is “%(seed)s”.",
        seed=settings.get("seed", ""),
    )
    return sentence


METHOD: Final = InstantRunoff()
