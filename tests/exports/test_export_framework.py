"""Frameworks as CASE: an imported one as it came, one of the library by its licence."""

import json

import pytest

from pog.core.database import db
from pog.exports.frameworks import export_framework
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
