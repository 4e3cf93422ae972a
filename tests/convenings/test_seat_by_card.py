"""Code cards: printed once, used once, and moved to another device only when asked."""

import html
import io
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import pytest
import sqlalchemy as sa

from pog.convenings.cards import hash_card, void_unused
from pog.convenings.models import Card, Convening, Participant, StakeholderGroup
from pog.core.clock import now
from pog.core.database import db
from tests.factories import make_card, make_participant

CODE = "ABCD2345"


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)


@pytest.fixture
def card(cast, work):
    with work():
        return make_card(cast.convening, CODE)


def group_named(app, name):
    with app.app_context():
        return db.session.query(StakeholderGroup).filter_by(name=name).one()


def look(app, kind, key):
    with app.app_context():
        return db.session.get(kind, key)


def cards_in(app):
    with app.app_context():
        return list(db.session.scalars(sa.select(Card).order_by(Card.batch, Card.number)))


def take(browser, code=CODE, group="none"):
    browser.get(f"/j/{code}")
    return browser.post(f"/j/{code}", data={"group": group})


def guests(app):
    with app.app_context():
        return list(db.session.scalars(sa.select(Participant).filter_by(person_id=None)))


# ------------------------------------------------------------------ making


def test_cards_are_printed_whatever_the_group_is_called(app, ana, cast, card, work):
    families = group_named(app, "Families")
    for name in ("Pride \U0001f3f3\ufe0f\u200d\U0001f308", '#panic("x")', ']#read("/etc/passwd")['):
        with work():
            db.session.get(StakeholderGroup, families.id).name = name
            db.session.get(Card, card.id).group_id = families.id
        pdf = ana.get(f"/convenings/{cast.convening.id}/cards/1.pdf")
        assert pdf.status_code == 200
        with pikepdf.open(io.BytesIO(pdf.data)) as file:
            assert len(file.pages) == 1


