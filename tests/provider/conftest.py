"""What is published: Riverbend's profile, and a library framework with all that CASE knows."""

import json

import pytest

from pog.core.database import db
from pog.frameworks.services import import_case
from pog.profiles.models import Profile
from pog.profiles.services import Author, publish_edition
from pog.standards.case.reading import read_package
from tests.exports.conftest import edition, rich
from tests.standards import packages
from tests.standards.schemas import SCHEMAS

__all__ = ["edition", "rich"]


@pytest.fixture
def framework(work):
    """A CASE package in the library, free to travel."""
    with work():
        made = import_case(
            read_package(packages.package()),
            organization_id=None,
            sector="k12",
            imported_from="orchard.json",
        )
        made.redistribution = "full"
        return made


@pytest.fixture
def purposeful(rich, work):
    """Riverbend's profile with purposes, published."""
    with work():
        profile = db.session.get(Profile, rich.id)
        profile.purposes = ["college", "civic_life"]
        db.session.flush()
        publish_edition(profile, author=Author(name="Ana"))
        return profile


def component_errors(name, document):
    """What the published description of the service says is wrong with a body."""
    from jsonschema import Draft7Validator, FormatChecker

    service = json.loads((SCHEMAS / "case_v1p1_openapi30.json").read_text())
    service["$ref"] = f"#/components/schemas/{name}"
    validator = Draft7Validator(service, format_checker=FormatChecker())
    return [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(document)]
