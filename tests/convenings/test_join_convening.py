"""Joining by code: in under 15 seconds, without an account, and always back to one seat."""

import html
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from pog.convenings.models import Convening, Participant, StakeholderGroup
from pog.core.clock import fixed, now
from pog.core.database import db
from tests.browsing import HTMX


def group_id(app, cast, name="Families"):
    with app.app_context():
        return str(
            db.session.query(StakeholderGroup)
            .filter_by(convening_id=cast.convening.id, name=name)
            .one()
            .id
        )


def sealed_in(page):
    return html.unescape(re.search(r'name="nickname" value="([^"]+)"', page)[1])


def nickname_in(page):
    return re.search(r"will see you as</span> <strong>([^<]+)</strong>", page)[1]


def seats(app, cast, **given):
    with app.app_context():
        return list(
            db.session.scalars(
                sa.select(Participant).filter_by(convening_id=cast.convening.id, **given)
            )
        )


def guests(app, cast):
    return seats(app, cast, person_id=None)


def test_a_guest_joins_with_code_group_and_nickname(app, cast, client):
    code = cast.convening.join_code
    typed = f"{code[:3]} {code[3:]}".lower()
    found = client.get("/join", query_string={"code": typed})
    assert found.status_code == 303
    page = client.get(found.location)
    assert page.status_code == 200
    assert "Families" in page.text
    nickname = nickname_in(page.text)
    joined = client.post(
        found.location,
        data={"group": group_id(app, cast), "nickname": sealed_in(page.text)},
    )
    assert joined.status_code == 303
    assert joined.location.endswith(f"/convenings/{cast.convening.id}")
    shown = client.get(joined.location)
    assert shown.status_code == 200
    assert nickname in shown.text
    assert "Go to the draft" in shown.text
    [seat] = guests(app, cast)
    assert seat.nickname == nickname
    assert seat.sign_in_id is not None
    assert seat.role == "participant"


def test_only_three_answers_lie_between_the_code_and_the_room(app, cast, client):
    """S1: code, group, in. Nothing else is asked."""
    page = client.get(f"/j/{cast.convening.join_code}").text
    main = page[page.index("seat-form") : page.index("</main>")]
    asked = set(re.findall(r'name="(\w+)"', main))
    assert asked == {"csrf_token", "idempotency_key", "group", "nickname", "another"}


@pytest.mark.parametrize("typed", ["abc", "0OIL10", "ZZZZZZ", "drop table", "💥💥💥💥💥💥", ""])
def test_a_wrong_code_is_explained_and_kept(typed, cast, client):
    answer = client.get("/join", query_string={"code": typed})
    assert answer.status_code in (404, 422)
    assert "code" in answer.text
    assert html.escape(typed) in answer.text
    if typed:
        assert client.get(f"/j/{typed}").status_code in (404, 422)


def test_an_expired_code_is_explained_and_kept(app, cast, client, work):
    with work():
        convening = db.session.get(Convening, cast.convening.id)
        convening.code_expires_at = now() - timedelta(minutes=1)
    for answer in (
        client.get("/join", query_string={"code": cast.convening.join_code}),
        client.get(f"/j/{cast.convening.join_code}"),
        client.post(f"/j/{cast.convening.join_code}", data={"group": "none"}),
    ):
        assert answer.status_code == 409
        assert "This code is no longer in use." in answer.text
        assert f'value="{cast.convening.join_code}"' in answer.text
    assert guests(app, cast) == []


def test_a_closed_convening_lets_nobody_in(app, cast, client, work):
    with work():
        db.session.get(Convening, cast.convening.id).closed_at = now()
    answer = client.post(f"/j/{cast.convening.join_code}", data={"group": "none"})
    assert answer.status_code == 409
    assert "This convening is closed." in answer.text
    assert guests(app, cast) == []


def test_without_a_group_it_asks_again_and_keeps_the_nickname(app, cast, client):
    page = client.get(f"/j/{cast.convening.join_code}").text
    answer = client.post(f"/j/{cast.convening.join_code}", data={"nickname": sealed_in(page)})
    assert answer.status_code == 422
    assert "Choose the group you speak for" in answer.text
    assert nickname_in(answer.text) == nickname_in(page)
    assert guests(app, cast) == []


def test_one_may_say_no_group(app, cast, client):
    client.post(f"/j/{cast.convening.join_code}", data={"group": "none"})
    [seat] = guests(app, cast)
    assert seat.group_id is None


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_another_nickname_keeps_the_group(headers, app, cast, client):
    page = client.get(f"/j/{cast.convening.join_code}").text
    chosen = group_id(app, cast)
    answer = client.post(
        f"/j/{cast.convening.join_code}",
        data={"group": chosen, "nickname": sealed_in(page), "another": "yes"},
        headers=headers,
    )
    assert answer.status_code == 200
    assert nickname_in(answer.text) != nickname_in(page)
    if headers:
        assert "<html" not in answer.text
    else:
        assert re.search(rf'value="{chosen}" checked', answer.text)
    assert guests(app, cast) == []


def test_nobody_types_a_name(app, cast, client):
    """Children join, so a nickname is one of ours; anything else is exchanged for one."""
    client.post(
        f"/j/{cast.convening.join_code}", data={"group": "none", "nickname": "Maria Gonzalez"}
    )
    [seat] = guests(app, cast)
    assert seat.nickname != "Maria Gonzalez"
    assert len(seat.nickname.split()) == 2


def test_joining_twice_returns_to_the_same_seat(app, cast, client):
    for _ in range(2):
        answer = client.post(f"/j/{cast.convening.join_code}", data={"group": "none"})
        assert answer.location.endswith(f"/convenings/{cast.convening.id}")
    assert client.get(f"/j/{cast.convening.join_code}").status_code == 303
    assert len(guests(app, cast)) == 1


