import pytest

from pog.core.database import db
from pog.core.markup import render_markdown
from pog.profiles.models import Indicator, Profile
from pog.profiles.services import Author, publish_edition
from tests.factories import (
    make_alignment,
    make_attribute,
    make_competency,
    make_framework,
    make_grouping,
)

RELATIONS = (
    "exact",
    "strong_overlap",
    "weak_overlap",
    "related",
    "target_broader",
    "target_narrower",
    "peer",
    "prerequisite",
)


@pytest.fixture
def rich(cast, work):
    """Riverbend's profile with a grouping, indicators, and an alignment of every relation."""
    with work():
        profile = db.session.get(Profile, cast.profile.id)
        profile.core_statement = "Every graduate *can* be heard."
        profile.core_statement_html = render_markdown(profile.core_statement)
        profile.usage_rules = "Name Riverbend when you use it."
        profile.context_note = "A river town."
        grouping = make_grouping(profile, "Working together")
        attribute = make_attribute(
            profile, "Teamwork", "Works **with** others & listens.", grouping=grouping
        )
        attribute.code = "T"
        for position, (level, text) in enumerate(
            [("K-2", "I can take turns."), ("9-12", "I can lead a group."), ("Mastery", "Both.")]
        ):
            attribute.indicators.append(Indicator(level=level, text=text, position=position))
        framework = make_framework(
            "Workplace skills",
            sector="workforce",
            competencies=(),
            publisher="Skills Council",
            licence="all rights reserved",
        )
        for position, relation in enumerate(RELATIONS):
            competency = make_competency(framework, f"Skill {position}", position=position)
            competency.official_code = f"WS.{position}"
            competency.statement = f"The protected text {position}."
            make_alignment(attribute, competency, relation=relation, reason=f"Reason {position}.")
        return profile


@pytest.fixture
def edition(rich, work):
    with work():
        return publish_edition(
            db.session.get(Profile, rich.id), notes="First", author=Author(name="Ana")
        )
