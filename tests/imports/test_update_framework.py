"""A newer file of a framework that is here: compared first, then updated, and undone as a whole."""

import json

import pytest
from sqlalchemy import select

from pog.core.database import db
from pog.exports.frameworks import export_framework
from pog.frameworks.models import Competency, Framework, FrameworkAssociation
from pog.imports.models import FrameworkImport
from pog.profiles.models import Attribute
from pog.standards.case.checking import findings
from tests.factories import make_alignment
from tests.standards import packages


@pytest.fixture
def ana(as_person, cast):
    return as_person(cast.ana)


@pytest.fixture
def compared(ana, send, first, newer):
    """The address of the comparison."""
    assert send(ana, first).status_code == 303
    answer = send(ana, newer)
    assert answer.status_code == 303
    return answer.location


def contents(app):
    """Every row of the frameworks, without what only says when."""
    with app.app_context():
        return {
            table.__tablename__: sorted(
                repr(
                    {
                        column.name: getattr(row, column.key)
                        for column in table.__table__.columns
                        if column.name != "changed_at"
                    }
                )
                for row in db.session.scalars(select(table))
            )
            for table in (Framework, Competency, FrameworkAssociation)
        }


def exported(app):
    with app.app_context():
        (framework,) = db.session.scalars(select(Framework))
        return json.loads(export_framework(framework, "http://localhost").content)


def test_the_comparison_comes_before_any_change(app, ana, compared, first):
    page = ana.get(compared).text
    for words in (
        "1 new competency",
        "Asks for help.",
        "1 competency says something else",
        "kindly",
        "1 competency moved",
        "1 competency is no longer in the file",
        "Plans ahead.",
        "Links: 1 new, 1 changed, 0 removed.",
        "About the framework itself: title.",
    ):
        assert words in page
    with app.app_context():
        assert len(db.session.scalars(select(Competency)).all()) == 3
        assert db.session.scalars(select(Framework.title)).all() == ["What our graduates can do"]


def test_an_update_changes_what_it_showed_and_keeps_what_is_gone(app, ana, compared):
    answer = ana.post(f"{compared}/update")
    assert answer.status_code == 303
    with app.app_context():
        rows = {
            row.source_id: row
            for row in db.session.scalars(select(Competency).order_by("position"))
        }
        names = {row.id: key for key, row in rows.items()}
        assert rows[packages.uid(11)].statement == "Listens and answers kindly."
        assert rows[packages.uid(13)].parent_id is None
        assert names[rows[packages.uid(14)].parent_id] == packages.uid(11)
        assert rows[packages.uid(12)].source_item["statusEndDate"]
        assert db.session.scalars(select(Framework.title)).all() == ["What our graduates will do"]
    document = exported(app)
    assert findings(document) == []
    ended = next(i for i in document["CFItems"] if i["identifier"] == packages.uid(12))
    assert ended["statusEndDate"]


def test_alignments_stay_and_the_update_is_undone_as_a_whole(
    app, ana, cast, send, first, newer, work
):
    send(ana, first)
    before = contents(app)
    with work():
        attribute = db.session.query(Attribute).first()
        competency = db.session.query(Competency).filter_by(source_id=packages.uid(12)).one()
        make_alignment(attribute, competency)
    address = send(ana, newer).location
    ana.post(f"{address}/update")
    assert contents(app) != before
    answer = ana.post(f"{address}/undo")
    assert answer.status_code == 303
    assert contents(app) == before
    assert "Undone" in ana.get(address).text


def test_what_somebody_relies_on_is_not_taken_back(app, ana, compared, work):
    ana.post(f"{compared}/update")
    with work():
        attribute = db.session.query(Attribute).first()
        added = db.session.query(Competency).filter_by(source_id=packages.uid(14)).one()
        make_alignment(attribute, added)
    before = contents(app)
    answer = ana.post(f"{compared}/undo")
    assert answer.status_code == 409
    assert "1 alignment points at what this import brought" in answer.text
    assert contents(app) == before


def test_a_first_import_is_undone_as_well(app, ana, send, first):
    send(ana, first)
    with app.app_context():
        (found,) = db.session.scalars(select(FrameworkImport))
        address = f"/framework-imports/{found.id}"
        framework_id = found.framework_id
    assert address in ana.get(f"/frameworks/{framework_id}").text
    assert ana.post(f"{address}/undo").status_code == 303
    assert contents(app) == {"frameworks": [], "competencies": [], "framework_associations": []}
    assert ana.post(f"{address}/undo").status_code == 409


def test_updates_are_undone_from_the_last_one_on(app, ana, send, compared, newer):
    ana.post(f"{compared}/update")
    newer["CFItems"][0]["fullStatement"] = "Listens."
    later = send(ana, newer).location
    ana.post(f"{later}/update")
    answer = ana.post(f"{compared}/undo")
    assert (answer.status_code, "updated again since" in answer.text) == (409, True)
    assert ana.post(f"{later}/undo").status_code == 303
    assert ana.post(f"{compared}/undo").status_code == 303


def test_a_framework_that_changed_meanwhile_is_compared_again(app, ana, send, compared, newer):
    newer["CFItems"][0]["fullStatement"] = "Listens."
    other = send(ana, newer).location
    ana.post(f"{other}/update")
    answer = ana.post(f"{compared}/update")
    assert (answer.status_code, "changed meanwhile" in answer.text) == (409, True)


def test_both_are_kept_when_that_is_wanted(app, ana, compared):
    assert ana.post(f"{compared}/keep-both").status_code == 303
    with app.app_context():
        assert len(db.session.scalars(select(Framework)).all()) == 2


def test_a_dropped_file_changes_nothing(app, ana, compared):
    before = contents(app)
    assert ana.post(f"{compared}/drop").status_code == 303
    assert contents(app) == before
    assert ana.post(f"{compared}/update").status_code == 409


def test_a_file_that_says_the_same_says_so(ana, send, first):
    send(ana, first)
    assert "the file says the same as what is here" in ana.get(send(ana, first).location).text


def test_others_neither_see_nor_answer_it(as_person, cast, client, compared):
    ben, cy = as_person(cast.ben), as_person(cast.cy)
    assert ben.get(compared).status_code == 200
    assert "Update the framework" not in ben.get(compared).text
    for step in ("update", "keep-both", "drop", "undo"):
        assert ben.post(f"{compared}/{step}").status_code == 403
        assert cy.post(f"{compared}/{step}").status_code == 404
    assert cy.get(compared).status_code == 404
    assert client.get(compared).status_code == 404


def test_identifiers_known_elsewhere_are_named_with_a_link(app, ana, send, first):
    send(ana, first)
    first["CFDocument"]["identifier"] = packages.uid(500)
    for link in first["CFAssociations"]:
        if link["destinationNodeURI"]["identifier"] == packages.DOCUMENT:
            link["destinationNodeURI"] = packages.node(500)
    send(ana, first)
    with app.app_context():
        old, new = db.session.scalars(select(FrameworkImport).order_by("created_at"))
        elsewhere, address = old.framework_id, f"/framework-imports/{new.id}"
    page = ana.get(address).text
    assert "Identifiers of this file stand in other frameworks here, too." in page
    assert f"/frameworks/{elsewhere}" in page
    assert "3 identifiers" in page