def test_two_requests_of_one_click_make_one_seat(app, cast, client):
    """Both were sent before the browser had a sign-in; the cookie it gets last opens the seat."""
    code = cast.convening.join_code
    client.get(f"/j/{code}")
    twin = app.test_client()
    twin.set_cookie("session", client.get_cookie("session").value)
    client.post(f"/j/{code}", data={"group": "none"})
    twin.post(f"/j/{code}", data={"group": "none"})
    assert len(guests(app, cast)) == 1
    assert twin.get(f"/convenings/{cast.convening.id}").status_code == 200


def test_that_key_opens_nothing_later(app, cast, client):
    code = cast.convening.join_code
    client.get(f"/j/{code}")
    twin = app.test_client()
    twin.set_cookie("session", client.get_cookie("session").value)
    client.post(f"/j/{code}", data={"group": "none"})
    with fixed(now() + timedelta(minutes=5)):
        twin.post(f"/j/{code}", data={"group": "none"})
    assert client.get(f"/convenings/{cast.convening.id}").status_code == 200


def test_a_nickname_taken_meanwhile_is_exchanged(app, cast, client):
    code = cast.convening.join_code
    page = client.get(f"/j/{code}").text
    sealed = sealed_in(page)
    faster = app.test_client()
    faster.post(f"/j/{code}", data={"group": "none", "nickname": sealed})
    client.post(f"/j/{code}", data={"group": "none", "nickname": sealed})
    names = [seat.nickname for seat in guests(app, cast)]
    assert len(names) == len(set(names)) == 2
    assert nickname_in(page) in names


def test_a_person_takes_the_seat_with_the_account(app, cast, as_person):
    browser = as_person(cast.cy)
    browser.post(f"/j/{cast.convening.join_code}", data={"group": group_id(app, cast)})
    [seat] = seats(app, cast, person_id=cast.cy.id)
    assert seat.sign_in_id is None
    elsewhere = as_person(cast.cy)
    assert elsewhere.get(f"/convenings/{cast.convening.id}").status_code == 200


def test_a_removed_seat_stays_removed(app, cast, client, as_person):
    code = cast.convening.join_code
    client.post(f"/j/{code}", data={"group": "none"})
    [seat] = guests(app, cast)
    ana = as_person(cast.ana)
    ana.post(f"/convenings/{cast.convening.id}/seats/{seat.id}/remove")
    assert client.get(f"/convenings/{cast.convening.id}").status_code == 404
    again = client.post(f"/j/{code}", data={"group": "none"})
    assert again.status_code == 403
    assert "A facilitator took your seat away." in again.text
    assert len(guests(app, cast)) == 1


def test_a_guest_who_signs_up_keeps_the_seat(app, cast, client):
    client.post(f"/j/{cast.convening.join_code}", data={"group": group_id(app, cast)})
    [guest] = guests(app, cast)
    signed_up = client.post(
        "/sign-up",
        data={
            "name": "Dee",
            "email": "dee@home.example",
            "password": "quite a long pass phrase",
            "after": f"/convenings/{cast.convening.id}",
        },
    )
    assert signed_up.status_code == 303
    assert guests(app, cast) == []
    shown = client.get(f"/convenings/{cast.convening.id}")
    assert guest.nickname in shown.text
    [claimed] = [seat for seat in seats(app, cast) if seat.id == guest.id]
    assert claimed.person_id is not None
    assert claimed.group_id == guest.group_id
    assert claimed.sign_in_id is None


def test_ten_wrong_codes_a_minute_are_enough(cast, client, app):
    with fixed(now()):
        for _ in range(10):
            assert client.get("/join", query_string={"code": "ZZZZZZ"}).status_code == 404
        refused = client.get("/join", query_string={"code": "ZZZZZZ"})
        assert refused.status_code == 429
        assert "ZZZZZZ" in refused.text
        # Others behind the same address go on.
        other = app.test_client()
        found = other.get("/join", query_string={"code": cast.convening.join_code})
        assert found.status_code == 303


def test_forty_people_join(app, cast):
    browsers = [app.test_client() for _ in range(40)]
    for browser in browsers:
        page = browser.get(f"/j/{cast.convening.join_code}").text
        answer = browser.post(
            f"/j/{cast.convening.join_code}",
            data={"group": group_id(app, cast), "nickname": sealed_in(page)},
        )
        assert answer.status_code == 303
    everybody = guests(app, cast)
    assert len(everybody) == 40
    assert len({seat.nickname for seat in everybody}) == 40
    shown = browsers[0].get(f"/convenings/{cast.convening.id}").text
    assert "41 people are here" in shown  # ben, too


def test_the_qr_code_is_a_picture_without_script(cast, client):
    answer = client.get(f"/j/{cast.convening.join_code}/qr.svg")
    assert answer.mimetype == "image/svg+xml"
    assert b"<script" not in answer.data
    assert b"style=" not in answer.data
    assert client.get("/j/nonsense/qr.svg").status_code == 404


def test_the_join_page_names_seats_one_has(app, cast, client):
    client.post(f"/j/{cast.convening.join_code}", data={"group": "none"})
    assert "Spring evening" in client.get("/join").text


def test_joining_is_told_once(app, cast, client):
    from pog.convenings.events import ParticipantJoined
    from pog.core import events

    told = []

    @events.on(ParticipantJoined)
    def note(event):
        told.append(event)

    try:
        client.post(f"/j/{cast.convening.join_code}", data={"group": "none"})
        client.post(f"/j/{cast.convening.join_code}", data={"group": "none"})
    finally:
        events._after[ParticipantJoined].remove(note)
    assert len(told) == 1
