"""Writing notes: many in a row, each one's own until the reveal, and never lost."""

import pytest

from pog.convenings.models import Activity
from pog.core.database import db
from pog.core.events import on
from pog.notes.events import NoteAdded
from tests.browsing import HTMX

SECRET = "Zebra finches sing at dawn"


def test_the_now_page_and_the_tabs_lead_to_the_notes(cast, collecting, guest):
    page = guest.get(f"/convenings/{cast.convening.id}").text
    assert f'href="/convenings/{cast.convening.id}/notes"' in page
    assert "Add an idea" in page
    answer = guest.get(f"/convenings/{cast.convening.id}/notes")
    assert answer.status_code == 200
    assert "What should they be able to do?" in answer.text
    assert "Only you can read your notes for now" in answer.text
    assert 'aria-current="page"' in answer.text


def test_several_are_written_in_a_row(guest, write, page_of, stored):
    for text in ("They finish what they begin.", "They ask why.", "They cook."):
        write(guest, text)
    assert [(note.number, note.author_name, note.group_name) for note in stored()] == [
        (1, "Quiet Heron", "Students"),
        (2, "Quiet Heron", "Students"),
        (3, "Quiet Heron", "Students"),
    ]
    page = guest.get(page_of).text
    assert page.index("They cook.") < page.index("They ask why.")
    assert "3 notes of yours" in page
    assert "3 notes" in page
    assert "from 1 person" in page


def test_with_htmx_the_box_comes_back_empty_with_ones_own_notes(guest, page_of):
    answer = guest.post(page_of, data={"text": "They <b>ask</b> why."}, headers=HTMX)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'id="note-stored"' in answer.text
    # The form stays where it is: the next idea may have been begun in it.
    assert "<textarea" not in answer.text
    assert 'hx-target="#my-notes"' in answer.text
    assert "Stored as note 1." in answer.text
    assert "They &lt;b&gt;ask&lt;/b&gt; why." in answer.text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("  ", "Write your idea first."),
        ("x" * 301, "Use at most 300 characters."),
    ],
)
def test_what_cannot_be_stored_comes_back_with_a_sentence(guest, page_of, stored, text, sentence):
    for headers in ({}, HTMX):
        answer = guest.post(page_of, data={"text": text}, headers=headers)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert text.strip() in answer.text
    assert stored() == []


def test_after_an_error_the_form_comes_without_it(guest, page_of):
    refused = guest.post(page_of, data={"text": ""}, headers=HTMX)
    assert 'name="whole" value="yes"' in refused.text
    answer = guest.post(page_of, data={"text": "They ask.", "whole": "yes"}, headers=HTMX)
    assert "Write your idea first." not in answer.text
    assert "</textarea>" in answer.text


def test_300_characters_are_not_too_many(guest, write):
    write(guest, "é" * 300)


def test_the_same_submission_is_stored_once(guest, page_of, stored):
    for _ in range(3):
        guest.post(page_of, data={"text": "Once.", "idempotency_key": "k1"})
    guest.post(page_of, data={"text": "Once.", "idempotency_key": "k2"})
    assert [note.number for note in stored()] == [1, 2]


def test_after_the_close_the_text_comes_back(guest, move_to, page_of, stored):
    move_to("read")
    for headers in ({}, HTMX):
        answer = guest.post(page_of, data={"text": "Too <late>"}, headers=headers)
        assert answer.status_code == 409
        assert "Notes are closed at the moment, so this was not stored." in answer.text
        assert "Too &lt;late&gt;</textarea>" in answer.text
    assert stored() == []
    page = guest.get(page_of).text
    assert "The facilitator opens them when it is time." in page
    assert "<textarea" not in page


def test_a_retry_after_the_close_still_finds_what_was_stored(guest, move_to, page_of, stored):
    data = {"text": "Just in time.", "idempotency_key": "k1"}
    guest.post(page_of, data=data)
    move_to("read")
    assert guest.post(page_of, data=data).status_code == 303
    assert len(stored()) == 1


