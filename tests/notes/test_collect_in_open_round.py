"""An open round collects for days without anybody moving a room."""

from datetime import timedelta

import pytest

from pog.convenings.models import OPEN_ROUND, Activity, Convening
from pog.core.clock import now
from pog.core.database import db
from tests.factories import make_activity, make_convening, make_participant


@pytest.fixture
def survey(cast, work):
    with work():
        convening = make_convening(
            cast.profile,
            "What should we teach?",
            kinds=("read",),
            kind=OPEN_ROUND,
            opens_at=now() - timedelta(days=1),
            closes_at=now() + timedelta(days=1),
        )
        activity = make_activity(convening, "collect", position=2)
        make_participant(convening, role="facilitator", person=cast.ana, nickname="Ana")
    return convening, f"/activities/{activity.id}/notes"


@pytest.fixture
def neighbor(survey, as_person, work):
    browser = as_person(None)
    with work():
        make_participant(survey[0], sign_in=browser.sign_in, nickname="Still Owl")
    return browser


def test_notes_are_written_and_shown_while_it_is_open(survey, neighbor, as_person, cast, stored):
    convening, page = survey
    assert "<textarea" in neighbor.get(f"/convenings/{convening.id}/notes").text
    assert neighbor.post(page, data={"text": "They cook."}).status_code == 303
    ana = as_person(cast.ana)
    assert "1 note" in ana.get(f"{page}/desk").text
    assert ana.post(f"{page}/reveal").status_code == 303
    assert "They cook." in neighbor.get(page).text
    note = stored()[0]
    assert neighbor.post(f"/notes/{note.id}/stars", data={"stars": "4"}).status_code == 303


def test_after_its_end_the_text_comes_back(survey, neighbor, work, stored):
    convening, page = survey
    with work():
        db.session.get(Convening, convening.id).closes_at = now() - timedelta(minutes=1)
    answer = neighbor.post(page, data={"text": "Too late."})
    assert answer.status_code == 409
    assert "Too late.</textarea>" in answer.text
    assert stored() == []
    with work():
        assert db.session.query(Activity).filter_by(kind="collect").one().round == 0
