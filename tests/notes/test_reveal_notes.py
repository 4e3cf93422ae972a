"""The reveal: asked for, done once for each round, and only by those who run the room."""

from pog.core.database import db
from pog.core.events import on
from pog.notes.events import NotesRevealed
from pog.notes.models import Collection


def test_it_is_asked_before_it_is_done(ana, guest, other, write, page_of):
    write(guest, "They ask why.")
    write(guest, "They cook.")
    desk = ana.get(f"{page_of}/desk").text
    assert "2 notes" in desk
    assert "from 1 person" in desk
    assert f'href="{page_of}/reveal"' in desk
    asked = ana.get(f"{page_of}/reveal").text
    assert "Show the notes to everybody?" in asked
    assert "this is not taken back" in asked
    assert "They ask why." not in asked
    assert "They ask why." not in other.get(page_of).text
    assert ana.post(f"{page_of}/reveal").status_code == 303
    for browser, address in ((other, page_of), (ana, f"{page_of}/desk")):
        page = browser.get(address).text
        assert "They ask why." in page
        assert "Quiet Heron" in page
    assert "Everybody in this convening can read the notes" in other.get(page_of).text
    assert ana.get(f"{page_of}/reveal").status_code == 303


def test_it_is_done_once(app, ana, guest, write, page_of):
    told = []
    on(NotesRevealed)(told.append)
    write(guest, "They ask why.")
    for _ in range(2):
        assert ana.post(f"{page_of}/reveal").status_code == 303
    with app.app_context():
        [collection] = db.session.scalars(db.select(Collection))
    assert collection.revealed_by == "Ana"
    assert len(told) == 1


def test_only_those_who_run_the_room_reveal(cast, as_person, guest, other, nobody, write, page_of):
    write(guest, "They ask why.")
    for browser, status in ((other, 403), (as_person(cast.cy), 404), (nobody, 404)):
        for address in ("desk", "reveal"):
            assert browser.get(f"{page_of}/{address}").status_code == status
        assert browser.post(f"{page_of}/reveal").status_code == status
    assert "They ask why." not in other.get(page_of).text


def test_without_a_note_there_is_nothing_to_show(ana, page_of, collecting):
    answer = ana.post(f"{page_of}/reveal", headers={"Referer": f"http://localhost{page_of}/desk"})
    assert answer.status_code in (303, 409)
    assert "There is no note yet to show." in (
        answer.text if answer.status_code == 409 else ana.get(f"{page_of}/desk").text
    )


def test_a_question_about_an_earlier_round_reveals_no_later_one(
    ana, guest, other, move_to, write, page_of
):
    write(guest, "First round.")
    move_to("read")
    move_to("collect")
    write(guest, "Second round.")
    answer = ana.post(f"{page_of}/reveal", data={"round": "1"})
    assert answer.status_code == 303
    assert "A new round has begun" in ana.get(f"{page_of}/desk").text
    assert "Second round." not in other.get(page_of).text


def test_each_round_is_revealed_on_its_own(guest, other, move_to, write, reveal, page_of):
    write(guest, "First round.")
    reveal()
    move_to("read")
    move_to("collect")
    write(guest, "Second round.")
    page = other.get(page_of).text
    assert "Second round." not in page
    assert "First round." not in page
    assert "First round." in other.get(f"{page_of}?round=1").text
    reveal()
    assert "Second round." in other.get(page_of).text


def test_notes_added_after_it_show_at_once(guest, other, write, reveal, page_of):
    write(guest, "Before.")
    reveal()
    write(guest, "After.")
    page = other.get(page_of).text
    assert "After." in page
    assert "Just added:" in page


def test_the_projector_counts_first_and_shows_notes_without_names_later(
    cast, ana, guest, write, reveal
):
    wall = f"/convenings/{cast.convening.id}/projector"
    write(guest, "They <ask> why.")
    page = ana.get(wall).text
    assert "1 note" in page
    assert "0 of 2 ready" in page
    assert "They" not in page[page.index('id="region-notes-stage"') :].split("<footer")[0]
    reveal()
    page = ana.get(wall).text
    assert "They &lt;ask&gt; why." in page
    assert "Quiet Heron" not in page


def test_on_the_projector_the_most_stars_come_first_and_as_many_as_fit(
    cast, ana, guest, other, write, reveal
):
    notes = [write(guest, f"Idea {n}. {'word ' * (n % 3)}") for n in range(1, 16)]
    reveal()
    other.post(f"/notes/{notes[9].id}/stars", data={"stars": "5"})
    page = ana.get(f"/convenings/{cast.convening.id}/projector").text
    wall = page[page.index("notes-wall-cards") :]
    assert wall.index("Idea 10.") < wall.index("Idea 1.") < wall.index("Idea 2.")
    assert wall.count("notes-wall-card") == 1 + 12
    assert "and 3 more on the phones" in wall


def test_long_notes_leave_room_for_each_other(cast, ana, guest, write, reveal):
    for n in range(12):
        write(guest, f"{n} " + "long words " * 26)
    reveal()
    page = ana.get(f"/convenings/{cast.convening.id}/projector").text
    wall = page[page.index("notes-wall-cards") :]
    assert 3 <= wall.count('class="notes-wall-card"') <= 5


def test_when_the_room_moves_on_the_projector_moves_too(cast, ana, guest, move_to, write, reveal):
    write(guest, "They ask why.")
    reveal()
    move_to("read")
    assert "They ask why." not in ana.get(f"/convenings/{cast.convening.id}/projector").text
    assert "They ask why." in guest.get(f"/convenings/{cast.convening.id}/notes").text
