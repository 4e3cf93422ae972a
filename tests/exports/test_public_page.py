"""The page of an edition: its map, who took part, progressions, and ways to take it along."""

import re

import pytest

from pog.convenings.models import StakeholderGroup
from pog.core.database import db
from pog.profiles.models import Profile
from pog.profiles.services import Author, publish_edition
from tests.factories import (
    make_alignment,
    make_competency,
    make_edition,
    make_framework,
    make_participant,
    make_profile,
)
from tests.watching import statements_of


@pytest.fixture
def page(edition, rich, client):
    def read():
        answer = client.get(f"/p/{rich.slug}")
        assert answer.status_code == 200
        return answer.text

    return read


def part(page, anchor):
    """The text of one part of the page."""
    html = re.search(rf'<section class="public-part" id="{anchor}".*?</section>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html[0]).split()) if html else None


def test_the_map_is_the_one_that_was_published(page, rich, work):
    before = part(page(), "map")
    assert "8 alignments with what schools, colleges and employers ask for." in before
    assert "Teamwork K-12 Nothing yet Higher education Nothing yet Workforce 8 Exact" in before
    assert "Workplace skills" in before and "Skills Council" in before
    with work():
        profile = db.session.get(Profile, rich.id)
        competency = make_competency(make_framework("Later", competencies=()), "Later on")
        make_alignment(profile.attributes[0], competency)
    assert part(page(), "map") == before


def test_without_alignments_and_people_there_is_neither(cast, as_person, client, work):
    with work():
        profile = make_profile(cast.hillcrest, attributes=("Care",))
        make_edition(profile)
    page = client.get(f"/p/{profile.slug}").text
    assert part(page, "map") is None and part(page, "who-took-part") is None
    assert "#map" not in page and "#who-took-part" not in page


def test_few_people_are_not_counted_in_public(page):
    told = part(page(), "who-took-part")
    assert "Fewer than 10 people" in told
    assert "Groups of fewer than 10 people are told together" in told


def test_many_are_and_small_groups_are_told_together(cast, client, work, rich):
    with work():
        for _number in range(14):
            make_participant(cast.convening)
        employers = db.session.query(StakeholderGroup).filter_by(
            convening_id=cast.convening.id, name="Employers"
        )
        for _number in range(2):
            make_participant(cast.convening, group=employers.one())
        publish_edition(db.session.get(Profile, rich.id), author=Author(name="Ana"))
    told = part(client.get(f"/p/{rich.slug}").text, "who-took-part")
    assert "17 people" in told
    assert "Employers" not in told


def test_progressions_stand_by_level(page):
    text = page()
    levels = re.findall(r"<dt[^>]*>([^<]*)</dt><dd[^>]*>([^<]*)</dd>", text)
    assert ("K-2", "I can take turns.") in levels
    assert ("9-12", "I can lead a group.") in levels


def test_it_is_taken_along_and_shown_elsewhere_where_that_is_allowed(page, rich, work):
    text = page()
    for kind in ("poster-pdf", "gist-pdf", "pdf", "sheets-pdf", "docx", "xlsx", "case-1.1"):
        assert f"/p/{rich.slug}/editions/1/export/{kind}" in text
    assert f"/p/{rich.slug}/embed" not in text
    with work():
        db.session.get(Profile, rich.id).embedding = "*"
    assert f"/p/{rich.slug}/embed" in page()


def test_the_number_of_queries_does_not_grow(app, cast, client, edition, rich, work):
    def asked():
        with statements_of(app) as statements:
            client.get(f"/p/{rich.slug}")
        return len(statements)

    few = asked()
    with work():
        for _number in range(20):
            make_participant(cast.convening)
    assert asked() == few
