"""What every way of voting offers, and what a count looks like as JSON.

A member of the family is one file. It says which rules a facilitator can set, tells voters what to
do, reads and counts their marks, and names the parts of pages that show all this: parts of its
own, or those of a shape that several share (`choices.py`, `scales.py`).
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NotRequired, TypedDict

from pog.core.errors import Sentence
from pog.core.i18n import _

Settings = dict[str, object]
"""A ballot's rules, as stored with it."""

Marks = dict[str, int]
"""One person's marks: the identifier of an option and the value given to it."""

Sent = Mapping[str, Sequence[str]]
"""A form as it was sent: name and values."""


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
    points: NotRequired[int]
    elected_round: NotRequired[int]
    excluded_round: NotRequired[int]
    """The last round in which it had votes."""
    wins: NotRequired[int]
    """How many others it beats one against one."""


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
    """Options that share a place."""
    winners: list[str]
    """What is chosen or passes, the best first."""
    rounds: NotRequired[list[Any]]
    """`rankings.Round`, where votes move."""
    unit: NotRequired[int]
    """Into how many parts a vote is counted in `rounds`."""
    quota: NotRequired[int]
    """Votes that are enough to be chosen, in `unit`."""
    pairs: NotRequired[list[list[int]]]
    """How many prefer the option of the row to that of the column, in the order of the ballot."""
    broken_ties: NotRequired[list[Any]]
    """`lots.BrokenTie`: each tie that had to be decided, and by which rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One number with what it is a part of."""

    label: str
    value: int
    maximum: int

    @property
    def share(self) -> int:
        """Whole percent, half up; 0 of 0 is 0."""
        return (200 * self.value + self.maximum) // (2 * self.maximum) if self.maximum else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a scale."""

    value: int
    words: Sentence
    side: int
    """1 where it speaks for the option, -1 where against it, 0 between them."""
    shows_number: bool = True
    asks_reason: bool = False

    @property
    def short(self) -> Sentence:
        """What stands on top of a narrow column."""
        return str(self.value) if self.shows_number else self.words


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box of the form in which a facilitator sets a method's rules."""

    name: str
    """In the form; no other method has a box of this name."""
    label: Sentence
    setting: str = ""
    """Which setting it fills, when that has another name."""
    part_of_list: bool = False
    """Whether the boxes of this setting make a list, in their order."""
    hint: Sentence | None = None
    usual: Sentence | str = ""
    """What stands in it at first."""
    choices: tuple[tuple[str, Sentence], ...] = ()
    is_number: bool = True
    is_optional: bool = False

    @property
    def fills(self) -> str:
        return self.setting or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonAsked:
    """What is asked of those whose marks call for a word of explanation."""

    label: Sentence
    hint: Sentence
    missing: Sentence
    """The refusal when it was left empty."""
    title: Sentence
    """Above the reasons, in the result."""
    written_by: Sentence
    on_card: Sentence
    """On paper, where the box is always there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The templates in which a method is seen."""

    vote: str
    """To mark it on the page."""
    card: str
    """To enter what stands on a paper card."""
    paper: str
    """What is printed on that card."""
    result: str
    wall: str
    """The result on the projector."""
    groups: str
    scripts: tuple[str, ...] = ()
    """What the page to vote on loads besides; nothing depends on it."""


class Method(ABC):
    """A way of voting and counting; pure: what goes in decides what comes out."""

    name: ClassVar[str]
    """Its word in the database and in files."""
    label: ClassVar[Sentence]
    """Its name on screen."""
    detail: ClassVar[Sentence]
    """When to take it, in one sentence."""
    least_options: ClassVar[int] = 2
    boxes: ClassVar[Sequence[Box]] = ()
    rules_title: ClassVar[Sentence | None] = None
    """Above the boxes."""
    rules_note: ClassVar[Sentence | None] = None
    """Below them."""
    reason: ClassVar[ReasonAsked | None] = None
    parts: ClassVar[Parts]
    spreads: ClassVar[bool] = False
    """Whether its result is how answers spread on a scale, rather than one bar."""
    draws_lots: ClassVar[bool] = False
    """Whether ties are decided by a lot, so that its settings need a seed."""

    # ------------------------------------------------------------------ rules

    @abstractmethod
    def check_settings(self, settings: Mapping[str, object], options: int) -> Settings:
        """Return complete settings for a ballot with so many options, or refuse."""

    def settings_again(self, settings: Mapping[str, Any], options: int) -> Settings:
        """Return the settings of the round before, made to fit so many options."""
        return dict(settings)

    @abstractmethod
    def rule(self, settings: Mapping[str, object]) -> Sentence:
        """Return the sentence that tells voters what to do."""

    def tie_rule(self, settings: Mapping[str, Any]) -> Sentence:
        """Return how ties are decided, as announced before the vote; empty where they stay."""
        return ""

    def steps(self, settings: Mapping[str, Any]) -> Sequence[Step]:
        """Return the scale from its top down; nothing where there is none."""
        return ()

    # ------------------------------------------------------------------ marks

    def read(self, sent: Sent) -> dict[str, object]:
        """Return what was marked in a form, to be checked; what is not marked is absent."""
        prefix = "mark-"
        return {
            name[len(prefix) :]: values[0]
            for name, values in sent.items()
            if name.startswith(prefix) and values
        }

    @abstractmethod
    def check(
        self, marks: Mapping[str, object], settings: Mapping[str, object], options: Sequence[str]
    ) -> Marks:
        """Return one person's marks, complete and in order, or refuse with what to do."""

    def shown(self, marks: Mapping[str, object]) -> dict[str, str]:
        """Return marks, sent or stored, as a page ticks them: name and value."""
        return {option: str(mark) for option, mark in marks.items()}

    def in_words(self, mark: str, settings: Mapping[str, Any]) -> Sentence:
        """Return what stands behind an option's name when a vote is told; may be empty."""
        return mark

    def asks_reason(self, marks: Mapping[str, int]) -> bool:
        """Whether these marks call for a word of explanation."""
        return False

    # ------------------------------------------------------------------ counting

    @abstractmethod
    def count(
        self,
        ballots: Sequence[Mapping[str, int]],
        options: Sequence[str],
        settings: Mapping[str, object],
    ) -> Counted:
        """Count checked ballots."""

    @abstractmethod
    def counts(
        self,
        ballots: Collection[Mapping[str, int]],
        options: Sequence[str],
        settings: Mapping[str, Any],
    ) -> dict[str, dict[str, int]]:
        """Return by option how many gave which value: what may be told of a group."""

    # ------------------------------------------------------------------ results

    @abstractmethod
    def bars(self, counts: Mapping[str, Mapping[str, int]]) -> dict[str, Bar]:
        """Return the one number that says most about each option, from what `counts` counted."""

    def amount(self, bar: Bar) -> Sentence:
        """Return a main number in words, with its share."""
        return share_in_words(bar)

    def number(self, bar: Bar) -> Sentence:
        """Return a main number in words, for beside a bar where there is little room."""
        return share_in_words(bar)

    def remark(self, count: Mapping[str, Any], bar: Bar) -> Sentence:
        """Return what else there is to say about an option's count; may be empty."""
        return ""


def share_in_words(bar: Bar) -> Sentence:
    sentence: Sentence = _(
        "%(value)s of %(maximum)s, %(share)s percent",
        value=bar.value,
        maximum=bar.maximum,
        share=bar.share,
    )
    return sentence
