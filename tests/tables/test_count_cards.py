"""Count sheets: they add up, or say why; facilitators see all before they close."""

import re

import pytest

from pog.core.events import on
from pog.tables.events import SheetKept
from tests.factories import make_ballot, make_table
from tests.tables.test_enter_cards import enter


def count(browser, room, handed_out="5", blank="", spoiled="", explanation=""):
    data = {"handed_out": handed_out, "blank": blank, "spoiled": spoiled}
    return browser.post(f"{room.entry}/count", data={**data, "explanation": explanation})


def test_a_sheet_that_adds_up(scribe, ana, room):
    for card in (1, 2, 3):
        enter(scribe, room, card, 0)
    text = scribe.get(f"{room.entry}/count").text
    assert "3 cards are entered." in text
    assert re.search(r'name="handed_out"[^>]* value="5"', text)
    assert "Not counted yet" in text
    answer = count(scribe, room, blank="1", spoiled="1")
    assert answer.status_code == 303
    assert "The count sheet is stored." in scribe.get(answer.location).text
    sheet = room.sheet()
    assert (sheet.handed_out, sheet.blank, sheet.spoiled, sheet.entered) == (5, 1, 1, 3)
    assert sheet.kept_by == "Patient Owl"
    text = ana.get(f"/ballots/{room.ballot_id}/tables").text
    assert "Adds up" in text
    assert "All tables have counted their cards." in text


def test_one_that_does_not_needs_an_explanation(scribe, ana, room):
    enter(scribe, room, 1, 0)
    answer = count(scribe, room, blank="1")
    assert answer.status_code == 422
    assert "You handed out 5 cards, but entered, blank and spoiled ones make 2." in answer.text
    assert re.search(r'name="blank"[^>]* value="1"', answer.text)
    assert room.sheet() is None
    assert count(scribe, room, blank="1", explanation="Three left early.").status_code == 303
    text = ana.get(f"/ballots/{room.ballot_id}/tables").text
    assert "Explained" in text
    assert "Three left early." in text
    # One more card: the explanation was about another difference.
    enter(scribe, room, 2, 0)
    assert "Does not add up" in ana.get(f"/ballots/{room.ballot_id}/tables").text
    assert count(scribe, room, handed_out="3", blank="1").status_code == 303
    assert room.sheet().explanation == ""
    assert "Adds up" in ana.get(f"/ballots/{room.ballot_id}/tables").text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"handed_out": ""}, "Enter how many cards you handed out."),
        ({"handed_out": "-1"}, "Enter a number from 0 to 999."),
        ({"blank": "x"}, "valid integer"),
        ({"spoiled": "1000"}, "Enter a number from 0 to 999."),
        ({"explanation": "w" * 501}, "Use at most 500 characters."),
    ],
)
def test_what_does_not_fit_is_explained_and_kept(scribe, room, typed, sentence):
    answer = count(scribe, room, **typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert next(iter(typed.values())) in answer.text
    assert room.sheet() is None


def test_facilitators_are_warned_and_not_kept_from_closing(cast, scribe, ana, room, work):
    with work():
        make_table(cast.convening, number=5, cards=2)
    for page in ("desk", "close"):
        text = ana.get(f"/ballots/{room.ballot_id}/{page}").text
        assert "2 tables have not counted their cards, or their counts do not add up." in text
        assert f'href="/ballots/{room.ballot_id}/tables"' in text
    text = ana.get(f"/ballots/{room.ballot_id}/tables").text
    assert text.count("Not counted yet") == 2
    assert "2 tables are not done with their count." in text
    count(scribe, room, blank="5")
    assert "1 table has not counted its cards" in ana.get(f"/ballots/{room.ballot_id}/desk").text
    assert ana.post(f"/ballots/{room.ballot_id}/close").status_code == 303
    assert "Not counted yet" in ana.get(f"/ballots/{room.ballot_id}/tables").text


def test_without_tables_nobody_is_warned(cast, ana, work):
    with work():
        ballot = make_ballot(cast.convening)
    assert "counted" not in ana.get(f"/ballots/{ballot.id}/desk").text
    assert "No table is open" in ana.get(f"/ballots/{ballot.id}/tables").text


def test_after_the_close_the_count_is_refused_and_shown(scribe, ana, room):
    ana.post(f"/ballots/{room.ballot_id}/close")
    answer = count(scribe, room, blank="4", spoiled="1", explanation="Kept words.")
    assert answer.status_code == 409
    assert "Voting is closed, so this count was not stored." in answer.text
    assert 'value="4"' in answer.text
    assert "Kept words." in answer.text
    assert room.sheet() is None


def test_only_facilitators_see_all_sheets(cast, room, scribe, as_person, client):
    page = f"/ballots/{room.ballot_id}/tables"
    assert scribe.get(page).status_code == 403
    assert as_person(cast.ben).get(page).status_code == 403
    assert as_person(cast.cy).get(page).status_code == 404
    assert client.get(page).status_code == 404


def test_it_is_announced(cast, scribe, room):
    heard = []
    on(SheetKept)(heard.append)
    count(scribe, room, blank="5")
    count(scribe, room, blank="4")
    assert [(event.table_id, event.ballot_id) for event in heard] == [
        (room.table_id, room.ballot_id)
    ]
