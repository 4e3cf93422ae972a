"""S7: two people edit the same attribute in the plain form."""

import html
import re
import uuid

import pytest

TEXT = "Says what they mean and listens to others."


@pytest.fixture
def attribute(cast, work, attributes):
    from pog.profiles.services import Author, edit_attribute

    with work():
        from pog.core.database import db
        from pog.profiles.models import Attribute

        row = db.session.get(Attribute, attributes()["Clear communication"].id)
        edit_attribute(
            row,
            base_revision=1,
            name=row.name,
            statement=TEXT,
            author=Author(name="Ana"),
        )
    return attributes()["Clear communication"]


@pytest.fixture
def ben(cast, as_person):
    return as_person(cast.ben)


def address(attribute):
    return f"/attributes/{attribute.id}/edit"


def save(browser, attribute, statement, *, name="Clear communication", base=2, **more):
    form = {"name": name, "statement": statement, "base_revision": base, "reason": "", **more}
    return browser.post(address(attribute), data=form)


def stored(attributes, name="Clear communication"):
    return attributes()[name].statement


def test_saving_makes_a_revision_with_author_and_reason(ana, attribute, attributes, revisions):
    answer = save(ana, attribute, "Speaks **plainly**.", reason="Shorter")

    assert answer.status_code == 303
    page = ana.get(answer.location).text
    assert "Saved as revision 3." in page
    assert "<strong>plainly</strong>" in page
    assert "Shorter" in page
    assert revisions(attribute.id)[-1] == (3, "reworded", "Ana (Students)")


def test_line_ends_and_outer_space_are_no_change(ana, attribute, revisions):
    answer = save(ana, attribute, f"  {TEXT}\r\n")
    assert "Nothing had to be changed" in ana.get(answer.location).text
    assert len(revisions(attribute.id)) == 2


def test_edits_in_different_places_are_put_together(ana, ben, attribute, attributes, revisions):
    save(ana, attribute, TEXT.replace("mean", "think"))
    answer = save(ben, attribute, TEXT.replace("others", "everybody"))

    assert answer.status_code == 303
    assert "were put together" in ben.get(answer.location).text
    assert stored(attributes) == "Says what they think and listens to everybody."
    assert [who for _n, _c, who in revisions(attribute.id)][-2:] == [
        "Ana (Students)",
        "Ben (Students)",
    ]


def test_the_same_words_show_both_texts_and_three_ways_on(ana, ben, attribute, attributes):
    save(ana, attribute, TEXT.replace("mean", "think"))
    answer = save(ben, attribute, TEXT.replace("mean", "feel").replace("others", "all"))

    assert answer.status_code == 409
    assert "Ana (Students) changed the same words" in html.unescape(answer.text)
    for words in ("Use theirs", "Use mine on top", "Save this text"):
        assert words in answer.text
    assert re.search(r"<ins>.*?think.*?</ins>", answer.text)
    assert re.search(r"<ins>.*?feel.*?</ins>", answer.text)
    assert stored(attributes) == TEXT.replace("mean", "think")


def choices(answer):
    """The three forms of the page, as what they would send."""
    fields = re.findall(
        r'<input type="hidden" name="(base_revision|name|statement)" value="([^"]*)"', answer.text
    )
    found, current = [], {}
    for name, value in fields:
        if name == "base_revision":
            current = {}
            found.append(current)
        current[name] = html.unescape(value)
    return found


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        (0, "Says what they think and listens to all."),
        (1, "Says what they feel and listens to all."),
    ],
    ids=["theirs", "mine on top"],
)
def test_a_choice_is_stored(ana, ben, attribute, attributes, choice, wanted):
    save(ana, attribute, TEXT.replace("mean", "think"))
    page = save(ben, attribute, TEXT.replace("mean", "feel").replace("others", "all"))
    form = choices(page)[choice]

    assert ben.post(address(attribute), data=form).status_code == 303
    assert stored(attributes) == wanted


