"""Voting: one vote per seat, changed until the close, refused afterwards with the marks shown."""

import uuid

import pytest

from pog.ballots.events import VoteCast
from pog.ballots.models import Ballot
from pog.convenings.models import Convening, Participant
from pog.core.database import db
from pog.core.events import on
from tests.ballots.halls import Hall, options_of
from tests.browsing import HTMX
from tests.factories import make_ballot, make_participant

WORDS = ["Block", "Serious", "Minor", "Can live", "Good", "Lead"]


@pytest.fixture
def guest(cast, work, as_person):
    browser = as_person(None)
    with work():
        browser.seat = make_participant(
            cast.convening, sign_in=browser.sign_in, nickname="Quiet Heron"
        )
    return browser


@pytest.fixture
def hall(app, cast, work):
    with work():
        ballot = make_ballot(cast.convening, settings={"limit": 2})
        return Hall(app, ballot.id, options_of(ballot))


@pytest.fixture
def fist(app, cast, work):
    with work():
        ballot = make_ballot(
            cast.convening,
            "Can you live with this?",
            method="fist_to_five",
            options=("Courage",),
            settings={"words": WORDS, "pass_share": 80},
        )
        return Hall(app, ballot.id, options_of(ballot))


def test_the_page_says_who_sees_what_and_when(guest, hall):
    text = guest.get(f"/ballots/{hall.ballot_id}").text
    assert "it is not secret, but nobody in the room is shown it" in text
    assert "Choose 2 options at most." in text
    assert text.count('name="option"') == 3


def test_a_vote_is_stored_and_said_so(guest, hall):
    answer = guest.post(
        f"/ballots/{hall.ballot_id}/vote", data={"option": hall.options[:1]}, follow_redirects=True
    )
    assert "Your vote is stored. You can change it until the facilitator closes." in answer.text
    [vote] = hall.votes()
    assert vote.participant_id == guest.seat.id
    assert vote.marks == {hall.options[0]: 1, hall.options[1]: 0, hall.options[2]: 0}
    again = guest.get(f"/ballots/{hall.ballot_id}").text
    assert f'value="{hall.options[0]}" checked' in again
    assert "Your vote is stored." in again


def test_a_second_vote_changes_the_first_and_says_so(guest, hall):
    for chosen in (hall.options[:1], hall.options[1:]):
        answer = guest.post(f"/ballots/{hall.ballot_id}/vote", data={"option": chosen})
        assert answer.status_code == 303
    assert "the new one counts" in guest.get(answer.location).text
    [vote] = hall.votes()
    assert vote.times_changed == 1
    assert vote.marks[hall.options[0]] == 0
    assert "1 of 3 have voted" in guest.get(f"/ballots/{hall.ballot_id}").text


def test_the_same_vote_again_is_no_change(guest, hall):
    for _ in range(3):
        guest.post(f"/ballots/{hall.ballot_id}/vote", data={"option": hall.options[:1]})
    [vote] = hall.votes()
    assert vote.times_changed == 0


def test_none_of_these_is_an_answer(guest, hall):
    assert guest.post(f"/ballots/{hall.ballot_id}/vote", data={"none": "1"}).status_code == 303
    assert set(hall.votes()[0].marks.values()) == {0}
    assert 'name="none" value="1" checked' in guest.get(f"/ballots/{hall.ballot_id}").text


def test_too_many_are_explained_and_the_marks_kept(guest, hall):
    answer = guest.post(f"/ballots/{hall.ballot_id}/vote", data={"option": hall.options})
    assert answer.status_code == 422
    assert "You can choose at most 2." in answer.text
    assert answer.text.count(" checked") == 3
    assert hall.votes() == []


def test_a_refused_change_leaves_the_stored_vote(guest, hall):
    guest.post(f"/ballots/{hall.ballot_id}/vote", data={"option": hall.options[:1]})
    guest.post(f"/ballots/{hall.ballot_id}/vote", data={"option": hall.options})
    assert hall.votes()[0].marks[hall.options[0]] == 1


@pytest.mark.parametrize("data", [{}, {"option": [str(uuid.uuid4())]}, {"option": ["x"]}])
def test_no_marks_and_foreign_marks_are_refused(guest, hall, data):
    assert guest.post(f"/ballots/{hall.ballot_id}/vote", data=data).status_code == 422
    assert hall.votes() == []


