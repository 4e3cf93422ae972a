"""The list of ballots without names, from which anybody can count again.

Only a secret ballot has one: its votes carry no name, no time and no order any more, and people
were told so before they voted. Of an open one the counts are published, and no single ballot.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pog.ballots import box
from pog.ballots.ballot_files.interface import Bundle
from pog.ballots.ballot_files.own import bundled, write_csv, write_json
from pog.ballots.models import Ballot
from pog.ballots.suppression import MINIMUM


def has_list(ballot: Ballot) -> bool:
    """Whether there is a list to show: secret, closed, revealed, and not of a handful of people."""
    return ballot.secret and ballot.is_revealed and counted_in(ballot) >= MINIMUM


def counted_in(ballot: Ballot) -> int:
    result: Mapping[str, Any] = ballot.result or {}
    return int(result["total"]["ballots"]) if result else 0


def ballots_listed(ballot: Ballot) -> list[Bundle]:
    """Equal ballots together, sorted by what is on them."""
    return bundled([vote.marks for vote in box.votes_in(ballot)], ballot.option_keys)


def names_of(ballot: Ballot) -> Sequence[str]:
    return [option.name for option in ballot.options]


def list_as_csv(ballot: Ballot) -> str:
    return write_csv(names_of(ballot), ballots_listed(ballot))


def list_as_json(ballot: Ballot) -> str:
    return write_json(
        names_of(ballot), ballots_listed(ballot), method=ballot.method, settings=ballot.settings
    )
