"""Following the room: the page of what is on now, the bar on other pages, observers, the seat."""

import re

import pytest

from pog.convenings.models import Activity, Participant, StakeholderGroup
from pog.convenings.permissions import TAKE_PART
from pog.convenings.seats import seat_of
from pog.core.database import db
from pog.core.identity import Actor
from pog.profiles.models import Attribute
from tests.browsing import HTMX
from tests.factories import make_ballot, make_participant, make_vote
from tests.watching import statements_of


def main_of(answer):
    return re.search(r"<main.*?</main>", answer.text, re.DOTALL)[0]


@pytest.fixture
def guest(app, cast, as_person, work):
    """A browser with a guest's seat among the Students."""
    browser = as_person(None)
    with work():
        browser.seat = make_participant(
            cast.convening, sign_in=browser.sign_in, nickname="Quiet Heron"
        )
    return browser


def test_the_page_shows_what_matters_now(guest, cast):
    page = guest.get(f"/convenings/{cast.convening.id}").text
    assert "Step 2 of 5: Draft" in page
    assert f'href="/profiles/{cast.profile.id}"' in page
    assert "Quiet Heron" in page
    assert "I&#39;m ready" in page or "I'm ready" in page
    assert f"convening:{cast.convening.id}" in page


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("read", "Read the draft"),
        ("draft", "Go to the draft"),
        ("comment", "Go to the comments"),
        ("vote", "Go and vote"),
        ("align", "Go to the map"),
    ],
)
def test_each_kind_leads_to_its_page(kind, words, app, guest, cast, as_person):
    with app.app_context():
        step = db.session.query(Activity).filter_by(kind=kind).one().id
    as_person(cast.ana).post(f"/activities/{step}/start")
    page = guest.get(f"/convenings/{cast.convening.id}")
    assert words in page.text
    link = re.search(rf'href="([^"]+)">{words}', page.text)[1]
    assert guest.get(link).status_code == 200


def test_an_observer_gets_the_same_page_without_any_form(guest, cast, work):
    with work():
        db.session.get(Participant, guest.seat.id).role = "observer"
    page = guest.get(f"/convenings/{cast.convening.id}")
    assert "Go to the draft" in page.text
    assert "<form" not in main_of(page)
    refused = guest.post(f"/convenings/{cast.convening.id}/ready", data={"activity": "x"})
    assert refused.status_code == 403
    assert guest.post(f"/convenings/{cast.convening.id}/group").status_code == 403


def test_strangers_see_nothing(cast, as_person, client):
    address = f"/convenings/{cast.convening.id}"
    assert as_person(cast.cy).get(address).status_code == 404
    assert client.get(address).status_code == 404


def test_members_without_a_seat_look_on(cast, as_person, work):
    from tests.factories import make_membership, make_person

    with work():
        dee = make_person("Dee")
        make_membership(cast.riverbend, dee, "reader")
    page = as_person(dee).get(f"/convenings/{cast.convening.id}")
    assert "You look on as a member" in page.text
    assert "<form" not in main_of(page)


def test_my_readiness_alone_for_htmx(guest, cast):
    address = f"/convenings/{cast.convening.id}/ready"
    part = guest.get(address, headers=HTMX)
    assert part.text.lstrip().startswith('<div id="ready"')
    whole = guest.get(address)
    assert whole.status_code == 303
    assert whole.location == f"/convenings/{cast.convening.id}"


def test_the_bar_invites_to_follow_and_hides_where_the_group_is(app, guest, cast, as_person):
    """S2: the phone says where the group is; what somebody types on the page stays."""
    with app.app_context():
        step = db.session.query(Activity).filter_by(kind="vote").one().id
    page = guest.get(f"/activities/{step}").text
    assert "The group is now at: Draft." in page
    assert 'data-at="draft"' in page
    # Where the group is the same bar stands, for live to change it, and the stylesheet hides it.
    page = guest.get(f"/profiles/{cast.profile.id}").text
    assert 'data-here="draft"' in page
    assert 'data-at="draft"' in page
    page = guest.get(f"/profiles/{cast.profile.id}/comments").text
    assert 'data-here="comment reflect"' in page
    as_person(cast.ana).post(f"/activities/{step}/start")
    assert 'data-at="vote"' in guest.get(f"/activities/{step}").text


