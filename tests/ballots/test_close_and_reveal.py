"""Opening, closing, revealing, further rounds; and what nobody sees before the reveal."""

import re

import pytest

from pog.ballots.events import BallotClosed, BallotOpened, BallotRevealed
from pog.ballots.models import Ballot
from pog.core.database import db
from pog.core.events import on
from tests.ballots.halls import Hall, fill_hall, options_of
from tests.factories import make_ballot, make_participant, make_vote

WORDS = ["Block", "Serious", "Minor", "Can live", "Good", "Lead"]


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)


@pytest.fixture
def guest(cast, work, as_person):
    browser = as_person(None)
    with work():
        browser.seat = make_participant(cast.convening, sign_in=browser.sign_in)
    return browser


@pytest.fixture
def hall(app, cast, work):
    """23 votes: 17 for the first option, 11 for the second, none for the third."""
    with work():
        ballot = make_ballot(cast.convening)
        options = options_of(ballot)
        seats = fill_hall(cast.convening, Students=12, Families=11)
        for number, seat in enumerate([*seats["Students"], *seats["Families"]]):
            make_vote(
                ballot,
                seat,
                {options[0]: int(number < 17), options[1]: int(number >= 12), options[2]: 0},
            )
        return Hall(app, ballot.id, options)


def visible(text):
    """What stands in the source but addresses, keys and numbers of the connection."""
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", text)
    return re.sub(r"data-since=\"[^\"]*\"|nonce=\"[^\"]*\"|value=\"[\w.-]{30,}\"", "", text)


def pages_of(cast, hall):
    return [
        f"/ballots/{hall.ballot_id}",
        f"/ballots/{hall.ballot_id}/projector",
        f"/convenings/{cast.convening.id}/ballots",
        f"/convenings/{cast.convening.id}/projector",
        f"/convenings/{cast.convening.id}",
        f"/live-parts?topics=convening:{cast.convening.id}&since=0",
    ]


def test_before_the_reveal_no_page_has_a_number_of_the_result(cast, ana, guest, hall):
    for moment in ("open", "closed"):
        for browser in (guest, ana):
            for address in [
                *pages_of(cast, hall),
                *([f"/ballots/{hall.ballot_id}/desk"] if browser is ana else []),
            ]:
                text = visible(browser.get(address).text)
                for number in ("17", "74", "11 of 23", "48 percent", "percent"):
                    found = re.search(rf"(?<![\w#.-]){number}(?![\w.-])", text)
                    assert not found, (moment, address, text[found.start() - 80 : found.end() + 20])
        ana.post(f"/ballots/{hall.ballot_id}/close")
    assert "Voting is closed. The result comes" in guest.get(f"/ballots/{hall.ballot_id}").text


def test_after_the_reveal_everybody_sees_it(cast, ana, guest, hall):
    ana.post(f"/ballots/{hall.ballot_id}/close")
    answer = ana.post(f"/ballots/{hall.ballot_id}/reveal", follow_redirects=True)
    assert "Everybody sees the result now." in answer.text
    for address in (pages_of(cast, hall)[0], pages_of(cast, hall)[1]):
        text = guest.get(address).text
        assert "17 of 23, 74 percent" in text
        assert "11 of 23, 48 percent" in text
    assert '<progress max="23" value="17"' in guest.get(pages_of(cast, hall)[1]).text
    pushed = guest.get(pages_of(cast, hall)[-1]).text
    assert "17 of 23, 74 percent" in pushed


def test_turnout_is_shown_while_it_is_open(ana, guest, hall):
    assert "23 of 26 have voted" in guest.get(f"/ballots/{hall.ballot_id}").text
    text = ana.get(f"/ballots/{hall.ballot_id}/desk").text
    assert "B · Families" in text
    assert "at least 10 of 11" in text
    assert "at least 10 of 14" in text
    assert "at least 0 of 1" in text  # the facilitator, who stands for no group
    ana.post(f"/ballots/{hall.ballot_id}/close")
    assert re.search(
        r"Families.*?11 of 11", ana.get(f"/ballots/{hall.ballot_id}/desk").text, re.DOTALL
    )


def test_a_ballot_that_is_not_hidden_is_revealed_by_its_close(app, ana, guest, hall, work):
    with work():
        db.session.get(Ballot, hall.ballot_id).hidden = False
    assert (
        "Everybody sees the totals when the vote closes"
        in guest.get(f"/ballots/{hall.ballot_id}").text
    )
    ana.post(f"/ballots/{hall.ballot_id}/close")
    assert "17 of 23, 74 percent" in guest.get(f"/ballots/{hall.ballot_id}").text


def test_closing_asks_first_and_twice_is_once(ana, hall):
    text = ana.get(f"/ballots/{hall.ballot_id}/close").text
    assert "Votes sent later are refused" in text
    assert "23 of 25 have voted" in text
    heard = []
    on(BallotClosed)(heard.append)
    for _ in range(3):
        assert ana.post(f"/ballots/{hall.ballot_id}/close").status_code == 303
    assert len(heard) == 1
    first = hall.ballot()
    assert (first.eligible, first.result["total"]["ballots"]) == (25, 23)
    assert ana.get(f"/ballots/{hall.ballot_id}/close").status_code == 303


