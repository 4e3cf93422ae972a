"""What every way of counting offers, and what a count looks like as JSON."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NotRequired, Protocol, TypedDict

from pog.core.errors import Sentence, Unreadable
from pog.core.i18n import _

Settings = dict[str, object]
"""A ballot's rules, as stored with it."""

Marks = dict[str, int]
"""One person's marks: the identifier of an option and the value given to it."""


class OptionCount(TypedDict):
    """What all ballots together say about one option."""

    option: str
    rank: int
    tied: bool
    """Whether another option has the same rank."""
    answers: int
    """Ballots that say something about this option."""
    counts: dict[str, int]
    """Value (as text, JSON has no other keys) and how many gave it."""
    approvals: NotRequired[int]
    dots: NotRequired[int]
    at_least_three: NotRequired[int]
    blocks: NotRequired[int]
    lowest: NotRequired[int | None]
    median: NotRequired[list[int]]
    """The two middle values, equal unless an even number of people is split; empty without any."""
    passes: NotRequired[bool]


class Counted(TypedDict):
    """A whole count; integers only, so that counting again gives the same bytes."""

    method: str
    settings: Settings
    ballots: int
    options: list[OptionCount]
    """In the order of the ballot."""
    order: list[list[str]]
    """Best first; options that are tied stand together, in the order of the ballot."""
    ties: list[list[str]]


class Method(Protocol):
    """A way of voting and counting; pure: what goes in decides what comes out."""

    @property
    def name(self) -> str:
        """Its word in the database and in files."""

    @property
    def label(self) -> Sentence:
        """Its name on screen."""

    def check_settings(self, settings: Mapping[str, object], options: int) -> Settings:
        """Return complete settings for a ballot with so many options, or refuse."""

    def rule(self, settings: Mapping[str, object]) -> Sentence:
        """Return the sentence that tells voters what to do."""

    def check(
        self, marks: Mapping[str, object], settings: Mapping[str, object], options: Sequence[str]
    ) -> Marks:
        """Return one person's marks, complete and in order, or refuse with what to do."""

    def asks_reason(self, marks: Mapping[str, int]) -> bool:
        """Whether these marks call for a word on what would help."""

    def count(
        self,
        ballots: Sequence[Mapping[str, int]],
        options: Sequence[str],
        settings: Mapping[str, object],
    ) -> Counted:
        """Count checked ballots."""


def whole_number(value: object) -> int | None:
    """Read a whole number as forms and files give it, or nothing."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        # Nothing a ballot asks for has more than three digits.
        return int(value) if len(value.strip()) <= 3 else None
    return None


def refuse_unknown(marks: Mapping[str, object], options: Sequence[str]) -> None:
    """Refuse marks for options that are not on the ballot."""
    if not set(marks) <= set(options):
        raise Unreadable(
            _("This ballot has other options now. Load the page again and mark it once more.")
        )


def ordered(options: Sequence[str], scores: Mapping[str, tuple[Fraction, ...]]) -> list[list[str]]:
    """Return the options from the highest score down, equal ones together."""
    return [
        [option for option in options if scores[option] == score]
        for score in sorted(set(scores.values()), reverse=True)
    ]


def ranks(order: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return each option's place; after two on place 1 comes place 3."""
    places: dict[str, int] = {}
    for tied in order:
        place = len(places) + 1
        places |= dict.fromkeys(tied, place)
    return places
