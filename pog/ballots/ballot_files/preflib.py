"""The PrefLib formats .soc, .soi, .toc and .toi: counted orders, equal ones in braces.

Nicholas Mattei and Toby Walsh, "PrefLib: A Library for Preferences", 2013; preflib.org/format.
Head lines begin with `#`; a ballot is `COUNT: 3,{1,2},4`.
"""

import re
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

HEAD: Final = re.compile(r"#\s*(?P<name>[^:]+):(?P<value>.*)")
PLACE: Final = re.compile(r"\s*(?:\{([^{}]*)\}|([^,{}]+))\s*(?:,|$)")


def read(text: str) -> BallotFile:
    names: dict[int, str] = {}
    ballots: list[Bundle] = []
    count = 0
    for line, words in enumerate(text.splitlines(), start=1):
        if not words.strip():
            continue
        if words.startswith("#"):
            head = HEAD.match(words)
            name, value = (head["name"].strip(), head["value"].strip()) if head else ("", "")
            if name == "NUMBER ALTERNATIVES":
                count = number_in(value, line)
            elif name.startswith("ALTERNATIVE NAME"):
                names[number_in(name.removeprefix("ALTERNATIVE NAME"), line)] = value
            continue
        ballots.append(ballot_in(words, count or len(names), line))
    count = count or len(names)
    if not count:
        raise at_line(1, _("The head has to say how many alternatives there are."))
    return BallotFile(
        options=[names.get(number, str(number)) for number in range(1, count + 1)],
        ballots=ballots,
        kind="orders",
    )


def ballot_in(words: str, options: int, line: int) -> Bundle:
    number, colon, order = words.partition(":")
    if not colon:
        raise at_line(line, _("A ballot has to be its number, a colon and the order."))
    marks: dict[str, int] = {}
    at = place = 0
    order = order.strip()
    while at < len(order):
        found = PLACE.match(order, at)
        if found is None:
            raise at_line(line, _("“%(text)s” is no order.", text=order[:60]))
        place += 1
        for option in (found[1] if found[1] is not None else found[2]).split(","):
            if option.strip():
                add_place(marks, option_in(option, options, line), place, line)
        at = found.end()
    return Bundle(number_in(number, line), marks, line)
