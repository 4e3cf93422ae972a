"""Joining an attribute to a competency, through the picker."""

import uuid

import pytest

from pog.alignments.events import AlignmentChanged
from pog.alignments.models import Alignment, AlignmentChange
from pog.core.clock import now
from pog.core.database import db
from pog.core.events import on
from pog.profiles.models import Attribute
from tests.browsing import HTMX
from tests.factories import (
    make_alignment,
    make_competency,
    make_framework,
    open_activity,
)


@pytest.fixture
def joining(attribute, competency):
    return f"/attributes/{attribute.id}/align/{competency.id}"


@pytest.fixture
def aligning(cast, work):
    """The convening is at its aligning."""
    from pog.convenings.models import Activity, Convening

    with work():
        activity = (
            db.session.query(Activity).filter_by(convening_id=cast.convening.id, kind="align").one()
        )
        open_activity(db.session.get(Convening, cast.convening.id), activity)


def stored(app):
    with app.app_context():
        return db.session.query(Alignment).all()


def test_an_editor_aligns_with_a_relation_and_a_reason(app, cast, as_person, joining, competency):
    answer = as_person(cast.ana).post(
        joining, data={"relation": "strong_overlap", "reason": "Both ask to listen first."}
    )
    assert answer.status_code == 303
    assert answer.location.endswith(f"#c-{competency.id}")
    (made,) = stored(app)
    assert (made.relation, made.reason, made.state) == (
        "strong_overlap",
        "Both ask to listen first.",
        "proposed",
    )
    assert made.author_name == "Ana (Students)"
    assert made.target["name"] == "Listening and speaking"
    assert made.target["framework"]["title"] == "Workplace skills"
    assert made.target["at"]


def test_our_own_codes_are_not_taken_into_the_snapshot(app, cast, as_person, joining):
    as_person(cast.ana).post(joining, data={"relation": "exact"})
    assert stored(app)[0].target["code"] is None


def test_the_page_shows_both_sides_and_every_relation(cast, as_person, joining):
    page = as_person(cast.ana).get(joining).text
    assert "Clear communication" in page
    assert "Listening and speaking" in page
    assert page.count('name="relation"') == 8
    assert "Most of what one asks for, the other asks for too." in page


def test_saying_it_again_changes_the_alignment(app, cast, as_person, joining):
    ana = as_person(cast.ana)
    ana.post(joining, data={"relation": "related", "reason": "At first sight."})
    ana.post(joining, data={"relation": "exact", "reason": "At second sight."})
    (made,) = stored(app)
    assert (made.relation, made.reason) == ("exact", "At second sight.")
    with app.app_context():
        changes = db.session.query(AlignmentChange).order_by(AlignmentChange.at).all()
        assert [line.change for line in changes] == ["added", "changed"]


