"""Cards of every way of voting: printed with what is to be marked, and entered one by one."""

import pytest

from pog.ballots.methods import METHODS
from pog.ballots.models import Vote
from pog.core.database import db
from tests.ballots.halls import options_of
from tests.factories import make_ballot

RULES = {"stv": {"seats": 1, "seed": "7"}, "dots": {"dots": 2, "cap": 2}, "approval": {"limit": 2}}
MARKS = {
    "motion": ("2", "0"),
    "consent": ("3", "3"),
    "fist_to_five": ("5", "4"),
    "gradients": ("8", "1"),
    "dots": ("2", "0"),
    "score": ("5", ""),
    "irv": ("2", "1"),
    "stv": ("2", "1"),
    "schulze": ("1", "1"),
}
ON_CARD = {
    "stv": "paper-box wide",
    "score": "paper-score",
    "consent": "I block it",
    "motion": "I abstain",
}


@pytest.mark.parametrize("method", list(METHODS))
def test_a_card_is_printed_and_entered(app, cast, scribe, room, work, method):
    with work():
        ballot = make_ballot(
            cast.convening,
            f"How about {method}?",
            method=method,
            options=("Courage", "Care"),
            settings=METHODS[method].check_settings(RULES.get(method, {}), 2),
        )
        first, second = options_of(ballot)
    address = f"/tables/{room.table_id}/ballots/{ballot.id}"
    paper = scribe.get(f"/tables/{room.table_id}/paper").text
    assert ON_CARD.get(method, "Courage") in paper
    assert scribe.get(address).status_code == 200
    if method == "approval":
        data = {"card": "1", "option": [first]}
    else:
        given = dict(zip((first, second), MARKS[method], strict=True))
        data = {"card": "1", **{f"mark-{one}": mark for one, mark in given.items()}}
    assert scribe.post(address, data=data).status_code == 303
    with app.app_context():
        [vote] = db.session.query(Vote).filter_by(ballot_id=ballot.id)
        assert set(vote.marks) <= {first, second}
        assert any(vote.marks.values())
    assert "1 of 5 cards are entered." in scribe.get(address).text
