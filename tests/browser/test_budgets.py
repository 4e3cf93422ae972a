"""What the first visit of a participant costs: bytes over the wire, requests, foreign hosts."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.cast import make_cast

MOST_BYTES = 40 * 1024
MOST_REQUESTS = 6


@pytest.fixture
def cast(site):
    with site.work():
        return make_cast(current="comment")


def test_the_first_page_of_a_participant_is_small(site, cast, person):
    page = site.sign_in(person("phone"), cast.ben)
    sent, received = [], {}
    network = page.context.new_cdp_session(page)
    network.on("Network.requestWillBeSent", lambda event: sent.append(event["request"]["url"]))
    network.on("Network.responseReceived", lambda event: note(event, received))
    network.on(
        "Network.loadingFinished",
        lambda event: received.__setitem__(event["requestId"], event["encodedDataLength"]),
    )
    network.send("Network.enable")
    page.goto(f"/convenings/{cast.convening.id}")
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    page.wait_for_timeout(500)  # what comes late counts, too
    asked = [url for url in sent if not url.startswith("data:")]
    total = sum(received.values())
    print(f"{total} bytes in {len(asked)} requests: {[urlsplit(url).path for url in asked]}")  # noqa: T201 - a figure to report
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(site.url).netloc}
    assert len(asked) <= MOST_REQUESTS, asked
    assert total <= MOST_BYTES


def note(event, received):
    """A stream never finishes; its head counts."""
    received.setdefault(event["requestId"], event["response"].get("encodedDataLength", 0))


def test_the_next_page_brings_only_itself(site, cast, person):
    page = site.sign_in(person("phone"), cast.ben)
    page.goto(f"/convenings/{cast.convening.id}")
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    received = {}
    network = page.context.new_cdp_session(page)
    network.on("Network.responseReceived", lambda event: note(event, received))
    network.on(
        "Network.loadingFinished",
        lambda event: received.__setitem__(event["requestId"], event["encodedDataLength"]),
    )
    network.send("Network.enable")
    page.goto(f"/profiles/{cast.profile.id}/comments")
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    print(f"{sum(received.values())} bytes for the next page")  # noqa: T201 - a figure to report
    assert sum(received.values()) <= 8 * 1024
