"""P18 in a real browser: with every payload in every field, nothing of any page acts."""

import pytest

from tests.architecture.world import address_of, make_world, routes
from tests.browser.checks import expect_no_sideways_scroll
from tests.factories import make_participant
from tests.hostile import FORGED, MARK, body_of, bundled
from tests.web.test_hostile_text import FORM, write_all, write_everywhere

FOR_THE_WALL = ("/projector", "/coverage/wall")


@pytest.fixture
def written(site):
    """The site with hostile text in all of it, Ana, and the address of every page."""
    with site.work():
        cast, values = make_world()
        make_participant(cast.convening)
    browser = site.app.test_client()
    site.take_cookie(browser, cast.ana)
    site.app.config["WTF_CSRF_ENABLED"] = False  # of this copy, which only writes; not the server
    addresses = [address_of(site.app, rule, values) for rule, _view in routes(site.app, "GET")]
    addresses = [one for one in addresses if not one.startswith(("/live/", "/static"))]
    write_all([browser], addresses)
    _statuses, pages = write_everywhere([browser], addresses, rounds=1)
    assert len(pages) > 40
    return cast, pages


def test_nothing_runs_on_any_page(site, person, written):
    cast, pages = written
    page = site.sign_in(person("phone"), cast.ana)
    asked, dialogs, wide = [], [], []
    page.on("request", lambda one: asked.append(one.url))
    page.on("dialog", lambda one: (dialogs.append(one.message), one.dismiss()))
    for address in pages:
        page.goto(address, wait_until="load")
        assert page.evaluate(f"window.{MARK}") is None, address
        if not address.endswith(FOR_THE_WALL):
            try:
                expect_no_sideways_scroll(page)
            except AssertionError as error:
                wide.append(str(error))
    # And what arrives while a page is open: the same parts, put in by htmx.
    thread = f"/profiles/{cast.profile.id}/comments"
    page.goto(thread)
    writer = site.app.test_client()
    site.take_cookie(writer, cast.ana)
    for text in [*bundled()[:3], f"The last one {MARK}"]:
        data = body_of([("body", text), ("sure", "yes")])
        assert writer.post(thread, data=data, content_type=FORM).status_code == 303
    page.get_by_text(f"The last one {MARK}").first.wait_for(timeout=15_000)
    assert page.evaluate(f"window.{MARK}") is None
    ours = [one for one in asked if not one.startswith((site.url, "data:"))]
    assert not ours, "asked elsewhere"
    assert not [one for one in asked if MARK in one.split("?")[0]]
    assert not dialogs
    assert not wide, "\n".join(wide)
    log = site.log.read_text(errors="replace")
    assert not [line for line in log.splitlines() if line.startswith(FORGED)]
