"""Votes against the close, with real threads against the real application on both databases.

Plain code lost 40 of 40 such rounds; the promise is that what we confirmed is what is stored and
what is announced.
"""

import pytest

from pog.ballots.models import Vote
from pog.core.database import db
from tests.ballots.halls import options_of
from tests.ballots.racing import Race
from tests.factories import make_ballot, make_participant, make_sign_in
from tests.races import at_once

ROUNDS, MOST_ROUNDS = 12, 60
"""A few seconds; `tests/bench/races.py --rounds 100` runs as many as one likes. A busy machine may
start the close after all votes in each of a dozen rounds: then there are more."""


@pytest.mark.parametrize("secret", [False, True], ids=["open", "secret"])
def test_what_was_confirmed_is_what_is_stored_and_announced(app, cast, work, as_person, secret):
    race = Race(app, work, cast.convening, [as_person(cast.ana) for _ in range(2)])
    was_late = False
    for number in range(MOST_ROUNDS):
        said, is_late = race.run(number, secret=secret)
        assert not said
        was_late = was_late or is_late
        if was_late and number >= ROUNDS:
            break
    assert was_late, "no round was closed while somebody voted: the race was not run"


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
