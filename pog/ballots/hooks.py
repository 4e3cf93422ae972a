"""What higher features add to ballots, without ballots knowing them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pog.ballots.models import Ballot, Option
from pog.core.identity import Actor
from pog.core.links import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something to look at before a ballot is closed. It warns and keeps nobody from closing."""

    text: str
    link: str
    """What the link says."""
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)
    warns: bool = True


Remarks = Callable[[Ballot], Iterable[Remark]]
_before_close: list[Remarks] = []


def remarks_before_close(finder: Remarks) -> Remarks:
    """Register who knows of something to look at before a ballot is closed."""
    if finder not in _before_close:
        _before_close.append(finder)
    return finder


def remarks_on(ballot: Ballot) -> list[Remark]:
    return [remark for finder in _before_close for remark in finder(ballot)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What an option says."""

    name: str
    wording: str


WordsOf = Callable[[Option], Words]
_sources: dict[str, WordsOf] = {}


def says_words_of(kind: str) -> Callable[[WordsOf], WordsOf]:
    """Register who knows today's words of options with this `source_kind`.

    Asked once, when the ballot opens; from then on the words on it are frozen. It may refuse with
    a `Conflict`, for instance when the thing was withdrawn meanwhile.
    """

    def register(finder: WordsOf) -> WordsOf:
        _sources[kind] = finder
        return finder

    return register


def words_of(option: Option) -> Words | None:
    """Today's words of what a higher feature put on the ballot; nothing when they stay."""
    finder = _sources.get(option.source_kind or "")
    return finder(option) if finder else None


Leads = Callable[[Actor, Ballot], Iterable[Link]]
_leads: list[Leads] = []


def leads_on(finder: Leads) -> Leads:
    """Register where a revealed result leads: to the words that won, for one."""
    if finder not in _leads:
        _leads.append(finder)
    return finder


def ways_on(actor: Actor, ballot: Ballot) -> list[Link]:
    if not ballot.is_revealed:
        return []
    return [link for finder in _leads for link in finder(actor, ballot)]
