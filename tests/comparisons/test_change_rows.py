"""Putting attributes into one row, taking them out, and undoing either."""

import re
import uuid

import pytest

from tests.comparisons.test_compare_profiles import alone, rows
from tests.factories import make_library_entry, make_membership, make_person, make_profile


@pytest.fixture
def compared(cast, work):
    """What Riverbend compares: its own draft with two of the library."""
    with work():
        own = make_profile(cast.riverbend, "Own portrait", attributes=("Aloha", "Collaboration"))
        entries = [
            make_library_entry(
                "Portrait of the East", issuer="Virginia", attributes=("Perseverance", "Numeracy")
            ),
            make_library_entry(
                "Portrait of the South", issuer="Ohio", attributes=("Collaboration", "Zest")
            ),
        ]
    return {"profile": own.id, "entry": [entry.id for entry in entries]}


def page_of(browser, compared):
    answer = browser.get("/compare", query_string=compared)
    assert answer.status_code == 200
    return answer.text


def key_of(page, name, nth=0):
    """The identifier of an attribute, from the choices below the rows."""
    found = re.findall(rf'<option value="([0-9a-f-]+)"[^>]*>{name}</option>', page)
    return found[: len(found) // 2][nth]


def post(browser, cast, what, compared, **form):
    return browser.post(
        f"/organizations/{cast.riverbend.id}/comparison/{what}", data={**compared, **form}
    )


def test_two_are_put_together_and_the_organization_remembers(as_person, cast, compared):
    ana = as_person(cast.ana)
    before = page_of(ana, compared)
    assert "Aloha" in alone(before)
    aloha, perseverance = key_of(before, "Aloha"), key_of(before, "Perseverance")
    answer = post(ana, cast, "together", compared, one=aloha, other=perseverance)
    assert answer.status_code == 303
    for person in (cast.ana, cast.ben):
        page = page_of(as_person(person), compared)
        why, cells = rows(page)["Aloha"]
        assert cells == {"Riverbend": ["Aloha"], "Virginia": ["Perseverance"], "Ohio": []}
        assert why == "Put together by Ana."
        assert "Ana put “Aloha” together with “Perseverance”." in page
    sheet = ana.get("/compare.csv", query_string=compared).text
    assert "Put together by Ana." in sheet
    # In another comparison of the two it holds as well; for others it does not.
    fewer = {"profile": compared["profile"], "entry": compared["entry"][0]}
    assert "Aloha" in rows(page_of(ana, fewer))


def test_others_do_not_see_it(as_person, cast, client, compared, work):
    with work():
        make_membership(cast.hillcrest, cast.ana, "admin")
    ana = as_person(cast.ana)
    library = {"entry": compared["entry"]}
    page = page_of(ana, library)
    data = {**library, "one": key_of(page, "Zest"), "other": key_of(page, "Perseverance")}
    ana.post(f"/organizations/{cast.riverbend.id}/comparison/together", data=data)
    own = page_of(ana, {**library, "organization": cast.riverbend.id})
    assert "Zest" in rows(own)
    assert "Zest" not in rows(page_of(ana, {**library, "organization": cast.hillcrest.id}))
    for browser in (client, as_person(cast.cy)):
        page = page_of(browser, {**library, "organization": cast.riverbend.id})
        assert "Zest" not in rows(page)
        assert "Ana put" not in page


def test_one_is_taken_out_and_the_step_is_undone(as_person, cast, compared):
    ana = as_person(cast.ana)
    before = page_of(ana, compared)
    assert rows(before)["Collaboration"][1]["Ohio"] == ["Collaboration"]
    theirs = key_of(before, "Collaboration", 1)
    assert post(ana, cast, "apart", compared, one=theirs).status_code == 303
    page = page_of(ana, compared)
    assert all("Collaboration" not in cells["Ohio"] for _why, cells in rows(page).values())
    assert "Ana took “Collaboration” apart from “Collaboration”." in page
    undo = re.search(r"/comparison/(steps/[0-9a-f-]+/undo)", page)[1]
    assert post(ana, cast, undo, compared).status_code == 303
    assert rows(page_of(ana, compared)) == rows(before)
    assert post(ana, cast, undo, compared).status_code == 404


def test_what_is_said_later_counts_and_undo_brings_back_what_was_said_before(
    as_person, cast, compared
):
    ana = as_person(cast.ana)
    page = page_of(ana, compared)
    aloha, zest = key_of(page, "Aloha"), key_of(page, "Zest")
    post(ana, cast, "together", compared, one=aloha, other=zest)
    post(ana, cast, "apart", compared, one=zest)
    assert "Aloha" not in rows(page_of(ana, compared))
    newest = re.search(r"/comparison/(steps/[0-9a-f-]+/undo)", page_of(ana, compared))[1]
    post(ana, cast, newest, compared)
    assert rows(page_of(ana, compared))["Zest"][1]["Riverbend"] == ["Aloha"]


def test_a_choice_that_cannot_be_is_explained_and_kept(as_person, cast, compared):
    ana = as_person(cast.ana)
    page = page_of(ana, compared)
    aloha = key_of(page, "Aloha")
    for other, sentence in (
        ("", "Choose an attribute."),
        ("nothing", "Choose an attribute."),
        (str(uuid.uuid4()), "Choose an attribute."),
        (aloha, "The two stand in one row already."),
    ):
        answer = post(ana, cast, "together", compared, one=aloha, other=other)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert f'<option value="{aloha}" selected>' in answer.text
    assert post(ana, cast, "apart", compared, one=aloha).status_code == 422
    assert "Ana put" not in page_of(ana, compared)


def test_who_may_change_rows(as_person, cast, client, compared, work):
    with work():
        editor = make_person("Eve")
        make_membership(cast.riverbend, editor, "editor")
    page = page_of(as_person(editor), compared)
    words = {"one": key_of(page, "Aloha"), "other": key_of(page, "Zest")}
    ben = as_person(cast.ben)
    assert "Put two together" not in page_of(ben, compared)
    undo = f"steps/{uuid.uuid4()}/undo"
    for what in ("together", "apart", undo):
        assert post(ben, cast, what, compared, **words).status_code == 403
        assert post(as_person(cast.cy), cast, what, compared, **words).status_code == 404
        assert post(client, cast, what, compared, **words).status_code in (303, 404)
        assert as_person(editor).get(
            f"/organizations/{cast.riverbend.id}/comparison/{what}"
        ).status_code in (404, 405)
    assert post(as_person(editor), cast, "together", compared, **words).status_code == 303
    assert post(as_person(editor), cast, undo, compared, **words).status_code == 404


def test_a_draft_of_others_does_not_come_in_by_a_form(as_person, cast, compared, work):
    with work():
        hidden = make_profile(cast.hillcrest, "Hidden", attributes=("Secret quality",))
    ana = as_person(cast.ana)
    words = {"one": key_of(page_of(ana, compared), "Aloha"), "other": str(uuid.uuid4())}
    answer = post(ana, cast, "together", {"profile": hidden.id}, **words)
    assert answer.status_code == 404
    assert "Secret" not in answer.text
