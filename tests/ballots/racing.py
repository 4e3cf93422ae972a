"""Votes against the close: one round, and what was announced beside what was stored.

Used by the short test of every run and by `tests/bench/races.py`, which runs many rounds.
"""

from dataclasses import dataclass, field
from typing import Any

from pog.ballots.box import votes_in
from pog.ballots.eligibility import voted_in
from pog.ballots.models import Ballot, Vote
from pog.core.database import db
from tests.browsing import Browser
from tests.factories import make_ballot, make_participant, make_sign_in
from tests.races import at_once


@dataclass
class Race:
    """Six impatient voters with two taps each, and two facilitators who close the ballot."""

    app: Any
    work: Any
    convening: Any
    facilitators: list[Browser]
    voters: list[tuple[int, Browser]] = field(default_factory=list)
    tokens: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with self.work():
            for number in range(6):
                sign_in = make_sign_in(None, token=f"voter-{number}")
                make_participant(self.convening, sign_in=sign_in)
        for number in [*range(6), *range(6)]:
            browser = self.app.test_client()
            browser.sign_in_with(f"voter-{number}")
            self.voters.append((number, browser))
        browsers = [browser for _number, browser in self.voters] + self.facilitators
        self.tokens = {id(browser): browser.csrf_token() for browser in browsers}

    def open_ballot(self, number: int, *, secret: bool) -> tuple[Any, list[str]]:
        with self.work():
            ballot = make_ballot(
                self.convening,
                f"Round {number}?",
                options=("Yes", "No"),
                state="draft",
                secret=secret,
            )
        self.send(self.facilitators[0], f"/ballots/{ballot.id}/open")
        with self.app.app_context():
            return ballot.id, db.session.get_one(Ballot, ballot.id).option_keys

    def send(self, browser: Browser, address: str, **data: object) -> int:
        answer = browser.post(
            address, data=data, headers={"X-CSRFToken": self.tokens[id(browser)]}, csrf=False
        )
        return int(answer.status_code)

    def run(self, number: int, *, secret: bool = False) -> tuple[list[str], bool]:
        """One round; what does not agree, and whether somebody was refused as too late."""
        ballot_id, options = self.open_ballot(number, secret=secret)
        confirmed: list[int] = []
        others: list[int] = []

        def vote(who: int, browser: Browser) -> None:
            mark = {"option": [options[who % 2]]}
            status = self.send(browser, f"/ballots/{ballot_id}/vote", **mark)
            (confirmed.append(who) if status == 303 else others.append(status))

        def close(browser: Browser) -> None:
            status = self.send(browser, f"/ballots/{ballot_id}/close")
            assert status == 303, status

        early = 6 + number % 6
        at_once(
            [lambda n=n, b=b: vote(n, b) for n, b in self.voters[:early]]
            + [lambda b=b: close(b) for b in self.facilitators]
            + [lambda n=n, b=b: vote(n, b) for n, b in self.voters[early:]]
        )
        return self.compare(ballot_id, options, confirmed, others), bool(others)

    def compare(
        self, ballot_id: Any, options: list[str], confirmed: list[int], others: list[int]
    ) -> list[str]:
        problems = [f"status {status}" for status in others if status != 409]
        with self.app.app_context():
            ballot = db.session.get_one(Ballot, ballot_id)
            stored = (
                [vote.marks for vote in votes_in(ballot)]
                if ballot.secret
                else list(db.session.scalars(db.select(Vote.marks).filter_by(ballot_id=ballot_id)))
            )
            roll = len(db.session.scalars(voted_in(ballot)).all())
            assert ballot.result is not None
            total = ballot.result["total"]
            announced = [one["counts"]["1"] for one in total["options"]]
            counted = [sum(marks[option] for marks in stored) for option in options]
        numbers = {len(set(confirmed)), len(stored), roll, total["ballots"]}
        if len(numbers) != 1:
            problems.append(
                f"confirmed {len(set(confirmed))}, stored {len(stored)}, on the roll {roll}, "
                f"announced {total['ballots']}"
            )
        if announced != counted:
            problems.append(f"announced {announced}, stored {counted}")
        return problems
