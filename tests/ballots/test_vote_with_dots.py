"""Dots on the page: plain number boxes, checked by the server, kept when they do not fit."""

from types import SimpleNamespace

import pytest

from pog.ballots.models import Ballot
from pog.core.database import db
from tests.ballots.halls import Hall, fill_hall, options_of
from tests.factories import make_ballot, make_participant, make_vote

NAMES = ("Curiosity", "Courage", "Care", "Craft")


@pytest.fixture
def guest(cast, work, as_person):
    browser = as_person(None)
    with work():
        browser.seat = make_participant(cast.convening, sign_in=browser.sign_in)
    return browser


@pytest.fixture
def hall(app, cast, work):
    with work():
        ballot = make_ballot(
            cast.convening, method="dots", options=NAMES, settings={"dots": 3, "cap": 2}
        )
        return Hall(app, ballot.id, options_of(ballot))


def marks(hall, *dots):
    return {f"mark-{option}": str(n) for option, n in zip(hall.options, dots, strict=False)}


def named(hall):
    return SimpleNamespace(id=hall.ballot_id)


def test_a_facilitator_prepares_one(app, cast, as_person):
    ana = as_person(cast.ana)
    new = f"/convenings/{cast.convening.id}/ballots/new"
    assert "everybody has a few dots" in ana.get(new).text
    own = "\n".join(f"Theme {n}" for n in range(12))
    data = {"question": "What matters most?", "method": "dots", "own": own, "hidden": "y"}
    ana.post(new, data=data)
    with app.app_context():
        ballot = db.session.query(Ballot).one()
        assert ballot.settings == {"dots": 3, "cap": 2}
    text = ana.get(f"/ballots/{ballot.id}/edit").text
    assert 'name="dots" type="text" value="3"' in text
    answer = ana.post(f"/ballots/{ballot.id}/edit", data={**data, "dots": "4", "cap": "5"})
    assert answer.status_code == 422
    assert "Enter how many dots may go on one option, from 1 to 4" in answer.text
    assert 'value="5"' in answer.text
    assert ana.post(f"/ballots/{ballot.id}/edit", data={**data, "own": "A"}).status_code == 422


def test_a_vote_is_stored_and_shown_again(guest, hall):
    text = guest.get(f"/ballots/{hall.ballot_id}").text
    assert text.count('type="number"') == 4
    assert "You have 3 dots." in text
    assert "dots.js" in text or "dots-" in text
    answer = guest.post(
        f"/ballots/{hall.ballot_id}/vote", data=marks(hall, 2, 0, 1, 0), follow_redirects=True
    )
    assert "Your vote is stored." in answer.text
    [vote] = hall.votes()
    assert [vote.marks[option] for option in hall.options] == [2, 0, 1, 0]
    assert f'name="mark-{hall.options[0]}" value="2"' in answer.text


@pytest.mark.parametrize(
    ("dots", "sentence"),
    [
        ((2, 2, 0, 0), "You have 3 dots and put 4. Take some away."),
        ((3, 0, 0, 0), "You can put at most 2 dots on one option."),
        ((0, 0, 0, 0), "Put a dot on at least one option."),
        (("-1", 0, 0, 0), "Use whole numbers of dots"),
        (("two", 0, 0, 0), "Use whole numbers of dots"),
    ],
)
def test_what_does_not_fit_is_explained_and_kept(guest, hall, dots, sentence):
    answer = guest.post(f"/ballots/{hall.ballot_id}/vote", data=marks(hall, *dots))
    assert answer.status_code == 422
    assert sentence in answer.text
    if dots[0]:
        assert f'name="mark-{hall.options[0]}" value="{dots[0]}"' in answer.text
    assert hall.votes() == []


def test_after_the_close_what_was_marked_is_shown(cast, guest, as_person, hall):
    as_person(cast.ana).post(f"/ballots/{hall.ballot_id}/close")
    answer = guest.post(f"/ballots/{hall.ballot_id}/vote", data=marks(hall, 2, 0, 1, 0))
    assert answer.status_code == 409
    assert '<li dir="auto">Curiosity: 2</li>' in answer.text
    assert "Courage: " not in answer.text


def test_results_with_bars_numbers_and_groups(cast, as_person, guest, work, hall):
    with work():
        seats = fill_hall(cast.convening, Students=6, Families=5)
        for seat in seats["Students"]:
            make_vote(named(hall), seat, dict(zip(hall.options, (2, 1, 0, 0), strict=True)))
        for seat in seats["Families"]:
            make_vote(named(hall), seat, dict(zip(hall.options, (0, 0, 2, 1), strict=True)))
    ana = as_person(cast.ana)
    ana.post(f"/ballots/{hall.ballot_id}/close")
    ana.post(f"/ballots/{hall.ballot_id}/reveal")
    for page in ("", "/projector", "/desk"):
        text = (
            guest.get(f"/ballots/{hall.ballot_id}{page}")
            if page != "/desk"
            else ana.get(f"/ballots/{hall.ballot_id}/desk")
        )
        assert "12 of 33 dots" in text.text
        assert 'max="33" value="12"' in text.text
    text = guest.get(f"/ballots/{hall.ballot_id}").text
    assert "36 percent of all dots, from 6 people." in text
    assert "1. Curiosity" in text
    assert "Choices by group" in text
    assert "12 of 18 dots, 67 percent" in text  # the students
    assert "10 of 15 dots, 67 percent" in text  # the families


def test_small_groups_are_not_told_apart(cast, as_person, guest, work, hall):
    with work():
        seats = fill_hall(cast.convening, Students=7, Families=2)
        for seat in [*seats["Students"], *seats["Families"]]:
            make_vote(named(hall), seat, dict(zip(hall.options, (2, 1, 0, 0), strict=True)))
    ana = as_person(cast.ana)
    ana.post(f"/ballots/{hall.ballot_id}/close")
    ana.post(f"/ballots/{hall.ballot_id}/reveal")
    text = guest.get(f"/ballots/{hall.ballot_id}").text
    assert "18 of 27 dots" in text
    assert "14 of 21 dots" not in text
    assert "4 of 6 dots" not in text
    assert "Results by group are not shown" in text


def test_the_next_round_keeps_the_one_before(app, cast, as_person, guest, hall):
    ana = as_person(cast.ana)
    guest.post(f"/ballots/{hall.ballot_id}/vote", data=marks(hall, 2, 1, 0, 0))
    ana.post(f"/ballots/{hall.ballot_id}/close")
    ana.post(f"/ballots/{hall.ballot_id}/reveal")
    ana.post(f"/ballots/{hall.ballot_id}/rounds")
    with app.app_context():
        second = db.session.query(Ballot).filter_by(round=2).one()
        assert (second.method, second.settings) == ("dots", {"dots": 3, "cap": 2})
        options = options_of(second)
    ana.post(f"/ballots/{second.id}/open")
    guest.post(f"/ballots/{second.id}/vote", data={f"mark-{options[1]}": "2"})
    ana.post(f"/ballots/{second.id}/close")
    ana.post(f"/ballots/{second.id}/reveal")
    text = guest.get(f"/ballots/{second.id}").text
    assert "2 of 2 dots" in text
    assert "Round 1: 1 of 3 dots, 33 percent" in text
    with app.app_context():
        first = db.session.get(Ballot, hall.ballot_id)
        assert first.result["total"]["options"][0]["dots"] == 2
