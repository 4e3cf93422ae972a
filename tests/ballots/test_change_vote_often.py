"""P3: whoever changes a vote again and again has one vote, and only the last one counts."""

import random
from collections import Counter

import pytest

from pog.ballots import box
from pog.ballots.models import Ballot, Vote
from pog.ballots.services import close_ballot, open_ballot
from pog.ballots.voting import cast_vote
from pog.convenings.models import Participant
from pog.core.database import db
from pog.core.work import unit_of_work
from tests.ballots.halls import options_of
from tests.factories import make_ballot, make_participant

VOTERS = 60
MOST_CHANGES = 9


@pytest.mark.parametrize("secret", [False, True], ids=["open", "secret"])
def test_of_all_changes_in_any_order_only_the_last_ones_count(app, cast, work, secret):
    chance = random.Random(9)
    with work():
        seats = [make_participant(cast.convening) for _ in range(VOTERS)]
        ballot = make_ballot(
            cast.convening, options=("Yes", "No", "Maybe"), state="draft", secret=secret
        )
    with app.app_context(), unit_of_work():
        open_ballot(db.session.get(Ballot, ballot.id))
    with app.app_context():
        options = options_of(ballot)
        turns = [seat.id for seat in seats for _ in range(1 + chance.randint(0, MOST_CHANGES))]
        chance.shuffle(turns)
        last = {}
        for seat_id in turns:
            with unit_of_work():
                last[seat_id] = chance.choice(options)
                cast_vote(
                    db.session.get(Ballot, ballot.id),
                    db.session.get(Participant, seat_id),
                    {option: int(option == last[seat_id]) for option in options},
                )
        with unit_of_work():
            result = close_ballot(db.session.get(Ballot, ballot.id))
        wanted = Counter(last.values())
        counted = {one["option"]: one["counts"]["1"] for one in result["total"]["options"]}
        assert counted == {option: wanted[option] for option in options}
        assert result["total"]["ballots"] == VOTERS
        kept = (
            box.votes_in(db.session.get(Ballot, ballot.id))
            if secret
            else db.session.query(Vote).filter_by(ballot_id=ballot.id).all()
        )
        assert len(kept) == VOTERS
        stored = Counter(option for vote in kept for option in options if vote.marks[option])
        assert stored == wanted
        if not secret:
            assert {vote.participant_id: vote.times_changed for vote in kept}.keys() == set(last)
