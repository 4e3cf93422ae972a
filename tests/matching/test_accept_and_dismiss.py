"""The page of suggestions: read, accepted, dismissed and undone, and what is learned from it."""

import pytest

from pog.alignments.models import Alignment
from pog.core.database import db
from pog.crosswalks.models import CrosswalkLink
from pog.frameworks.models import Competency
from pog.matching.engines import ENGINES
from pog.matching.engines.interface import Passage
from pog.matching.models import DismissedMatch
from pog.matching.queries import candidates_of, knowledge_of
from pog.profiles.authors import Author
from pog.profiles.models import Attribute, Profile
from pog.profiles.publishing import publish_edition
from tests.factories import (
    make_alignment,
    make_attribute,
    make_competency,
    make_crosswalk,
    make_framework,
    make_profile,
)
from tests.watching import statements_of


@pytest.fixture
def attribute(cast, work):
    with work():
        return (
            db.session.query(Attribute)
            .filter_by(profile_id=cast.profile.id, name="Clear communication")
            .one()
        )


@pytest.fixture
def skills(work):
    with work():
        framework = make_framework("Skills", key="skills", sector="workforce", competencies=())
        for position, name in enumerate(
            ("Speaking and listening clearly", "Written communication", "Welding", "Plumbing")
        ):
            make_competency(framework, name, code=f"S.{position}", position=position)
        return framework


def by_name(app, name):
    with app.app_context():
        from pog.frameworks.models import Competency

        return db.session.query(Competency).filter_by(name=name).one()


def address(attribute, competency=None, verb=""):
    page = f"/attributes/{attribute.id}/matches"
    return f"{page}/{competency.id}/{verb}" if competency else page


def count(app, model):
    with app.app_context():
        return db.session.query(model).count()


def test_suggestions_are_reached_and_read(cast, as_person, attribute, skills):
    ana = as_person(cast.ana)
    picker = ana.get(f"/attributes/{attribute.id}/align?framework={skills.id}").text
    assert f"{address(attribute)}?where={skills.id}" in picker
    page = ana.get(f"{address(attribute)}?where={skills.id}").text
    assert "Both use “communication”." in page
    assert "in 100 such suggestions are right" in page
    assert "Welding" not in page.split("Where to look")[1].split("</select>")[1]


def test_no_good_match_is_an_answer(cast, as_person, work, skills):
    with work():
        odd = make_attribute(cast.profile, "Xylophone")
    page = as_person(cast.ana).get(f"{address(odd)}?where={skills.id}").text
    assert "No good match" in page
    assert "Accept as" not in page


def test_accepting_proposes_and_can_be_taken_back(app, cast, as_person, attribute, skills):
    ana = as_person(cast.ana)
    competency = by_name(app, "Written communication")
    answer = ana.post(
        address(attribute, competency, "accept"),
        data={"relation": "weak_overlap", "reason": "Both use it.", "where": str(skills.id)},
    )
    assert answer.status_code == 303
    with app.app_context():
        (made,) = db.session.query(Alignment)
        assert (made.state, made.relation, made.reason) == (
            "proposed",
            "weak_overlap",
            "Both use it.",
        )
    page = ana.get(answer.location).text
    assert "Undo: take it back" in page
    assert f"{competency.id}/accept" not in page
    again = ana.post(address(attribute, competency, "accept"), data={"relation": "weak_overlap"})
    assert again.status_code == 409
    assert ana.post(address(attribute, competency, "take-back")).status_code == 303
    assert count(app, Alignment) == 0


def test_what_was_judged_is_not_taken_back_here(app, cast, as_person, attribute, skills, work):
    competency = by_name(app, "Written communication")
    with work():
        make_alignment(attribute, db.session.merge(competency), state="endorsed")
    answer = as_person(cast.ana).post(address(attribute, competency, "take-back"))
    assert answer.status_code == 409
    assert count(app, Alignment) == 1


def test_dismissing_leaves_it_out_until_it_is_undone(app, cast, as_person, attribute, skills):
    ana = as_person(cast.ana)
    competency = by_name(app, "Written communication")
    for _twice in range(2):
        answer = ana.post(address(attribute, competency, "dismiss"), data={"where": str(skills.id)})
        assert answer.status_code == 303
    assert count(app, DismissedMatch) == 1
    page = ana.get(answer.location).text
    assert f"{competency.id}/accept" not in page
    assert "1 dismissed suggestion" in page
    ana.post(address(attribute, competency, "restore"))
    assert count(app, DismissedMatch) == 0
    assert f"{competency.id}/accept" in ana.get(f"{address(attribute)}?where={skills.id}").text


def test_accepting_after_all_ends_the_dismissal(app, cast, as_person, attribute, skills):
    ana = as_person(cast.ana)
    competency = by_name(app, "Written communication")
    ana.post(address(attribute, competency, "dismiss"))
    ana.post(address(attribute, competency, "accept"), data={"relation": "related"})
    assert (count(app, DismissedMatch), count(app, Alignment)) == (0, 1)


