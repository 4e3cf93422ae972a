"""What goes wrong in a hall: each a clear sentence, and nothing lost. Sent as plain forms."""

import http.client
import json
import re
import uuid
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from pog.convenings.models import Convening
from pog.core.clock import now
from pog.core.database import db
from pog.frameworks.models import Framework
from pog.profiles.models import Attribute, Revision
from tests.browser.guests import Guest
from tests.cast import make_cast
from tests.factories import make_ballot, make_profile

MEGABYTE = 1024 * 1024


@pytest.fixture
def cast(site):
    with site.work():
        return make_cast(current="draft")


@pytest.fixture
def ana(site, cast):
    guest = Guest(site.url)
    guest.take_cookie(site.take_cookie(site.app.test_client(), cast.ana))
    return guest


@pytest.fixture
def guest(site, cast):
    guest = Guest(site.url)
    assert guest.join(cast.convening.join_code).status == 200
    return guest


def one(site, statement):
    with site.app.app_context():
        return db.session.scalar(statement)


def test_a_wrong_code_says_so_and_can_be_tried_again(site, cast):
    guest = Guest(site.url)
    for code in ("ZZZZZZ", "no code"):
        answer = guest.get(f"/join?code={code.replace(' ', '+')}")
        assert answer.status in (404, 422)
        assert "There is no convening with this code." in answer.sentence or (
            "A code has 6 letters and digits" in answer.sentence
        )
        assert answer.form("/join").values["code"] == [code]
    assert guest.join(cast.convening.join_code).status == 200


def test_an_expired_code_says_so(site, cast):
    with site.work():
        convening = db.session.get(Convening, cast.convening.id)
        convening.code_expires_at = now() - timedelta(minutes=1)
    answer = Guest(site.url).get(f"/j/{cast.convening.join_code}")
    assert answer.status == 409
    assert "This code is no longer in use. Ask a facilitator for the new one." in answer.sentence


def test_a_name_that_is_taken_keeps_what_was_written(site, cast, ana):
    form = ana.get(f"/profiles/{cast.profile.id}").form("/attributes")
    answer = ana.send(form, name="Clear communication", statement="Speaks and listens.")
    assert answer.status == 409
    assert "There is already an attribute called “Clear communication”" in answer.sentence
    kept = answer.form("/attributes").values
    assert kept["name"] == ["Clear communication"]
    assert kept["statement"][0].strip() == "Speaks and listens."
    with site.app.app_context():
        assert db.session.query(Attribute).filter_by(name="Clear communication").count() == 1


def test_ten_thousand_characters_are_refused_and_stand_there_still(site, cast, ana):
    attribute = one(site, select(Attribute).filter_by(profile_id=cast.profile.id).limit(1))
    long = "Every word of it counts. " * 400
    form = ana.get(f"/attributes/{attribute.id}/edit").form("/edit")
    answer = ana.send(form, statement=long)
    assert answer.status == 422
    assert "This text has 9999 characters." in answer.sentence
    assert re.search("8[,.]?000", answer.sentence)
    assert answer.form("/edit").values["statement"][0].strip() == long.strip()
    assert one(site, select(Attribute.statement).filter_by(id=attribute.id)) == attribute.statement


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"<html></html>",
        b"",
        json.dumps([1, 2, 3]).encode(),
        b"\x89PNG\r\n\x1a\n" + b"\0" * 200,
    ],
    ids=["cut off", "a page", "empty", "a list", "a picture"],
)
def test_a_broken_case_file_changes_nothing(site, cast, ana, content):
    before = one(site, select(Framework.id).where(Framework.organization_id.is_not(None)))
    answer = ana.upload("/frameworks/import", content, **import_fields(ana))
    assert answer.status in (400, 413, 422)
    assert "There is a problem" in answer.sentence
    assert "Import a framework" in answer.sentence
    assert one(site, select(Framework.id).where(Framework.organization_id.is_not(None))) == before


