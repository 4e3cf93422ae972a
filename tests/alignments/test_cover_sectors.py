"""The coverage map: cells, gaps both ways, drill-down, and nothing that grows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pog.alignments.coverage import Tie, cells_by, coverage_context, reach_of
from pog.alignments.models import RELATIONS
from pog.alignments.wording import RANKED, RELATION_DETAILS, RELATION_WORDS, STRENGTH
from pog.core.database import db
from pog.frameworks.models import Framework
from pog.profiles.models import Attribute, Profile
from tests.factories import make_alignment, make_competency, make_framework


@pytest.fixture
def map_of(cast):
    return f"/profiles/{cast.profile.id}/coverage"


def attribute_named(cast, name):
    return db.session.query(Attribute).filter_by(profile_id=cast.profile.id, name=name).one()


def test_every_relation_has_words_a_rank_and_a_strength():
    for table in (RELATION_WORDS, RELATION_DETAILS, STRENGTH):
        assert set(table) == set(RELATIONS)
    assert sorted(RANKED) == sorted(RELATIONS)
    strengths = [STRENGTH[relation] for relation in RANKED]
    assert strengths == sorted(strengths, reverse=True)


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(RELATIONS))))
def test_a_cell_counts_everything_and_names_the_strongest(pairs):
    cells = cells_by((Tie(a, "k12", 1, r) for a, r in pairs), lambda tie: tie.attribute_id)
    assert sum(cell.count for cell in cells.values()) == len(pairs)
    for key, cell in cells.items():
        mine = [relation for attribute, relation in pairs if attribute == key]
        assert cell.relation == min(mine, key=RANKED.index)
        assert cell.strength == max(STRENGTH[relation] for relation in mine)


def test_the_map_says_number_and_strongest_relation(cast, as_person, work, map_of, framework):
    with work():
        framework = db.session.merge(framework)
        attribute = attribute_named(cast, "Sound judgement")
        for name, relation in (("Weighs", "related"), ("Decides", "strong_overlap")):
            make_alignment(attribute, make_competency(framework, name), relation=relation)
    text = as_person(cast.ben).get(map_of).text
    assert "2 alignments so far." in text
    assert "Strong overlap" in text
    assert "<svg" in text
    assert 'role="region" tabindex="0"' in text


def test_gaps_are_named(app, cast, work, framework):
    with work():
        attribute = attribute_named(cast, "Sound judgement")
        make_alignment(attribute, make_competency(db.session.merge(framework), "Decides"))
    with app.app_context():
        context = coverage_context(cast.profile.id)
        gaps = {line.attribute.name: line.missing for line in context["gaps"]}
    assert gaps["Sound judgement"] == ("k12", "higher_ed")
    assert gaps["Care for others"] == ("k12", "higher_ed", "workforce")


def test_a_sector_comes_apart_into_frameworks(cast, as_person, work, map_of, framework):
    with work():
        attribute = attribute_named(cast, "Sound judgement")
        make_alignment(attribute, make_competency(db.session.merge(framework), "Decides"))
        make_framework("Unused list", sector="workforce")
    text = as_person(cast.ben).get(f"{map_of}?sector=workforce").text
    assert "Workplace skills" in text
    assert "1 of 1 competencies aligned" in text
    assert "1 framework of this sector is not in use" in text


def test_competencies_nobody_covers_are_listed(app, cast, as_person, work, map_of, framework):
    with work():
        framework = db.session.merge(framework)
        whole = make_competency(framework, "Judgement", position=0)
        part = make_competency(framework, "Weighs reasons", position=1)
        part.parent_id = whole.id
        make_competency(framework, "Keeps accounts", position=2)
        make_alignment(attribute_named(cast, "Sound judgement"), whole)
    with app.app_context():
        reach = reach_of(
            db.session.get(Profile, cast.profile.id), db.session.get(Framework, framework.id)
        )
        assert [gap.name for gap in reach.gaps] == ["Keeps accounts"]
        assert (reach.covered, reach.size) == (1, 2), "a part is covered through its whole"
    text = as_person(cast.ben).get(f"{map_of}?framework={framework.id}").text
    assert "Keeps accounts" in text


def test_a_profile_of_elsewhere_has_no_map_here(cast, as_person, client, map_of):
    assert as_person(cast.cy).get(map_of).status_code == 404
    assert client.get(map_of).status_code == 404
    assert as_person(cast.ana).post(map_of).status_code == 405


@pytest.mark.parametrize("bad", ["sector=moon", "framework=x", "framework="])
def test_an_odd_address_is_no_failure(cast, as_person, map_of, bad):
    assert as_person(cast.ana).get(f"{map_of}?{bad}").status_code == 200


def test_dropped_attributes_leave_the_map(app, cast, work, framework):
    from pog.core.clock import now

    with work():
        attribute = attribute_named(cast, "Sound judgement")
        make_alignment(attribute, make_competency(db.session.merge(framework), "Decides"))
        attribute.dropped_at = now()
    with app.app_context():
        context = coverage_context(cast.profile.id)
        assert context["total"] == 0
        assert len(context["lines"]) == 2


def test_the_live_part_is_the_part_of_the_page(app, cast, as_person, map_of):
    from pog.live.registry import find_region

    found = find_region("profile", "coverage")
    assert found is not None
    region, _keys = found
    with app.test_request_context():
        part = app.jinja_env.get_template(region.template).render(region.context(cast.profile.id))
    assert part.strip() in as_person(cast.ben).get(map_of).text
