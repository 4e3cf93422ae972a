"""Whoever watches all pages before and after one vote learns that somebody voted, and no more."""

import re
from datetime import timedelta

import pytest

from pog.ballots.chain import log_of
from pog.ballots.models import Ballot
from pog.core.clock import fixed, now
from pog.core.database import db
from tests.ballots.halls import Hall, fill_hall, options_of
from tests.factories import make_ballot, make_participant, make_sign_in

AT = now() + timedelta(minutes=5)
"""All pages are looked at in the same moment, so that clocks and time lines are alike."""
# What differs from one answer to the next whatever happened.
PASSING = re.compile(
    r'(nonce|csrf_token|idempotency_key|value|data-since|content)="[^"]*"|'
    r"\d+ (second|minute)s? ago|nonce-[\w=+/-]+|\d{2}:\d{2}:\d{2}|T[\d:.]+\+00:00|\d{10,}(\.\d+)?"
)


@pytest.fixture
def watchers(app, cast, work, as_person):
    """Who runs it, and a guest with a seat."""
    with work():
        make_participant(cast.convening, sign_in=make_sign_in(None, token="watcher"))
    guest = app.test_client()
    guest.sign_in_with("watcher")
    return [as_person(cast.ana), guest]


@pytest.fixture
def hall(app, cast, work, as_person, request):
    with work():
        ballot = make_ballot(
            cast.convening,
            options=("Yes", "No"),
            state="draft",
            secret=request.param == "secret",
            hidden=request.param != "not hidden",
        )
        fill_hall(cast.convening, Students=8, Families=6)
    as_person(cast.ana).post(f"/ballots/{ballot.id}/open")
    with app.app_context():
        return Hall(app, ballot.id, options_of(ballot))


def seen_by(watchers, hall, convening_id):
    """Everything they can open, without what changes by itself."""
    room, ballot = f"/convenings/{convening_id}", f"/ballots/{hall.ballot_id}"
    addresses = (
        [f"{ballot}{page}" for page in ("", "/desk", "/projector", "/record", "/result.svg")]
        + [f"{ballot}/{file}" for file in ("votes", "ballots.json", "ballots.csv", "votes.json")]
        + [f"{room}/{page}" for page in ("ballots", "projector", "desk", "representation")]
        + [f"{room}/record", f"{room}/record.json", f"{room}/record/print"]
        + [f"/live-parts?topics=convening:{convening_id},desk:{convening_id}&since=0.0"]
    )
    with fixed(AT):
        return {
            (number, address): PASSING.sub("~", watcher.get(address).text)
            for number, watcher in enumerate(watchers)
            for address in addresses
        }


@pytest.mark.parametrize("hall", ["hidden", "not hidden", "secret"], indirect=True)
def test_no_page_tells_what_was_just_voted(cast, as_person, watchers, hall):
    ben = as_person(cast.ben)
    seen = []
    for option in (0, 1, 0):
        data = {"option": [hall.options[option]]}
        assert ben.post(f"/ballots/{hall.ballot_id}/vote", data=data).status_code == 303
        seen.append(seen_by(watchers, hall, cast.convening.id))
    changed = [key for key in seen[0] if not seen[0][key] == seen[1][key] == seen[2][key]]
    assert changed == []


@pytest.mark.parametrize("hall", ["hidden"], indirect=True)
def test_one_vote_moves_no_number_of_its_group(cast, as_person, watchers, hall):
    before = seen_by(watchers, hall, cast.convening.id)
    data = {"option": [hall.options[0]]}
    as_person(cast.ben).post(f"/ballots/{hall.ballot_id}/vote", data=data)
    after = seen_by(watchers, hall, cast.convening.id)
    desk = (0, f"/ballots/{hall.ballot_id}/desk")
    steps = re.findall(r"at least \d+ of \d+", after[desk])
    assert steps
    assert steps == re.findall(r"at least \d+ of \d+", before[desk])
    assert "1 of " in after[desk]


@pytest.mark.parametrize("hall", ["hidden"], indirect=True)
def test_the_hash_of_the_close_cannot_be_guessed_from_small_numbers(app, cast, as_person, hall):
    """Its line holds the digest of all groups; a salt nobody is shown keeps it from being tried."""
    ana = as_person(cast.ana)
    ana.post(f"/ballots/{hall.ballot_id}/close")
    with app.app_context():
        closed = log_of(hall.ballot_id)[-1]
        assert closed.kind == "closed"
        salt = closed.detail["salt"]
        assert len(bytes.fromhex(salt)) >= 16
        assert db.session.get(Ballot, hall.ballot_id).result is not None
    ana.post(f"/ballots/{hall.ballot_id}/reveal")
    told = seen_by([ana], hall, cast.convening.id)
    assert not [address for address, text in told.items() if salt in text]
