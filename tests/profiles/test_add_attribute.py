import uuid

from pog.core.topics import positions
from tests.browsing import HTMX


def address(cast):
    return f"/profiles/{cast.profile.id}/attributes"


def add(browser, cast, name="Curiosity", statement="Asks **why**.", **more):
    form = {"name": name, "statement": statement, "grouping": "", **more}
    return browser.post(address(cast), data=form)


def test_it_stands_at_the_end_with_its_first_revision(cast, ana, attributes, revisions):
    answer = add(ana, cast)

    assert answer.status_code == 303
    page = ana.get(answer.location).text
    assert "“Curiosity” is added." in page
    assert "<strong>why</strong>" in page
    made = attributes()["Curiosity"]
    assert made.position == 3
    assert revisions(made.id) == [(1, "added", "Ana (Students)")]


def test_htmx_gets_an_empty_form_and_the_list(cast, ana):
    form = {"name": "Curiosity", "statement": "", "grouping": ""}
    answer = ana.post(address(cast), data=form, headers=HTMX)

    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<section id="new-attribute"')
    assert 'hx-target="#region-attributes"' in answer.text
    assert "<html" not in answer.text


def test_open_pages_hear_of_it_once(app, cast, ana):
    topic = f"profile:{cast.profile.id}"
    add(ana, cast)
    with app.app_context():
        assert positions([topic])[topic] == 1
    add(ana, cast, name="")
    with app.app_context():
        assert positions([topic])[topic] == 1


def test_a_name_stands_once_whatever_its_case(cast, ana, attributes):
    answer = add(ana, cast, name="sound JUDGEMENT", statement="My own words.")

    assert answer.status_code == 409
    assert "There is already an attribute called “Sound judgement”." in answer.text
    assert "My own words." in answer.text
    assert len(attributes()) == 3


def test_a_statement_that_is_too_long_is_kept_and_explained(cast, ana, attributes):
    text = "word " * 2_000
    answer = add(ana, cast, statement=text)

    assert answer.status_code == 422
    assert "This text has 9999 characters. Shorten it to 8000 at most." in answer.text
    assert text.strip() in answer.text
    assert "Curiosity" not in attributes()


def test_without_a_name_nothing_is_added(cast, ana, attributes):
    answer = add(ana, cast, name=" ", statement="Kept words.")
    assert answer.status_code == 422
    assert "Enter a name." in answer.text
    assert "Kept words." in answer.text
    assert len(attributes()) == 3


def test_a_grouping_of_another_profile_is_refused(cast, ana, attributes):
    answer = add(ana, cast, grouping=str(uuid.uuid4()))
    assert answer.status_code == 422
    assert len(attributes()) == 3


def test_participants_add_while_the_convening_drafts(cast, as_person, attributes, revisions):
    answer = add(as_person(cast.ben), cast)
    assert answer.status_code == 303
    assert revisions(attributes()["Curiosity"].id) == [(1, "added", "Ben (Students)")]


def test_others_may_not(cast, cy, reader, client, attributes):
    assert add(reader, cast).status_code == 403
    assert add(cy, cast).status_code == 404
    assert add(client, cast).status_code == 404
    assert client.post(f"/profiles/{uuid.uuid4()}/attributes").status_code == 404
    assert len(attributes()) == 3


def test_what_is_typed_runs_nothing(cast, ana):
    add(ana, cast, name="<b>Bold</b>", statement='<img src=x onerror="alert(1)"> [x](javascript:a)')
    page = ana.get(f"/profiles/{cast.profile.id}").text
    assert "<img" not in page
    assert "javascript:" not in page
    assert "&lt;b&gt;Bold&lt;/b&gt;" in page
