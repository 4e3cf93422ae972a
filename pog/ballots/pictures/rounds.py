"""Votes that move: a line for each round, and ribbons from where they lay to where they go."""

from collections.abc import Mapping, Sequence
from typing import Final

from pog.ballots.outcomes import Outcome
from pog.ballots.pictures.interface import (
    GREY,
    INK,
    LETTERS,
    TONES,
    WIDTH,
    Block,
    Flow,
    Key,
    Picture,
    Words,
    on,
)
from pog.ballots.telling import RoundLine
from pog.core.i18n import _

BAR: Final = 40
STEP: Final = 84
STEP_ON_WALL: Final = 60
"""Closer, so that five rounds are read from the last row."""
LEFT: Final = 28
NOBODY: Final = ""
"""Where votes lie that name nobody who is still there."""
PALE: Final = {tone: pale for tone, pale in zip(TONES, (
    "#b6d1cb", "#dcc4b7", "#c1cae2", "#d7c0d7", "#d5ccb2", "#e3bec9", "#bbd1d9", "#caccbb",
), strict=True)}  # fmt: skip


def rounds_picture(outcome: Outcome, step: int = STEP) -> Picture:
    """Return the rounds from top to bottom, each as wide as all votes together."""
    options = [str(one.option.id) for one in outcome.options]
    fills = {option: TONES[at % len(TONES)] for at, option in enumerate(options)}
    letters = {option: LETTERS[at] if at < 26 else str(at + 1) for at, option in enumerate(options)}
    picture = Picture(
        title=_("How votes moved from round to round"),
        height=step * (len(outcome.rounds) - 1) + BAR,
        keys=[
            Key(
                fill=fills[str(one.option.id)],
                letter=letters[str(one.option.id)],
                words=one.option.name,
            )
            for one in outcome.options
        ],
    )
    order = [*options, NOBODY]
    fills[NOBODY] = GREY
    lines = [votes_in(one, order) for one in outcome.rounds]
    whole = max((sum(line.values()) for line in lines), default=0)
    for at, (one, line) in enumerate(zip(outcome.rounds, lines, strict=True)):
        places = places_of(line, order, whole)
        if at:
            flow(
                picture,
                lines[at - 1],
                line,
                order,
                whole,
                fills,
                (step * (at - 1) + BAR, step * at),
            )
        draw(picture, one, places, fills, letters, step * at)
    return picture


def votes_in(one: RoundLine, order: Sequence[str]) -> dict[str, int]:
    return {key: one.exhausted_total if key == NOBODY else one.totals.get(key, 0) for key in order}


def places_of(
    line: Mapping[str, int], order: Sequence[str], whole: int
) -> dict[str, tuple[int, int]]:
    """Return where each one's stretch begins and ends."""
    places = {}
    before = 0
    for key in order:
        places[key] = (at(before, whole), at(before + line[key], whole))
        before += line[key]
    return places


def at(votes: int, whole: int) -> int:
    return LEFT + (votes * (WIDTH - LEFT) // whole if whole else 0)


def draw(
    picture: Picture,
    one: RoundLine,
    places: Mapping[str, tuple[int, int]],
    fills: Mapping[str, str],
    letters: Mapping[str, str],
    y: int,
) -> None:
    picture.words.append(Words(x=0, y=y + 28, text=str(one.number), size=18, weight=700, fill=INK))
    for key, (left, right) in places.items():
        if right <= left:
            continue
        gap = 2 if right - left > 6 else 0
        picture.blocks.append(
            Block(x=left, y=y, width=right - left - gap, height=BAR, fill=fills[key])
        )
        said = said_on(one, key, letters, right - left)
        if said:
            picture.words.append(
                Words(
                    x=(left + right - gap) // 2,
                    y=y + 27,
                    text=said,
                    size=18,
                    fill=on(fills[key]),
                    anchor="middle",
                    weight=700,
                    on_paper=False,
                )
            )


def said_on(one: RoundLine, key: str, letters: Mapping[str, str], width: int) -> str:
    """Return as much as fits on a stretch: letter, votes, and a star for who is chosen."""
    letter = letters.get(key, "")
    votes = one.votes.get(key, one.exhausted)
    star = "★ " if key in one.elected else ""
    for said in (f"{star}{letter} {votes}".strip(), f"{star}{letter}".strip(), letter):
        if said and 12 * len(said) + 6 <= width:
            return said
    return ""


def flow(
    picture: Picture,
    before: Mapping[str, int],
    after: Mapping[str, int],
    order: Sequence[str],
    whole: int,
    fills: Mapping[str, str],
    y: tuple[int, int],
) -> None:
    """Lay ribbons: what stays stays, what one loses goes to those who gain, in their order."""
    top, bottom = {}, {}
    start = begin = 0
    for key in order:
        top[key], bottom[key] = start, begin
        start += before[key]
        begin += after[key]
    gains = {key: after[key] - before[key] for key in order if after[key] > before[key]}
    for key in order:
        stays = min(before[key], after[key])
        if stays:
            ribbon(picture, key, top[key], bottom[key], stays, whole, fills, y)
        lost = before[key] - stays
        out = top[key] + stays
        for other, gain in gains.items():
            moved = min(lost, gain)
            if moved > 0:
                ribbon(picture, key, out, bottom[other] + before[other], moved, whole, fills, y)
                out += moved
                lost -= moved


def ribbon(
    picture: Picture,
    key: str,
    top: int,
    bottom: int,
    votes: int,
    whole: int,
    fills: Mapping[str, str],
    y: tuple[int, int],
) -> None:
    left, right = at(top, whole), at(top + votes, whole)
    to_left, to_right = at(bottom, whole), at(bottom + votes, whole)
    picture.flows.append(
        Flow(
            fill=PALE.get(fills[key], "#e8e5dc"),
            top=(left, max(right, left + 1)),
            bottom=(to_left, max(to_right, to_left + 1)),
            y=y,
        )
    )