@pytest.mark.parametrize("verb", ["accept", "dismiss", "restore", "take-back"])
def test_only_those_who_align_may(app, cast, as_person, attribute, skills, verb):
    competency = by_name(app, "Written communication")
    for person, status in ((cast.cy, 404), (None, 404), (cast.ben, 403)):
        browser = as_person(person)
        assert browser.post(address(attribute, competency, verb)).status_code == status
        assert browser.get(address(attribute)).status_code == status
    assert count(app, Alignment) == count(app, DismissedMatch) == 0


def test_frameworks_of_others_are_neither_shown_nor_taken(app, cast, as_person, attribute, work):
    with work():
        theirs = make_framework("Theirs", organization_id=cast.hillcrest.id, competencies=())
        hidden = make_competency(theirs, "Secret communication")
    ana = as_person(cast.ana)
    assert "Secret" not in ana.get(f"{address(attribute)}?where={theirs.id}").text
    for verb in ("accept", "dismiss"):
        assert (
            ana.post(address(attribute, hidden, verb), data={"relation": "related"}).status_code
            == 404
        )


def test_a_nonsense_relation_is_refused(app, cast, as_person, attribute, skills):
    competency = by_name(app, "Welding")
    answer = as_person(cast.ana).post(
        address(attribute, competency, "accept"), data={"relation": "married"}
    )
    assert answer.status_code == 422
    assert count(app, Alignment) == 0


def scores(app, organization, skills, name="Communicates clearly"):
    """What a new attribute of this organization would be suggested."""
    with app.app_context():
        ranker = ENGINES["combined"].ready(
            candidates_of([skills.id]), knowledge_of(organization.id)
        )
        return {m.key: m.score for m in ranker.rank(Passage(key="new", name=name), 10)}


def test_the_organization_learns_and_nobody_else(app, cast, as_person, attribute, skills):
    welding, written = (by_name(app, name) for name in ("Welding", "Written communication"))
    before = scores(app, cast.riverbend, skills)
    elsewhere = scores(app, cast.hillcrest, skills)
    assert str(welding.id) not in before
    ana = as_person(cast.ana)
    ana.post(address(attribute, welding, "accept"), data={"relation": "strong_overlap"})
    ana.post(address(attribute, written, "dismiss"))
    after = scores(app, cast.riverbend, skills)
    assert after[str(welding.id)] > 0
    assert after[str(written.id)] < before[str(written.id)]
    assert scores(app, cast.hillcrest, skills) == elsewhere
    assert scores(app, cast.hillcrest, skills)[str(written.id)] == before[str(written.id)]


def test_what_others_published_and_endorsed_is_followed(app, cast, work, skills):
    plumbing, welding = (by_name(app, name) for name in ("Plumbing", "Welding"))
    with work():
        profile = make_profile(cast.hillcrest, "Theirs", attributes=())
        kin = make_attribute(profile, "Communicating clearly")
        make_alignment(kin, db.session.merge(plumbing), state="endorsed")
        make_alignment(kin, db.session.merge(welding), state="proposed")
    assert str(plumbing.id) not in scores(app, cast.riverbend, skills)
    with work():
        publish_edition(db.session.get(Profile, profile.id), author=Author(name="Cy"))
    found = scores(app, cast.riverbend, skills)
    assert str(plumbing.id) in found
    assert str(welding.id) not in found


def test_published_pairs_lead_to_competencies_here(app, cast, work, skills):
    with work():
        crosswalk = make_crosswalk("A paper")
        for position, (name, relation) in enumerate((("Plumbing", "related"), ("Welding", "none"))):
            here = db.session.query(Competency).filter_by(name=name).one()
            db.session.add(
                CrosswalkLink(
                    crosswalk_id=crosswalk.id,
                    position=position,
                    source_framework="elsewhere",
                    source_id=None,
                    source_code="E.1",
                    source_text="Communicating with clarity",
                    target_framework="skills",
                    target_id=here.id,
                    target_text=name,
                    relation=relation,
                )
            )
    found = scores(app, cast.riverbend, skills)
    assert str(by_name(app, "Plumbing").id) in found
    assert str(by_name(app, "Welding").id) not in found


def test_queries_do_not_grow_with_what_is_known(app, cast, as_person, attribute, skills, work):
    ana = as_person(cast.ana)
    page = f"{address(attribute)}?where=workforce"
    ana.get(page)
    with statements_of(app) as few:
        ana.get(page)
    with work():
        for n in range(6):
            framework = make_framework(f"More {n}", sector="workforce")
            other = make_attribute(cast.profile, f"Quality {n}")
            make_alignment(other, framework.competencies[0])
            db.session.add(
                DismissedMatch(
                    attribute_id=other.id,
                    author_name="Ana",
                    competency_id=framework.competencies[1].id,
                )
            )
    with statements_of(app) as many:
        ana.get(page)
    assert len(many) <= len(few)
