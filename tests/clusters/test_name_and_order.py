"""Naming themes, merging them, taking them apart, and their order."""

import pytest

from tests.clusters.conftest import words


def test_names_are_cleaned_and_unique(ana, stored):
    assert ana.make("  Care \n for others ").status_code == 200
    assert stored.names() == ["Care for others"]
    twice = ana.make("CARE for others")
    assert twice.status_code == 409
    assert twice.json["sentence"] == "There is already a theme called “Care for others”."


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("  ", "Enter a name for the theme."),
        ("x" * 81, "Use at most 80 characters for the name."),
    ],
)
def test_a_name_that_cannot_be_is_explained(ana, stored, name, sentence):
    theme = ana.made("Care")
    for address in (ana.at, f"/themes/{theme}/name"):
        answer = ana.send(address, name=name)
        assert answer.status_code == 422
        assert answer.json["sentence"] == sentence
    assert stored.names() == ["Care"]
    page = ana.browser.post(f"/themes/{theme}/name", data={"name": name})
    assert page.status_code == 422
    assert sentence in page.text


def test_a_theme_cannot_be_merged_with_itself_or_nothing(ana, notes, stored):
    theme = ana.made("Care", notes[:1])
    for into in ("", theme):
        answer = ana.send(f"/themes/{theme}/merge", into=into)
        assert answer.status_code == 422
    assert stored.names() == ["Care"]


def test_a_theme_of_another_convening_is_no_place_to_merge_into(ana, notes, work, cast, stored):
    from pog.clusters.models import Cluster
    from tests.factories import make_convening, saved

    theme = ana.made("Care", notes[:1])
    with work():
        elsewhere = make_convening(cast.profile, "Elsewhere")
        other = saved(
            Cluster(
                convening_id=elsewhere.id,
                number=1,
                name="Theirs",
                attribute_id=None,
                ended_at=None,
                ended_by=None,
            )
        ).id
    assert ana.send(f"/themes/{theme}/merge", into=str(other)).status_code == 404
    assert ana.move([notes[0]], other).status_code == 404


def test_the_room_sees_the_largest_first_until_the_team_orders_them(ana, guest, notes, stored):
    ana.made("Small", notes[:1])
    large = ana.made("Large", notes[1:4])
    for page in (ana.at, f"{ana.at}/projector"):
        text = words(guest.get(page))
        assert text.index("Large") < text.index("Small")
    # At the desk nothing jumps while people point at it.
    assert stored.names() == ["Small", "Large"]
    answer = ana.send(f"/themes/{large}/place", way="down")
    assert answer.json["sentence"] == "“Large” is now number 2 of 2."
    text = words(guest.get(ana.at))
    assert text.index("Small") < text.index("Large")
    ana.send(f"/themes/{large}/place", way="up")
    assert stored.names() == ["Large", "Small"]


def test_the_desk_is_ordered_by_size_on_demand(ana, notes, stored):
    for number, name in enumerate(("One", "Three", "Two")):
        ana.made(name, notes[[0, 1, 4][number] : [1, 4, 6][number]])
    answer = ana.browser.post(f"{ana.at}/order", data={"after": f"{ana.at}/desk"})
    assert answer.location.endswith("/themes/desk")
    assert stored.names() == ["Three", "Two", "One"]


def test_a_number_stays_with_its_theme(ana, notes, stored):
    care = ana.made("Care")
    courage = ana.made("Courage")
    ana.send(f"/themes/{care}/take-apart")
    clear = ana.made("Clear words")
    assert [stored.cluster(one).number for one in map(key, (courage, clear))] == [2, 3]


def key(text):
    import uuid

    return uuid.UUID(text)


def test_without_a_script_a_theme_is_changed_on_its_page(ana, notes, stored):
    care, courage = ana.made("Care", notes[:2]), ana.made("Courage")
    page = ana.browser.get(f"/themes/{care}").text
    assert "Merge with" in page
    assert "thing 1" in page
    ana.browser.post(f"/themes/{care}/name", data={"name": "Caring"})
    assert stored.names() == ["Caring", "Courage"]
    answer = ana.browser.post(f"/themes/{care}/merge", data={"into": courage})
    assert answer.status_code == 303
    assert stored.names() == ["Courage"]
    assert "This theme is gone" in ana.browser.get(f"/themes/{care}").text
    ana.browser.post(f"/themes/{courage}/take-apart")
    assert stored.names() == []
    assert not any(stored.places().values())
