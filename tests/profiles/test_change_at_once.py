"""Several people change a profile in the same moment, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest

TOGETHER = 4


@pytest.fixture
def browsers(cast, as_person):
    return [as_person(cast.ana) for _ in range(TOGETHER)]


def at_once(browsers, ask):
    with ThreadPoolExecutor(TOGETHER) as threads:
        return sorted(answer.status_code for answer in threads.map(ask, browsers))


def test_a_name_is_given_once(cast, browsers, attributes):
    form = {"name": "Courage", "statement": "", "grouping": ""}
    address = f"/profiles/{cast.profile.id}/attributes"
    answers = at_once(browsers, lambda browser: browser.post(address, data=form))
    assert answers == [303, 409, 409, 409]
    assert len(attributes()) == 4


def test_each_edit_of_the_same_words_is_stored_or_shown(browsers, attribute, attributes, revisions):
    words = {browser: f"Word{number} what they mean." for number, browser in enumerate(browsers)}

    def save(browser):
        form = {"name": attribute.name, "statement": words[browser], "base_revision": 1}
        return browser.post(f"/attributes/{attribute.id}/edit", data=form)

    assert at_once(browsers, save) == [303, 409, 409, 409]
    assert attributes()[attribute.name].statement in words.values()
    assert len(revisions(attribute.id)) == 2


def test_moving_loses_nobody(cast, browsers, attribute, attributes):
    at_once(browsers, lambda browser: browser.post(f"/attributes/{attribute.id}/down"))
    assert sorted(row.position for row in attributes().values()) == [0, 1, 2]
