"""A framework's new edition: proposed, reviewed, pointed there, undone; never silent."""

import pytest

from pog.alignments.models import Alignment, AlignmentChange
from pog.core.database import db
from pog.frameworks.models import Competency
from pog.profiles.models import Attribute
from tests.factories import make_alignment, make_competency, make_crosswalk, make_framework


@pytest.fixture
def editions(cast, work):
    """An old edition with five alignments, and a new one that has each in another way."""
    with work():
        new = make_framework("Skills 2026", sector="workforce", competencies=())
        old = make_framework(
            "Skills 2020", sector="workforce", competencies=(), replaced_by_id=new.id
        )
        attribute = (
            db.session.query(Attribute)
            .filter_by(profile_id=cast.profile.id, name="Clear communication")
            .one()
        )
        fresh = {
            name: make_competency(new, name, position=n)
            for n, name in enumerate(
                ("Speaks up", "Teamwork", "Solving problems", "Uses tools well", "Weaving")
            )
        }
        stale = [
            make_competency(old, "Speaking", position=0, replaced_by_id=fresh["Speaks up"].id),
            make_competency(old, "Working with others", position=1),
            make_competency(old, "Weaving", position=2),
            make_competency(old, "Uses tools", position=3),
            make_competency(old, "Zeal", position=4),
        ]
        make_crosswalk(pairs=((stale[1], fresh["Teamwork"], "close"),))
        made = [make_alignment(attribute, one, state="endorsed") for one in stale]
        return old, new, fresh, made


def page_of(cast, old):
    return f"/profiles/{cast.profile.id}/editions-of-frameworks/{old.id}"


def test_the_new_edition_is_told_and_nothing_changes(app, cast, as_person, editions):
    old, _new, _fresh, _made = editions
    ben = as_person(cast.ben)
    listed = ben.get(f"/profiles/{cast.profile.id}/editions-of-frameworks").text
    assert "Newer edition: Skills 2026" in listed
    assert "5 alignments point to the old one" in listed
    page = ben.get(page_of(cast, old)).text
    for words in (
        "The issuer put it in its place.",
        "A published crosswalk says they are the same.",
        "It has the same name.",
        "Its words are the most alike.",
        "We found nothing that takes its place.",
    ):
        assert page.count(words) == 1, words
    with app.app_context():
        assert {row.competency.framework_id for row in db.session.query(Alignment)} == {old.id}


def pointed(fresh, made, *pairs):
    return [f"{made[n].id}:{fresh[name].id}" for n, name in pairs]


def test_the_chosen_ones_are_pointed_there_and_back(app, cast, as_person, editions):
    old, _new, fresh, made = editions
    ana = as_person(cast.ana)
    data = {"alignment": pointed(fresh, made, (0, "Speaks up"), (1, "Teamwork"))}
    assert ana.post(page_of(cast, old), data=data).status_code == 303
    with app.app_context():
        row = db.session.get(Alignment, made[0].id)
        assert (row.competency.name, row.target["name"], row.state) == (
            "Speaks up",
            "Speaks up",
            "proposed",
        )
        assert db.session.query(Alignment).count() == 5
        untouched = db.session.get(Alignment, made[2].id)
        assert (untouched.competency.framework_id, untouched.state) == (old.id, "endorsed")
    history = ana.get(f"/alignments/{made[0].id}/history").text
    assert "Speaking" in history
    assert "Speaks up" in history
    assert "Undo: point it to “Speaking” again" in ana.get(page_of(cast, old)).text
    assert ana.post(f"/alignments/{made[0].id}/point-back").status_code == 303
    with app.app_context():
        row = db.session.get(Alignment, made[0].id)
        assert (row.competency.name, row.target["name"], row.state) == (
            "Speaking",
            "Speaking",
            "endorsed",
        )
        lines = db.session.query(AlignmentChange).filter_by(alignment_id=made[0].id)
        assert [line.change for line in lines.order_by(AlignmentChange.at)] == [
            "repointed",
            "points_here",
            "pointed_back",
        ]
    assert ana.post(f"/alignments/{made[0].id}/point-back").status_code == 409
    assert ana.post(f"/alignments/{made[3].id}/point-back").status_code == 409


def test_one_that_is_aligned_already_stops_the_whole_lot(app, cast, as_person, editions, work):
    old, _new, fresh, made = editions
    with work():
        attribute = db.session.get(Attribute, made[0].attribute_id)
        make_alignment(attribute, db.session.get(Competency, fresh["Teamwork"].id))
    data = {"alignment": pointed(fresh, made, (0, "Speaks up"), (1, "Teamwork"))}
    assert as_person(cast.ana).post(page_of(cast, old), data=data).status_code == 409
    with app.app_context():
        assert db.session.get(Alignment, made[0].id).competency.name == "Speaking"


def test_only_what_was_proposed_is_taken(app, cast, as_person, editions):
    old, _new, fresh, made = editions
    data = {"alignment": [*pointed(fresh, made, (0, "Weaving")), "x"]}
    ana = as_person(cast.ana)
    answer = ana.post(page_of(cast, old), data=data)
    assert "Choose at least one alignment." in ana.get(answer.location).text
    with app.app_context():
        assert db.session.get(Alignment, made[0].id).competency.name == "Speaking"


def test_others_look_or_find_nothing(cast, as_person, client, editions):
    old, new, fresh, made = editions
    data = {"alignment": pointed(fresh, made, (0, "Speaks up"))}
    assert as_person(cast.ben).post(page_of(cast, old), data=data).status_code == 403
    assert as_person(cast.ben).post(f"/alignments/{made[0].id}/point-back").status_code == 403
    for browser in (as_person(cast.cy), client):
        assert browser.get(page_of(cast, old)).status_code == 404
        assert browser.post(page_of(cast, old), data=data).status_code == 404
    assert as_person(cast.ana).get(page_of(cast, new)).status_code == 404, "nothing is newer"


def test_without_new_editions_there_is_nothing_to_do(cast, as_person):
    page = as_person(cast.ben).get(f"/profiles/{cast.profile.id}/editions-of-frameworks").text
    assert "Everything points to the newest edition" in page
