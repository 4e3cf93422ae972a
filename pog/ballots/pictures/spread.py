"""How far a room agrees: a bar for each option, what speaks for it to the right of the middle."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pog.ballots.methods.interface import Step
from pog.ballots.outcomes import Outcome
from pog.ballots.pictures.interface import (
    GREY,
    INK,
    WIDTH,
    Block,
    Key,
    Picture,
    Words,
    fitting,
    on,
    split,
)
from pog.core.i18n import _, _n

ROW: Final = 74
FOR: Final = ("#0d6650", "#58a08b", "#a9d3c6")
AGAINST: Final = ("#8a2b1f", "#c56f5e", "#e2a795", "#f0cdc2")


@dataclass(frozen=True, slots=True)
class Line:
    """One bar: a name, and how many gave each step from the top down."""

    name: str
    numbers: Sequence[int]


def spread_picture(outcome: Outcome) -> Picture:
    """Return one bar for each option."""
    lines = [Line(one.option.name, [bar.value for bar in one.values]) for one in outcome.options]
    return drawn(outcome.steps, lines, _("How the answers spread, for each option"))


def group_pictures(outcome: Outcome) -> dict[str, Picture]:
    """Return, for each option, one bar for everybody and one for each group that may be shown."""
    return {
        str(one.option.id): drawn(
            outcome.steps,
            [
                Line(_("Everybody"), [bar.value for bar in one.values]),
                *(
                    Line(group.label, group.values[str(one.option.id)])
                    for group in outcome.groups
                    if str(one.option.id) in group.values
                ),
            ],
            _("How the answers spread, by group: %(name)s", name=one.option.name),
            with_keys=False,  # they stand with the picture of the whole room
        )
        for one in outcome.options
    }


def drawn(
    steps: Sequence[Step], lines: Sequence[Line], title: str, *, with_keys: bool = True
) -> Picture:
    colours = colours_of(steps)
    picture = Picture(
        title=title,
        height=ROW * len(lines),
        keys=[Key(fill=colours[step.value], words=str(step.words)) for step in steps if with_keys],
    )
    # The middle stands where the longest bar of each side just fits.
    left = max((reach(steps, line, -1) for line in lines), default=0)
    right = max((reach(steps, line, 1) for line in lines), default=0)
    middle = split(left, left + right, WIDTH) if left + right else WIDTH // 2
    for at, line in enumerate(lines):
        draw_line(picture, steps, line, ROW * at, middle, left + right, colours)
        if 0 < middle < WIDTH:
            picture.blocks.append(
                Block(x=middle - 1, y=ROW * at + 26, width=2, height=38, fill=INK)
            )
    return picture


def draw_line(
    picture: Picture,
    steps: Sequence[Step],
    line: Line,
    y: int,
    middle: int,
    span: int,
    colours: dict[int, str],
) -> None:
    answers = sum(line.numbers)
    said = _n("%(num)s answer", "%(num)s answers", answers)
    picture.words += [
        Words(x=0, y=y + 20, text=fitting(line.name, 345, 18, bold=True), size=18, weight=600),
        Words(x=WIDTH, y=y + 20, text=said, size=15, anchor="end"),
    ]
    x = middle - split(reach(steps, line, -1), span, WIDTH)
    for step, number in reversed(list(zip(steps, line.numbers, strict=True))):
        if not number:
            continue
        width = split(2_000_000 * number // answers, span, WIDTH)
        fill = colours[step.value]
        picture.blocks.append(Block(x=x, y=y + 28, width=width, height=34, fill=fill))
        # What lies across the middle has its number beside the line there.
        room = (x, width) if step.side else wider_side(x, width, middle)
        if room[1] >= 14 * len(str(number)) + 4:
            picture.words.append(
                Words(
                    x=room[0] + room[1] // 2,
                    y=y + 52,
                    text=str(number),
                    fill=on(fill),
                    anchor="middle",
                    weight=700,
                    on_paper=False,
                )
            )
        x += width


def wider_side(x: int, width: int, middle: int) -> tuple[int, int]:
    """Return the part of a stretch before the middle, or after it where that is far wider."""
    before = min(max(0, middle - x), width)
    return (x, before) if 2 * before >= width - before else (x + before, width - before)


def reach(steps: Sequence[Step], line: Line, side: int) -> int:
    """Return how far a bar goes to one side, in millionths of twice its answers."""
    answers = sum(line.numbers)
    if not answers:
        return 0
    wanted = sum(n for step, n in zip(steps, line.numbers, strict=True) if step.side == side)
    between = sum(n for step, n in zip(steps, line.numbers, strict=True) if step.side == 0)
    return (2 * wanted + between) * 1_000_000 // answers


def colours_of(steps: Sequence[Step]) -> dict[int, str]:
    """Return strong colours at both ends, pale ones towards the middle."""
    speaking_for = [step.value for step in steps if step.side > 0]
    against = [step.value for step in reversed(steps) if step.side < 0]
    colours = {step.value: GREY for step in steps}
    colours |= {value: FOR[min(at, len(FOR) - 1)] for at, value in enumerate(speaking_for)}
    colours |= {value: AGAINST[min(at, len(AGAINST) - 1)] for at, value in enumerate(against)}
    return colours
