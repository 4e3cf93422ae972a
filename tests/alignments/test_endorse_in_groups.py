"""The working group of a sector endorses, with as many as it takes; several at once."""

import pytest

from pog.alignments.models import Alignment, AlignmentChange, Endorsement, WorkingGroup
from pog.convenings.models import Participant, StakeholderGroup
from pog.core.database import db
from tests.factories import make_alignment, make_competency


@pytest.fixture
def alignment(attribute, competency, work):
    with work():
        return make_alignment(db.session.merge(attribute), db.session.merge(competency))


def state(app, alignment):
    with app.app_context():
        return db.session.get(Alignment, alignment.id).state


def name(browser, cast, sector, *members, quorum=1):
    data = {f"{sector}-members": list(members), f"{sector}-quorum": str(quorum)}
    return browser.post(f"/profiles/{cast.profile.id}/working-groups/{sector}", data=data)


def person(who):
    return f"person:{who.id}"


def test_one_named_person_endorses_and_a_facilitator_no_more(app, cast, as_person, alignment):
    ana, ben = as_person(cast.ana), as_person(cast.ben)
    assert ben.post(f"/alignments/{alignment.id}/endorse").status_code == 403
    assert name(ana, cast, "workforce", person(cast.ben)).status_code == 303
    assert ana.post(f"/alignments/{alignment.id}/endorse").status_code == 403
    assert ben.post(f"/alignments/{alignment.id}/endorse").status_code == 303
    assert state(app, alignment) == "endorsed"


def test_two_of_two_have_to_endorse(app, cast, as_person, alignment, attribute):
    ana, ben = as_person(cast.ana), as_person(cast.ben)
    name(ana, cast, "workforce", person(cast.ana), person(cast.ben), quorum=2)
    assert ana.post(f"/alignments/{alignment.id}/endorse").status_code == 303
    assert state(app, alignment) == "proposed"
    page = ben.get(f"/attributes/{attribute.id}/alignments").text
    assert "1 of 2 endorse, it takes 2" in page
    assert ana.post(f"/alignments/{alignment.id}/endorse").status_code == 409, "one word each"
    ben.post(f"/alignments/{alignment.id}/endorse")
    assert state(app, alignment) == "endorsed"
    assert ben.post(f"/alignments/{alignment.id}/withdraw").status_code == 303
    assert state(app, alignment) == "proposed"
    assert ben.post(f"/alignments/{alignment.id}/withdraw").status_code == 409
    with app.app_context():
        lines = db.session.query(AlignmentChange).order_by(AlignmentChange.at)
        assert [line.change for line in lines] == ["supported", "endorsed", "withdrawn"]


def test_a_stakeholder_group_of_the_convening_endorses(app, cast, as_person, alignment, work):
    with work():
        seat = db.session.get(Participant, cast.ben_seat.id)
        group = db.session.get(StakeholderGroup, seat.group_id)
    ana = as_person(cast.ana)
    assert group.name in ana.get(f"/profiles/{cast.profile.id}/working-groups").text
    name(ana, cast, "workforce", f"group:{group.id}")
    assert as_person(cast.ben).post(f"/alignments/{alignment.id}/endorse").status_code == 303
    assert state(app, alignment) == "endorsed"


def test_a_changed_relation_asks_everybody_again(
    app, cast, as_person, alignment, attribute, competency
):
    ana = as_person(cast.ana)
    ana.post(f"/alignments/{alignment.id}/endorse")
    ana.post(f"/attributes/{attribute.id}/align/{competency.id}", data={"relation": "peer"})
    assert state(app, alignment) == "proposed"
    with app.app_context():
        assert db.session.query(Endorsement).count() == 0


def test_several_are_endorsed_at_once(app, cast, as_person, alignment, attribute, framework, work):
    with work():
        more = [
            make_alignment(
                db.session.merge(attribute),
                make_competency(db.session.merge(framework), f"Skill {n}"),
            )
            for n in range(3)
        ]
    ana = as_person(cast.ana)
    address = f"/profiles/{cast.profile.id}/alignments/review"
    assert "Skill 2" in ana.get(address).text
    chosen = [str(alignment.id), str(more[0].id), str(more[0].id), "x"]
    assert ana.post(address, data={"alignment": chosen}).status_code == 303
    assert [state(app, one) for one in (alignment, *more)] == ["endorsed", "endorsed"] + [
        "proposed"
    ] * 2
    page = ana.get(address).text
    assert "Skill 0" not in page
    assert "Skill 1" in page
    assert "Choose at least one" in ana.get(ana.post(address, data={}).location).text


def test_the_group_is_named_by_those_who_judge(app, cast, as_person, client):
    address = f"/profiles/{cast.profile.id}/working-groups"
    assert as_person(cast.ben).get(address).status_code == 403
    assert as_person(cast.cy).get(address).status_code == client.get(address).status_code == 404
    assert name(as_person(cast.ben), cast, "k12", person(cast.ben)).status_code == 403
    ana = as_person(cast.ana)
    assert name(ana, cast, "moon", person(cast.ben)).status_code == 404
    answer = name(ana, cast, "k12", person(cast.ben), quorum=0)
    assert answer.status_code == 422
    assert "Enter a number from 1 to 50." in answer.text
    assert name(ana, cast, "k12", person(cast.cy)).status_code == 422, "not of here"
    with app.app_context():
        assert db.session.query(WorkingGroup).count() == 0


def test_naming_nobody_ends_the_group(app, cast, as_person):
    ana = as_person(cast.ana)
    name(ana, cast, "k12", person(cast.ben), quorum=3)
    assert "Fewer have joined so far" in ana.get(f"/profiles/{cast.profile.id}/working-groups").text
    name(ana, cast, "k12")
    with app.app_context():
        assert db.session.query(WorkingGroup).count() == 0


def test_readers_have_nothing_to_endorse(cast, as_person, client, alignment):
    address = f"/profiles/{cast.profile.id}/alignments/review"
    assert as_person(cast.ben).get(address).status_code == 403
    assert as_person(cast.cy).get(address).status_code == client.get(address).status_code == 404
