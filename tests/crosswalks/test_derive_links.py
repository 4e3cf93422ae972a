"""Links from framework to framework through a profile's alignments, with their path."""

import itertools

import pytest

from pog.alignments.models import RELATIONS
from pog.alignments.wording import STRENGTH
from pog.core.database import db
from pog.crosswalks.composing import IN_OURS, composed, in_ours, turned
from pog.crosswalks.models import LINK_RELATIONS
from pog.profiles.models import Attribute
from tests.factories import make_alignment, make_competency, make_framework, make_indicator


@pytest.mark.parametrize(
    ("first", "second", "made"),
    [
        ("exact", "peer", "peer"),
        ("target_broader", "exact", "target_broader"),
        ("strong_overlap", "weak_overlap", "weak_overlap"),
        ("strong_overlap", "strong_overlap", "strong_overlap"),
        ("weak_overlap", "weak_overlap", "related"),
        ("target_broader", "target_broader", "target_broader"),
        ("target_narrower", "target_broader", "weak_overlap"),
        ("target_broader", "target_narrower", "related"),
        ("prerequisite", "strong_overlap", "related"),
    ],
)
def test_relations_compose(first, second, made):
    assert composed(first, second) == made


def test_a_path_never_says_more_than_its_weaker_half():
    for first, second in itertools.product(RELATIONS, RELATIONS):
        made = composed(first, second)
        assert made in RELATIONS
        assert STRENGTH[made] <= max(STRENGTH[first], STRENGTH[second])
        if "exact" not in (first, second):
            assert STRENGTH[made] <= min(STRENGTH[first], STRENGTH[second])


def test_a_path_reads_the_same_from_both_ends():
    for first, second in itertools.product(set(RELATIONS) - {"prerequisite"}, repeat=2):
        assert turned(composed(first, second)) == composed(turned(second), turned(first))


def test_every_published_word_has_one_of_ours():
    for relation in set(LINK_RELATIONS) - {"none"}:
        assert in_ours(relation) in RELATIONS
    assert in_ours("none") is None
    assert set(IN_OURS) <= set(LINK_RELATIONS)


@pytest.fixture
def mapped(cast, work):
    """Two frameworks that meet in one attribute; a third meets nobody."""
    with work():
        attribute = (
            db.session.query(Attribute)
            .filter_by(profile_id=cast.profile.id, name="Clear communication")
            .one()
        )
        schools = make_framework("School list", competencies=())
        jobs = make_framework("Job list", sector="workforce", competencies=())
        listens, advice = make_competency(schools, "Listens"), make_competency(jobs, "Takes advice")
        make_alignment(attribute, listens, relation="strong_overlap")
        make_alignment(attribute, advice, relation="weak_overlap")
        part = make_indicator(attribute, "I can sum up.")
        aside = make_competency(jobs, "Sums up")
        make_alignment(attribute, aside, relation="exact", subject_id=part.id)
        return schools, jobs


def test_the_pair_is_shown_with_its_path(cast, as_person, mapped):
    schools, jobs = mapped
    address = f"/profiles/{cast.profile.id}/crosswalk?source={schools.id}&target={jobs.id}"
    page = as_person(cast.ben).get(address).text
    path = "Listens → Clear communication → Takes advice: strong overlap and weak overlap make weak"
    assert path in page
    assert "Nobody has checked these pairs." in page
    assert "Sums up" not in page, "the indicator and the attribute are two things"


def test_as_a_sheet(cast, as_person, mapped):
    schools, jobs = mapped
    address = f"/profiles/{cast.profile.id}/crosswalk/sheet?source={jobs.id}&target={schools.id}"
    text = as_person(cast.ben).get(address).get_data().decode("utf-8-sig")
    assert "Takes advice" in text
    assert "Clear communication: weak_overlap + strong_overlap = weak_overlap" in text


def test_without_two_frameworks_there_is_nothing_to_show(cast, as_person):
    page = as_person(cast.ben).get(f"/profiles/{cast.profile.id}/crosswalk").text
    assert "Two frameworks are needed" in page


def test_strangers_find_nothing(cast, as_person, client, mapped):
    for browser in (as_person(cast.cy), client):
        for end in ("crosswalk", "crosswalk/sheet"):
            assert browser.get(f"/profiles/{cast.profile.id}/{end}").status_code == 404
