"""What a file of ballots holds, whatever its format, and how it is refused."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from pog.core.errors import Refusal, Sentence
from pog.core.i18n import _


class BadFile(Refusal):
    """A file that cannot be read, with the line where it goes wrong."""


def at_line(line: int, sentence: Sentence) -> BadFile:
    return BadFile(_("Line %(line)s: %(problem)s", line=line, problem=sentence))


@dataclass(frozen=True, slots=True)
class Bundle:
    """Equal ballots: how many, and what is marked, by the option's number as text."""

    number: int
    marks: dict[str, int]
    line: int
    """Where it stands in the file; 0 where lines mean nothing."""


@dataclass(slots=True, kw_only=True)
class BallotFile:
    """Options by name, numbered from 1, and ballots that name them by number."""

    options: Sequence[str]
    ballots: list[Bundle] = field(default_factory=list)
    kind: Literal["orders", "approvals", "points", "marks"]
    """What the marks are: places (1 is the first), chosen ones, points, or as a method has them."""
    method: str | None = None
    """The method a file of our own was cast for."""
    settings: dict[str, object] = field(default_factory=dict)

    @property
    def keys(self) -> list[str]:
        return [str(number) for number in range(1, len(self.options) + 1)]

    def every_ballot(self) -> list[dict[str, int]]:
        """Return each ballot; equal ones are the same object."""
        return [one.marks for one in self.ballots for _time in range(one.number)]


def number_in(text: str, line: int) -> int:
    found = text.strip()
    if not (found.isascii() and found.isdigit() and len(found) <= 9):
        raise at_line(line, _("“%(text)s” is not a whole number.", text=found[:40]))
    return int(found)


def option_in(text: str, options: int, line: int) -> str:
    number = number_in(text, line)
    if not 1 <= number <= options:
        raise at_line(
            line,
            _(
                "There is no option %(number)s. The options are numbered from 1 to %(last)s.",
                number=number,
                last=options,
            ),
        )
    return str(number)


def add_place(marks: dict[str, int], option: str, place: int, line: int) -> None:
    if option in marks:
        raise at_line(line, _("Option %(number)s stands twice on this ballot.", number=option))
    marks[option] = place
