"""A thousand notes cost no more questions to the database than ten; the record holds them all."""

import pytest

from pog.convenings.models import Activity
from pog.core.database import db
from pog.notes.queries import notes_of, rounds_of
from tests.browsing import HTMX
from tests.factories import make_note, make_participant, make_star
from tests.watching import statements_of


@pytest.fixture
def crowd(cast, collecting, work):
    """Fill the round: `crowd(1000)` notes from fifty seats, with stars."""

    def fill(notes):
        with work():
            activity = db.session.get(Activity, collecting.id)
            seats = [make_participant(cast.convening) for _ in range(50)]
            for n in range(notes):
                note = make_note(activity, f"Idea {n}.", participant=seats[n % 50], revealed=True)
                make_star(note, seats[(n + 1) % 50], n % 5 + 1)

    return fill


def test_pages_ask_as_often_with_a_thousand_notes(app, cast, ana, guest, crowd, page_of):
    pages = [
        (guest, page_of, {}),
        (guest, f"{page_of}?sort=stars", HTMX),
        (guest, f"{page_of}?sort=unstarred&page=2", HTMX),
        (ana, f"{page_of}/desk?sort=stars", {}),
        (ana, f"/convenings/{cast.convening.id}/projector", {}),
        (guest, f"/live-parts?topics=convening:{cast.convening.id}&since=0", {}),
    ]

    def statements():
        found = []
        for browser, address, headers in pages:
            with statements_of(app) as asked:
                assert browser.get(address, headers=headers).status_code in (200, 204)
            found.append(len(asked))
        return found

    crowd(30)
    few = statements()
    crowd(970)
    assert statements() == few


def test_the_record_has_every_round_with_its_stars(
    app, cast, ana, guest, other, move_to, write, reveal
):
    first = write(guest, "First round.")
    gone = write(guest, "Withdrawn.")
    hidden = write(other, "Names somebody.")
    reveal()
    other.post(f"/notes/{first.id}/stars", data={"stars": "4"})
    guest.post(f"/notes/{gone.id}/withdrawal")
    ana.post(f"/notes/{hidden.id}/hide", data={"reason": "Names a person."})
    move_to("read")
    move_to("collect")
    write(guest, "Never shown.")
    with app.app_context():
        one, two = rounds_of(cast.convening.id)
        assert [note.text for note in one.notes] == ["First round.", "Names somebody."]
        assert [note.hidden_reason for note in one.notes] == [None, "Names a person."]
        assert (one.written, one.people, one.kept_private) == (2, 2, 0)
        assert (one.rating(one.notes[0]).average, one.rating(one.notes[0]).people) == (4.0, 1)
        assert one.rating(one.notes[1]).people == 0
        assert (two.round, two.notes, two.written, two.kept_private) == (2, (), 1, 1)
        assert [note.text for note in notes_of(cast.convening.id)] == ["First round."]
        assert notes_of(activity_id=one.activity.id, round_number=2) == []
