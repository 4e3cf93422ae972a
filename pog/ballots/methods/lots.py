"""Ties: who was ahead at an earlier stage, else a lot that everybody can draw again.

The lot is fixed before anybody votes: the options of a ballot, numbered from 1 in their order, are
sorted by the SHA-256 of the seed, a colon and their number. Whoever knows the seed, which stands
on the ballot, gets the same order on any machine. Neither names nor identifiers go into it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from hashlib import sha256
from typing import Final, Literal, TypedDict

EARLIER_STAGE: Final = "earlier stage"
LOT: Final = "lot"


class BrokenTie(TypedDict):
    """Options that stood equal, and what decided between them."""

    options: list[str]
    """In the order of the ballot."""
    round: int
    """The round after which it had to be decided, from 1; 0 where there are no rounds."""
    about: Literal["elected", "surplus", "excluded"]
    rule: str
    """`EARLIER_STAGE` or `LOT`."""
    stage: int | None
    """The earlier round in which they were unequal."""
    chosen: str
    """Who is elected, has the surplus moved first, or goes out."""


def lot_order(options: Sequence[str], seed: str) -> list[str]:
    """Return the options as the lot puts them, the luckiest first."""
    numbered = {option: number for number, option in enumerate(options, start=1)}
    return sorted(
        options,
        key=lambda option: (
            sha256(f"{seed}:{numbered[option]}".encode()).hexdigest(),
            numbered[option],
        ),
    )


class Lots:
    """Decides ties of one count, and remembers each."""

    def __init__(self, options: Sequence[str], seed: str) -> None:
        self.options = options
        self.place = {option: place for place, option in enumerate(lot_order(options, seed))}
        self.broken: list[BrokenTie] = []

    def decide(
        self,
        tied: Collection[str],
        stages: Sequence[Mapping[str, int]],
        about: Literal["elected", "surplus", "excluded"],
    ) -> str:
        """Return the one with most votes at the latest stage that tells them apart, else by lot.

        For an exclusion it is the one with fewest votes, and the last of the lot.
        """
        best: Callable[..., int | str] = min if about == "excluded" else max
        left = set(tied)
        decided: int | None = None
        for number in range(len(stages) - 1, 0, -1):
            totals = stages[number - 1]
            wanted = best(totals[option] for option in left)
            still = {option for option in left if totals[option] == wanted}
            if len(still) < len(left):
                left, decided = still, number
            if len(left) == 1:
                break
        by_lot = len(left) > 1
        worst = about == "excluded"
        chosen = (max if worst else min)(left, key=self.place.__getitem__)
        self.broken.append(
            BrokenTie(
                options=[option for option in self.options if option in tied],
                round=len(stages),
                about=about,
                rule=LOT if by_lot else EARLIER_STAGE,
                stage=None if by_lot else decided,
                chosen=chosen,
            )
        )
        return chosen

    def first_of(self, tied: Sequence[str]) -> str:
        """Return the one the lot puts first where there are no stages."""
        return self.decide(tied, (), "elected") if len(tied) > 1 else tied[0]


def most(
    totals: Mapping[str, int],
    among: Collection[str],
    lots: Lots,
    stages: Sequence[Mapping[str, int]],
    about: Literal["elected", "surplus", "excluded"],
) -> str:
    """Return who has most votes, or fewest when one is excluded; ties as announced."""
    extreme = (min if about == "excluded" else max)(totals[option] for option in among)
    tied = [option for option in lots.options if option in among and totals[option] == extreme]
    return tied[0] if len(tied) == 1 else lots.decide(tied, stages, about)


def seats_from(order: Sequence[Sequence[str]], seats: int, lots: Lots) -> list[str]:
    """Return the first so many of an order; where a shared place has too many, the lot decides."""
    chosen: list[str] = []
    for place in order:
        left = list(place)
        if len(chosen) + len(left) <= seats:
            chosen += left
            continue
        while len(chosen) < seats and left:
            chosen.append(lots.first_of(left))
            left.remove(chosen[-1])
    return chosen
