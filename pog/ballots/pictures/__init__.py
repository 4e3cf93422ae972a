"""Pictures of results: shapes with places and sizes, drawn by one template everywhere."""

from pog.ballots.outcomes import Outcome
from pog.ballots.pictures.bars import bars_picture
from pog.ballots.pictures.interface import Picture
from pog.ballots.pictures.rounds import STEP_ON_WALL, rounds_picture
from pog.ballots.pictures.spread import group_pictures, spread_picture

__all__ = [
    "Picture",
    "group_pictures",
    "picture_of",
    "rounds_on_the_wall",
    "rounds_picture",
    "spread_picture",
]


def rounds_on_the_wall(outcome: Outcome) -> Picture:
    """Return the rounds for the projector, where height is scarce."""
    return rounds_picture(outcome, STEP_ON_WALL)


def picture_of(outcome: Outcome) -> Picture:
    """Return the picture that says most about a result."""
    if len(outcome.rounds) > 1:
        return rounds_picture(outcome)
    if outcome.is_spread:
        return spread_picture(outcome)
    return bars_picture(outcome)