def test_the_bar_is_for_seats_only(app, cast, as_person):
    with app.app_context():
        step = db.session.query(Activity).filter_by(kind="vote").one().id
    assert "region-follow" in as_person(cast.ben).get(f"/activities/{step}").text


def group_named(app, name):
    with app.app_context():
        return str(db.session.query(StakeholderGroup).filter_by(name=name).one().id)


def test_the_group_changes_until_the_first_vote(app, guest, cast, work):
    address = f"/convenings/{cast.convening.id}/group"
    families, employers = group_named(app, "Families"), group_named(app, "Employers")
    assert guest.post(address, data={"group": families}).status_code == 303
    with work():
        ballot = make_ballot(cast.convening)
        make_vote(ballot, guest.seat, {"approved": []})
    refused = guest.post(address, data={"group": employers})
    assert refused.status_code == 422
    assert "You have voted, so your group stays as it is." in refused.text
    with app.app_context():
        assert str(db.session.get(Participant, guest.seat.id).group_id) == families


def test_a_group_of_nowhere_is_explained(guest, cast):
    answer = guest.post(f"/convenings/{cast.convening.id}/group", data={"group": "pirates"})
    assert answer.status_code == 422


def test_a_step_can_be_looked_at(app, guest, cast, as_person, client):
    with app.app_context():
        step = db.session.query(Activity).filter_by(kind="vote").one().id
    assert "Still to come" in guest.get(f"/activities/{step}").text
    assert as_person(cast.cy).get(f"/activities/{step}").status_code == 404
    assert client.get(f"/activities/{step}").status_code == 404


def test_observers_take_no_part(app, cast, guest, work):
    with work():
        db.session.get(Participant, guest.seat.id).role = "observer"
    with app.app_context():
        actor = Actor(sign_in_id=guest.sign_in.id)
        assert seat_of(actor, cast.convening.id) is not None
        assert not TAKE_PART.allows(actor, cast.convening)


def test_the_page_takes_as_many_queries_for_a_crowd(app, guest, cast, work):
    address = f"/convenings/{cast.convening.id}"
    with statements_of(app) as few:
        guest.get(address)
    with work():
        for _ in range(60):
            make_participant(cast.convening)
    with statements_of(app) as many:
        assert "62 people are here" in guest.get(address).text
    assert len(many) == len(few)
    assert len(few) <= 14


def test_the_desk_takes_as_many_queries_for_a_crowd(app, cast, as_person, work):
    ana = as_person(cast.ana)
    counts = []
    for _ in range(2):
        for page in ("desk", "room"):
            with statements_of(app) as statements:
                ana.get(f"/convenings/{cast.convening.id}/{page}")
            counts.append(len(statements))
        with work():
            for _ in range(40):
                make_participant(cast.convening)
    assert counts[:2] == counts[2:]


@pytest.mark.parametrize(
    "page",
    [
        "/profiles/{profile}",
        "/attributes/{attribute}",
        "/attributes/{attribute}/edit",
        "/profiles/{profile}/comments",
        "/profiles/{profile}/coverage",
        "/convenings/{convening}/ballots",
    ],
)
def test_the_bar_is_on_every_page_of_the_work(page, app, guest, cast):
    with app.app_context():
        attribute = db.session.query(Attribute).first().id
    address = page.format(profile=cast.profile.id, attribute=attribute, convening=cast.convening.id)
    shown = guest.get(address)
    assert shown.status_code == 200, address
    assert 'id="region-follow"' in shown.text
    assert 'class="tab-bar"' in shown.text
    assert f"convening:{cast.convening.id}" in shown.text
