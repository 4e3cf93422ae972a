"""The .blt format of Hill, Wichmann and Woodall: ranked ballots and how many are chosen.

First line: number of options and of seats. A line with negative numbers withdraws options. Then a
ballot on each line, `COUNT OPTION OPTION ... 0`, with `=` between equal ones and `-` for a place
left out; a line with 0 ends them. Then the options' names in quotes or bare, and a title.
"""

from typing import Final

from pog.ballots.ballot_files.interface import (
    BallotFile,
    Bundle,
    add_place,
    at_line,
    number_in,
    option_in,
)
from pog.core.i18n import _

MOST_OPTIONS: Final = 1000


def read(text: str) -> BallotFile:
    lines = [
        (number, words)
        for number, line in enumerate(text.splitlines(), start=1)
        if (words := line.split("#", 1)[0].strip() if not line.lstrip().startswith('"') else line)
        and words.strip()
    ]
    if not lines:
        raise at_line(1, _("The file is empty."))
    at, (first, words) = 0, lines[0]
    numbers = words.split()
    if len(numbers) != 2:
        raise at_line(first, _("The first line has to be two numbers: options and seats."))
    count, seats = number_in(numbers[0], first), number_in(numbers[1], first)
    if not 1 <= count <= MOST_OPTIONS:
        raise at_line(first, _("Give from 1 to %(most)s options.", most=MOST_OPTIONS))
    if not 1 <= seats <= count:
        raise at_line(first, _("Give from 1 to %(most)s seats.", most=count))
    at = 1
    if at < len(lines) and lines[at][1].lstrip().startswith("-"):
        raise at_line(lines[at][0], _("Withdrawn options are not supported. Take them out first."))
    ballots = []
    while True:
        if at == len(lines):
            raise at_line(
                lines[-1][0], _("A line with 0 has to end the ballots, before the names.")
            )
        line, words = lines[at]
        at += 1
        if words.split() == ["0"]:
            break
        ballots.append(ballot_in(words.split(), count, line))
    names = [words.strip().strip('"').strip() for _line, words in lines[at:]]
    if len(names) < count:
        raise at_line(
            lines[-1][0],
            _(
                "The file names %(named)s options but says there are %(count)s.",
                named=len(names),
                count=count,
            ),
        )
    return BallotFile(
        options=names[:count], ballots=ballots, kind="orders", settings={"seats": seats}
    )


def ballot_in(words: list[str], options: int, line: int) -> Bundle:
    if len(words) < 2 or words[-1] != "0":
        raise at_line(line, _("A ballot has to begin with its number and to end with 0."))
    known = {str(number) for number in range(1, options + 1)}
    plain = words[1:-1]
    if known.issuperset(plain) and len(set(plain)) == len(plain):
        # Nearly every ballot of a city is such a one.
        return Bundle(
            number_in(words[0], line), {option: at for at, option in enumerate(plain, 1)}, line
        )
    marks: dict[str, int] = {}
    place = 0
    for word in plain:
        if word == "-":
            continue
        place += 1
        for option in word.split("="):
            add_place(marks, option_in(option, options, line), place, line)
    return Bundle(number_in(words[0], line), marks, line)
