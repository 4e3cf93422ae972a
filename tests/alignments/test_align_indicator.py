"""Joining one indicator to a competency, with evidence; suggestions wait for somebody."""

import pytest

from pog.alignments.models import Alignment
from pog.alignments.services import align
from pog.core.database import db
from pog.frameworks.models import Competency
from pog.profiles.authors import Author
from pog.profiles.models import Attribute, Indicator
from tests.factories import make_alignment, make_indicator


@pytest.fixture
def indicator(attribute, work):
    with work():
        return make_indicator(db.session.merge(attribute), "I can sum up what was said.")


@pytest.fixture
def joining(attribute, competency):
    return f"/attributes/{attribute.id}/align/{competency.id}"


def stored(app):
    with app.app_context():
        return db.session.query(Alignment).order_by(Alignment.created_at).all()


def test_an_indicator_is_aligned_beside_its_attribute(
    app, cast, as_person, joining, indicator, attribute
):
    ana = as_person(cast.ana)
    page = ana.get(joining).text
    assert "I can sum up what was said." in page
    ana.post(joining, data={"relation": "related"})
    data = {"relation": "exact", "subject": str(indicator.id), "reason": "Word for word."}
    assert ana.post(joining, data=data).status_code == 303
    whole, part = stored(app)
    assert (whole.indicator_id, part.indicator_id) == (None, indicator.id)
    assert part.subject_words == "I can sum up what was said."
    listed = ana.get(f"/attributes/{attribute.id}/alignments").text
    assert "For the indicator: I can sum up what was said." in listed
    assert "Also aligned:" in ana.get(f"{joining}?subject={indicator.id}").text


def test_saying_it_again_of_the_indicator_changes_that_one(
    app, cast, as_person, joining, indicator
):
    ana = as_person(cast.ana)
    for relation in ("related", "peer"):
        ana.post(joining, data={"relation": relation, "subject": str(indicator.id)})
    assert [row.relation for row in stored(app)] == ["peer"]


@pytest.mark.parametrize("subject", ["x", "0c1f1f0e-5f43-5a0c-9d3b-6f7e1f8b2a11"])
def test_an_indicator_of_elsewhere_is_refused(app, cast, as_person, joining, subject):
    answer = as_person(cast.ana).post(
        joining, data={"relation": "exact", "subject": subject, "reason": "Kept words"}
    )
    assert answer.status_code == 422
    assert "Kept words" in answer.text
    assert stored(app) == []


def test_what_was_agreed_on_outlives_its_indicator(
    app, cast, as_person, joining, indicator, attribute, work
):
    ana = as_person(cast.ana)
    ana.post(joining, data={"relation": "exact", "subject": str(indicator.id)})
    with work():
        db.session.delete(db.session.get(Indicator, indicator.id))
    page = ana.get(f"/attributes/{attribute.id}/alignments").text
    assert "I can sum up what was said." in page
    assert "This indicator is no longer there" in page
    answer = ana.post(joining, data={"relation": "peer", "subject": str(indicator.id)})
    assert answer.status_code == 303
    assert [row.relation for row in stored(app)] == ["peer"]


def test_evidence_stands_with_the_alignment(app, cast, as_person, joining, attribute):
    ana = as_person(cast.ana)
    data = {"relation": "exact", "evidence": "Unit 4.", "evidence_url": "https://school.example/4"}
    ana.post(joining, data=data)
    page = ana.get(f"/attributes/{attribute.id}/alignments").text
    assert "Unit 4." in page
    assert 'href="https://school.example/4"' in page


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("javascript:alert(1)", "Enter a whole web address that begins with https://."),
        ("school.example", "Enter a whole web address that begins with https://."),
        ("https://school.example/ two", "Enter a whole web address that begins with https://."),
        ("https://x.example/" + "x" * 2000, "2000"),
    ],
)
def test_a_link_is_a_web_address(app, cast, as_person, joining, address, sentence):
    data = {"relation": "exact", "reason": "Kept words", "evidence_url": address}
    answer = as_person(cast.ana).post(joining, data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Kept words" in answer.text
    assert stored(app) == []


# ------------------------------------------------------------------ suggestions


@pytest.fixture
def suggestion(attribute, competency, work):
    with work():
        return align(
            db.session.get(Attribute, attribute.id),
            db.session.get(Competency, competency.id),
            relation="related",
            reason="Both speak of listening.",
            suggested=True,
            author=Author(name="pog"),
        )


def test_a_suggestion_counts_once_somebody_proposes_it(app, cast, as_person, suggestion, attribute):
    ana = as_person(cast.ana)
    coverage = f"/profiles/{cast.profile.id}/coverage"
    assert "0 alignments so far." in ana.get(coverage).text
    page = ana.get(f"/attributes/{attribute.id}/alignments").text
    assert "Suggested" in page
    assert f'action="/alignments/{suggestion.id}/propose"' in page
    assert ana.post(f"/alignments/{suggestion.id}/propose").status_code == 303
    assert [row.state for row in stored(app)] == ["proposed"]
    assert "1 alignment so far." in ana.get(coverage).text


def test_nobody_else_takes_a_suggestion_up(app, cast, as_person, client, suggestion):
    address = f"/alignments/{suggestion.id}/propose"
    assert as_person(cast.ben).post(address).status_code == 403
    assert as_person(cast.cy).post(address).status_code == client.post(address).status_code == 404
    assert [row.state for row in stored(app)] == ["suggested"]


def test_changing_a_suggestion_is_standing_behind_it(app, cast, as_person, suggestion, joining):
    as_person(cast.ana).post(joining, data={"relation": "related", "reason": "I think so, too."})
    assert [row.state for row in stored(app)] == ["proposed"]


# ------------------------------------------------------------------ history


def test_the_history_tells_every_change_with_what_was_said(
    cast, as_person, joining, attribute, competency, app, work
):
    ana = as_person(cast.ana)
    ana.post(joining, data={"relation": "related", "reason": "At first sight."})
    with work():
        db.session.get(Competency, competency.id).name = "Listening"
    ana.post(joining, data={"relation": "exact", "reason": "At second sight."})
    (made,) = stored(app)
    page = ana.get(f"/alignments/{made.id}/history").text
    for words in (
        "At first sight.",
        "At second sight.",
        "Listening and speaking",
        "Ana (Students)",
    ):
        assert words in page
    assert page.index("At second sight.") < page.index("At first sight.")


def test_the_history_is_for_readers_of_the_attribute(
    cast, as_person, client, attribute, work, competency
):
    with work():
        made = make_alignment(db.session.merge(attribute), db.session.merge(competency))
    address = f"/alignments/{made.id}/history"
    assert as_person(cast.ben).get(address).status_code == 200
    assert as_person(cast.cy).get(address).status_code == client.get(address).status_code == 404
