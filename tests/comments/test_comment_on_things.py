"""Comments on an indicator, as on anything a higher feature makes a subject."""

import uuid

import pytest

from pog.comments.models import Comment
from pog.core.database import db
from pog.profiles.models import Attribute, Indicator
from tests.factories import (
    make_alignment,
    make_competency,
    make_framework,
    make_indicator,
    make_profile,
)


@pytest.fixture
def indicator(cast, work):
    with work():
        attribute = db.session.query(Attribute).filter_by(profile_id=cast.profile.id).first()
        return make_indicator(attribute, "I can say what I mean.", level="6-8")


def address_of(cast, indicator):
    return f"/profiles/{cast.profile.id}/comments/about/indicator/{indicator.id}"


def test_a_thread_about_an_indicator(cast, indicator, seated):
    guest = seated()
    address = address_of(cast, indicator)
    assert "I can say what I mean." in guest.get(address).text
    assert guest.post(address, data={"body": "And listen"}).status_code == 303
    assert "And listen" in guest.get(address).text
    # It stands on the attribute's page as well, and says what it is about.
    for page in (f"/attributes/{indicator.attribute_id}/comments",
                 f"/profiles/{cast.profile.id}/comments"):  # fmt: skip
        text = guest.get(page).text
        assert "And listen" in text
        assert address in text
    pushed = guest.get(f"/live-parts?topics=profile:{cast.profile.id}&since=0").text
    assert f"#region-comments-{indicator.id}" in pushed


def test_what_was_said_outlives_the_thing(app, cast, indicator, seated, work):
    guest = seated()
    guest.post(address_of(cast, indicator), data={"body": "And listen"})
    with work():
        db.session.delete(db.session.get(Indicator, indicator.id))
    text = guest.get(f"/profiles/{cast.profile.id}/comments").text
    assert "I can say what I mean." in text
    assert "(no longer there)" in text
    assert guest.get(address_of(cast, indicator)).status_code == 404


def test_replies_are_about_the_same_thing(app, cast, indicator, seated):
    guest = seated()
    guest.post(address_of(cast, indicator), data={"body": "And listen"})
    with app.app_context():
        comment = db.session.query(Comment).one()
    seated().post(f"/comments/{comment.id}/replies", data={"body": "Yes"})
    with app.app_context():
        assert {one.subject_id for one in db.session.query(Comment)} == {indicator.id}


def test_addresses_that_name_no_such_thing(cast, indicator, seated, work, as_person):
    with work():
        other = make_profile(cast.hillcrest)
    guest = seated()
    base = f"/profiles/{cast.profile.id}/comments/about"
    for address in (f"{base}/indicator/{uuid.uuid4()}", f"{base}/nonsense/{indicator.id}"):
        assert guest.get(address).status_code == 404
        assert guest.post(address, data={"body": "Hello"}).status_code == 404
    foreign = f"/profiles/{other.id}/comments/about/indicator/{indicator.id}"
    assert as_person(cast.cy).get(foreign).status_code == 404


def test_an_alignment_has_a_thread(cast, seated, work):
    with work():
        attribute = db.session.query(Attribute).filter_by(profile_id=cast.profile.id).first()
        alignment = make_alignment(attribute, make_competency(make_framework(), "Speaking"))
    guest = seated()
    address = f"/profiles/{cast.profile.id}/comments/about/alignment/{alignment.id}"
    assert address in guest.get(f"/alignments/{alignment.id}/history").text
    assert guest.post(address, data={"body": "Only half of it"}).status_code == 303
    assert "Speaking" in guest.get(f"/attributes/{attribute.id}/comments").text


def test_the_way_to_an_indicator_is_on_its_attribute(cast, indicator, seated):
    text = seated().get(f"/attributes/{indicator.attribute_id}/comments").text
    assert address_of(cast, indicator) in text