def test_the_fact_is_announced_once_and_never_when_refused(app, cast, as_person, joining):
    told = []
    on(AlignmentChanged)(told.append)
    as_person(cast.ana).post(joining, data={})
    assert told == []
    as_person(cast.ana).post(joining, data={"relation": "exact"})
    assert [fact.profile_id for fact in told] == [cast.profile.id]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose how the two relate."),
        ({"relation": "married"}, "Not a valid choice"),
        ({"relation": "exact", "reason": "x" * 2001}, "Use 2000 characters at most."),
    ],
)
def test_bad_input_is_kept_and_explained(app, cast, as_person, joining, data, sentence):
    answer = as_person(cast.ana).post(joining, data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert data.get("reason", "") in answer.text
    assert stored(app) == []


def test_a_participant_aligns_while_the_room_does(app, cast, as_person, joining, aligning):
    assert as_person(cast.ben).post(joining, data={"relation": "peer"}).status_code == 303
    (made,) = stored(app)
    assert made.participant_id == cast.ben_seat.id


def test_a_participant_has_to_wait_for_it(app, cast, as_person, joining):
    ben = as_person(cast.ben)
    assert ben.get(joining).status_code == 403
    assert ben.post(joining, data={"relation": "peer"}).status_code == 403
    assert stored(app) == []


def test_strangers_find_nothing(app, cast, as_person, client, joining, attribute):
    for browser in (as_person(cast.cy), client):
        for address in (joining, f"/attributes/{attribute.id}/align"):
            assert browser.get(address).status_code == 404
        assert browser.post(joining, data={"relation": "exact"}).status_code == 404
        assert browser.get(f"/attributes/{attribute.id}/alignments").status_code == 404
    assert stored(app) == []


def test_another_organizations_framework_is_not_there(app, cast, as_person, attribute, work):
    with work():
        theirs = make_framework("Secret list", organization_id=cast.hillcrest.id, competencies=())
        competency = make_competency(theirs, "Secret skill")
    ana = as_person(cast.ana)
    address = f"/attributes/{attribute.id}/align/{competency.id}"
    assert ana.get(address).status_code == 404
    assert ana.post(address, data={"relation": "exact"}).status_code == 404
    picker = f"/attributes/{attribute.id}/align"
    for more in ("", f"?framework={theirs.id}", "?q=secret"):
        assert "Secret skill" not in ana.get(picker + more).text
    assert stored(app) == []


def test_an_unknown_competency_is_404_and_the_wrong_method_405(cast, as_person, attribute):
    ana = as_person(cast.ana)
    assert ana.get(f"/attributes/{attribute.id}/align/{uuid.uuid4()}").status_code == 404
    assert ana.post(f"/attributes/{attribute.id}/align").status_code == 405


def test_a_dropped_attribute_is_not_aligned(app, cast, as_person, joining, attribute, work):
    with work():
        db.session.get(Attribute, attribute.id).dropped_at = now()
    answer = as_person(cast.ana).post(joining, data={"relation": "exact", "reason": "Kept words"})
    assert answer.status_code == 409
    assert "This attribute was dropped." in answer.text
    assert "Kept words" in answer.text
    assert stored(app) == []


# ------------------------------------------------------------------ the picker


@pytest.fixture
def tree(framework, work):
    """Two levels below the framework, one competency of which is aligned nowhere."""
    with work():
        top = make_competency(framework, "Speaking up", position=1)
        below = make_competency(framework, "Speaks to a crowd", code="WS.2", position=2)
        below.parent_id, below.level = top.id, "Grade 9"
        return top, below


def test_the_tree_can_be_browsed_without_script(cast, as_person, attribute, framework, tree):
    page = as_person(cast.ana).get(f"/attributes/{attribute.id}/align?framework={framework.id}")
    for competency in tree:
        assert f'/attributes/{attribute.id}/align/{competency.id}"' in page.text
    assert "<details" in page.text
    assert "WS.2" not in page.text, "only the issuer's own codes are shown"


def test_frameworks_stand_by_sector(cast, as_person, attribute, framework):
    page = as_person(cast.ana).get(f"/attributes/{attribute.id}/align").text
    assert f"?framework={framework.id}" in page
    assert "Workforce" in page


def test_searching_finds_names_in_a_sector(cast, as_person, attribute, tree, work):
    with work():
        make_framework("College list", sector="higher_ed", competencies=("Speaks in class",))
    ana = as_person(cast.ana)
    everywhere = ana.get(f"/attributes/{attribute.id}/align?q=speaks").text
    assert "3 competencies with “speaks”" in everywhere
    workforce = ana.get(f"/attributes/{attribute.id}/align?q=speaks&sector=workforce").text
    assert "<mark>Speaks</mark> to a crowd" in workforce
    assert "in class" not in workforce


def test_a_level_can_be_picked_out(cast, as_person, attribute, framework, tree, competency):
    address = f"/attributes/{attribute.id}/align?framework={framework.id}"
    assert '<option value="Grade 9"' in as_person(cast.ana).get(address).text
    page = as_person(cast.ana).get(f"{address}&level=Grade+9").text
    assert "Speaks to a crowd" in page
    assert f"/align/{competency.id}" not in page


def test_htmx_gets_the_shelf_alone(cast, as_person, attribute):
    part = as_person(cast.ana).get(f"/attributes/{attribute.id}/align?q=x", headers=HTMX).text
    assert part.lstrip().startswith('<section id="shelf"')


def test_what_is_aligned_is_marked(cast, as_person, attribute, framework, competency, work):
    with work():
        make_alignment(
            db.session.merge(attribute), db.session.merge(competency), relation="weak_overlap"
        )
    page = as_person(cast.ana).get(f"/attributes/{attribute.id}/align?framework={framework.id}")
    assert "is-aligned" in page.text
    assert "1 alignment so far" in page.text


def test_readers_are_led_to_what_is_aligned(cast, as_person, attribute):
    answer = as_person(cast.ben).get(f"/attributes/{attribute.id}/align")
    assert answer.status_code == 303
    assert answer.location == f"/attributes/{attribute.id}/alignments"


@pytest.mark.parametrize("bad", ["framework=x", "framework=%00", "level=%F0", "sector=moon", "q=%"])
def test_an_odd_address_is_no_failure(cast, as_person, attribute, bad):
    assert as_person(cast.ana).get(f"/attributes/{attribute.id}/align?{bad}").status_code == 200
