"""A state, a district that cloned it, and a school that cloned the district."""

import re
import uuid
from dataclasses import dataclass

import pytest

from pog.core.database import db
from pog.profiles import services
from pog.profiles.authors import Author
from pog.profiles.models import Profile
from pog.profiles.queries import attributes_in_order, newest_edition, sections
from tests.factories import make_membership, make_organization, make_person

AUTHOR = Author(name="Ana")


@dataclass
class Level:
    """One profile of the chain, and a browser of its administrator."""

    work: object
    profile_id: uuid.UUID
    browser: object = None

    @property
    def address(self):
        return f"/profiles/{self.profile_id}"

    def profile(self):
        return db.session.get(Profile, self.profile_id)

    def attribute(self, name):
        return next(a for a in self.profile().attributes if a.name == name)

    def change(self, verb, of=None, /, **given):
        """Call a service on the profile, or on its attribute of this name."""
        with self.work():
            subject = self.attribute(of) if of else self.profile()
            if verb is services.edit_attribute:
                given = {
                    "base_revision": subject.revision,
                    "name": subject.name,
                    "statement": subject.statement,
                    **given,
                }
            if "grouping" in given:
                groupings = {g.name: g for g in self.profile().groupings}
                given["grouping"] = groupings.get(given["grouping"])
            if verb is not services.create_grouping:
                given["author"] = AUTHOR
            verb(subject, **given)

    def publish(self, notes=""):
        self.change(services.publish_edition, notes=notes)

    def says(self):
        """The whole profile as plain values: grouping, name, statement and indicators."""
        with self.work():
            return [
                (
                    section.grouping.name if section.grouping else None,
                    a.name,
                    a.statement,
                    [(i.level, i.text) for i in a.indicators],
                )
                for section in sections(self.profile())
                for a in section.attributes
            ]

    def names(self):
        with self.work():
            return [a.name for a in attributes_in_order(self.profile())]


def clone(work, source, organization, title):
    with work():
        edition = newest_edition(source.profile())
        return Level(work, services.clone_edition(edition, organization, AUTHOR, title=title).id)


@pytest.fixture
def start(work):
    """Start a profile: `start(organization, "Title", [(grouping, name, statement), ...])`."""

    def begin(organization, title, attributes=()):
        with work():
            profile = services.create_profile(organization, title=title)
            groupings = {}
            for grouping, name, statement in attributes:
                if grouping and grouping not in groupings:
                    groupings[grouping] = services.create_grouping(profile, name=grouping)
                services.add_attribute(
                    profile,
                    name=name,
                    statement=statement,
                    grouping=groupings.get(grouping),
                    author=AUTHOR,
                )
            return Level(work, profile.id)

    return begin


@dataclass
class Chain:
    state: Level
    district: Level
    school: Level


@pytest.fixture
def chain(work, start, as_person):
    with work():
        places, people = [], []
        for name in ("Virginia", "Ridge County", "Oak School"):
            parent = places[-1] if places else None
            places.append(make_organization(name, parent=parent))
            people.append(make_person(f"{name} admin"))
            make_membership(places[-1], people[-1], "admin")
    state = start(
        places[0],
        "State portrait",
        [
            ("Skills", "Communicator", "Speaks clearly and writes well."),
            ("Skills", "Collaborator", "Works with others."),
            ("Skills", "Thinker", "Asks good questions."),
            ("Character", "Citizen", "Serves the community."),
            ("Character", "Learner", "Keeps learning for life."),
        ],
    )
    state.publish()
    district = clone(work, state, places[1], "District portrait")
    district.publish()
    school = clone(work, district, places[2], "School portrait")
    found = Chain(state, district, school)
    for level, person in zip((state, district, school), people, strict=True):
        level.browser = as_person(person)
    return found


@pytest.fixture
def decide():
    """Press a button of a change: `decide(level, "Communicator", "statement", "merged")`."""

    def press(level, name, field, choice, **typed):
        page = level.browser.get(level.address + "/upstream").text
        wanted = [
            (action, fields)
            for label, (action, fields) in forms_by_field(page)
            if fields.get("field") == field and name in label
        ]
        assert len(wanted) == 1, (name, field, len(wanted))
        action, fields = wanted[0]
        return level.browser.post(action, data={**fields, "choice": choice, **typed})

    return press


def forms_by_field(text):
    for match in re.finditer(r"<form (.*?)>(.*?)</form>", text, re.DOTALL):
        head, body = match.groups()
        action = re.search(r'action="([^"]+)"', head)[1]
        label = re.search(r'aria-label="([^"]*)"', head)
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', body))
        fields.pop("csrf_token", None)
        yield (label[1] if label else ""), (action, fields)


def waiting(level):
    """What the page offers: attribute or profile, and field."""
    page = level.browser.get(level.address + "/upstream").text
    return [
        (label.removeprefix("Decide about: "), fields["field"])
        for label, (_action, fields) in forms_by_field(page)
        if "field" in fields
    ]
