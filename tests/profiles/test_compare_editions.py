"""Any two editions beside each other; a board's decision on one; a history of years."""

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa

from pog.core.clock import now
from pog.core.database import db
from pog.profiles import services
from pog.profiles.models import Adoption, Edition, Profile, Revision
from tests.lineage.conftest import AUTHOR, Level
from tests.watching import statements_of


@pytest.fixture
def level(cast, work, as_person):
    """Riverbend's profile with two editions that differ in every way."""
    found = Level(work, cast.profile.id, as_person(cast.ana))
    found.publish()
    found.change(services.edit_attribute, "Clear communication", statement="Speaks and listens.")
    found.change(services.drop_attribute, "Sound judgement")
    found.change(services.add_attribute, name="Curiosity", statement="Asks why.")
    found.publish("More listening")
    return found


@pytest.fixture
def slug(cast):
    return cast.profile.slug


def test_everybody_sees_what_changed(level, client, slug):
    page = client.get(f"/p/{slug}/compare").text
    assert "What changed from edition 1 to edition 2" in page
    for words in ("No longer in it 1", "New 1", "Changed 1", "The same 1", "More listening"):
        assert words in page
    assert "<ins>" in page and "listens" in page
    back = client.get(f"/p/{slug}/compare?old=2&new=1").text
    assert "What changed from edition 2 to edition 1" in back
    assert client.get(f"/p/{slug}/compare?old=x&new=99999").status_code == 200
    assert "See what changed between editions" in client.get(f"/p/{slug}").text


def test_without_an_edition_there_is_nothing(cast, client):
    assert client.get(f"/p/{cast.profile.slug}/compare").status_code == 404


DECISION = {
    "edition": "1",
    "body": "Board of Education",
    "decided_on": "2026-05-04",
    "in_favor": "6",
    "against": "1",
    "abstained": "",
    "document_url": "https://example.org/minutes",
    "note": "",
}


def test_a_decision_is_recorded_beside_its_edition(level, client, slug):
    address = f"{level.address}/adoption"
    assert level.browser.get(address).status_code == 200
    assert level.browser.post(address, data=DECISION).status_code == 303
    first = client.get(f"/p/{slug}/editions/1").text
    assert "Board of Education" in first
    assert "6 in favor" in first and "1 against" in first and "abstained" not in first
    assert "https://example.org/minutes" in first
    assert "Board of Education" not in client.get(f"/p/{slug}").text
    with level.work():
        assert level.profile().state == "adopted"
        (adoption,) = db.session.scalars(sa.select(Adoption)).all()
    withdrawn = level.browser.post(f"/adoptions/{adoption.id}/withdraw")
    assert withdrawn.status_code == 303
    assert "This record was withdrawn" in client.get(f"/p/{slug}/editions/1").text
    assert level.browser.post(f"/adoptions/{adoption.id}/withdraw").status_code == 409


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"body": " "}, "Say who decided"),
        ({"edition": "9"}, "Choose the edition"),
        ({"decided_on": ""}, "Enter the day of the decision."),
        ({"decided_on": (now() + timedelta(days=9)).date().isoformat()}, "still to come"),
        ({"in_favor": "-1"}, "Enter a number of people"),
        ({"document_url": "javascript:alert(1)"}, "Enter an address that begins with https://."),
    ],
)
def test_bad_input_is_explained_and_kept(level, wrong, sentence):
    answer = level.browser.post(f"{level.address}/adoption", data={**DECISION, **wrong})
    assert answer.status_code == 422
    assert sentence in answer.text
    if "body" not in wrong:
        assert 'value="Board of Education"' in answer.text
    with level.work():
        assert db.session.scalar(sa.select(sa.func.count(Adoption.id))) == 0


def test_who_may(level, as_person, cast):
    address = f"{level.address}/adoption"
    for person, status in ((cast.ben, 403), (cast.cy, 404)):
        assert as_person(person).get(address).status_code == status
        assert as_person(person).post(address, data=DECISION).status_code == status


def test_years_of_history_take_no_more_queries(app, level, client, slug):
    """10,000 revisions and 40 editions."""
    with level.work():
        attribute = level.attribute("Care for others")
        attribute_id, number = attribute.id, attribute.revision
    pages = [
        (level.browser, f"{level.address}/history"),
        (level.browser, f"/attributes/{attribute_id}/history"),
        (client, f"/p/{slug}/compare"),
        (client, f"/p/{slug}"),
    ]

    def asked():
        found = []
        for browser, address in pages:
            with statements_of(app) as statements:
                assert browser.get(address).status_code == 200
            found.append(len(statements))
        return found

    few = asked()
    with level.work():
        db.session.execute(
            sa.insert(Revision),
            [
                {
                    "id": uuid.uuid4(),
                    "profile_id": level.profile_id,
                    "attribute_id": attribute_id,
                    "number": number + n,
                    "change": "reworded",
                    "name": "Care for others",
                    "statement": f"Cares, version {n}.",
                    "indicators": [],
                    "grouping_name": None,
                    "position": 0,
                    "reason": "",
                    "author_name": AUTHOR.name,
                    "contributors": [],
                    "at": now() - timedelta(hours=n),
                }
                for n in range(1, 10_001)
            ],
        )
        profile = db.session.get(Profile, level.profile_id)
        content = profile and db.session.scalar(sa.select(Edition.content).limit(1))
        for n in range(3, 41):
            db.session.add(
                Edition(
                    profile_id=level.profile_id,
                    number=n,
                    content=content,
                    content_hash=f"{n:064}",
                    rendered={},
                )
            )
    assert asked() == few
    newest = level.browser.get(f"/attributes/{attribute_id}/history").text
    assert newest.count('class="history-entry"') == 20
    assert f"Revision {number + 10_000}" in newest
    oldest = level.browser.get(f"/attributes/{attribute_id}/history?page=501").text
    assert 'rel="next"' not in oldest and 'rel="prev"' in oldest
    far = level.browser.get(f"/attributes/{attribute_id}/history?old=2&new=9000").text
    assert "What changed from revision 2 to revision 9000" in far
