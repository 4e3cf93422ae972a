"""Results by group: shown where large enough, told together elsewhere, never as counted."""

import re

import pytest

from pog.ballots.models import Ballot
from pog.ballots.outcomes import outcome_of
from pog.ballots.suppression import PUBLIC_MINIMUM
from pog.convenings.models import Convening
from pog.core.database import db
from tests.ballots.halls import Hall, fill_hall, options_of
from tests.factories import make_ballot, make_participant, make_vote


def room(app, cast, work, **wanted):
    """A closed and revealed ballot; the n-th member of each group approves when n is even."""
    with work():
        ballot = make_ballot(cast.convening, options=("Courage", "Care"))
        options = options_of(ballot)
        for seats in fill_hall(cast.convening, **wanted).values():
            for number, seat in enumerate(seats):
                make_vote(ballot, seat, {options[0]: 1 - number % 2, options[1]: number % 2})
    return Hall(app, ballot.id, options)


def reveal(browser, hall):
    browser.post(f"/ballots/{hall.ballot_id}/close")
    browser.post(f"/ballots/{hall.ballot_id}/reveal")


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)


def result_on(browser, hall, page=""):
    text = browser.get(f"/ballots/{hall.ballot_id}{page}").text
    return text.split('id="region-ballot-result')[1].split("</section>")[0]


def test_large_groups_stand_beside_the_total(app, cast, work, ana):
    hall = room(app, cast, work, Students=9, Families=6)
    reveal(ana, hall)
    text = result_on(ana, hall)
    assert "8 of 15, 53 percent" in text
    assert "5 of 9, 56 percent" in text
    assert "3 of 6, 50 percent" in text
    assert "Other groups" not in text


def test_small_groups_are_told_together(app, cast, work, ana):
    hall = room(app, cast, work, Students=9, Families=3, Educators=2)
    reveal(ana, hall)
    text = result_on(ana, hall)
    assert "Other groups" in text
    assert "3 of 5, 60 percent" in text
    assert "of 3," not in text
    assert "of 2," not in text


def test_a_lone_small_group_hides_the_next_larger_one(app, cast, work, ana):
    hall = room(app, cast, work, Students=9, Families=6, Educators=2)
    reveal(ana, hall)
    text = result_on(ana, hall)
    assert "A larger group is among them" in text
    assert "of 6," not in text
    assert "of 2," not in text


def test_two_groups_of_which_one_is_small_are_not_told_apart(app, cast, work, ana):
    hall = room(app, cast, work, Students=9, Families=3)
    reveal(ana, hall)
    text = result_on(ana, hall)
    assert "Results by group are not shown" in text
    assert "of 9," not in text


def test_what_was_counted_is_stored_whole_and_leaves_nowhere(app, cast, work, ana, as_person):
    hall = room(app, cast, work, Students=9, Families=6, Educators=2)
    reveal(ana, hall)
    groups = {one["name"]: one for one in hall.ballot().result["groups"]}
    assert groups["Educators"]["counts"][hall.options[0]] == {"0": 1, "1": 1}
    ids = {one["group"] for one in groups.values()} - {"none"}
    addresses = (
        [f"/ballots/{hall.ballot_id}{page}" for page in ("", "/desk", "/projector")]
        + [f"/convenings/{cast.convening.id}/{page}" for page in ("ballots", "projector", "desk")]
        + [f"/live-parts?topics=convening:{cast.convening.id},desk:{cast.convening.id}&since=0.0"]
    )
    for address in addresses:
        text = ana.get(address).text
        assert not re.search(r"(\"|&#34;|&quot;)counts", text)
        assert "of 6, " not in text, address
        for key in ids:
            assert not re.search(rf"group[^<>]{{0,12}}{key}", text)


def test_facilitators_votes_count_in_the_total_and_for_no_group(app, cast, work, ana):
    hall = room(app, cast, work, Students=9, Families=6)
    ana.post(f"/ballots/{hall.ballot_id}/vote", data={"option": hall.options[:1]})
    reveal(ana, hall)
    result = hall.ballot().result
    assert result["total"]["ballots"] == 16
    assert {one["group"]: one["ballots"] for one in result["groups"]}["none"] == 1


def test_the_convening_can_ask_for_more(app, cast, work, ana):
    with work():
        db.session.get(Convening, cast.convening.id).smallest_group = 8
    hall = room(app, cast, work, Students=9, Families=8, Educators=6, Employers=5)
    reveal(ana, hall)
    text = result_on(ana, hall)
    assert re.search(r"of 9, \d+ percent", text)
    assert not re.search(r"of [56], \d+ percent", text)


def test_public_outputs_ask_for_more_still(app, cast, work, ana):
    hall = room(app, cast, work, Students=12, Families=8, Educators=7)
    reveal(ana, hall)
    with app.test_request_context():
        ballot = db.session.get(Ballot, hall.ballot_id)
        room_rows = [line.ballots for line in outcome_of(ballot).groups]
        public_rows = [line.ballots for line in outcome_of(ballot, minimum=PUBLIC_MINIMUM).groups]
    assert room_rows == [12, 8, 7]
    assert public_rows == [12, 15]


def test_nothing_comes_out_before_the_reveal(app, cast, work, ana):
    hall = room(app, cast, work, Students=9)
    ana.post(f"/ballots/{hall.ballot_id}/close")
    with app.test_request_context():
        assert outcome_of(db.session.get(Ballot, hall.ballot_id)) is None


def test_a_seat_taken_away_keeps_its_vote(app, cast, work, ana):
    with work():
        ballot = make_ballot(cast.convening)
        options = options_of(ballot)
        seat = make_participant(cast.convening)
        make_vote(ballot, seat, dict.fromkeys(options, 1))
        seat.removed_at = seat.joined_at
    ana.post(f"/ballots/{ballot.id}/close")
    hall = Hall(app, ballot.id, options)
    assert hall.ballot().result["total"]["ballots"] == 1
    assert hall.ballot().eligible == 3
