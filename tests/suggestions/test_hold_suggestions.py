"""Suggestions that wait for review, and what is said about suggestions."""

import pytest

from pog.convenings.models import Convening
from pog.core.database import db
from tests.factories import make_suggestion


@pytest.fixture
def held(cast, work, guest, attribute, suggest, read):
    """One of the guest's that waits."""
    with work():
        db.session.get(Convening, cast.convening.id).hold_comments = True
    pat = guest()
    answer = suggest(pat, "clearly", "Quetzal words")
    assert "/suggestions/" in answer.location
    [made] = read.suggestions()
    made.browser = pat
    return made


def test_it_is_seen_by_its_author_and_moderators_alone(cast, as_person, guest, attribute, held):
    profile = f"/profiles/{cast.profile.id}"
    addresses = (
        f"/attributes/{attribute.id}",
        f"/attributes/{attribute.id}/suggestions",
        f"{profile}/suggestions",
        f"{profile}/suggestions?filter=all",
        f"{profile}/suggestions?filter=waiting",
        f"/live-parts?topics=profile:{cast.profile.id}&since=0",
    )
    kim = guest("Kim")
    for address in addresses:
        assert "Quetzal" not in kim.get(address).text
    for deed in ("", "/mark", "/accept"):
        method = kim.post if deed else kim.get
        assert method(f"/suggestions/{held.id}{deed}").status_code == 404
    assert "It waits for review." in held.browser.get("/my-input").text
    assert "Quetzal" in held.browser.get(f"/suggestions/{held.id}").text
    ana = as_person(cast.ana)
    assert "Quetzal" in ana.get(f"{profile}/suggestions?filter=waiting").text
    assert ana.post(f"/suggestions/{held.id}/accept").status_code == 409


def test_a_moderator_shows_it_to_everybody(cast, as_person, guest, held):
    assert held.browser.post(f"/suggestions/{held.id}/release").status_code == 403
    assert as_person(cast.ana).post(f"/suggestions/{held.id}/release").status_code == 303
    assert "Quetzal" in guest("Kim").get(f"/suggestions/{held.id}").text


def test_people_talk_about_a_suggestion(cast, work, guest, attribute):
    with work():
        made = make_suggestion(attribute, "slowly", quote="clearly")
    kim = guest("Kim")
    thread = f"/profiles/{cast.profile.id}/comments/about/suggestion/{made.id}"
    page = kim.get(f"/suggestions/{made.id}").text
    assert thread in page
    assert kim.post(thread, data={"body": "Slowly is better."}).status_code == 303
    assert "Slowly is better." in kim.get(thread).text
    assert "1 comment" in kim.get(f"/suggestions/{made.id}").text
