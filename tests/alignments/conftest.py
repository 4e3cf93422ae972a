import pytest

from pog.core.database import db
from pog.profiles.models import Attribute
from tests.factories import make_competency, make_framework


@pytest.fixture
def attribute(cast, work):
    """An attribute of Riverbend's profile."""
    with work():
        return (
            db.session.query(Attribute)
            .filter_by(profile_id=cast.profile.id, name="Clear communication")
            .one()
        )


@pytest.fixture
def framework(work):
    with work():
        return make_framework("Workplace skills", sector="workforce", competencies=())


@pytest.fixture
def competency(framework, work):
    with work():
        return make_competency(framework, "Listening and speaking", code="WS.1")