def test_the_words_stand_beside_the_numbers(guest, fist):
    text = guest.get(f"/ballots/{fist.ballot_id}").text
    assert text.count('type="radio"') == 6
    for word in WORDS:
        assert word in text


@pytest.mark.parametrize("mark", ["0", "1", "2"])
def test_low_marks_ask_what_would_help(guest, fist, mark):
    name = f"mark-{fist.options[0]}"
    answer = guest.post(f"/ballots/{fist.ballot_id}/vote", data={name: mark, "reason": " "})
    assert answer.status_code == 422
    assert "Say what would help you go along." in answer.text
    assert f'value="{mark}" data-low checked' in answer.text
    assert fist.votes() == []
    data = {name: mark, "reason": "Plainer <words>."}
    assert guest.post(f"/ballots/{fist.ballot_id}/vote", data=data).status_code == 303
    assert fist.votes()[0].reason == "Plainer <words>."
    assert "Plainer &lt;words&gt;." in guest.get(f"/ballots/{fist.ballot_id}").text


def test_three_and_more_need_no_reason_and_keep_none(guest, fist):
    data = {f"mark-{fist.options[0]}": "3", "reason": "left over"}
    assert guest.post(f"/ballots/{fist.ballot_id}/vote", data=data).status_code == 303
    assert (fist.votes()[0].marks, fist.votes()[0].reason) == ({fist.options[0]: 3}, "")


@pytest.mark.parametrize("mark", ["6", "-1", "x", "3.5"])
def test_a_mark_off_the_scale_is_refused(guest, fist, mark):
    data = {f"mark-{fist.options[0]}": mark}
    assert guest.post(f"/ballots/{fist.ballot_id}/vote", data=data).status_code == 422
    assert fist.votes() == []


def test_after_the_close_it_is_refused_and_what_was_marked_is_shown(cast, guest, as_person, hall):
    guest.post(f"/ballots/{hall.ballot_id}/vote", data={"option": hall.options[:1]})
    as_person(cast.ana).post(f"/ballots/{hall.ballot_id}/close")
    answer = guest.post(f"/ballots/{hall.ballot_id}/vote", data={"option": hall.options[1:2]})
    assert answer.status_code == 409
    assert "Voting is closed, so this was not stored." in answer.text
    assert "What you marked, not stored" in answer.text
    assert '<li dir="auto">Courage</li>' in answer.text
    assert "The vote you sent before the close counts." in answer.text
    assert hall.votes()[0].marks[hall.options[0]] == 1
    late = guest.post(
        f"/ballots/{hall.ballot_id}/vote", data={"option": hall.options[1:2]}, headers=HTMX
    )
    assert late.status_code == 409
    assert late.headers["HX-Retarget"] == "#vote"
    assert "Your vote, which counts" in guest.get(f"/ballots/{hall.ballot_id}").text


def test_observers_and_members_without_a_seat_see_no_form(app, cast, work, as_person, hall):
    observer = as_person(None)
    with work():
        make_participant(cast.convening, sign_in=observer.sign_in, role="observer")
        db.session.delete(db.session.get(Participant, cast.ben_seat.id))
    for browser in (observer, as_person(cast.ben)):
        text = browser.get(f"/ballots/{hall.ballot_id}").text
        assert "<input" not in text.split('id="vote"')[1].split("</section>")[0]
        assert "You are watching here" in text
        answer = browser.post(f"/ballots/{hall.ballot_id}/vote", data={"option": hall.options[:1]})
        assert answer.status_code == 403
    assert hall.votes() == []


def test_foreign_people_find_nothing(cast, as_person, client, hall):
    for browser in (as_person(cast.cy), client):
        for page in ("", "/desk", "/projector", "/close", "/edit"):
            assert browser.get(f"/ballots/{hall.ballot_id}{page}").status_code == 404
        for deed in ("vote", "open", "close", "reveal", "rounds", "discard", "edit"):
            assert browser.post(f"/ballots/{hall.ballot_id}/{deed}").status_code == 404
    assert client.get(f"/ballots/{uuid.uuid4()}").status_code == 404
    assert as_person(cast.ana).get(f"/ballots/{hall.ballot_id}/vote").status_code == 405


