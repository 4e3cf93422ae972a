"""Entering paper cards: one after the other, each once, corrected or voided until the close."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from pog.ballots.events import VoteCast
from pog.ballots.models import Ballot, Vote
from pog.convenings.queries import representation
from pog.core.database import db
from pog.core.events import on
from pog.tables.entering import enter_card
from pog.tables.models import Table
from tests.ballots.halls import groups_of, options_of
from tests.factories import make_ballot, make_participant, make_table, make_vote


def enter(browser, room, card, *chosen, **more):
    data = {"option": [room.options[n] for n in chosen], **more}
    if card is not None:
        data["card"] = str(card)
    return browser.post(room.entry, data=data)


def test_one_card_after_the_other(scribe, room):
    text = scribe.get(room.entry).text
    assert 'value="1" checked autofocus' in text
    assert "0 of 5 cards are entered." in text
    answer = enter(scribe, room, 1, 0)
    assert (answer.status_code, answer.location) == (303, room.entry)
    text = scribe.get(room.entry).text
    assert "Card 1 is stored." in text
    assert 'value="2" checked autofocus' in text
    assert "1 of 5 cards are entered." in text
    enter(scribe, room, 5, 1, 2)
    for card in (2, 3, 4):
        enter(scribe, room, card, none="1")
    assert room.votes() == {
        1: dict(zip(room.options, (1, 0, 0), strict=True)),
        5: dict(zip(room.options, (0, 1, 1), strict=True)),
        **{card: dict.fromkeys(room.options, 0) for card in (2, 3, 4)},
    }
    text = scribe.get(room.entry).text
    assert "All cards are entered." in text
    assert "Store, and on to the next card" not in text
    assert {kind for _number, kind, _by in room.log()} == {"entered"}
    assert room.log()[0] == (1, "entered", "Patient Owl")


def test_a_card_counts_once(scribe, ana, room):
    enter(scribe, room, 3, 0)
    answer = enter(ana, room, 3, 1, 2)
    assert answer.status_code == 409
    assert "Card 3 was entered already, so this was not stored." in answer.text
    for option in room.options[1:]:
        assert f'value="{option}" checked' in answer.text, "what was marked is still there"
    assert " checked autofocus" not in answer.text, "the card has to be chosen anew"
    assert room.votes() == {3: dict(zip(room.options, (1, 0, 0), strict=True))}


def test_cards_count_with_their_group_and_as_voted(app, cast, scribe, ana, room):
    for card in range(1, 6):
        enter(scribe, room, card, 0)
    ana.post(f"/ballots/{room.ballot_id}/close")
    with app.app_context():
        rows = {row.group.name: row for row in representation(cast.convening.id) if row.group}
        assert (rows["Families"].joined, rows["Families"].voted) == (5, 5)
    assert 'max="5" value="5"' in ana.get(f"/ballots/{room.ballot_id}/desk").text
    ana.post(f"/ballots/{room.ballot_id}/close")
    ana.post(f"/ballots/{room.ballot_id}/reveal")
    with app.app_context():
        from pog.ballots.models import Ballot

        result = db.session.get(Ballot, room.ballot_id).result
        families = next(one for one in result["groups"] if one["name"] == "Families")
        assert (families["eligible"], families["ballots"]) == (5, 5)
        assert families["counts"][room.options[0]] == {"0": 0, "1": 5}


def test_a_card_is_corrected_with_a_log(scribe, room):
    enter(scribe, room, 2, 0)
    text = scribe.get(f"{room.entry}?card=2").text
    assert "Correct card 2" in text
    assert f'value="{room.options[0]}" checked' in text
    assert enter(scribe, room, 2, 1, seen="0").status_code == 303
    assert room.votes()[2][room.options[1]] == 1
    assert [kind for _number, kind, _by in room.log()] == ["entered", "corrected"]
    late = enter(scribe, room, 2, 2, seen="0")
    assert late.status_code == 409
    assert "Card 2 was changed on another device meanwhile." in late.text
    assert room.votes()[2][room.options[1]] == 1
    same = enter(scribe, room, 2, 1, seen="1")
    assert same.status_code == 303
    assert len(room.log()) == 2


def test_a_card_is_voided_with_a_reason_and_entered_again(scribe, room):
    enter(scribe, room, 2, 0)
    void = f"{room.entry}/cards/2/void"
    answer = scribe.post(void, data={"why": " "})
    assert answer.status_code == 422
    assert "Say why the card does not count." in answer.text
    long = scribe.post(void, data={"why": "x" * 201})
    assert "x" * 201 in long.text
    assert len(room.votes()) == 1
    assert scribe.post(void, data={"why": "Wrong card."}).status_code == 303
    assert room.votes() == {}
    text = scribe.get(room.entry).text
    assert "Card 2 was taken out by Patient Owl: Wrong card." in text
    assert enter(scribe, room, 2, 1).status_code == 303
    assert [kind for _number, kind, _by in room.log()] == ["entered", "voided", "entered"]


@pytest.mark.parametrize(
    ("card", "chosen", "more", "sentence"),
    [
        (None, (0,), {}, "Choose a card first."),
        ("6", (0,), {}, "There is no card 6 at this table."),
        ("x", (0,), {}, "Choose a card first."),
        ("1", (), {}, "Choose at least one option"),
        ("1", (0, 1, 2), {}, "You can choose at most 2."),
        ("1", (0,), {"none": "1"}, "not both"),
    ],
)
def test_what_does_not_fit_is_explained_and_kept(scribe, room, card, chosen, more, sentence):
    answer = enter(scribe, room, card, *chosen, **more)
    assert answer.status_code == 422
    assert sentence in answer.text
    for number in chosen:
        assert f'value="{room.options[number]}" checked' in answer.text
    assert room.votes() == {}


def test_a_card_taken_away_is_refused(app, scribe, ana, room, work):
    with work():
        from pog.core.clock import now
        from pog.tables.models import TableCard

        card = db.session.query(TableCard).filter_by(table_id=room.table_id, number=5).one()
        card.seat.removed_at = now()
    answer = enter(scribe, room, 5, 0)
    assert answer.status_code == 409
    assert "Card 5 was taken away." in answer.text
    assert room.votes() == {}


def test_after_the_close_all_is_refused_and_what_was_marked_is_shown(scribe, ana, room):
    enter(scribe, room, 1, 0)
    ana.post(f"/ballots/{room.ballot_id}/close")
    late = enter(scribe, room, 2, 1)
    assert late.status_code == 409
    assert "Voting is closed, so this was not stored." in late.text
    assert "What you marked, not stored" in late.text
    assert '<li dir="auto">Courage</li>' in late.text
    assert enter(scribe, room, 1, 2, seen="0").status_code == 409
    void = scribe.post(f"{room.entry}/cards/1/void", data={"why": "Kept reason"})
    assert void.status_code == 409
    assert "Kept reason" in void.text
    assert room.votes() == {1: dict(zip(room.options, (1, 0, 0), strict=True))}
    assert scribe.get(room.entry).status_code == 200


def test_fist_to_five_and_dots_from_cards(app, cast, scribe, room, work):
    with work():
        fist = make_ballot(
            cast.convening,
            method="fist_to_five",
            options=("Courage",),
            settings={"words": list("012345"), "pass_share": 80},
        )
        dots = make_ballot(cast.convening, method="dots", settings={"dots": 3, "cap": 2})
        one, many = options_of(fist), options_of(dots)
    page = f"/tables/{room.table_id}/ballots/{fist.id}"
    assert scribe.get(page).text.count(f'name="mark-{one[0]}"') == 6
    # Whoever left the line empty on paper cannot be asked any more.
    answer = scribe.post(page, data={"card": "1", f"mark-{one[0]}": "1", "reason": ""})
    assert answer.status_code == 303
    scribe.post(page, data={"card": "2", f"mark-{one[0]}": "0", "reason": "Plainer words."})
    page = f"/tables/{room.table_id}/ballots/{dots.id}"
    assert "dots.js" in scribe.get(page).text or "data-dots" in scribe.get(page).text
    refused = scribe.post(page, data={"card": "1", f"mark-{many[0]}": "3"})
    assert refused.status_code == 422
    assert f'name="mark-{many[0]}" value="3"' in refused.text
    assert scribe.post(page, data={"card": "1", f"mark-{many[0]}": "2"}).status_code == 303
    with app.app_context():
        reasons = db.session.query(Vote.reason).filter_by(ballot_id=fist.id).all()
        assert sorted(row.reason for row in reasons) == ["", "Plainer words."]


def test_a_ballot_of_another_convening_is_not_there(cast, scribe, room, work):
    from tests.factories import make_convening

    with work():
        other = make_convening(cast.profile, "Another evening")
        foreign = make_ballot(other)
        draft = make_ballot(cast.convening, state="draft")
    for ballot in (foreign, draft):
        page = f"/tables/{room.table_id}/ballots/{ballot.id}"
        assert scribe.get(page).status_code == 404
        assert scribe.post(page, data={"card": "1"}).status_code == 404
        assert scribe.get(f"{page}/count").status_code == 404


def test_the_facts_say_neither_which_card_nor_what(cast, scribe, room):
    heard = []
    on(VoteCast)(heard.append)
    enter(scribe, room, 1, 0)
    assert heard == [VoteCast(convening_id=cast.convening.id, ballot_id=room.ballot_id)]


def test_the_same_card_entered_twice_at_once_is_one_vote(app, cast, work, as_person):
    """Two devices, twelve cards, both enter each at the same moment: one is stored, one is told."""
    with work():
        table = make_table(cast.convening, cards=12)
        ballot = make_ballot(cast.convening, options=("Yes", "No"))
        options = options_of(ballot)
    page = f"/tables/{table.id}/ballots/{ballot.id}"
    devices = []
    for number in range(2):
        browser = as_person(cast.ana)
        devices.append((number, browser, browser.csrf_token()))
    statuses: dict[int, list[int]] = {card: [] for card in range(1, 13)}

    def run(number, browser, token, card, barrier):
        barrier.wait()
        answer = browser.post(
            page,
            data={"card": str(card), "option": [options[number]]},
            headers={"X-CSRFToken": token},
            csrf=False,
        )
        statuses[card].append(answer.status_code)

    for card in range(1, 13):
        barrier = threading.Barrier(2)
        threads = [
            threading.Thread(target=run, args=(*device, card, barrier)) for device in devices
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert {tuple(sorted(found)) for found in statuses.values()} == {(303, 409)}
    with app.app_context():
        votes = db.session.query(Vote).filter_by(ballot_id=ballot.id).all()
        assert len(votes) == 12
        assert all(sum(vote.marks.values()) == 1 and not vote.times_changed for vote in votes)


def test_a_phone_and_a_card_are_two_seats_and_the_pages_say_so(cast, scribe, room, work, as_person):
    """A person with both is a matter of people; the paper says it in words."""
    phone = as_person(None)
    with work():
        make_participant(cast.convening, sign_in=phone.sign_in)
    for page in (f"/tables/{room.table_id}", f"/tables/{room.table_id}/paper"):
        assert "Vote on the phone or on the card, not both." in scribe.get(page).text


def test_voted_cards_do_not_change_their_group(cast, ana, room, work):
    with work():
        from pog.tables.models import TableCard

        card = db.session.query(TableCard).filter_by(table_id=room.table_id, number=1).one()
        seat_id = card.participant_id
        make_vote(type("B", (), {"id": room.ballot_id}), card.seat, {room.options[0]: 1})
    text = ana.get(f"/convenings/{cast.convening.id}/room").text
    assert "Table 4, card 1" in text
    seat = ana.get(f"/convenings/{cast.convening.id}/seats/{seat_id}")
    assert seat.status_code in (200, 404)


def test_a_card_that_is_just_entered_is_not_taken_away(ana, room, work, cast, app):
    with app.app_context():
        families = groups_of(cast.convening)["Families"].id
    smaller = {"number": "4", f"people-{families}": "4"}
    with ThreadPoolExecutor(1) as threads, work():
        ballot, table = db.session.get(Ballot, room.ballot_id), db.session.get(Table, room.table_id)
        enter_card(ballot, table, 5, {room.options[0]: 1}, by="Patient Owl")
        answer = threads.submit(ana.post, f"/tables/{room.table_id}/edit", data=smaller)
        time.sleep(0.5)
    assert answer.result().status_code == 303
    assert 5 in room.votes()
    assert [number for number, _group in room.table().people] == [1, 2, 3, 5]
