import hashlib
import json
import uuid

import pytest
from sqlalchemy import select

from pog.core.database import db
from pog.profiles.models import Edition


def publish(browser, cast, notes=""):
    return browser.post(f"/profiles/{cast.profile.id}/publish", data={"notes": notes})


@pytest.fixture
def editions(app):
    def now():
        with app.app_context():
            return db.session.scalars(select(Edition).order_by(Edition.number)).all()

    return now


@pytest.fixture
def reworded(ana, attribute):
    def reword(words, base):
        form = {"name": attribute.name, "statement": words, "base_revision": base}
        ana.post(f"/attributes/{attribute.id}/edit", data=form)

    return reword


def test_everybody_reads_the_newest_and_each_at_its_own_address(
    cast, ana, client, editions, reworded
):
    reworded("The *first* words.", 1)
    answer = publish(ana, cast, "For the board")
    assert answer.status_code == 303
    address = f"/p/{cast.profile.slug}"
    assert answer.location == address
    reworded("The second words.", 2)
    publish(ana, cast)

    newest = client.get(address).text
    assert "The second words." in newest
    assert "The first" not in newest
    first = client.get(f"{address}/editions/1").text
    assert "The <em>first</em> words." in first
    assert "For the board" in first
    assert "A newer one is published." in first
    assert client.get(f"/p/{cast.profile.id}").text.count("The second words.") == 1
    assert [edition.number for edition in editions()] == [1, 2]


def test_the_fingerprint_can_be_repeated(cast, ana, editions):
    publish(ana, cast)
    (edition,) = editions()
    text = json.dumps(edition.content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert edition.content_hash == hashlib.sha256(text.encode()).hexdigest()
    assert edition.content["groupings"][0]["attributes"][0]["name"] == "Clear communication"


def test_nothing_new_is_not_published_again(cast, ana, editions):
    publish(ana, cast)
    answer = publish(ana, cast)
    assert answer.status_code == 409
    assert "Nothing has changed since edition 1." in answer.text
    assert len(editions()) == 1


def test_an_empty_profile_is_not_published(app, cast, ana, attributes, editions):
    for row in attributes().values():
        ana.post(f"/attributes/{row.id}/drop")
    answer = publish(ana, cast)
    assert answer.status_code == 409
    assert "Add at least one attribute before you publish." in answer.text
    assert editions() == []


def test_an_unpublished_profile_is_not_there_for_anybody(cast, ana, client, attribute):
    for browser in (ana, client):
        assert browser.get(f"/p/{cast.profile.slug}").status_code == 404
        assert browser.get(f"/p/{cast.profile.slug}/editions/1").status_code == 404
    assert client.get("/p/nothing").status_code == 404
    assert client.get(f"/uri/{attribute.id}").status_code == 404
    assert ana.get(f"/uri/{attribute.id}").location == f"/profiles/{cast.profile.id}"


def test_one_address_leads_to_each_thing(cast, ana, client, attribute):
    publish(ana, cast)
    page = f"/p/{cast.profile.slug}"
    assert client.get(f"/uri/{cast.profile.id}").location == page
    found = client.get(f"/uri/{attribute.id}").location
    assert found == f"{page}#attribute-{attribute.id}"
    assert f'id="attribute-{attribute.id}"' in client.get(page).text
    assert client.get(f"/uri/{uuid.uuid4()}").status_code == 404
    assert client.get(f"{page}/editions/99").status_code == 404
    assert client.get(f"{page}/editions/99999999999999999999").status_code == 404


def test_only_editors(cast, reader, cy, client, as_person, editions):
    assert publish(reader, cast).status_code == 403
    assert publish(as_person(cast.ben), cast).status_code == 403
    assert publish(cy, cast).status_code == 404
    assert publish(client, cast).status_code == 404
    assert editions() == []


def test_what_is_published_says_nothing_of_the_draft(cast, ana, client, reworded):
    publish(ana, cast)
    reworded("Not yet decided.", 1)
    page = client.get(f"/p/{cast.profile.slug}").text
    assert "Not yet decided." not in page
    assert "Open the working draft" not in page


def test_everybody_takes_it_along(cast, ana, client):
    publish(ana, cast)
    page = client.get(f"/p/{cast.profile.slug}").text
    for way in ("print", "export/xlsx", "export/case-1.1"):
        address = f"/p/{cast.profile.slug}/editions/1/{way}"
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200
