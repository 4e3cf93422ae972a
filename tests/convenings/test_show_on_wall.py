"""The projector page: the code always, numbers, never a name; and how a machine gets to it."""

import html
import re

import pytest

from pog.ballots.models import Option
from pog.convenings.models import Activity, Convening, Participant
from pog.core.database import db
from tests.factories import make_attribute, make_ballot, make_participant


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)


def text_of(page):
    """What stands on the page; letters of the code are two groups of three."""
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


def test_it_shows_code_address_step_and_counts(ana, cast, work):
    with work():
        make_participant(cast.convening, nickname="Quiet Heron")
    page = ana.get(f"/convenings/{cast.convening.id}/projector").text
    code = cast.convening.join_code
    assert code[:3] in text_of(page)
    assert code[3:] in text_of(page)
    assert "localhost/join" in page
    assert f"/j/{code}/qr.svg" in page
    assert "Step 2 of 5: Draft" in page
    assert re.search(r"2\s+here", text_of(page))


def test_never_a_name(ana, cast, work):
    with work():
        make_participant(cast.convening, nickname="Quiet Heron")
    page = ana.get(f"/convenings/{cast.convening.id}/projector").text
    for name in ("Quiet Heron", "Ben", "Ana"):
        assert name not in page


def test_before_the_start_it_shows_how_to_join(app, ana, cast, work):
    with work():
        db.session.get(Convening, cast.convening.id).current_activity_id = None
    page = ana.get(f"/convenings/{cast.convening.id}/projector").text
    assert "wall-arriving" in page
    assert "1 of 5" in text_of(page)


def test_after_the_close_it_shows_the_outcome(ana, cast):
    ana.post(f"/convenings/{cast.convening.id}/close", data={"outcome": "Nine attributes."})
    ana.post(f"/convenings/{cast.convening.id}/close/confirm")
    page = ana.get(f"/convenings/{cast.convening.id}/projector").text
    assert "Nine attributes." in page


def spelled(code):
    return f"{code[:3]} {code[3:]}"


def test_the_code_is_on_the_wall_in_every_state(app, ana, cast, work):
    address = f"/convenings/{cast.convening.id}/projector"
    code = spelled(cast.convening.join_code)

    def seen():
        return code in re.sub(r"\s+", " ", text_of(ana.get(address).text))

    with app.app_context():
        steps = [row.id for row in db.session.query(Activity).order_by(Activity.position)]
    with work():
        db.session.get(Convening, cast.convening.id).current_activity_id = None
    assert seen()
    for step in steps:
        ana.post(f"/activities/{step}/start")
        assert seen(), step
    with work():
        ballot = make_ballot(cast.convening, "Keep it?", state="open")
    assert seen()
    for state in ("closed", "revealed"):
        ana.post(f"/ballots/{ballot.id}/{'close' if state == 'closed' else 'reveal'}")
        assert seen(), state
    ana.post(f"/convenings/{cast.convening.id}/close", data={"outcome": ""})
    ana.post(f"/convenings/{cast.convening.id}/close/confirm")
    assert seen()


def test_every_kind_of_step_has_a_picture(app, ana, cast):
    with app.app_context():
        steps = {row.kind: row.id for row in db.session.query(Activity)}
    for kind, step in steps.items():
        ana.post(f"/activities/{step}/start")
        page = ana.get(f"/convenings/{cast.convening.id}/projector").text
        assert 'class="wall-picture"' in page, kind
        if kind in ("read", "draft"):
            assert "Sound judgement" in page
    ana.post(f"/activities/{steps['comment']}/start")
    page = text_of(ana.get(f"/convenings/{cast.convening.id}/projector").text)
    assert re.search(r"Have written\s+0 of 1", page)


def test_a_result_says_what_was_voted_on(app, ana, cast, work):
    with work():
        attribute = make_attribute(cast.profile, "Ethical thinker", "Weighs what is right.")
        ballot = make_ballot(
            cast.convening, "Can you live with it?", method="fist_to_five", state="open"
        )
        option = db.session.query(Option).filter_by(ballot_id=ballot.id).first()
        db.session.query(Option).filter(
            Option.ballot_id == ballot.id, Option.id != option.id
        ).delete()
        option.name, option.wording = "Ethical thinker", "Weighs what is right."
        option.attribute_id = attribute.id
    page = text_of(ana.get(f"/convenings/{cast.convening.id}/projector").text)
    assert "Can you live with it?" in page
    assert "Ethical thinker" in page
    assert "Weighs what is right." in page


def test_strangers_do_not_see_it(cast, as_person, client):
    address = f"/convenings/{cast.convening.id}/projector"
    assert as_person(cast.cy).get(address).status_code == 404
    assert client.get(address).status_code == 404


def link_on(desk):
    return html.unescape(re.search(r"<code>http://localhost(/screen\?key=[^<]+)</code>", desk)[1])


def test_the_sealed_link_makes_a_machine_a_screen(app, ana, cast, client):
    link = link_on(ana.get(f"/convenings/{cast.convening.id}/desk").text)
    asked = client.get(link)
    assert asked.status_code == 200
    key = link.partition("key=")[2]
    shown = client.post("/screen", data={"key": key})
    assert shown.location.endswith(f"/convenings/{cast.convening.id}/projector")
    assert client.get(shown.location).status_code == 200
    assert client.get(link).status_code == 303
    with app.app_context():
        seat = db.session.query(Participant).filter_by(role="observer").one()
        assert seat.nickname == "Projector"
    counted = text_of(ana.get(shown.location).text)
    assert re.search(r"1\s+here", counted)  # ben; a screen is nobody


def test_a_screen_that_was_sent_away_does_not_come_back(app, ana, cast, client):
    key = link_on(ana.get(f"/convenings/{cast.convening.id}/desk").text).partition("key=")[2]
    client.post("/screen", data={"key": key})
    with app.app_context():
        seat = db.session.query(Participant).filter_by(role="observer").one()
    ana.post(f"/convenings/{cast.convening.id}/seats/{seat.id}/remove")
    answer = client.post("/screen", data={"key": key})
    assert answer.status_code == 403
    assert "A facilitator took your seat away." in answer.text


def test_a_new_code_ends_the_old_links(ana, cast, client):
    desk = f"/convenings/{cast.convening.id}/desk"
    old = link_on(ana.get(desk).text)
    ana.post(f"/convenings/{cast.convening.id}/code")

    answer = client.get(old)
    assert answer.status_code == 404
    assert "This link is no longer in use. Take the new one from the desk." in answer.text
    assert client.get(link_on(ana.get(desk).text)).status_code == 200


@pytest.mark.parametrize("key", ["", "nonsense", "IjEi.abc"])
def test_a_link_with_a_broken_seal_leads_nowhere(key, client):
    assert client.get("/screen", query_string={"key": key}).status_code == 404
    assert client.post("/screen", data={"key": key}).status_code == 404
    assert client.get("/screen").status_code == 303


def test_nothing_on_the_wall_can_be_typed_into(app, ana, cast):
    with app.app_context():
        steps = [row.id for row in db.session.query(Activity)]
    for step in steps:
        ana.post(f"/activities/{step}/start")
        page = ana.get(f"/convenings/{cast.convening.id}/projector").text
        assert "<form" not in page
        assert "<input" not in page
