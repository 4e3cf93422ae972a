import re

import pytest

from pog.core.database import db
from pog.profiles.models import Attribute, Profile
from pog.profiles.services import (
    Author,
    add_indicator,
    create_grouping,
    edit_attribute,
    group_attribute,
)


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)


@pytest.fixture
def rich(cast, work):
    """Riverbend's profile with a core statement, a grouping and an indicator."""
    with work():
        profile = db.session.get(Profile, cast.profile.id)
        profile.core_statement = "Every graduate can be heard."
        profile.core_statement_html = "<p>Every graduate can be heard.</p>"
        found, author = profile.attributes[0], Author(name="Ana")
        group_attribute(found, create_grouping(profile, name="Working together"), author=author)
        edit_attribute(
            found,
            base_revision=found.revision,
            name=found.name,
            statement="Speaks so that others understand.",
            author=author,
        )
        add_indicator(found, text="I can explain my idea.", author=author)
        return profile


@pytest.fixture
def first(rich, app):
    with app.app_context():
        found = db.session.query(Attribute).filter_by(name="Clear communication").one()
        assert found.indicators
        assert found.grouping
        db.session.expunge_all()
        return found


class Page:
    """The page of one language, and its forms."""

    def __init__(self, browser, profile_id, language="es"):
        self.browser, self.language = browser, language
        self.address = f"/profiles/{profile_id}/translations/{language}"

    def read(self, **query):
        return self.browser.get(self.address, query_string=query).text

    def form(self, key):
        """What a browser would send for the texts of this thing: every hidden field and box."""
        html = self.read()
        hidden = re.findall(rf'name="((?:number|seen)-[a-z_]+-{key})" value="([^"]*)"', html)
        boxes = re.findall(rf'name="(words-[a-z_]+-{key})"[^>]*>\n?([^<]*)</textarea>', html)
        return dict(hidden) | dict(boxes)

    def save(self, attribute, form=None, /, headers=None, **words):
        """Send the attribute's form with these words."""
        form = self.form(attribute.id) if form is None else form
        given = {f"words-{field}-{attribute.id}": text for field, text in words.items()}
        address = f"/attributes/{attribute.id}/translations/{self.language}"
        return self.browser.post(address, data=form | given, headers=headers)


@pytest.fixture
def spanish(ana, rich):
    return Page(ana, rich.id)
