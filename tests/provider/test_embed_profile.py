"""The newest edition in a frame of another page, where the profile allows it."""

import pytest

from pog.core.database import db
from pog.profiles.models import Profile


@pytest.fixture
def ana(as_person, cast):
    return as_person(cast.ana)


def ancestors(answer):
    policy = answer.headers["Content-Security-Policy"]
    return policy.split("frame-ancestors ")[1].split(";")[0]


def choose(browser, profile, choice, sites=""):
    return browser.post(
        f"/profiles/{profile.id}/embedding", data={"choice": choice, "sites": sites}
    )


def test_it_is_the_edition_and_in_nobodys_frame_at_first(client, rich, edition):
    answer = client.get(f"/p/{rich.slug}/embed")
    assert "Teamwork" in answer.text
    assert "Works <strong>with</strong> others" in answer.text
    assert "<form" not in answer.text
    assert "<script" not in answer.text
    assert "Set-Cookie" not in answer.headers
    assert ancestors(answer) == "'none'"


def test_a_draft_cannot_be_embedded(client, as_person, cast, rich):
    assert client.get(f"/p/{rich.slug}/embed").status_code == 404
    assert as_person(cast.ana).get(f"/p/{rich.slug}/embed").status_code == 404


def test_chosen_sites_may_frame_it_and_no_other_page(ana, client, rich, edition):
    sites = "https://www.riverbend.example\nhttps://News.Example:8443/"
    assert choose(ana, rich, "some", sites).status_code == 303
    embedded = client.get(f"/p/{rich.slug}/embed")
    assert ancestors(embedded) == "https://www.riverbend.example https://news.example:8443"
    assert ancestors(client.get(f"/p/{rich.slug}")) == "'none'"
    page = ana.get(f"/profiles/{rich.id}/embedding").text
    assert "&lt;iframe src=" in page
    assert f"/p/{rich.slug}/embed" in page
    choose(ana, rich, "anybody")
    assert ancestors(client.get(f"/p/{rich.slug}/embed")) == "https: http:"
    choose(ana, rich, "nobody")
    assert ancestors(client.get(f"/p/{rich.slug}/embed")) == "'none'"


@pytest.mark.parametrize(
    "sites",
    ["", "riverbend.example", "http://riverbend.example", "https://a.example/path",
     "https://a.example; script-src *", "https://*.example", "javascript:alert(1)",
     "\n".join(f"https://s{n}.example" for n in range(21))],
)  # fmt: skip
def test_what_is_no_site_is_explained_and_kept_in_the_box(app, ana, rich, edition, sites):
    answer = choose(ana, rich, "some", sites)
    assert answer.status_code == 422
    with app.app_context():
        assert db.session.get(Profile, rich.id).embedding == ""
    if sites:
        assert sites.split("\n")[0].split(";")[0] in answer.text


def test_only_those_who_publish_decide(as_person, cast, client, rich):
    address = f"/profiles/{rich.id}/embedding"
    for browser, status in ((as_person(cast.ben), 403), (as_person(cast.cy), 404), (client, 404)):
        assert browser.get(address).status_code == status
        assert browser.post(address, data={"choice": "anybody"}).status_code == status


def test_publishing_leads_there(ana, rich, edition):
    assert f"/profiles/{rich.id}/embedding" in ana.get(f"/profiles/{rich.id}/publish").text
