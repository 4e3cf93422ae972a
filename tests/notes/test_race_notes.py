"""Notes against the end of the step, stars against stars, with real threads on both databases."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from pog.convenings.models import Activity, Convening
from pog.convenings.running import close_convening
from pog.core.database import db
from pog.notes.models import Collection, Note, Star
from tests.races import at_once

WRITERS, EACH = 6, 5


@pytest.fixture
def writers(join):
    found = [join(f"Heron {number}") for number in range(WRITERS)]
    for browser in found:
        browser.token = {"X-CSRFToken": browser.csrf_token()}
    return found


def post(browser, address, data):
    return browser.post(address, data=data, headers=browser.token, csrf=False)


def test_every_note_is_stored_once_with_a_number_of_its_own(writers, page_of, stored):
    """Each is sent twice at once, as by two taps."""

    def write(browser, number):
        for n in range(EACH):
            data = {"text": f"Idea {number}.{n}", "idempotency_key": f"{number}.{n}"}
            answer = post(browser, page_of, data)
            assert answer.status_code in (303, 409), answer.text

    at_once(
        [lambda b=b, n=n: write(b, n) for n, b in enumerate(writers)]
        + [lambda b=b, n=n: write(b, n) for n, b in enumerate(writers)]
    )
    notes = stored()
    assert sorted(note.text for note in notes) == sorted(
        f"Idea {number}.{n}" for number in range(WRITERS) for n in range(EACH)
    )
    assert [note.number for note in notes] == list(range(1, WRITERS * EACH + 1))


def test_no_note_lands_in_a_round_that_is_over(app, cast, ana, writers, collecting, page_of):
    """While all write, the facilitator moves on and comes back: round 2 begins."""
    ana.token = {"X-CSRFToken": ana.csrf_token()}
    with app.app_context():
        elsewhere = db.session.scalar(
            db.select(Activity.id).filter_by(convening_id=cast.convening.id, kind="read")
        )
    confirmed = []

    def write(browser, number):
        for n in range(EACH * 2):
            answer = post(browser, page_of, {"text": f"Idea {number}.{n}"})
            assert answer.status_code in (303, 409), answer.text
            if answer.status_code == 303:
                confirmed.append(f"Idea {number}.{n}")

    def move():
        for step in (elsewhere, collecting.id):
            assert post(ana, f"/activities/{step}/start", {}).status_code == 303

    at_once([lambda b=b, n=n: write(b, n) for n, b in enumerate(writers)] + [move])
    with app.app_context():
        notes = list(db.session.scalars(db.select(Note)))
        began = db.session.get(Activity, collecting.id).opened_at
        rounds = {one.round: one.last_number for one in db.session.scalars(db.select(Collection))}
    assert sorted(note.text for note in notes) == sorted(confirmed)
    assert all((note.created_at >= began) == (note.round == 2) for note in notes)
    for number, last in rounds.items():
        assert sorted(n.number for n in notes if n.round == number) == list(range(1, last + 1))


def test_one_seat_gives_a_note_stars_once(app, guest, write, reveal, join):
    note = write(guest, "They ask why.")
    reveal()
    browser = join("Bold Otter")
    browser.token = {"X-CSRFToken": browser.csrf_token()}
    twin = app.test_client()
    for cookie in browser._cookies.values():
        twin._cookies[(cookie.domain, cookie.path, cookie.key)] = cookie
    twin.token = browser.token

    def tap(one, stars):
        answer = post(one, f"/notes/{note.id}/stars", {"stars": str(stars)})
        assert answer.status_code in (303, 409), answer.text

    at_once([lambda b=b, s=s: tap(b, s) for b in (browser, twin) for s in (1, 2, 3, 4, 5)])
    with app.app_context():
        [star] = db.session.scalars(db.select(Star))
    assert 1 <= star.stars <= 5


def test_notes_are_not_shown_beside_the_close(app, cast, ana, writers, collecting, page_of, work):
    post(writers[0], page_of, {"text": "Between us."})
    with ThreadPoolExecutor(1) as threads, work():
        close_convening(db.session.get(Convening, cast.convening.id))
        answer = threads.submit(ana.post, f"{page_of}/reveal")
        time.sleep(0.5)
    assert answer.result().status_code == 409
    with app.app_context():
        assert not db.session.get(Collection, (collecting.id, 1)).is_revealed
