"""Frameworks as CASE: an imported one as it came, one of the library by its licence."""

import json

import pytest

from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Conflict
from pog.core.work import unit_of_work
from pog.exports.frameworks import export_framework, export_in_pieces
from pog.frameworks.models import Framework
from pog.frameworks.services import import_case
from pog.standards.case.checking import findings
from pog.standards.case.reading import read_package
from tests.factories import make_competency, make_framework
from tests.standards import packages
from tests.standards.schemas import REAL_PACKAGES, needs_schemas, schema_errors

BASE = "http://localhost"


def exported(app, framework):
    with app.app_context():
        made = export_framework(db.session.get(Framework, framework.id), BASE)
        return json.loads(made.content), made.losses


def canonical(document):
    """What a package says, in no particular order."""
    package = read_package(document).package
    return (
        package.document,
        {item.identifier: item for item in package.items},
        {one.identifier: one for one in package.associations},
        package.definitions,
        package.rubrics,
        package.extensions,
    )


@pytest.fixture
def imported(work, cast):
    def bring(source):
        with work():
            return import_case(
                read_package(source),
                organization_id=cast.riverbend.id,
                sector="k12",
                imported_from="file.json",
            )

    return bring


def test_an_imported_one_gives_back_everything(app, imported):
    package = packages.package()
    document, _losses = exported(app, imported(package))
    assert findings(document) == []
    assert canonical(document) == canonical(package)


@needs_schemas
@pytest.mark.parametrize("path", REAL_PACKAGES, ids=lambda path: path.stem)
def test_real_files_survive_the_way_through_the_database(app, imported, path):
    document, _losses = exported(app, imported(path.read_bytes()))
    assert findings(document) == []
    assert schema_errors(document) == []
    assert canonical(document) == canonical(json.loads(path.read_bytes()))


@pytest.fixture
def library(work):
    def make(rule):
        with work():
            framework = make_framework(
                "Skills", redistribution=rule, url="https://skills.example/", competencies=()
            )
            top = make_competency(framework, "Speaking", code="X1")
            below = make_competency(framework, "To a crowd", code="X2", position=1)
            below.parent_id, below.official_code = top.id, "S.2"
            below.statement = "Speaks to a crowd without notes."
            return framework

    return make


@pytest.mark.parametrize(
    ("rule", "statements", "loss"),
    [
        ("full", ["Speaking", "Speaks to a crowd without notes."], []),
        ("names_and_codes_only", ["Speaking", "To a crowd"], ["names_only"]),
        ("link_only", [], ["link_only"]),
    ],
)
def test_one_of_the_library_obeys_its_licence(app, library, rule, statements, loss):
    document, losses = exported(app, library(rule))
    assert findings(document) == []
    assert [item["fullStatement"] for item in document.get("CFItems", [])] == statements
    assert [one.code for one in losses] == loss
    assert "X1" not in json.dumps(document), "codes of ours stay here"


@needs_schemas
@pytest.mark.parametrize("rule", ["full", "names_and_codes_only", "link_only"])
def test_it_validates_against_the_published_schemas(app, library, rule):
    document, _losses = exported(app, library(rule))
    assert schema_errors(document) == []


# ------------------------------------------------------------------ in pieces


@pytest.fixture
def long_one(imported):
    source = packages.package()
    for number in range(1_200):
        words = f"Statement {number}. " + "Measures and explains. " * 10
        source["CFItems"].append(packages.item(2_000 + number, words))
        link = packages.association(5_000 + number, 2_000 + number, 1, sequenceNumber=number + 50)
        source["CFAssociations"].append(link)
    return imported(source)


@pytest.mark.parametrize("name", ["case-1.1", "case-1.0"])
def test_it_is_sent_while_it_is_written(as_person, cast, long_one, name):
    answer = as_person(cast.ben).get(f"/frameworks/{long_one.id}/export/{name}")
    assert "Content-Length" not in answer.headers
    assert "ETag" not in answer.headers
    assert len(answer.json["CFItems"]) == 1_203
    assert findings(answer.json, name.removeprefix("case-")) == []


def test_no_transaction_is_open_while_somebody_takes_their_time(app, long_one):
    with app.app_context():
        framework = db.session.get(Framework, long_one.id)
        pieces = export_in_pieces(framework, BASE).content
        db.session.remove()
        idle = db.engine.pool.checkedout()
        text = next(pieces)
        assert db.engine.pool.checkedout() == idle
        with unit_of_work():
            db.session.get(Framework, long_one.id).sources = ["https://somewhere.example/"]
        text += b"".join(pieces)
    assert findings(json.loads(text)) == []


def test_a_file_breaks_off_rather_than_mixing_two_states(app, long_one):
    with app.app_context():
        framework = db.session.get(Framework, long_one.id)
        pieces = export_in_pieces(framework, BASE).content
        db.session.remove()
        next(pieces)
        with unit_of_work():
            db.session.get(Framework, long_one.id).changed_at = now()
        with pytest.raises(Conflict, match="was changed while its file was written"):
            list(pieces)
