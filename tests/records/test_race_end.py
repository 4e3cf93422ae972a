"""Votes against the early end of an open round, with real threads on both databases."""

from datetime import timedelta

import pytest

from pog.ballots.models import Ballot, Vote
from pog.convenings.models import OPEN_ROUND, Convening
from pog.core.clock import now
from pog.core.database import db
from tests.ballots.halls import options_of
from tests.factories import make_ballot, make_convening, make_participant, make_sign_in
from tests.races import at_once

ROUNDS, VOTERS = 5, 4


@pytest.fixture
def rounds(app, cast, work):
    """Five open rounds, each with a question and four guests who take part in it."""
    found = []
    for number in range(ROUNDS):
        with work():
            convening = make_convening(cast.profile, f"Round {number}", kinds=("vote",))
            convening.kind = OPEN_ROUND
            convening.opens_at = now() - timedelta(days=1)
            convening.closes_at = now() + timedelta(days=1)
            make_participant(convening, role="facilitator", person=cast.ana)
            ballot = make_ballot(convening, options=("Yes", "No"))
            for voter in range(VOTERS):
                sign_in = make_sign_in(None, token=f"{number}-{voter}")
                make_participant(convening, sign_in=sign_in)
            found.append((convening.id, ballot.id, options_of(ballot)))
    return found


def test_what_was_confirmed_before_an_early_end_is_counted(app, cast, as_person, rounds):
    ana = as_person(cast.ana)
    token = ana.csrf_token()
    differences, late = [], 0
    for number, (convening_id, ballot_id, options) in enumerate(rounds):
        confirmed, refused = {}, []
        browsers = []
        for voter in range(VOTERS):
            browser = app.test_client()
            browser.sign_in_with(f"{number}-{voter}")
            browsers.append((browser, browser.csrf_token()))

        def vote(
            voter,
            ballot_id=ballot_id,
            options=options,
            kept=confirmed,
            lost=refused,
            browsers=browsers,
        ):
            browser, own_token = browsers[voter]
            for turn in range(40):  # until the end: somebody always votes in that moment
                answer = browser.post(
                    f"/ballots/{ballot_id}/vote",
                    data={"option": [options[turn % 2]]},
                    headers={"X-CSRFToken": own_token},
                    csrf=False,
                )
                assert answer.status_code in (303, 409), answer.text
                if answer.status_code == 409:
                    lost.append(voter)
                    return
                kept[voter] = options[turn % 2]

        def end(convening_id=convening_id):
            answer = ana.post(
                f"/convenings/{convening_id}/round/end",
                headers={"X-CSRFToken": token},
                csrf=False,
            )
            assert answer.status_code == 303, answer.text

        place = number % VOTERS
        deeds = [lambda v=v, vote=vote: vote(v) for v in range(VOTERS)]
        at_once([*deeds[:place], end, *deeds[place:]])
        with app.app_context():
            ballot = db.session.get(Ballot, ballot_id)
            votes = db.session.query(Vote).filter_by(ballot_id=ballot_id).all()
            stored = sorted(option for vote in votes for option, mark in vote.marks.items() if mark)
            assert db.session.get(Convening, convening_id).window == "over"
            counted = ballot.result["total"]["ballots"]
        late += len(refused)
        if sorted(confirmed.values()) != stored or counted != len(stored):
            differences.append((number, confirmed, stored, counted))
    assert differences == []
    assert late, "no round ended while somebody voted: the race was not run"
