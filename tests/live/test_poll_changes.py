"""Pages that ask every few seconds get what the stream brings."""

import re

from pog.live.rendering import NONCE


def test_asking_brings_what_changed_since(app, cast, as_person, topic, rename):
    ana = as_person(cast.ana)
    rename("First")
    answer = ana.get("/live-parts", query_string={"topics": topic, "since": "0"})
    assert answer.status_code == 200
    assert "First" in answer.text
    assert '<hx-partial hx-target="#region-title" hx-swap="outerMorph">' in answer.text
    assert answer.headers["X-Pog-Bookmark"] == "1"
    assert answer.headers["Cache-Control"] == "no-store"
    answer = ana.get("/live-parts", query_string={"topics": topic, "since": "1"})
    assert answer.status_code == 204
    assert answer.headers["X-Pog-Bookmark"] == "1"


def test_asking_equals_streaming(server, cast, as_person, topic, ana_cookie, rename):
    rename("Both", "title", "long", "broken")
    part = server.stream(topic, cookie=ana_cookie, since="0").part()
    answer = as_person(cast.ana).get("/live-parts", query_string={"topics": topic, "since": "0"})
    nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])[1]
    assert answer.text.replace(nonce, NONCE).splitlines() == part.data.splitlines()
    assert answer.headers["X-Pog-Bookmark"] == part.id


def test_a_bookmark_that_is_not_ours_brings_everything(cast, as_person, topic, rename):
    rename("First")
    ana = as_person(cast.ana)
    for since in ("", "x", "-1", "1.2", "9" * 500, "²"):
        answer = ana.get("/live-parts", query_string={"topics": topic, "since": since})
        assert "First" in answer.text


def test_only_regions_the_page_shows(cast, as_person, topic, rename):
    rename("First", "title", "long")
    answer = as_person(cast.ana).get(
        "/live-parts", query_string={"topics": topic, "since": "0", "show": "title"}
    )
    assert "region-title" in answer.text
    assert "region-long" not in answer.text


def test_parts_are_made_once_for_everybody(app, cast, as_person, topic, rename, monkeypatch):
    """And as nobody in particular: the answer does not depend on who asks."""
    rename("First")
    query = {"topics": topic, "since": "0"}
    one = as_person(cast.ana).get("/live-parts", query_string=query)
    nonces = [re.search(r"'nonce-([^']+)'", one.headers["Content-Security-Policy"])[1]]
    rendered = []
    loader = app.jinja_env.get_or_select_template
    monkeypatch.setattr(
        app.jinja_env,
        "get_or_select_template",
        lambda *given, **more: rendered.append(given) or loader(*given, **more),
    )
    other = as_person(cast.ben).get("/live-parts", query_string=query)
    nonces.append(re.search(r"'nonce-([^']+)'", other.headers["Content-Security-Policy"])[1])
    assert one.text.replace(nonces[0], "") == other.text.replace(nonces[1], "")
    assert not rendered
