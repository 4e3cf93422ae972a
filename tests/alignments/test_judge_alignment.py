"""Reading an attribute's alignments, judging them, taking them back and putting them back."""

import re

import pytest

from pog.alignments.models import Alignment, AlignmentChange
from pog.core.database import db
from tests.factories import make_alignment, make_competency


@pytest.fixture
def alignment(attribute, competency, work):
    with work():
        return make_alignment(
            db.session.merge(attribute),
            db.session.merge(competency),
            reason="Both listen.",
            author_name="Ben (Students)",
        )


@pytest.fixture
def page(attribute):
    return f"/attributes/{attribute.id}/alignments"


def state(app, alignment):
    with app.app_context():
        found = db.session.get(Alignment, alignment.id)
        return found and found.state


def test_a_reader_sees_reasons_sources_and_licences(cast, as_person, page, alignment, work):
    with work():
        db.session.merge(alignment).competency.verified = False
    text = as_person(cast.ben).get(page).text
    for words in (
        "Listening and speaking",
        "Strong overlap",
        "Both listen.",
        "Ben (Students)",
        "Name not verified",
        "Only names and codes may be passed on.",
        "No link to this sector yet: K-12.",
    ):
        assert words in text
    main = text[text.index("<main") : text.index("</main>")]
    assert not re.search(r'action="/(alignments|attributes)/', main)


@pytest.mark.parametrize(("deed", "after"), [("endorse", "endorsed"), ("decline", "declined")])
def test_a_facilitator_judges(app, cast, as_person, alignment, deed, after):
    ana = as_person(cast.ana)
    assert ana.post(f"/alignments/{alignment.id}/{deed}").status_code == 303
    assert state(app, alignment) == after
    ana.post(f"/alignments/{alignment.id}/reopen")
    assert state(app, alignment) == "proposed"


@pytest.mark.parametrize("deed", ["endorse", "decline", "reopen", "remove"])
def test_nobody_else_judges_or_removes(app, cast, as_person, client, alignment, deed):
    address = f"/alignments/{alignment.id}/{deed}"
    assert as_person(cast.ben).post(address).status_code == 403
    assert as_person(cast.cy).post(address).status_code == 404
    assert client.post(address).status_code == 404
    assert as_person(cast.ana).get(address).status_code == 405
    assert state(app, alignment) == "proposed"


def test_a_changed_relation_is_open_again(app, cast, as_person, alignment, attribute, competency):
    ana = as_person(cast.ana)
    ana.post(f"/alignments/{alignment.id}/endorse")
    ana.post(f"/attributes/{attribute.id}/align/{competency.id}", data={"relation": "peer"})
    assert state(app, alignment) == "proposed"


def test_a_removal_can_be_undone_with_its_state(app, cast, as_person, alignment, page):
    ana = as_person(cast.ana)
    ana.post(f"/alignments/{alignment.id}/endorse")
    answer = ana.post(f"/alignments/{alignment.id}/remove")
    text = ana.get(answer.location).text
    assert "Undo: put it back" in text
    change = re.search(r'name="change" value="([^"]+)"', text)[1]
    answer = ana.post(f"{page}/put-back", data={"change": change})
    assert answer.status_code == 303
    with app.app_context():
        (back,) = db.session.query(Alignment).all()
        assert (back.state, back.reason) == ("endorsed", "Both listen.")
        lines = db.session.query(AlignmentChange).order_by(AlignmentChange.at)
        assert [line.change for line in lines] == ["endorsed", "removed", "restored"]
    assert ana.post(f"{page}/put-back", data={"change": change}).status_code == 409


def test_the_undo_of_another_attribute_is_not_known(cast, as_person, alignment, page, work):
    ana = as_person(cast.ana)
    location = ana.post(f"/alignments/{alignment.id}/remove").location
    change = location.partition("removed=")[2]
    from pog.profiles.models import Attribute

    with work():
        other = (
            db.session.query(Attribute)
            .filter_by(profile_id=cast.profile.id, name="Care for others")
            .one()
        )
    address = f"/attributes/{other.id}/alignments/put-back"
    assert ana.post(address, data={"change": change}).status_code == 404
    for odd in ("", "x"):
        assert ana.post(f"{page}/put-back", data={"change": odd}).status_code in (404, 422)
    assert "Undo" not in as_person(cast.ben).get(location).text


def test_what_was_agreed_on_stays_when_the_framework_changes(
    cast, as_person, alignment, page, competency, work
):
    with work():
        db.session.merge(competency).name = "Talking"
    assert "Listening and speaking" in as_person(cast.ben).get(page).text


def test_a_declined_one_counts_nowhere(cast, as_person, alignment, attribute, work, framework):
    with work():
        extra = make_competency(db.session.merge(framework), "Writing")
        make_alignment(db.session.merge(attribute), extra, state="declined")
    page = as_person(cast.ana).get(f"/profiles/{cast.profile.id}/coverage").text
    assert "1 alignment so far." in page