def test_a_facilitator_makes_and_prints_cards(app, ana, cast):
    address = f"/convenings/{cast.convening.id}/cards"
    assert f'href="{address}"' in ana.get(f"/convenings/{cast.convening.id}/desk").text
    group = group_named(app, "Families")
    made = ana.post(address, data={"count": "11", "group": str(group.id)}, follow_redirects=True)
    assert "11 cards are made. Download and print them." in made.text
    assert "0 of 11" in made.text
    cards = cards_in(app)
    assert len({card.code for card in cards}) == 11
    assert all(re.fullmatch(r"[2-9A-HJKMNP-Z]{8}", card.code) for card in cards)
    pdf = ana.get(f"{address}/1.pdf")
    assert pdf.mimetype == "application/pdf"
    assert pdf.headers["Cache-Control"] == "no-store"
    with pikepdf.open(io.BytesIO(pdf.data)) as file:
        assert len(file.pages) == 2
        assert str(file.Root.Lang) == "en"
        assert bool(file.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in file.Root
        assert str(file.docinfo.Title) == f"Code cards: {cast.convening.title}"
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        figures = [one for one in structure(file.Root.StructTreeRoot) if one.get("/S") == "/Figure"]
        assert len(figures) == 11
        assert all(str(one.Alt).startswith("QR code") for one in figures)
        width, height = file.pages[0].MediaBox[2:]
        assert (int(width), int(height)) == (612, 792)
    with pikepdf.open(io.BytesIO(ana.get(f"{address}/1.pdf?paper=a4").data)) as file:
        assert int(file.pages[0].MediaBox[2]) == 595


def structure(element):
    """Every element of a PDF's structure tree."""
    if isinstance(element, pikepdf.Array):
        for child in element:
            yield from structure(child)
    elif isinstance(element, pikepdf.Dictionary):
        yield element
        if "/K" in element:
            yield from structure(element.K)


def test_what_was_typed_is_never_read_as_markup(app, ana, cast, work):
    with work():
        db.session.get(Convening, cast.convening.id).title = '#read("/etc/passwd") *x* $ [ \\'
        db.session.get(Convening, cast.convening.id).language = "es"
        make_card(cast.convening)
    pdf = ana.get(f"/convenings/{cast.convening.id}/cards/1.pdf")
    assert pdf.status_code == 200
    with pikepdf.open(io.BytesIO(pdf.data)) as file:
        assert '#read("/etc/passwd") *x* $ [ \\' in str(file.docinfo.Title)
        assert str(file.Root.Lang) == "es"


@pytest.mark.parametrize("count", ["0", "501", "many", ""])
def test_a_wrong_number_of_cards_is_explained_and_kept(count, app, ana, cast):
    answer = ana.post(
        f"/convenings/{cast.convening.id}/cards", data={"count": count, "group": "none"}
    )
    assert answer.status_code == 422
    assert "cards" in answer.text
    assert cards_in(app) == []


def test_only_facilitators_see_the_cards(cast, as_person, client, card):
    for part in ("", "/1.pdf"):
        address = f"/convenings/{cast.convening.id}/cards{part}"
        assert as_person(cast.ben).get(address).status_code == 403
        assert as_person(cast.cy).get(address).status_code == 404
        assert client.get(address).status_code == 404


def test_unused_cards_can_be_made_void(app, ana, cast, client, work):
    with work():
        make_card(cast.convening, CODE)
        make_card(cast.convening, "WXYZ6789")
    take(client)
    answer = ana.post(f"/convenings/{cast.convening.id}/cards/1/void", follow_redirects=True)
    assert "1 card is void now." in answer.text
    assert {card.code for card in cards_in(app)} == {None}
    refused = app.test_client().get("/j/WXYZ6789")
    assert refused.status_code == 409
    assert "This card is void. Ask a facilitator for another one." in refused.text
    assert client.get(f"/convenings/{cast.convening.id}").status_code == 200
    assert ana.get(f"/convenings/{cast.convening.id}/cards/1.pdf").status_code == 404


# ------------------------------------------------------------------ using


def test_a_card_lets_one_person_in_once(app, cast, client, card):
    found = client.get("/join", query_string={"code": "abcd 2345"})
    assert found.location.endswith(f"/j/{CODE}")
    assert "Which group do you speak for?" in client.get(found.location).text
    joined = client.post(found.location, data={"group": str(group_named(app, "Families").id)})
    assert joined.location.endswith(f"/convenings/{cast.convening.id}")
    [seat] = guests(app)
    used = look(app, Card, card.id)
    assert used.participant_id == seat.id
    assert used.code is None
    assert used.code_hash == hash_card(CODE)
    again = client.get(f"/j/{CODE}")
    assert again.location.endswith(f"/convenings/{cast.convening.id}")
    assert len(guests(app)) == 1


def test_a_card_for_a_group_asks_for_none(app, cast, client, work):
    group = group_named(app, "Families")
    with work():
        make_card(cast.convening, CODE, group=group)
    page = client.get(f"/j/{CODE}").text
    assert "Your card is for this group:" in page
    assert 'name="group"' not in page
    other = str(group_named(app, "Students").id)
    assert client.post(f"/j/{CODE}", data={"group": other}).status_code == 303
    [seat] = guests(app)
    assert seat.group_id == group.id


def test_another_device_continues_only_when_asked(app, cast, client, card):
    take(client)
    [seat] = guests(app)
    other = app.test_client()
    asked = other.get(f"/j/{CODE}")
    assert "This card's seat is in use. Continue on this device?" in html.unescape(asked.text)
    assert seat.nickname in asked.text
    assert look(app, Participant, seat.id).sign_in_id == seat.sign_in_id
    moved = other.post(f"/j/{CODE}/continue", follow_redirects=True)
    assert "Your seat is on this device now." in moved.text
    assert len(guests(app)) == 1
    assert look(app, Participant, seat.id).sign_in_id != seat.sign_in_id
    assert client.get(f"/convenings/{cast.convening.id}").status_code == 404
    assert "Continue on this device?" in client.get(f"/j/{CODE}").text


def test_taking_a_used_card_again_asks_first(app, client, card):
    take(client)
    second = take(app.test_client())
    assert second.status_code == 409
    assert "This card's seat is in use." in html.unescape(second.text)
    assert len(guests(app)) == 1


def test_whoever_has_a_seat_keeps_their_card(app, cast, client, card):
    client.post(f"/j/{cast.convening.join_code}", data={"group": "none"})
    answer = client.get(f"/j/{CODE}", follow_redirects=True)
    assert "You have a seat here already, so this card was not used." in answer.text
    assert look(app, Card, card.id).used_at is None


def test_a_device_has_one_seat(app, cast, client, card):
    take(client)
    other = app.test_client()
    other.post(f"/j/{cast.convening.join_code}", data={"group": "none"})
    refused = other.post(f"/j/{CODE}/continue")
    assert refused.status_code == 409
    assert "This device has another seat in this convening." in refused.text


def test_a_seat_of_an_account_is_not_moved_by_its_card(app, cast, work, client, card):
    with work():
        used = db.session.get(Card, card.id)
        used.participant_id, used.used_at, used.code = cast.ben_seat.id, now(), None
    refused = client.post(f"/j/{CODE}/continue")
    assert refused.status_code == 409
    assert "belongs to an account. Sign in to continue with it." in refused.text
    assert look(app, Participant, cast.ben_seat.id).person_id == cast.ben.id


def test_a_card_works_when_the_code_on_the_screen_does_not(app, cast, client, card, work):
    with work():
        db.session.get(Convening, cast.convening.id).code_expires_at = now()
    assert take(client).status_code == 303
    assert len(guests(app)) == 1


def test_a_removed_seat_does_not_come_back_by_its_card(app, ana, cast, client, card):
    take(client)
    [seat] = guests(app)
    ana.post(f"/convenings/{cast.convening.id}/seats/{seat.id}/remove")
    for browser in (client, app.test_client()):
        answer = browser.get(f"/j/{CODE}")
        assert answer.status_code == 403
        assert "A facilitator took your seat away." in answer.text


def test_a_closed_convening_takes_no_card(ana, cast, client, card, work):
    with work():
        db.session.get(Convening, cast.convening.id).closed_at = now()
    answer = client.get(f"/j/{CODE}")
    assert answer.status_code == 409
    assert "This convening is closed." in answer.text


def test_guessing_cards_is_slowed_down_for_the_browser_alone(app, client, card):
    for last in "ABCDEFGHJK":
        answer = client.get("/join", query_string={"code": f"ZZZZ222{last}"})
        assert answer.status_code == 404
        assert "There is no card with this code. Compare it with yours." in answer.text
    assert client.get("/join", query_string={"code": CODE}).status_code == 429
    assert app.test_client().get("/join", query_string={"code": CODE}).status_code == 303


def test_the_same_try_sent_twice_is_one_seat(app, cast, client, card):
    page = client.get(f"/j/{CODE}")
    assert page.status_code == 200
    cookie = client.get_cookie("session").value
    client.post(f"/j/{CODE}", data={"group": "none"})
    twin = app.test_client()
    twin.set_cookie("session", cookie)
    again = twin.post(f"/j/{CODE}", data={"group": "none"})
    assert again.status_code == 303
    assert len(guests(app)) == 1
    assert twin.get(f"/convenings/{cast.convening.id}").status_code == 200


def test_the_old_device_is_told_to_stop_listening(app, cast, client, card):
    from pog.convenings.events import SeatMoved
    from pog.core import events

    take(client)
    [seat] = guests(app)
    told = []
    note = events.on(SeatMoved)(told.append)
    try:
        app.test_client().post(f"/j/{CODE}/continue")
    finally:
        events._after[SeatMoved].remove(note)
    assert [event.from_sign_in_id for event in told] == [seat.sign_in_id]


def test_a_person_with_an_account_uses_a_card(app, cast, as_person, card):
    cy = as_person(cast.cy)
    assert take(cy).status_code == 303
    with app.app_context():
        seat = db.session.scalar(sa.select(Participant).filter_by(person_id=cast.cy.id))
    assert look(app, Card, card.id).participant_id == seat.id


def test_a_lot_of_cards_at_once(app, ana, cast):
    ana.post(f"/convenings/{cast.convening.id}/cards", data={"count": "500", "group": "none"})
    assert len(cards_in(app)) == 500
    for _ in range(3):
        ana.post(f"/convenings/{cast.convening.id}/cards", data={"count": "500", "group": "none"})
    full = ana.post(f"/convenings/{cast.convening.id}/cards", data={"count": "1", "group": "none"})
    assert "A convening has at most 2,000 cards." in full.text


def test_a_hall_of_families_holds_the_cards_of_its_group(app, cast, client, work):
    """A batch whose group was taken out lets people choose."""
    with work():
        group = StakeholderGroup(
            convening_id=cast.convening.id, name="Neighbors", letter="N", position=9
        )
        db.session.add(group)
        db.session.flush()
        make_card(cast.convening, CODE, group=group)
        make_participant(cast.convening)
    with work():
        db.session.delete(db.session.get(StakeholderGroup, group.id))
    assert "Which group do you speak for?" in client.get(f"/j/{CODE}").text


def test_of_six_who_use_a_card_at_once_one_gets_the_seat(app, cast, card):
    browsers = [app.test_client() for _ in range(6)]
    for browser in browsers:
        assert browser.get(f"/j/{CODE}").status_code == 200
    with ThreadPoolExecutor(6) as threads:
        answers = list(
            threads.map(
                lambda browser: browser.post(f"/j/{CODE}", data={"group": "none"}).status_code,
                browsers,
            )
        )
    assert sorted(answers) == [303, 409, 409, 409, 409, 409]
    assert len(guests(app)) == 1


def test_a_card_that_is_voided_while_it_is_used_is_void(app, cast, card, client, work):
    assert client.get(f"/j/{CODE}").status_code == 200
    with ThreadPoolExecutor(1) as threads, work():
        convening = db.session.get(Convening, cast.convening.id, with_for_update=True)
        answer = threads.submit(client.post, f"/j/{CODE}", data={"group": "none"})
        time.sleep(0.5)  # the guest waits for the facilitator, and holds nothing meanwhile
        assert void_unused(convening, 1) == 1
    assert answer.result().status_code == 409
    assert "This card is void." in html.unescape(answer.result().text)
    assert not guests(app)
