"""Calling everybody to one thing: a bar on all pages, a count, and an end by itself."""

import html
import re

import pytest
import sqlalchemy as sa

from pog.convenings.models import Activity, Convening, Participant, Summons
from pog.core.database import db
from pog.profiles.models import Attribute
from tests.factories import make_ballot, make_participant


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)


@pytest.fixture
def ben(cast, as_person):
    return as_person(cast.ben)


@pytest.fixture
def attribute(app, cast):
    with app.app_context():
        return db.session.query(Attribute).filter_by(name="Sound judgement").one().id


def call(browser, cast, place, **given):
    address = f"/convenings/{cast.convening.id}/summons"
    return browser.post(address, data={"place": place}, **given)


def text_of(answer):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def called_now(app, cast):
    with app.app_context():
        return db.session.get(Convening, cast.convening.id).summons_id


def test_everybody_is_asked_on_every_page(app, ana, ben, cast, attribute):
    desk = ana.get(f"/convenings/{cast.convening.id}/desk").text
    assert f'value="attribute:{attribute}"' in desk
    answer = call(ana, cast, f"attribute:{attribute}", follow_redirects=True)
    assert "Everybody is asked to look at “Sound judgement”." in text_of(answer)
    for page in (
        f"/convenings/{cast.convening.id}",
        f"/profiles/{cast.profile.id}",
        f"/profiles/{cast.profile.id}/comments",
        f"/convenings/{cast.convening.id}/ballots",
    ):
        shown = ben.get(page)
        assert "Everybody is asked to look at “Sound judgement”." in text_of(shown), page
        assert f'action="/convenings/{cast.convening.id}/come"' in shown.text
        assert "0 of 1 have come." in text_of(shown)


def test_who_has_come_is_counted_once(app, ana, ben, cast, attribute, work):
    with work():
        make_participant(cast.convening)
    call(ana, cast, f"attribute:{attribute}")
    for _ in range(2):
        went = ben.post(f"/convenings/{cast.convening.id}/come")
        assert went.location.endswith(f"/attributes/{attribute}")
    there = ben.get(went.location)
    assert "1 of 2 have come." in text_of(there)
    with app.app_context():
        turn = db.session.query(Summons).one().turn
    assert f'data-came="{turn}"' in there.text
    assert "1 of 2" in text_of(ana.get(f"/convenings/{cast.convening.id}/desk"))
    assert "1 of 2 have come." in text_of(ana.get(f"/convenings/{cast.convening.id}/projector"))


def test_the_next_call_asks_again(ana, ben, cast, attribute, app):
    call(ana, cast, f"attribute:{attribute}")
    ben.post(f"/convenings/{cast.convening.id}/come")
    with app.app_context():
        step = db.session.get(Convening, cast.convening.id).current_activity_id
    call(ana, cast, f"activity:{step}")
    page = ben.get(f"/convenings/{cast.convening.id}")
    assert "Everybody is asked to look at “Draft”." in text_of(page)
    assert 'data-came="none"' in page.text
    went = ben.post(f"/convenings/{cast.convening.id}/come")
    assert went.location.endswith(f"/profiles/{cast.profile.id}")


def test_a_ballot_can_be_called_to(ana, ben, cast, work):
    with work():
        ballot = make_ballot(cast.convening, "Keep it?", state="open")
        draft = make_ballot(cast.convening, "Not yet?", state="draft")
    assert f"ballot:{draft.id}" not in ana.get(f"/convenings/{cast.convening.id}/desk").text
    refused = call(ana, cast, f"ballot:{draft.id}", follow_redirects=True)
    assert "This is no longer there. Choose something else." in refused.text
    call(ana, cast, f"ballot:{ballot.id}")
    assert ben.post(f"/convenings/{cast.convening.id}/come").location.endswith(
        f"/ballots/{ballot.id}"
    )


def test_it_ends_when_the_room_moves_on(app, ana, ben, cast, attribute):
    with app.app_context():
        step = db.session.query(Activity).filter_by(kind="vote").one().id
    call(ana, cast, f"attribute:{attribute}")
    ana.post(f"/activities/{step}/start")
    assert called_now(app, cast) is None
    assert "Everybody is asked" not in ben.get(f"/convenings/{cast.convening.id}").text
    late = ben.post(f"/convenings/{cast.convening.id}/come", follow_redirects=True)
    assert "The call is over. The room has moved on." in late.text


def test_a_facilitator_ends_it(app, ana, cast, attribute):
    call(ana, cast, f"attribute:{attribute}")
    for _ in range(2):
        ended = ana.post(f"/convenings/{cast.convening.id}/summons/end", follow_redirects=True)
        assert "The call is over." in ended.text
    assert called_now(app, cast) is None


def test_it_ends_with_the_convening(app, ana, cast, attribute):
    call(ana, cast, f"attribute:{attribute}")
    ana.post(f"/convenings/{cast.convening.id}/close", data={"outcome": "Done."})
    ana.post(f"/convenings/{cast.convening.id}/close/confirm")
    assert called_now(app, cast) is None
    refused = call(ana, cast, f"attribute:{attribute}", follow_redirects=True)
    assert "This convening is closed." in refused.text


def test_only_facilitators_call(cast, ben, as_person, client, attribute):
    assert call(ben, cast, f"attribute:{attribute}").status_code == 403
    assert call(as_person(cast.cy), cast, f"attribute:{attribute}").status_code == 404
    assert client.post(f"/convenings/{cast.convening.id}/come").status_code == 404


@pytest.mark.parametrize("place", ["", "attribute:", "attribute:x", "person:1", "nonsense"])
def test_a_place_that_is_none_is_explained(place, app, ana, cast):
    answer = call(ana, cast, place, follow_redirects=True)
    assert "This is no longer there. Choose something else." in answer.text
    assert called_now(app, cast) is None


def test_observers_are_shown_the_way_without_a_form(ana, ben, cast, attribute, work):
    with work():
        db.session.get(Participant, cast.ben_seat.id).role = "observer"
    call(ana, cast, f"attribute:{attribute}")
    page = ben.get(f"/convenings/{cast.convening.id}").text
    assert f'href="/attributes/{attribute}"' in page
    assert f'action="/convenings/{cast.convening.id}/come"' not in page


def test_earlier_calls_stay_known(app, ana, cast, attribute):
    for _ in range(5):
        call(ana, cast, f"attribute:{attribute}")
    with app.app_context():
        numbers = db.session.scalars(sa.select(Summons.number).order_by(Summons.number)).all()
        turns = {one.turn for one in db.session.query(Summons)}
    assert numbers == [1, 2, 3, 4, 5]
    assert turns == {0, 1, 2, 3}
