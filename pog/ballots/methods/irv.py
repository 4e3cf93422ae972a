"""Instant runoff: the last one goes out, and those votes move on, until one has most of them.

One goes out at a time (no batches), so every round can be followed. See Center for Civic Design
and FairVote, "Ranked choice voting", or Robert's Rules of Order (12th ed.), 45:62-69, which
describes the same count as preferential voting.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from pog.ballots.methods.interface import Counted
from pog.ballots.methods.lots import Lots, most
from pog.ballots.methods.rankings import Ranking, bundled, seed_box
from pog.ballots.methods.rounds import CountedInRounds, Round
from pog.core.errors import Sentence
from pog.core.i18n import _, _l


class InstantRunoff(CountedInRounds):
    """Chooses one of several."""

    name = "irv"
    label = _l("Ranking: choose one")
    detail = _l(
        "To choose one among a few: everybody puts them in order. The last one goes out and those "
        "votes move on (instant runoff)."
    )
    rules_title = _l("Rules for a ranking that chooses one")
    boxes = (seed_box("irv"),)

    def rule(self, settings: Mapping[str, object]) -> Sentence:
        sentence: Sentence = _(
            "Give 1 to your first choice, 2 to the next one, and so on. You can stop at any place."
        )
        return sentence

    def count(
        self,
        ballots: Sequence[Mapping[str, int]],
        options: Sequence[str],
        settings: Mapping[str, object],
    ) -> Counted:
        lots = Lots(options, str(settings.get("seed", "")))
        rounds = runoff(bundled(ballots), options, lots)
        return self.counted(ballots, options, settings, rounds, lots, unit=1)


def runoff(ballots: Mapping[Ranking, int], options: Sequence[str], lots: Lots) -> list[Round]:
    """Return the rounds; none without a ballot."""
    here = set(options)
    gone: str | None = None
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
        one = Round(totals=totals, moved_from=gone, elected=[], exhausted=everything - together)
        if gone is not None:
            one["excluded"] = gone
        rounds.append(one)
        leader = max(here, key=totals.__getitem__)
        if 2 * totals[leader] > together or len(here) == 1:
            one["elected"] = [leader]
            break
        gone = most(totals, here, lots, stages, "excluded")
        here.remove(gone)
    return rounds


METHOD: Final = InstantRunoff()
