"""Wordings on a ballot: frozen, counted, and accepted from the result."""

import pytest

from pog.ballots.models import Ballot
from pog.core.database import db
from tests.factories import make_suggestion


@pytest.fixture
def two(work, attribute):
    with work():
        return [
            make_suggestion(attribute, words, quote="communicates clearly")
            for words in ("speaks plainly", "talks and listens")
        ]


@pytest.fixture
def ballots(app):
    def read():
        with app.app_context():
            found = db.session.query(Ballot).all()
            for ballot in found:
                _ = ballot.options
            return found

    return read


def ask(browser, attribute, convening, chosen, **more):
    form = {
        "question": "Which words?",
        "convening": str(convening.id),
        "method": "approval",
        "chosen": [str(one.id) for one in chosen],
        **more,
    }
    return browser.post(f"/attributes/{attribute.id}/suggestions/vote", data=form)


def test_the_words_of_now_and_each_suggestion_are_frozen(cast, as_person, attribute, two, ballots):
    ana = as_person(cast.ana)
    page = ana.get(f"/attributes/{attribute.id}/suggestions").text
    assert "Put these wordings to the vote" in page
    offered = ana.get(f"/attributes/{attribute.id}/suggestions/vote").text
    assert "“speaks plainly”" in offered
    answer = ask(ana, attribute, cast.convening, two)
    assert answer.status_code == 303
    [ballot] = ballots()
    assert answer.location.endswith(f"/ballots/{ballot.id}/desk")
    assert [option.wording for option in ballot.options] == [
        attribute.statement,
        attribute.statement.replace("communicates clearly", "speaks plainly"),
        attribute.statement.replace("communicates clearly", "talks and listens"),
    ]
    ana.post(f"/suggestions/{two[0].id}/accept")
    assert ballots()[0].options[0].wording == attribute.statement


def test_the_winner_is_accepted_from_the_result(
    cast, as_person, guest, attribute, two, ballots, read
):
    ana = as_person(cast.ana)
    ask(ana, attribute, cast.convening, two)
    [ballot] = ballots()
    ana.post(f"/ballots/{ballot.id}/open")
    kim = guest("Kim")
    winner = str(ballot.options[2].id)
    cast_vote = kim.post(f"/ballots/{ballot.id}/vote", data={"option": winner})
    assert cast_vote.status_code == 303
    ana.post(f"/ballots/{ballot.id}/close")
    assert "Its result is not shown yet" in ana.get(f"/attributes/{attribute.id}/suggestions").text
    ana.post(f"/ballots/{ballot.id}/reveal")
    desk = ana.get(f"/ballots/{ballot.id}/desk").text
    assert f"/suggestions/{two[1].id}/accept" in desk
    assert "The room chose" in ana.get(f"/attributes/{attribute.id}/suggestions").text
    ana.post(f"/suggestions/{two[1].id}/accept")
    assert "talks and listens" in read.attribute(attribute.id).statement


def test_changing_the_draft_keeps_the_wordings(cast, as_person, attribute, two, ballots):
    ana = as_person(cast.ana)
    ask(ana, attribute, cast.convening, two)
    [ballot] = ballots()
    page = ana.get(f"/ballots/{ballot.id}/edit").text
    assert "“speaks plainly”" in page
    form = {"question": "Which words, then?", "method": "approval", "own": "Neither"}
    assert ana.post(f"/ballots/{ballot.id}/edit", data=form).status_code == 303
    [ballot] = ballots()
    assert [one.source_kind for one in ballot.options] == [
        "wording",
        "suggestion",
        "suggestion",
        None,
    ]


def test_only_who_runs_ballots_asks_the_room(cast, as_person, guest, nobody, attribute, two):
    for browser, status in (
        (guest(), 403),
        (as_person(cast.ben), 403),
        (as_person(cast.cy), 404),
        (nobody, 404),
    ):
        assert ask(browser, attribute, cast.convening, two).status_code == status


def test_nothing_chosen_is_explained(cast, as_person, attribute, two, ballots):
    answer = ask(as_person(cast.ana), attribute, cast.convening, [])
    assert answer.status_code == 422
    assert "Choose at least one suggestion" in answer.text
    assert ballots() == []