def test_participants_do_not_run_it(guest, hall):
    for deed in ("open", "close", "reveal", "rounds", "discard", "edit"):
        assert guest.post(f"/ballots/{hall.ballot_id}/{deed}").status_code == 403
    assert guest.get(f"/ballots/{hall.ballot_id}/desk").status_code == 403
    assert hall.ballot().state == "open"


def test_the_exact_words_and_their_revision(app, cast, guest, work, as_person):
    from pog.profiles.models import Attribute

    ana = as_person(cast.ana)
    with app.app_context():
        attribute = db.session.query(Attribute).filter_by(name="Sound judgement").one()
        attribute_id = attribute.id
    ana.post(
        f"/convenings/{cast.convening.id}/ballots/new",
        data={
            "question": "Live with it?",
            "method": "fist_to_five",
            "attributes": [str(attribute_id)],
        },
    )
    with app.app_context():
        ballot_id = db.session.query(Ballot.id).scalar()
    ana.post(f"/ballots/{ballot_id}/open")
    with work():
        attribute = db.session.get(Attribute, attribute_id)
        attribute.statement, attribute.statement_html = "Other words.", "<p>Other words.</p>"
        attribute.revision = 3
    text = guest.get(f"/ballots/{ballot_id}").text
    assert "Says what they mean." in text
    assert "Other words." not in text
    assert "This is about revision 1. The text is now revision 3." in text


def test_opening_takes_the_words_of_that_moment(app, cast, work, as_person, guest):
    from pog.profiles.models import Attribute

    ana = as_person(cast.ana)
    with app.app_context():
        key = str(db.session.query(Attribute.id).filter_by(name="Sound judgement").scalar())
    ana.post(
        f"/convenings/{cast.convening.id}/ballots/new",
        data={"question": "Live with it?", "method": "fist_to_five", "attributes": [key]},
    )
    with work():
        attribute = db.session.get(Attribute, uuid.UUID(key))
        attribute.statement_html, attribute.revision = "<p>Newer words.</p>", 2
    with app.app_context():
        ballot_id = db.session.query(Ballot.id).scalar()
    ana.post(f"/ballots/{ballot_id}/open")
    assert "Newer words." in guest.get(f"/ballots/{ballot_id}").text


def test_people_are_led_from_one_question_to_the_next(cast, guest, work, hall):
    with work():
        second = make_ballot(cast.convening, "The second question?", position=5)
        other = options_of(second)
    now = f"/convenings/{cast.convening.id}/ballots"
    assert guest.get(now).location.endswith(f"/ballots/{hall.ballot_id}")
    page = guest.post(
        f"/ballots/{hall.ballot_id}/vote", data={"option": hall.options[:1]}, follow_redirects=True
    ).text
    assert "Go to the next question" in page
    assert guest.get(now).location.endswith(f"/ballots/{second.id}")
    guest.post(f"/ballots/{second.id}/vote", data={"option": other[:1]})
    text = guest.get(now).text
    assert "You have voted on 2 questions." in text
    assert "You voted on 2 questions." in guest.get("/my-input").text


def test_with_htmx_the_vote_comes_back_alone(guest, hall):
    answer = guest.post(
        f"/ballots/{hall.ballot_id}/vote", data={"option": hall.options[:1]}, headers=HTMX
    )
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<section class="ballot-vote" id="vote"')
    assert "Your vote is stored." in answer.text
    assert len(hall.votes()) == 1


def test_a_closed_convening_closes_its_ballots(app, cast, guest, as_person, hall):
    guest.post(f"/ballots/{hall.ballot_id}/vote", data={"option": hall.options[:1]})
    answer = as_person(cast.ana).post(f"/convenings/{cast.convening.id}/close/confirm")
    assert answer.status_code == 303
    ballot = hall.ballot()
    assert (ballot.state, ballot.result["total"]["ballots"]) == ("closed", 1)
    late = guest.post(f"/ballots/{hall.ballot_id}/vote", data={"option": hall.options[1:2]})
    assert late.status_code == 409
    with app.app_context():
        assert db.session.get(Convening, cast.convening.id).closed_at is not None


def test_the_fact_says_neither_who_nor_what(guest, cast, hall):
    heard = []
    on(VoteCast)(heard.append)
    for _ in range(2):
        guest.post(f"/ballots/{hall.ballot_id}/vote", data={"option": hall.options[:1]})
    assert heard == [VoteCast(convening_id=cast.convening.id, ballot_id=hall.ballot_id)]
