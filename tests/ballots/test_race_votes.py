"""Votes against the close, with real threads against the real application on both databases.

Plain code lost 40 of 40 such rounds; the promise is that what we confirmed is what is stored and
what is announced.
"""

import pytest

from pog.ballots.models import Ballot, Vote
from pog.core.database import db
from tests.ballots.halls import options_of
from tests.factories import make_ballot, make_participant, make_sign_in
from tests.races import at_once

ROUNDS = 40
VOTERS = 6


@pytest.fixture
def voters(app, cast, work):
    """Six guests, each with two browsers that hold the same cookie: a double click."""
    with work():
        for number in range(VOTERS):
            sign_in = make_sign_in(None, token=f"voter-{number}")
            make_participant(cast.convening, sign_in=sign_in)
    browsers = []
    for number in [*range(VOTERS), *range(VOTERS)]:
        browser = app.test_client()
        browser.sign_in_with(f"voter-{number}")
        browsers.append((number, browser))
    return browsers


@pytest.fixture
def ballots(cast, work):
    with work():
        made = [
            make_ballot(cast.convening, f"Round {n}?", options=("Yes", "No")) for n in range(ROUNDS)
        ]
        return [(ballot.id, options_of(ballot)) for ballot in made]


def test_what_was_confirmed_is_what_is_stored_and_announced(app, cast, as_person, voters, ballots):
    facilitators = [as_person(cast.ana) for _ in range(2)]
    tokens = {id(b): b.csrf_token() for _n, b in voters} | {
        id(b): b.csrf_token() for b in facilitators
    }
    differences = []
    late = 0
    for round_number, (ballot_id, options) in enumerate(ballots):
        confirmed: list[int] = []
        refused: list[int] = []
        closed: list[int] = []

        def vote(
            number,
            browser,
            ballot_id=ballot_id,
            options=options,
            confirmed=confirmed,
            refused=refused,
        ):
            answer = browser.post(
                f"/ballots/{ballot_id}/vote",
                data={"option": [options[number % 2]]},
                headers={"X-CSRFToken": tokens[id(browser)]},
                csrf=False,
            )
            assert answer.status_code in (303, 409), answer.text
            (confirmed if answer.status_code == 303 else refused).append(number)

        def close(browser, ballot_id=ballot_id, closed=closed):
            answer = browser.post(
                f"/ballots/{ballot_id}/close",
                headers={"X-CSRFToken": tokens[id(browser)]},
                csrf=False,
            )
            assert answer.status_code == 303, answer.text
            closed.append(1)

        at_once(
            [
                lambda n=n, b=b, vote=vote: vote(n, b)
                for n, b in voters[: VOTERS + round_number % VOTERS]
            ]
            + [lambda b=b, close=close: close(b) for b in facilitators]
            + [
                lambda n=n, b=b, vote=vote: vote(n, b)
                for n, b in voters[VOTERS + round_number % VOTERS :]
            ]
        )
        with app.app_context():
            ballot = db.session.get(Ballot, ballot_id)
            stored = db.session.query(Vote).filter_by(ballot_id=ballot_id).all()
            total = ballot.result["total"]
            announced = [one["counts"]["1"] for one in total["options"]]
            counted = [sum(vote.marks[option] for vote in stored) for option in options]
        late += bool(refused)
        if not (len(set(confirmed)) == len(stored) == total["ballots"]) or announced != counted:
            differences.append((round_number, confirmed, len(stored), total))
    assert differences == []
    assert late, "no round was closed while somebody voted: the race was not run"


def test_ten_taps_and_two_phones_are_one_vote(app, cast, work):
    with work():
        sign_in = make_sign_in(None, token="tapper")
        make_participant(cast.convening, sign_in=sign_in)
        ballot = make_ballot(cast.convening, options=("Yes", "No"))
        options = options_of(ballot)
    browsers = []
    for _ in range(10):
        browser = app.test_client()
        browser.sign_in_with("tapper")
        browsers.append((browser, browser.csrf_token()))
    statuses = []

    def tap(browser, token):
        answer = browser.post(
            f"/ballots/{ballot.id}/vote",
            data={"option": [options[0]]},
            headers={"X-CSRFToken": token},
            csrf=False,
        )
        statuses.append(answer.status_code)

    at_once([lambda b=b, t=t: tap(b, t) for b, t in browsers])
    assert statuses == [303] * 10
    with app.app_context():
        [vote] = db.session.query(Vote).all()
        assert vote.times_changed == 0


def test_the_last_confirmed_change_counts(app, cast, work):
    """One seat changes its vote from two tabs; what is stored is one of them, whole."""
    with work():
        sign_in = make_sign_in(None, token="changer")
        make_participant(cast.convening, sign_in=sign_in)
        ballot = make_ballot(cast.convening, options=("Yes", "No", "Maybe"))
        options = options_of(ballot)
    tabs = []
    for number in range(6):
        browser = app.test_client()
        browser.sign_in_with("changer")
        tabs.append((number, browser, browser.csrf_token()))

    def change(number, browser, token):
        answer = browser.post(
            f"/ballots/{ballot.id}/vote",
            data={"option": [options[number % 3]]},
            headers={"X-CSRFToken": token},
            csrf=False,
        )
        assert answer.status_code == 303

    at_once([lambda t=t: change(*t) for t in tabs])
    with app.app_context():
        [vote] = db.session.query(Vote).all()
        assert sum(vote.marks.values()) == 1
