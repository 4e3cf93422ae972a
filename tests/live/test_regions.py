"""Every live region: made as nobody in particular, found by its id, without form controls."""

import re
import uuid

import pytest
from flask_login import current_user
from sqlalchemy import select

from pog.core.clock import now
from pog.core.database import db
from pog.frameworks.models import Competency
from pog.live.regions import add_regions as _tables  # noqa: F401 - fills the registry
from pog.live.registry import FACTS, FAMILY, all_regions, find_region
from pog.live.rendering import as_nobody, make_part
from pog.profiles.models import Attribute
from tests.cast import Cast
from tests.factories import (
    make_activity,
    make_alignment,
    make_ballot,
    make_comment,
    make_framework,
    make_suggestion,
)
from tests.live.renaming import Renamed

OWN = [region for region in all_regions() if not region.template.startswith("test/")]
CONTROL = re.compile(r"<(input|textarea|select|form|button)\b")


@pytest.fixture
def keys(work, cast: Cast) -> dict[str, uuid.UUID]:
    """A world with something in every region, and the keys of what its families are about."""
    with work():
        attribute = db.session.scalars(
            select(Attribute).where(Attribute.profile_id == cast.profile.id)
        ).first()
        comment = make_comment(
            cast.profile, attribute=attribute, convening=cast.convening, participant=cast.ben_seat
        )
        make_comment(cast.profile, "And I.", parent=comment, person=cast.ana)
        ballot = make_ballot(cast.convening)
        collecting = make_activity(cast.convening, "collect", position=9)
        collecting.round, collecting.opened_at = 1, now()
        make_framework()
        make_alignment(attribute, db.session.query(Competency).first())
        attribute.statement = "Says what they mean."
        suggestion = make_suggestion(attribute)
    return {
        "convening": cast.convening.id,
        "desk": cast.convening.id,
        "profile": cast.profile.id,
        "attribute": attribute.id,
        "comment": comment.id,
        "ballot": ballot.id,
        "suggestion": suggestion.id,
    }


def key_of(name: str, keys: dict[str, uuid.UUID]) -> uuid.UUID:
    if name.startswith("ballot"):
        return keys["ballot"]
    if name == "suggestion-" + FAMILY:
        return keys["suggestion"]
    return keys["comment" if name == "comment-" + FAMILY else "attribute"]


@pytest.mark.parametrize("region", OWN, ids=lambda region: f"{region.topic_kind}-{region.name}")
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_region_is_one_element_that_the_page_finds_by_its_id(app, keys, region, language):
    name = region.name.replace(FAMILY, str(key_of(region.name, keys)))
    with as_nobody(app, language):
        part = make_part(f"{region.topic_kind}:{keys[region.topic_kind]}", name)
    assert part is not None
    start, html = part.split(">", 1)
    assert start == f'<hx-partial hx-target="#region-{name}" hx-swap="outerMorph"'
    html = html.removesuffix("</hx-partial>").strip()
    assert re.match(rf'<\w+[^>]* id="region-{re.escape(name)}"', html) or re.match(
        rf'<\w+ id="region-{re.escape(name)}"', html
    )
    assert not CONTROL.search(html), "what people type would be swapped away"
    assert "csrf" not in html


def test_every_fact_moves_regions_that_exist(keys):
    for kind, mapping in FACTS.items():
        if kind is Renamed:
            continue
        fields = {
            name: (uuid.uuid4(),) if name.endswith("_ids") else uuid.uuid4()
            for name in kind.__dataclass_fields__
        }
        for topic, names in mapping(kind(**fields)).items():
            for name in names:
                assert find_region(topic.partition(":")[0], name), (kind.__name__, name)


def test_regions_name_no_one_who_is_looking(app, cast, as_person, keys):
    """The page of Ana does not change what is pushed to everybody."""
    browser = as_person(cast.ana)
    with browser:
        browser.get("/")
        assert current_user.is_authenticated
        with as_nobody(app, "en"):
            assert not current_user.is_authenticated