def test_before_the_reveal_nobody_else_reads_a_word(
    cast, collecting, guest, other, ana, as_person, write, page_of, join
):
    write(guest, SECRET)
    readers = [other, ana, as_person(cast.ben), join("Still Owl", "observer")]
    addresses = [
        page_of,
        f"{page_of}?sort=stars",
        f"{page_of}/desk",
        f"/convenings/{cast.convening.id}",
        f"/convenings/{cast.convening.id}/notes",
        f"/convenings/{cast.convening.id}/desk",
        f"/convenings/{cast.convening.id}/projector",
        "/my-input",
        f"/live-parts?topics=convening:{cast.convening.id}&since=0",
        f"/live-parts?topics=desk:{cast.convening.id}&since=0",
    ]
    for browser in readers:
        for address in addresses:
            for headers in ({}, HTMX):
                answer = browser.get(address, headers=headers)
                assert SECRET not in answer.text, address
                assert "Quiet Heron" not in answer.text or "desk" in address, address
    assert SECRET in guest.get(page_of).text
    assert "from 1 person" in other.get(page_of).text
    note_addresses = ["edit", "hide"]
    [identifier] = note_ids(guest, page_of)
    for browser in readers:
        for what in note_addresses:
            assert browser.get(f"/notes/{identifier}/{what}").status_code == 404
        answer = browser.post(f"/notes/{identifier}/stars", data={"stars": "5"})
        assert answer.status_code == 404


def note_ids(browser, page_of):
    text = browser.get(page_of).text
    return [piece[:36] for piece in text.split('id="own-')[1:]]


def test_strangers_find_nothing_and_observers_write_nothing(
    cast, as_person, nobody, page_of, join, stored
):
    for browser in (nobody, as_person(cast.cy)):
        assert browser.get(page_of).status_code == 404
        assert browser.post(page_of, data={"text": "Me too."}).status_code == 404
    observer = join("Still Owl", "observer")
    page = observer.get(page_of)
    assert page.status_code == 200
    assert "<textarea" not in page.text
    assert observer.post(page_of, data={"text": "Me too."}).status_code == 403
    assert stored() == []


def test_other_steps_have_no_notes(cast, app, guest, ana):
    with app.app_context():
        step = db.session.scalar(
            db.select(Activity).filter_by(convening_id=cast.convening.id, kind="read")
        ).id
    assert guest.get(f"/activities/{step}/notes").status_code == 404
    assert guest.post(f"/activities/{step}/notes", data={"text": "Here?"}).status_code in (404, 409)
    for what in ("desk", "reveal"):
        assert ana.get(f"/activities/{step}/notes/{what}").status_code == 404
    assert ana.post(f"/activities/{step}/notes/reveal").status_code == 404


def test_before_the_first_note_the_address_of_notes_says_what_will_be_there(cast, guest, ana):
    assert "you write your notes here" in guest.get(f"/convenings/{cast.convening.id}/notes").text
    assert "Change the agenda" in ana.get(f"/convenings/{cast.convening.id}/notes").text


def test_the_fact_is_announced_once(app, guest, page_of, collecting):
    told = []
    on(NoteAdded)(told.append)
    for _ in range(2):
        guest.post(page_of, data={"text": "Once.", "idempotency_key": "k1"})
    guest.post(page_of, data={"text": ""})
    assert [event.activity_id for event in told] == [collecting.id]


def test_ready_is_counted_beside_the_notes(guest, other, page_of, write):
    write(guest, "One.")
    answer = guest.post(f"{page_of}/ready", data={"ready": "yes"})
    assert answer.status_code == 303
    assert "1 of 3 ready" in other.get(page_of).text
    part = guest.post(f"{page_of}/ready", data={"ready": "no"}, headers=HTMX)
    assert 'id="my-notes"' in part.text
    assert "0 of 3 ready" in other.get(page_of).text


def test_the_writer_has_contributed(cast, ana, guest, write):
    def numbers():
        text = ana.get(f"/convenings/{cast.convening.id}/desk").text
        return text[text.index('id="region-missing"') :]

    before = numbers()
    write(guest, "One.")
    assert numbers() != before


def test_going_back_opens_a_new_round_and_keeps_the_first(guest, other, move_to, page_of, write):
    write(guest, "From the first round.")
    move_to("read")
    move_to("collect")
    note = write(other, "From the second round.")
    assert (note.round, note.number) == (2, 1)
    page = guest.get(page_of).text
    assert "Round 2" in page
    assert "From the first round." not in page
    earlier = guest.get(f"{page_of}?round=1").text
    assert "From the first round." in earlier
    assert "The notes of this round were not shown." in earlier
    assert "<textarea" not in earlier


def test_my_input_lists_them(guest, write):
    write(guest, "They ask why.")
    text = guest.get("/my-input").text
    assert "You wrote one note." in text
    assert "They ask why." in text
