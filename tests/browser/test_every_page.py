"""Every page of the product on every screen: accessible, not wider than its window, no noise."""

import pytest

from tests.architecture.world import address_of, make_world, routes
from tests.browser.checks import (
    expect_focus_is_seen,
    expect_no_sideways_scroll,
    space_text,
    violations,
)

pytestmark = pytest.mark.long
# Both themes; the colours do not depend on the screen.
SCREENS = {"phone": {}, "laptop": {"color_scheme": "dark"}, "projector": {}}
# Read from the last row of a hall, never held in a hand.
FOR_THE_WALL = ("/projector", "/coverage/wall")


@pytest.fixture
def pages(site):
    """The address of every page there is something to see on."""
    with site.work():
        cast, values = make_world(crowd=3)
    browser = site.app.test_client()
    site.take_cookie(browser, cast.ana)
    addresses = []
    for rule, _view in routes(site.app, "GET"):
        answer = browser.get(address_of(site.app, rule, values))
        is_page = answer.mimetype == "text/html" and b"</html>" in answer.data
        if answer.status_code == 200 and is_page:
            addresses.append(address_of(site.app, rule, values))
    assert len(addresses) > 20
    return cast, addresses


@pytest.fixture
def visitor(person, site, pages):
    """Ana's page on a screen: `visitor("phone")`."""

    def open_page(screen, **options):
        return site.sign_in(person(screen, **options), pages[0].ana)

    return open_page


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing(screen, visitor, pages):
    page = visitor(screen, **SCREENS[screen])
    found = []
    shown = [one for one in pages[1] if screen != "projector" or one.endswith(FOR_THE_WALL)]
    assert shown
    for address in shown:
        page.goto(address)
        found += [f"{address}: {violation}" for violation in violations(page)]
    assert not found, "\n".join(found)


def test_no_page_scrolls_sideways_when_zoomed_or_spaced(visitor, pages):
    page = visitor("zoomed")
    wide = []
    for address in [one for one in pages[1] if not one.endswith(FOR_THE_WALL)]:
        page.goto(address)
        try:
            expect_no_sideways_scroll(page)
            space_text(page)
            expect_no_sideways_scroll(page)
        except AssertionError as error:
            wide.append(str(error))
    assert not wide, "\n".join(wide)


def test_focus_is_always_seen_on_a_phone(visitor, pages):
    page = visitor("phone", reduced_motion="reduce")
    hidden = []
    for address in pages[1]:
        page.goto(address)
        try:
            expect_focus_is_seen(page)
        except AssertionError as error:
            hidden.append(str(error))
    assert not hidden, "\n".join(hidden)
