"""Marks as pages send them and as pages tick them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from pog.ballots.methods import method_named
from pog.ballots.methods.approval import NONE_OF_THESE
from pog.ballots.models import Ballot, Vote
from pog.core.i18n import _


def read_marks(ballot: Ballot, sent: MultiDict[str, str]) -> dict[str, object]:
    """What was marked on the page, for the method to check; what is not marked is absent."""
    return method_named(ballot.method).read(sent.to_dict(flat=False))


def marks_shown(marks: Mapping[str, object], method: str) -> dict[str, str]:
    """Marks as the page ticks them: option and value."""
    return method_named(method).shown(marks)


def stored_marks(ballot: Ballot, vote: Vote | None) -> dict[str, str]:
    return {} if vote is None else marks_shown(vote.marks, ballot.method)


class PartOfList:
    """A ballot of which somebody sees only some options, in their own order.

    Everything else is the ballot's; the parts in which a method is seen need not know.
    """

    def __init__(self, ballot: Ballot, keys: Sequence[str]) -> None:
        self._ballot = ballot
        by_key = {str(option.id): option for option in ballot.options}
        self.options = [by_key[key] for key in keys if key in by_key]
        self.option_keys = [str(option.id) for option in self.options]

    def __getattr__(self, name: str) -> Any:  # Any: whatever a ballot has
        return getattr(self._ballot, name)


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a vote in words."""

    name: str
    mark: str


def told(ballot: Ballot, marks: Mapping[str, str]) -> list[Told]:
    """A vote in words, in the order of the ballot."""
    method = method_named(ballot.method)
    lines = [
        Told(option.name, str(method.in_words(marks[str(option.id)], ballot.settings)))
        for option in ballot.options
        if str(option.id) in marks
    ]
    return [*lines, Told(_("None of these"), "")] if NONE_OF_THESE in marks else lines
