"""Themes on a ballot: chosen in the form, frozen by the first dot, kept through rounds."""

import uuid

import pytest

from pog.ballots.models import Ballot
from pog.clusters.desks import Mover
from pog.clusters.models import Cluster, ThemeDesk
from pog.clusters.services import make_cluster, take_apart
from pog.convenings.models import Convening
from pog.core.clock import now
from pog.core.database import db
from pog.notes.models import Note
from tests.factories import make_activity, make_note, make_participant

WORDS = ("They finish what they begin.", "They ask why.", "They help others.", "They plan.")
NAMES = ("Perseverance", "Curiosity", "Care", "Foresight")
TEAM = Mover(name="Bold Otter")


@pytest.fixture
def themes(cast, work):
    """Four themes with a note in each; their identifiers."""
    with work():
        collect = make_activity(cast.convening, "collect", position=8)
        notes = [make_note(collect, text, revealed=True) for text in WORDS]
        convening = db.session.get(Convening, cast.convening.id)
        made = [
            make_cluster(convening, TEAM, name=name, seen={note.id: None}).cluster
            for name, note in zip(NAMES, notes, strict=True)
        ]
        return [str(cluster.id) for cluster in made]


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)


@pytest.fixture
def guest(cast, work, as_person):
    browser = as_person(None)
    with work():
        make_participant(cast.convening, sign_in=browser.sign_in)
    return browser


@pytest.fixture
def ballot(app, cast, ana, themes):
    """Prepared by the form and opened; its identifier and those of its options."""
    new = f"/convenings/{cast.convening.id}/ballots/new"
    data = {"question": "Which matter most?", "method": "dots", "clusters": themes}
    assert ana.post(new, data=data).status_code == 303
    with app.app_context():
        found = db.session.query(Ballot).one()
        options = [str(option.id) for option in found.options]
    ana.post(f"/ballots/{found.id}/open")
    return found.id, options


def frozen_at(app, cast):
    with app.app_context():
        return db.session.get(ThemeDesk, cast.convening.id).frozen_at


def test_the_form_offers_themes_and_a_short_way_takes_all(cast, ana, themes):
    page = f"/convenings/{cast.convening.id}/ballots"
    assert "Put dots on the themes" in ana.get(page).text
    text = ana.get(f"{page}/new?themes=all").text
    for theme in themes:
        assert f'value="{theme}" checked' in text
    assert 'value="dots" checked' in text


def test_the_first_dot_freezes_the_themes(app, cast, ana, guest, ballot, themes):
    ballot_id, options = ballot
    assert frozen_at(app, cast) is None
    text = guest.get(f"/ballots/{ballot_id}").text
    assert "1 note in it" in text
    assert "They ask why." in text
    refused = guest.post(f"/ballots/{ballot_id}/vote", data={f"mark-{options[0]}": "2"})
    assert refused.status_code == 422
    assert frozen_at(app, cast) is None, "a vote that was refused freezes nothing"
    guest.post(f"/ballots/{ballot_id}/vote", data={f"mark-{options[0]}": "1"})
    first = frozen_at(app, cast)
    assert first is not None
    guest.post(f"/ballots/{ballot_id}/vote", data={f"mark-{options[1]}": "1"})
    assert frozen_at(app, cast) == first
    ana.post(f"/themes/{themes[0]}/name", data={"name": "Grit"})
    with app.app_context():
        assert db.session.get(Cluster, uuid.UUID(themes[0])).name == "Perseverance"


def test_votes_on_other_options_freeze_nothing(app, cast, ana, guest, themes):
    new = f"/convenings/{cast.convening.id}/ballots/new"
    ana.post(new, data={"question": "Which?", "method": "approval", "own": "A\nB"})
    with app.app_context():
        found = db.session.query(Ballot).one()
        options = [str(option.id) for option in found.options]
    ana.post(f"/ballots/{found.id}/open")
    guest.post(f"/ballots/{found.id}/vote", data={"option": options[0]})
    assert frozen_at(app, cast) is None


def test_a_hidden_note_leaves_the_ballot(guest, ballot, work):
    with work():
        note = db.session.query(Note).filter_by(text="They ask why.").one()
        note.hidden_at, note.hidden_reason, note.hidden_by = now(), "A name in it.", "Ana"
    text = guest.get(f"/ballots/{ballot[0]}").text
    assert "They ask why." not in text
    assert "They plan." in text


def test_a_theme_that_was_taken_apart_keeps_a_draft_from_opening(app, cast, ana, themes, work):
    new = f"/convenings/{cast.convening.id}/ballots/new"
    ana.post(new, data={"question": "Which?", "method": "dots", "clusters": themes})
    with work():
        take_apart(db.session.get(Convening, cast.convening.id), TEAM, uuid.UUID(themes[0]))
    with app.app_context():
        draft = db.session.query(Ballot).one()
    refused = ana.post(f"/ballots/{draft.id}/open")
    assert refused.status_code == 409
    assert "A theme on this ballot was taken apart." in refused.text


def test_the_next_round_has_the_same_themes_and_keeps_the_first(app, cast, ana, guest, ballot):
    ballot_id, options = ballot
    guest.post(f"/ballots/{ballot_id}/vote", data={f"mark-{options[0]}": "1"})
    for deed in ("close", "reveal", "rounds"):
        ana.post(f"/ballots/{ballot_id}/{deed}")
    with app.app_context():
        second = db.session.query(Ballot).filter_by(round=2).one()
        assert [option.name for option in second.options] == list(NAMES)
        assert all(option.cluster_id for option in second.options)
        again = [str(option.id) for option in second.options]
        assert db.session.get(Ballot, ballot_id).result["total"]["ballots"] == 1
    ana.post(f"/ballots/{second.id}/open")
    guest.post(f"/ballots/{second.id}/vote", data={f"mark-{again[1]}": "1"})
    for deed in ("close", "reveal"):
        ana.post(f"/ballots/{second.id}/{deed}")
    text = guest.get(f"/ballots/{second.id}").text
    assert "Round 1: 1 of 1 dot, 100 percent" in text
    assert "1 of 1 dot" in guest.get(f"/ballots/{ballot_id}").text
