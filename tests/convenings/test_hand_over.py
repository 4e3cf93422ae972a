"""Who runs the room: named by somebody, handed over in one step, never by itself."""

import html
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from pog.convenings.models import Convening, Participant
from pog.convenings.roles import remove_seat
from pog.core.database import db
from tests.factories import make_membership, make_participant, make_person


@pytest.fixture
def dee(cast, work):
    """Facilitates without being an administrator: the seat alone gives her the role."""
    with work():
        dee = make_person("Dee")
        make_membership(cast.riverbend, dee, "reader")
        seat = make_participant(cast.convening, role="facilitator", person=dee, nickname="Dee")
        db.session.get(Participant, cast.ana_seat.id).role = "participant"
    dee.seat_id = seat.id
    return dee


def role(app, seat_id):
    with app.app_context():
        return db.session.get(Participant, seat_id).role


def hand_over(browser, cast, to, become="participant"):
    return browser.post(
        f"/convenings/{cast.convening.id}/hand-over", data={"to": str(to), "become": become}
    )


def test_handing_over_is_one_step(app, cast, dee, as_person):
    laptop, second = as_person(dee), as_person(dee)
    address = f"/convenings/{cast.convening.id}"
    assert f"{address}/hand-over" in laptop.get(f"{address}/facilitators").text
    page = laptop.get(f"{address}/hand-over").text
    assert "Ben" in page
    answer = hand_over(laptop, cast, cast.ben_seat.id)
    assert answer.location.endswith(address)
    assert "Ben runs this convening from now on." in laptop.get(address).text
    assert role(app, cast.ben_seat.id) == "facilitator"
    assert role(app, dee.seat_id) == "participant"
    # The role lives in the database: neither of Dee's laptops has it, each of Ben's does.
    for browser in (laptop, second):
        assert browser.get(f"{address}/desk").status_code == 403
    for _ in range(2):
        assert as_person(cast.ben).get(f"{address}/desk").status_code == 200


def test_whoever_hands_over_may_look_on(app, cast, dee, as_person):
    hand_over(as_person(dee), cast, cast.ben_seat.id, become="observer")
    assert role(app, dee.seat_id) == "observer"


def test_guests_and_strangers_cannot_be_handed_it(app, cast, dee, as_person, work):
    with work():
        guest = make_participant(cast.convening, nickname="Quiet Heron")
    browser = as_person(dee)
    assert "Quiet Heron" not in browser.get(f"/convenings/{cast.convening.id}/hand-over").text
    for to in (guest.id, dee.seat_id, cast.cy.id, "x"):
        assert hand_over(browser, cast, to).status_code == 422
    assert hand_over(browser, cast, cast.ben_seat.id, become="facilitator").status_code == 422
    assert role(app, dee.seat_id) == "facilitator"
    assert role(app, guest.id) == "participant"


def test_without_anybody_else_it_says_what_to_do(cast, dee, as_person, work):
    with work():
        for seat in (cast.ben_seat, cast.ana_seat):
            db.session.get(Participant, seat.id).person_id = None
    page = as_person(dee).get(f"/convenings/{cast.convening.id}/hand-over").text
    assert "Nobody else here has an account yet." in page


def test_an_administrator_without_the_role_has_nothing_to_hand_over(cast, dee, as_person):
    ana = as_person(cast.ana)
    assert ana.get(f"/convenings/{cast.convening.id}/facilitators").status_code == 200
    assert ana.get(f"/convenings/{cast.convening.id}/hand-over").status_code == 404


def test_an_administrator_is_told_what_stays(cast, dee, as_person, work):
    words = "As an administrator of the organization you can still open the desk."
    assert words not in as_person(dee).get(f"/convenings/{cast.convening.id}/hand-over").text
    with work():
        db.session.get(Participant, cast.ana_seat.id).role = "facilitator"
    assert words in as_person(cast.ana).get(f"/convenings/{cast.convening.id}/hand-over").text


