"""Since the first dot nothing moves, and everybody is told why."""

import pytest

from pog.clusters.services import freeze_clusters
from pog.core.errors import Conflict
from tests.clusters.conftest import words

WHY = "The vote on these themes has begun, so they stay as they are."


@pytest.fixture
def freeze(work, cast):
    def now():
        with work():
            freeze_clusters(cast.convening.id)

    return now


def test_frozen_themes_refuse_every_change_with_the_reason(ana, notes, freeze, stored):
    care, courage = ana.made("Care", notes[:2]), ana.made("Courage")
    freeze()
    freeze()
    tried = [
        ana.move([notes[2]], care),
        ana.move([notes[0]], None),
        ana.make("Late", [notes[3]]),
        ana.send(f"/themes/{care}/name", name="Later"),
        ana.send(f"/themes/{care}/merge", into=courage),
        ana.send(f"/themes/{care}/take-apart"),
        ana.send(f"/themes/{care}/place", way="down"),
        ana.send(f"{ana.at}/order"),
        ana.undo(),
    ]
    assert [answer.status_code for answer in tried] == [409] * len(tried)
    assert {answer.json["sentence"] for answer in tried} == {WHY}
    assert stored.names() == ["Care", "Courage"]
    assert sorted(stored.places()) == sorted(notes[:2])


def test_pages_say_that_they_are_frozen(ana, guest, notes, freeze):
    care = ana.made("Care", notes[:2])
    freeze()
    for browser, pages in ((ana.browser, ("/desk", "/list", "")), (guest, ("",))):
        for page in pages:
            assert "Frozen since the first dot" in words(browser.get(ana.at + page))
    theme = words(ana.browser.get(f"/themes/{care}"))
    assert "Frozen since the first dot" in theme
    assert "Rename" not in theme
    assert "Put there" not in ana.browser.get(f"{ana.at}/list").text
    answer = ana.browser.post(f"{ana.at}/undo", data={})
    assert WHY in ana.browser.get(answer.location).text


def test_a_convening_without_themes_has_nothing_to_freeze(freeze, ana, notes, stored):
    freeze()
    assert ana.make("Care", notes[:1]).status_code == 200


def test_a_move_and_the_freeze_exclude_each_other(ana, otter, notes, work, cast, stored):
    from tests.races import at_once

    care = ana.made("Care")

    def freezes():
        with work():
            freeze_clusters(cast.convening.id)

    moved, _none = at_once([lambda: otter.move([notes[0]], care), freezes])
    assert moved.status_code in (200, 409)
    assert (notes[0] in stored.places()) == (moved.status_code == 200)
    assert ana.move([notes[1]], care).status_code == Conflict.status
