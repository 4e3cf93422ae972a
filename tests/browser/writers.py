"""People who type in one text: opening it, waiting for it, reading what the page says of it."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from pog.core.database import db
from pog.profiles.models import Attribute
from tests.browser.site import Site
from tests.cast import Cast

STATEMENT = "Listens to others."
NOISE = ("WebSocket connection", "Failed to load resource", "htmx:error", "htmx:sse:error", "fetch")
"""What a browser itself says about a connection that fails."""


def first_attribute(site: Site, cast: Cast) -> Attribute:
    """The attribute of the tests, saying what its statement is."""
    with site.work():
        found: Attribute = (
            db.session.query(Attribute)
            .filter_by(profile_id=cast.profile.id)
            .order_by(Attribute.position)
            .first()
        )
        found.statement, found.statement_html = STATEMENT, f"<p>{STATEMENT}</p>"
    return found


def box(page: Page) -> Locator:
    return page.locator("textarea[data-coedit]")


def open_text(page: Page, attribute: Attribute, *, way: str = "live") -> Page:
    """Go there and wait until the shared text is in the box."""
    page.goto(f"/attributes/{attribute.id}/edit")
    expect_way(page, way)
    expect(page.get_by_role("button", name="Keep this version")).to_be_visible()
    return page


def expect_way(page: Page, way: str, seconds: float = 20) -> None:
    """How the page is connected: live, checking or lost."""
    panel = page.locator("[data-coedit-panel]")
    expect(panel).to_have_attribute("data-state", way, timeout=seconds * 1000)


def expect_saving(page: Page, state: str, seconds: float = 20) -> None:
    """What the line says of the own words: saved, saving, kept, unsent, tooLong."""
    panel = page.locator("[data-coedit-panel]")
    expect(panel).to_have_attribute("data-saved", state, timeout=seconds * 1000)


def expect_text(text: str, *pages: Page, seconds: float = 20) -> None:
    for page in pages:
        expect(box(page)).to_have_value(text, timeout=seconds * 1000)


def put_caret(page: Page, start: int, end: int | None = None) -> None:
    box(page).focus()
    place = [start, start if end is None else end]
    box(page).evaluate("(field, [from, to]) => field.setSelectionRange(from, to)", place)


def caret(page: Page) -> tuple[int, int]:
    found = box(page).evaluate("field => [field.selectionStart, field.selectionEnd]")
    return (found[0], found[1])


def kept_on_device(page: Page) -> int:
    """How many texts wait on the device."""
    return int(
        page.evaluate(
            """() => new Promise((done, failed) => {
              const request = indexedDB.open('pog-texts', 1);
              request.onupgradeneeded = () =>
                request.result.createObjectStore('unsent', {keyPath: 'key'});
              request.onerror = () => failed(request.error);
              request.onsuccess = () => {
                const count = request.result.transaction('unsent').objectStore('unsent').count();
                count.onsuccess = () => { request.result.close(); done(count.result); };
              };
            })"""
        )
    )


def stored(site: Site, attribute: Attribute) -> str:
    """The statement in the database."""
    with site.work():
        return str(db.session.get_one(Attribute, attribute.id).statement)


def expect_stored(page: Page, site: Site, attribute: Attribute, text: str) -> None:
    """Readers get it within moments."""
    for _ in range(60):
        if stored(site, attribute) == text:
            return
        page.wait_for_timeout(100)
    assert stored(site, attribute) == text


def without_sockets(page: Page) -> None:
    """Something on the way lets no socket through."""
    page.route_web_socket("**/live/texts/*", lambda route: route.close(code=1006))


def hold_back(page: Page) -> Callable[[], None]:
    """A socket that works, until the returned function is called: then it falls silent."""
    silent = False

    def go_between(route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        route.on_message(lambda message: None if silent else server.send(message))
        server.on_message(lambda message: None if silent else route.send(message))

    def fall_silent() -> None:
        nonlocal silent
        silent = True

    page.route_web_socket("**/live/texts/*", go_between)
    return fall_silent
