"""Stars: one to five from anybody with a seat on any note, changed and taken back freely."""

import pytest

from pog.core.database import db
from pog.core.events import on
from pog.notes.events import NoteStarred
from pog.notes.models import Star
from tests.browsing import HTMX


@pytest.fixture
def note(guest, write, reveal):
    found = write(guest, "They ask why.")
    reveal()
    return found


@pytest.fixture
def stars(app):
    def read():
        with app.app_context():
            return sorted(star.stars for star in db.session.scalars(db.select(Star)))

    return read


def give(browser, note, value, **more):
    return browser.post(f"/notes/{note.id}/stars", data={"stars": value}, **more)


def test_given_changed_and_taken_back(other, note, stars, page_of):
    answer = give(other, note, "4")
    assert answer.status_code == 303
    assert answer.location.endswith(f"#note-{note.id}")
    assert stars() == [4]
    assert 'value="4" checked' in other.get(page_of).text
    give(other, note, "2")
    assert stars() == [2]
    give(other, note, "0")
    assert stars() == []


def test_what_others_gave_is_seen_after_ones_own(guest, other, note, page_of):
    give(guest, note, "5")
    assert "on average" not in other.get(page_of).text
    assert "stars from" not in other.get(page_of).text
    part = give(other, note, "2", headers=HTMX)
    assert part.status_code == 200
    assert "3.5 stars from 2 people on average" in part.text
    assert "<html" not in part.text
    assert "3.5 stars from 2 people on average" in other.get(page_of).text


@pytest.mark.parametrize("value", ["6", "-1", "many", "4.5", "٣"])
def test_nonsense_is_refused(other, note, stars, value):
    answer = give(other, note, value)
    assert answer.status_code == 422
    assert "Give one to five stars." in answer.text
    assert stars() == []


def test_after_the_step_they_stay_as_they_were(other, note, stars, move_to, page_of):
    give(other, note, "4")
    move_to("read")
    for headers in ({}, HTMX):
        answer = give(other, note, "1", headers=headers)
        assert answer.status_code == 409
        assert "This round is over, so the stars stay as they were." in answer.text
    assert stars() == [4]
    page = other.get(page_of).text
    assert 'name="stars"' not in page
    assert "4 stars from 1 person" in page


def test_a_new_round_leaves_the_stars_of_the_first(other, note, stars, move_to):
    give(other, note, "4")
    move_to("read")
    move_to("collect")
    assert give(other, note, "1").status_code == 409
    assert stars() == [4]


def test_observers_and_strangers_give_none(cast, as_person, nobody, join, note, stars, page_of):
    observer = join("Still Owl", "observer")
    assert "They ask why." in observer.get(page_of).text
    assert 'name="stars"' not in observer.get(page_of).text
    assert give(observer, note, "5").status_code == 403
    assert give(as_person(cast.cy), note, "5").status_code == 404
    assert give(nobody, note, "5").status_code == 404
    assert stars() == []


def test_the_fact_is_announced_when_something_changed(other, note):
    told = []
    on(NoteStarred)(told.append)
    for value in ("4", "4", "3", "0", "0"):
        give(other, note, value)
    assert len(told) == 3


def test_sorted_by_stars_and_by_what_i_have_not_rated(guest, other, ana, write, reveal, page_of):
    one, two, three = (write(guest, f"Idea {n}.") for n in (1, 2, 3))
    reveal()
    give(guest, two, "5")
    give(ana, two, "5")
    give(guest, one, "3")
    give(other, one, "3")

    def order(address):
        page = other.get(address).text
        page = page[page.index('id="notes-list"') :]
        return sorted(
            (n for n in "123" if f"Idea {n}." in page), key=lambda n: page.index(f"Idea {n}.")
        )

    assert order(page_of) == ["3", "2", "1"]
    assert order(f"{page_of}?sort=stars") == ["2", "1", "3"]
    # One's own are left out, those few have rated come first.
    assert order(f"{page_of}?sort=unstarred") == ["3", "2"]
    assert order(f"{page_of}?sort=nonsense") == ["3", "2", "1"]
    assert give(other, three, "1").status_code == 303


def test_pages_of_twenty(guest, other, write, reveal, page_of):
    for n in range(1, 46):
        write(guest, f"Idea number {n}.")
    reveal()
    first = other.get(page_of).text
    assert first.count('<article class="note"') == 20
    assert "Page 1 of 3" in first
    last = other.get(f"{page_of}?page=3").text
    assert last.count('<article class="note"') == 5
    assert "Idea number 1." in last
    for nonsense in ("99", "0", "-3", "x"):
        assert other.get(f"{page_of}?page={nonsense}").status_code == 200


def test_the_list_alone_for_htmx(other, note, page_of):
    part = other.get(f"{page_of}?sort=stars", headers=HTMX)
    assert part.text.lstrip().startswith('<section class="notes-all"')
    assert "They ask why." in part.text
