"""A guest with a seat, and an observer."""

import pytest

from tests.factories import make_participant


@pytest.fixture
def seated(cast, work, as_person):
    """A guest's browser with a seat of its own: `seated()`, `seated(role="observer")`."""

    def sit(**given):
        browser = as_person(None)
        with work():
            browser.seat = make_participant(cast.convening, sign_in=browser.sign_in, **given)
        return browser

    return sit
