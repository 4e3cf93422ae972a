"""The frame on all screens: accessible, no sideways scroll, readable from afar, and unbuilt."""

import pytest

from tests.browser.checks import (
    expect_accessible,
    expect_no_sideways_scroll,
    focus_stops,
    space_text,
)

PAGES = ["/stage", "/stage/phone", "/stage/wall", "/stage/paper", "/stage/sure"]
# What the projector must not show smaller: 28 px at 1080p.
SMALLEST = """() => Math.min(...[...document.body.querySelectorAll('*')]
  .filter(e => e.checkVisibility() && !e.closest('.visually-hidden, .skip-link, svg')
    && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
  .map(e => parseFloat(getComputedStyle(e).fontSize)))"""


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("path", "screen"),
    [("/stage/wall", "projector")]
    + [(path, screen) for path in PAGES for screen in ("phone", "laptop") if "wall" not in path],
)
def test_axe_finds_nothing(visit, path, screen, scheme):
    page = visit(path, screen, color_scheme=scheme)
    expect_accessible(page)
    if path == "/stage":
        page.get_by_role("link", name="Retire").click()
        expect_accessible(page)


@pytest.mark.browser
@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways(visit, path):
    expect_no_sideways_scroll(visit(path, "zoomed"))
    page = visit(path, "phone")
    space_text(page)
    expect_no_sideways_scroll(page)


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/stage", "/stage/phone"])
def test_focus_is_never_under_a_bar(visit, path):
    stops = focus_stops(visit(path, "phone"))
    assert len(stops) > 10
    assert not [stop["html"] for stop in stops if not stop["seen"]]


@pytest.mark.browser
def test_the_wall_is_read_from_the_last_row(visit):
    assert visit("/stage/wall", "projector").evaluate(SMALLEST) >= 28


@pytest.mark.browser
def test_a_first_visit_asks_for_little(visit):
    asked = []
    page = visit("/stage/sure", "phone")
    page.context.clear_cookies()
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    assert len(asked) <= 6
    assert all(url.startswith("http://127.0.0.1") for url in asked)


def test_without_built_files_the_page_is_whole(client, monkeypatch):
    monkeypatch.setattr("pog.web.assets._manifest", lambda path: {})
    answer = client.get("/help")
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert 'rel="stylesheet"' not in answer.text


def test_built_files_are_named_by_their_content(client, built):
    text = client.get("/help").text
    assert "/static/dist/main-" in text
    assert "nonce=" in text
