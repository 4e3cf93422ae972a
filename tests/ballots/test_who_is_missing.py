"""Before a vote opens its desk says which groups are missing."""

import re

from pog.convenings.models import StakeholderGroup
from pog.core.database import db
from tests.ballots.halls import fill_hall
from tests.factories import make_ballot


def absent(ana, ballot):
    text = ana.get(f"/ballots/{ballot.id}/desk").text
    return text.split('id="region-absent"')[1].split("Open the vote")[0]


def test_groups_that_are_missing_stand_before_the_button(cast, as_person, work):
    with work():
        ballot = make_ballot(cast.convening, state="draft")
        fill_hall(cast.convening, Families=2)
    told = absent(as_person(cast.ana), ballot)
    assert "Who is missing?" in told
    assert re.search(r"Families</span></span>.*2 of 5 here", told)
    assert "Nobody here, 5 wanted" in told


def test_when_all_are_here_it_says_so(cast, as_person, work):
    with work():
        ballot = make_ballot(cast.convening, state="draft")
        for group in db.session.query(StakeholderGroup):
            group.target_seats = 0
    assert "No group is missing." in absent(as_person(cast.ana), ballot)


def test_once_open_it_is_not_asked_any_more(cast, as_person, work):
    with work():
        ballot = make_ballot(cast.convening)
    assert "region-absent" not in as_person(cast.ana).get(f"/ballots/{ballot.id}/desk").text