def test_merging_by_hand_meets_a_third_edit_again(ana, ben, attribute, attributes):
    save(ana, attribute, TEXT.replace("mean", "think"))
    page = save(ben, attribute, TEXT.replace("mean", "feel"))
    base = choices(page)[-1]["base_revision"]
    save(ana, attribute, TEXT.replace("mean", "know"), base=base)

    answer = save(ben, attribute, TEXT.replace("mean", "dream"), base=base)

    assert answer.status_code == 409
    assert "dream" in answer.text
    assert stored(attributes) == TEXT.replace("mean", "know")


def test_two_new_names_are_a_conflict_too(ana, ben, attribute, attributes):
    save(ana, attribute, TEXT, name="Communicator")
    answer = save(ben, attribute, TEXT, name="Clear speaker")

    assert answer.status_code == 409
    assert "Communicator" in answer.text
    assert 'value="Clear speaker"' in answer.text
    assert "Communicator" in attributes()


def test_dropped_meanwhile_the_text_is_kept_and_can_bring_it_back(
    ana, ben, attribute, attributes, revisions
):
    ana.post(f"/attributes/{attribute.id}/drop", data={"reason": "Too long a list"})
    answer = save(ben, attribute, "Ben's own words.")

    assert answer.status_code == 409
    page = html.unescape(answer.text)
    assert "was dropped while you were writing" in page
    assert "Too long a list" in page
    assert "Ben's own words." in page
    assert attributes()["Clear communication"].dropped_at is not None

    answer = save(ben, attribute, "Ben's own words.", choice="bring_back")
    assert answer.status_code == 303
    row = attributes()["Clear communication"]
    assert (row.dropped_at, row.statement) == (None, "Ben's own words.")
    assert revisions(attribute.id)[-1][1:] == ("brought_back", "Ben (Students)")


def test_bad_input_is_kept_and_nothing_is_stored(ana, attribute, attributes):
    taken = save(ana, attribute, "New words.", name="care for OTHERS")
    assert taken.status_code == 409
    assert "There is already an attribute called “Care for others”." in taken.text
    assert "New words." in taken.text

    long = "a" * 10_000
    answer = save(ana, attribute, long)
    assert answer.status_code == 422
    assert "Shorten it to 8000 at most." in answer.text
    assert long in answer.text
    assert stored(attributes) == TEXT


@pytest.mark.parametrize("base", ["", "x", "99", "-1", "9" * 30])
def test_a_revision_that_never_was_is_explained(ana, attribute, attributes, base):
    answer = save(ana, attribute, "New words.", base=base)
    assert answer.status_code == 422
    assert "There is no revision" in answer.text
    assert "New words." in answer.text
    assert stored(attributes) == TEXT


def test_others_may_not(cy, reader, client, attribute, attributes):
    assert save(reader, attribute, "x").status_code == 403
    for browser in (cy, client):
        assert browser.get(address(attribute)).status_code == 404
        assert save(browser, attribute, "x").status_code == 404
    assert client.get(f"/attributes/{uuid.uuid4()}/edit").status_code == 404
    assert stored(attributes) == TEXT


def test_readers_see_no_way_to_edit(reader, ana, attribute):
    assert "Reword" not in reader.get(f"/attributes/{attribute.id}").text
    assert "Reword" in ana.get(f"/attributes/{attribute.id}").text


def test_what_is_stored_now_stands_apart_from_the_form(ana, attribute):
    page = ana.get(address(attribute)).text
    region = page[page.index(f'id="region-attribute-now-{attribute.id}"') :]
    assert TEXT in region
    assert "<textarea" not in region


def test_readers_read_along(reader, attribute, attributes):
    page = reader.get(address(attribute))
    assert page.status_code == 200
    assert TEXT in page.text
    assert re.search(r"<textarea[^>]* readonly", page.text)
    assert 'name="reason"' not in page.text
    assert stored(attributes) == TEXT