def import_fields(ana):
    form = ana.get("/frameworks/import").form("/frameworks/import")
    return {**{k: v[0] for k, v in form.values.items()}, "sector": form.choices["sector"][0]}


def test_eighty_megabytes_get_a_page_and_no_cut_connection(site, cast, ana):
    fields = import_fields(ana)
    content = b'{"CFDocument": "' + b"x" * (80 * MEGABYTE) + b'"}'
    answer = ana.upload("/frameworks/import", content, **fields)
    assert answer.status == 413
    assert "This file is too large. The limit is 64 MB." in answer.sentence
    assert ana.get("/frameworks").status == 200


def test_a_second_vote_takes_the_place_of_the_first(site, cast, guest):
    with site.work():
        ballot = make_ballot(cast.convening)
    form = guest.get(f"/ballots/{ballot.id}").form("/vote")
    first, second, _third = form.choices["option"]
    assert "Your vote is stored." in guest.send(form, option=first).sentence
    answer = guest.send(form, option=second)
    assert "Your vote is changed: the new one counts" in answer.text
    assert guest.get(f"/ballots/{ballot.id}").form("/vote").values["option"] == [second]


def test_a_vote_after_the_close_is_shown_and_does_not_count(site, cast, guest, ana):
    with site.work():
        ballot = make_ballot(cast.convening)
    form = guest.get(f"/ballots/{ballot.id}").form("/vote")
    closing = ana.get(f"/ballots/{ballot.id}/close").form("/close")
    assert ana.send(closing).status == 200
    answer = guest.send(form, option=form.choices["option"][0])
    assert answer.status == 409
    assert "Voting is closed, so this was not stored." in answer.sentence
    assert "What you marked, not stored Curiosity" in answer.sentence


def test_what_belongs_to_another_organization_is_not_there(site, cast, ana):
    with site.work():
        theirs = make_profile(cast.hillcrest, attributes=("Their own",))
    attribute = one(site, select(Attribute).filter_by(profile_id=theirs.id))
    missing = ana.get(f"/profiles/{uuid.uuid4()}")
    for path in (
        f"/profiles/{theirs.id}",
        f"/attributes/{attribute.id}/edit",
        f"/organizations/{cast.hillcrest.id}",
        f"/profiles/{theirs.id}/export/case-1.1",
    ):
        answer = ana.get(path)
        assert answer.status == 404, path
        # Nothing tells whether there is such a thing.
        assert answer.sentence == missing.sentence
    form = ana.get(f"/profiles/{cast.profile.id}").form("/attributes")
    form.action = f"/profiles/{theirs.id}/attributes"
    assert ana.send(form, name="Smuggled", statement="").status == 404


def test_words_for_an_attribute_that_was_dropped_meanwhile_are_not_lost(site, cast, ana, guest):
    attribute = one(site, select(Attribute).filter_by(profile_id=cast.profile.id).limit(1))
    form = guest.get(f"/attributes/{attribute.id}/edit").form("/edit")
    ana.send(ana.get(f"/attributes/{attribute.id}/drop").form("/drop"))
    assert one(site, select(Attribute.dropped_at).filter_by(id=attribute.id)) is not None
    answer = guest.send(form, statement="What I had just written.")
    assert answer.status == 409
    assert "dropped" in answer.sentence
    assert "What I had just written." in answer.text
    texts = select(Revision.id).filter_by(statement="What I had just written.")
    assert one(site, texts) is None


def test_the_server_answers_a_large_body_before_it_ends(site, cast, ana):
    """What a proxy or a browser sees: an answer, then the end, and never a reset."""
    parts = urlsplit(site.url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    connection.putrequest("POST", "/frameworks/import")
    connection.putheader("Content-Length", str(50 * MEGABYTE))
    connection.putheader("Content-Type", "multipart/form-data; boundary=x")
    connection.endheaders()
    for _ in range(50):
        connection.send(b"x" * MEGABYTE)
    answer = connection.getresponse()
    assert answer.status in (400, 413)
    assert b"</html>" in answer.read()
    connection.close()