def test_participants_cannot(cast, as_person, client):
    assert as_person(cast.ben).get(f"/convenings/{cast.convening.id}/hand-over").status_code == 403
    assert client.get(f"/convenings/{cast.convening.id}/hand-over").status_code == 404


def test_somebody_in_the_room_is_named(app, cast, dee, as_person, work):
    with work():
        guest = make_participant(cast.convening, nickname="Quiet Heron")
    browser = as_person(dee)
    address = f"/convenings/{cast.convening.id}/facilitators"
    page = browser.get(address).text
    assert f'value="{cast.ben_seat.id}"' in page
    assert str(guest.id) not in page
    named = browser.post(
        f"{address}/seated", data={"seat": str(cast.ben_seat.id)}, follow_redirects=True
    )
    assert "Ben now runs this convening with you." in named.text
    assert role(app, cast.ben_seat.id) == "facilitator"
    assert role(app, dee.seat_id) == "facilitator"
    assert browser.post(f"{address}/seated", data={"seat": str(guest.id)}).status_code == 422
    assert role(app, guest.id) == "participant"


def test_the_last_one_needs_a_successor(app, cast, dee, as_person):
    browser = as_person(dee)
    seat = f"/convenings/{cast.convening.id}/seats/{dee.seat_id}"
    refused = browser.post(seat, data={"role": "participant"})
    assert refused.status_code == 422
    assert "A convening needs a facilitator. Name another one first." in refused.text
    assert (
        "A convening needs a facilitator"
        in browser.post(f"{seat}/remove", follow_redirects=True).text
    )
    assert role(app, dee.seat_id) == "facilitator"


def test_nobody_is_promoted_when_a_facilitator_leaves(app, cast, dee, as_person, work):
    with work():
        eve = make_person("Eve")
        other = make_participant(cast.convening, role="facilitator", person=eve, nickname="Eve")
    browser = as_person(dee)
    browser.post(
        f"/convenings/{cast.convening.id}/seats/{dee.seat_id}", data={"role": "participant"}
    )
    assert role(app, dee.seat_id) == "participant"
    assert role(app, other.id) == "facilitator"
    assert role(app, cast.ben_seat.id) == "participant"


def test_a_closed_convening_is_not_handed_over(app, cast, dee, as_person, work):
    from pog.convenings.models import Convening
    from pog.core.clock import now

    with work():
        db.session.get(Convening, cast.convening.id).closed_at = now()
    answer = hand_over(as_person(dee), cast, cast.ben_seat.id)
    assert answer.status_code == 422
    assert "This convening is closed." in html.unescape(answer.text)
    assert role(app, dee.seat_id) == "facilitator"


def test_of_two_who_step_down_at_once_one_stays(app, cast, dee, as_person, work):
    with work():
        eve = make_person("Eve")
        other = make_participant(cast.convening, role="facilitator", person=eve, nickname="Eve")
    pairs = [(as_person(dee), dee.seat_id), (as_person(eve), other.id)]

    def step_down(pair):
        browser, seat_id = pair
        address = f"/convenings/{cast.convening.id}/seats/{seat_id}"
        return browser.post(address, data={"role": "participant"}).status_code

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(step_down, pairs))
    assert sorted(answers) == [303, 422]
    assert sorted([role(app, dee.seat_id), role(app, other.id)]) == ["facilitator", "participant"]


def test_nobody_hands_over_to_a_seat_that_is_just_taken_away(app, cast, dee, as_person, work):
    with work():
        eve = make_person("Eve")
        other = make_participant(cast.convening, person=eve, nickname="Eve")
    browser, address = as_person(dee), f"/convenings/{cast.convening.id}/hand-over"
    data = {"to": str(other.id), "become": "participant"}
    with ThreadPoolExecutor(1) as threads, work():
        db.session.get(Convening, cast.convening.id, with_for_update=True)
        answer = threads.submit(browser.post, address, data=data)
        time.sleep(0.5)
        remove_seat(db.session.get(Participant, other.id))
    assert answer.result().status_code == 422
    assert role(app, dee.seat_id) == "facilitator"