def test_the_result_never_changes(ana, hall, work):
    ana.post(f"/ballots/{hall.ballot_id}/close")
    before = hall.ballot().result
    with work():
        for vote in db.session.query(Ballot).filter_by(id=hall.ballot_id):
            assert vote is not None
    ana.post(f"/ballots/{hall.ballot_id}/close")
    ana.post(f"/ballots/{hall.ballot_id}/reveal")
    assert hall.ballot().result == before


def test_wrong_steps_are_refused_with_a_sentence(cast, ana, work, hall):
    with work():
        draft = make_ballot(cast.convening, "A draft?", state="draft")
    for deed, sentence in (
        ("close", "This ballot was never opened"),
        ("reveal", "Close the ballot first."),
        ("rounds", "Close this round first."),
    ):
        answer = ana.post(f"/ballots/{draft.id}/{deed}")
        assert answer.status_code == 409
        assert sentence in answer.text
    assert ana.post(f"/ballots/{hall.ballot_id}/reveal").status_code == 409
    ana.post(f"/ballots/{hall.ballot_id}/close")
    answer = ana.post(f"/ballots/{hall.ballot_id}/open")
    assert answer.status_code == 409
    assert "This ballot is closed and stays so." in answer.text


def test_opening_and_revealing_are_announced_once(cast, ana, work, hall):
    heard = []
    on(BallotOpened)(heard.append)
    on(BallotRevealed)(heard.append)
    with work():
        draft = make_ballot(cast.convening, "A draft?", state="draft")
    for _ in range(2):
        ana.post(f"/ballots/{draft.id}/open")
    ana.post(f"/ballots/{hall.ballot_id}/close")
    for _ in range(2):
        ana.post(f"/ballots/{hall.ballot_id}/reveal")
    assert [(type(event), event.ballot_id) for event in heard] == [
        (BallotOpened, draft.id),
        (BallotRevealed, hall.ballot_id),
    ]


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
        options = options_of(ballot)
        seats = fill_hall(cast.convening, Students=10)["Students"]
        for number, seat in enumerate(seats):
            vote = make_vote(ballot, seat, {options[0]: 2 if number < 3 else 4})
            if number < 3:
                vote.reason = f"Reason {number}"
        return Hall(app, ballot.id, options)


def test_fist_to_five_shows_its_scale_and_the_reasons_without_names(cast, ana, guest, fist):
    assert "Reason 1" not in ana.get(f"/ballots/{fist.ballot_id}/desk").text
    ana.post(f"/ballots/{fist.ballot_id}/close")
    ana.post(f"/ballots/{fist.ballot_id}/reveal")
    text = guest.get(f"/ballots/{fist.ballot_id}").text
    assert "7 of 10, 70 percent" in text
    assert "It does not pass yet" in text
    assert "Nobody blocks it." in text
    assert "The middle answer is 4." in text
    for number in range(3):
        assert f"Reason {number}" in text
    assert "Heron" not in text.split('id="region-ballot-result')[1].split('id="vote"')[0]
    # What people write is read by a person before it may stand on a wall.
    assert "Reason 1" not in guest.get(f"/ballots/{fist.ballot_id}/projector").text


def test_a_second_round_stands_beside_the_first(app, cast, ana, guest, fist, work):
    ana.post(f"/ballots/{fist.ballot_id}/close")
    ana.post(f"/ballots/{fist.ballot_id}/reveal")
    first = ana.post(f"/ballots/{fist.ballot_id}/rounds").location
    assert ana.post(f"/ballots/{fist.ballot_id}/rounds").location == first
    with app.app_context():
        after = db.session.query(Ballot).filter_by(round=2).one()
        assert after.previous_id == fist.ballot_id
        assert (after.state, after.settings["words"]) == ("draft", WORDS)
        key = after.id
    ana.post(f"/ballots/{key}/open")
    with app.app_context():
        [option] = options_of(after)
    guest.post(f"/ballots/{key}/vote", data={f"mark-{option}": "5"})
    ana.post(f"/ballots/{key}/close")
    assert "Round 1:" not in guest.get(f"/ballots/{key}").text
    ana.post(f"/ballots/{key}/reveal")
    for page in ("", "/projector"):
        text = guest.get(f"/ballots/{key}{page}").text
        assert "Round 1: 7 of 10, 70 percent" in text
        assert "1 of 1, 100 percent" in text


def test_the_wall_of_the_convening_shows_the_open_ballot(cast, ana, guest, hall):
    wall = f"/convenings/{cast.convening.id}/projector"
    text = guest.get(wall).text
    assert "Which of these do we keep?" in text
    assert text.count("<h1") == 1
    ana.post(f"/ballots/{hall.ballot_id}/close")
    assert "The result comes in a moment." in guest.get(wall).text
    ana.post(f"/ballots/{hall.ballot_id}/reveal")
    assert "17 of 23, 74 percent" in guest.get(wall).text


def test_who_comes_later_does_not_change_the_turnout_of_a_closed_ballot(cast, ana, hall, work):
    ana.post(f"/ballots/{hall.ballot_id}/close")
    with work():
        fill_hall(cast.convening, Students=3)
    text = ana.get(f"/ballots/{hall.ballot_id}/desk").text
    assert "23 of 25 have voted" in text
    assert "12 of 13" in text
