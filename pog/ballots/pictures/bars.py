"""A bar for each option, the best on top."""

from typing import Final

from pog.ballots.outcomes import Outcome
from pog.ballots.pictures.interface import GREY, TONES, WIDTH, Block, Picture, Words, fitting, split
from pog.core.i18n import _

ROW: Final = 84


def bars_picture(outcome: Outcome) -> Picture:
    picture = Picture(title=_("A bar for each option"), height=ROW * len(outcome.options))
    # Dots and choices are read against the longest bar; a share of all would leave it short.
    most = max(
        (one.main.value * 1000 // (one.main.maximum or 1) for one in outcome.options), default=0
    )
    for at, one in enumerate(outcome.options):
        y = ROW * at
        number = str(outcome.method.number(one.main))
        picture.words += [
            Words(
                x=0,
                y=y + 20,
                text=fitting(f"{one.rank}. {one.option.name}", WIDTH, 18, bold=True),
                size=18,
                weight=600,
            ),
            Words(x=0, y=y + 66, text=fitting(number, WIDTH, 15), size=15),
        ]
        share = one.main.value * 1000 // (one.main.maximum or 1)
        picture.blocks += [
            Block(x=0, y=y + 28, width=WIDTH, height=20, fill=GREY),
            Block(x=0, y=y + 28, width=split(share, max(most, 1), WIDTH), height=20, fill=TONES[0]),
        ]
    return picture
