"""A file that holds several frameworks: what they are, and which one is meant."""

from collections.abc import Sequence
from dataclasses import dataclass

from pog.core.errors import Unreadable
from pog.core.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One framework of a file, as people tell it from the others."""

    key: str
    title: str
    jurisdiction: str = ""
    subject: str = ""
    is_older: bool = False
    """The file says that there is a newer edition."""

    @property
    def words(self) -> frozenset[str]:
        return frozenset(f"{self.jurisdiction} {self.subject} {self.title}".casefold().split())


class SeveralFrameworks(Unreadable):
    """Nobody said which of them to read; `choices` are those it can be."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__(
            _(
                "There are %(number)s frameworks to choose from; say which one it is.",
                number=len(choices),
            )
        )
        self.choices = choices


def chosen(choices: Sequence[Choice], wanted: str) -> Choice:
    """The one with this key, or the only one that has all these words; else `Unreadable`."""
    if not wanted and len(choices) == 1:
        return choices[0]
    asked = set(wanted.casefold().split())
    fitting = [one for one in choices if one.key == wanted.strip().lower()] or [
        one for one in choices if asked <= one.words
    ]
    if not fitting:
        raise Unreadable(
            _(
                "None of the %(number)s frameworks in these files is called “%(name)s”.",
                number=len(choices),
                name=wanted[:100],
            )
        )
    if len(fitting) > 1:
        raise SeveralFrameworks(fitting)
    return fitting[0]
