import pytest
from sqlalchemy import select

from pog.core.database import db
from pog.profiles.models import Attribute, Revision
from tests.factories import make_membership, make_person


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)


@pytest.fixture
def cy(cast, as_person):
    return as_person(cast.cy)


@pytest.fixture
def reader(cast, work, as_person):
    """Reads in Riverbend and sits in no convening."""
    with work():
        dee = make_person("Dee")
        make_membership(cast.riverbend, dee, "reader")
    return as_person(dee)


@pytest.fixture
def attributes(app, cast):
    """The attributes of the cast's profile as they are stored now, by name."""

    def now():
        with app.app_context():
            rows = db.session.scalars(
                select(Attribute)
                .where(Attribute.profile_id == cast.profile.id)
                .order_by(Attribute.position)
            ).all()
            db.session.expunge_all()
            return {row.name: row for row in rows}

    return now


@pytest.fixture
def revisions(app):
    """The revisions of an attribute: number, change and author."""

    def of(attribute_id):
        with app.app_context():
            return db.session.execute(
                select(Revision.number, Revision.change, Revision.author_name)
                .where(Revision.attribute_id == attribute_id)
                .order_by(Revision.number)
            ).all()

    return of


@pytest.fixture
def attribute(attributes):
    return attributes()["Clear communication"]
