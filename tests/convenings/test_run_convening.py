"""Running a convening: where the room is, the clock, people, the code and the close."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from pog.convenings.models import Activity, Convening, Participant
from pog.core.clock import fixed, now
from pog.core.database import db
from tests.browsing import HTMX
from tests.factories import make_participant


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)


@pytest.fixture
def steps(app, cast):
    """The identifiers of the agenda's steps, by kind."""
    with app.app_context():
        rows = db.session.query(Activity).filter_by(convening_id=cast.convening.id)
        return {row.kind: row.id for row in rows}


def look(app, kind, key):
    with app.app_context():
        return db.session.get(kind, key)


def current(app, cast):
    return look(app, Convening, cast.convening.id).current_activity_id


def test_the_room_moves_on_and_everybody_sees_it(app, ana, cast, steps, as_person):
    answer = ana.post(f"/activities/{steps['comment']}/start", data={"seen": str(steps["draft"])})
    assert answer.status_code == 303
    assert current(app, cast) == steps["comment"]
    shown = as_person(cast.ben).get(f"/convenings/{cast.convening.id}").text
    assert "Go to the comments" in shown
    # Another laptop: still facilitator, same item.
    assert (
        "Go to the comments"
        in as_person(cast.ana).get(f"/convenings/{cast.convening.id}/desk").text
    )


def test_going_back_opens_a_new_round_and_erases_nothing(app, ana, cast, steps):
    ana.post(f"/activities/{steps['comment']}/start")
    ana.post(f"/activities/{steps['draft']}/start")
    draft, comment = (look(app, Activity, steps[kind]) for kind in ("draft", "comment"))
    assert (draft.round, comment.round) == (2, 1)
    assert comment.opened_at is not None
    assert "Round 2" in ana.get(f"/convenings/{cast.convening.id}").text


def test_starting_twice_opens_one_round(app, ana, cast, steps):
    for _ in range(2):
        ana.post(f"/activities/{steps['vote']}/start", data={"seen": str(steps["draft"])})
    assert look(app, Activity, steps["vote"]).round == 1


def test_two_facilitators_do_not_push_twice(app, ana, cast, steps):
    ana.post(f"/activities/{steps['comment']}/start", data={"seen": str(steps["draft"])})
    late = ana.post(
        f"/activities/{steps['vote']}/start",
        data={"seen": str(steps["draft"])},
        follow_redirects=True,
    )
    assert "Another facilitator has just moved the room." in late.text
    assert current(app, cast) == steps["comment"]


def test_the_desk_answers_htmx_with_the_stage_alone(ana, cast, steps):
    part = ana.post(f"/activities/{steps['vote']}/start", headers=HTMX)
    assert part.status_code == 200
    assert part.text.lstrip().startswith('<div id="stage"')
    assert "<html" not in part.text
    assert ana.get(f"/convenings/{cast.convening.id}/desk/stage", headers=HTMX).status_code == 200


@pytest.mark.parametrize("path", ["start", "clock", "clock/more", "clock/stop", "place", "remove"])
def test_only_facilitators_run_it(path, app, cast, steps, as_person, client):
    address = f"/activities/{steps['vote']}/{path}"
    assert as_person(cast.ben).post(address).status_code == 403
    assert as_person(cast.cy).post(address).status_code == 404
    assert client.post(address).status_code == 404
    assert current(app, cast) == steps["draft"]


def test_the_clock_starts_grows_and_stops(app, ana, cast, steps):
    address = f"/activities/{steps['draft']}/clock"
    began = now().replace(microsecond=0) + timedelta(minutes=1)
    with fixed(began):
        ana.post(address, data={"minutes": "10"})
        ana.post(f"{address}/more", data={"minutes": "5"})
    draft = look(app, Activity, steps["draft"])
    assert draft.timer_started_at == began
    assert draft.ends_at == began + timedelta(minutes=15)
    with fixed(began + timedelta(minutes=20)):
        ana.post(f"{address}/more", data={"minutes": "1"})
    draft = look(app, Activity, steps["draft"])
    assert draft.ends_at == began + timedelta(minutes=21)
    shown = ana.get(f"/convenings/{cast.convening.id}").text
    assert f'data-ends-at="{draft.ends_at.isoformat()}"' in shown
    ana.post(f"{address}/stop")
    assert look(app, Activity, steps["draft"]).ends_at is None


@pytest.mark.parametrize("minutes", ["-3", "0", "99999", "soon"])
def test_a_clock_of_no_length_is_refused(minutes, app, ana, steps):
    address = f"/activities/{steps['draft']}/clock"
    answer = ana.post(address, data={"minutes": minutes}, follow_redirects=True)
    assert "between 1 and 600 minutes" in answer.text
    assert look(app, Activity, steps["draft"]).ends_at is None


def test_a_clock_elsewhere_would_tick_unseen(app, ana, steps):
    answer = ana.post(f"/activities/{steps['vote']}/clock", follow_redirects=True)
    assert "no longer at this step" in answer.text


def test_moving_on_puts_the_clock_away(app, ana, steps):
    ana.post(f"/activities/{steps['draft']}/clock", data={"minutes": "10"})
    ana.post(f"/activities/{steps['vote']}/start")
    assert look(app, Activity, steps["draft"]).ends_at is None


def test_ready_is_counted_and_forgotten_when_the_room_moves(app, ana, cast, steps, as_person):
    ben = as_person(cast.ben)
    address = f"/convenings/{cast.convening.id}/ready"
    part = ben.post(address, data={"activity": str(steps["draft"])}, headers=HTMX)
    assert "You said you are ready." in part.text
    assert "1 of 1 ready" in ana.get(f"/convenings/{cast.convening.id}/desk").text
    ben.post(address, data={"activity": str(steps["draft"]), "ready": "no"})
    assert "0 of 1 ready" in ana.get(f"/convenings/{cast.convening.id}/desk").text
    ben.post(address, data={"activity": str(steps["draft"])})
    ana.post(f"/activities/{steps['vote']}/start")
    assert "0 of 1 ready" in ana.get(f"/convenings/{cast.convening.id}/desk").text


def test_ready_with_what_the_room_left_changes_nothing(app, ana, cast, steps, as_person):
    ben = as_person(cast.ben)
    ana.post(f"/activities/{steps['vote']}/start")
    late = ben.post(
        f"/convenings/{cast.convening.id}/ready",
        data={"activity": str(steps["draft"])},
        follow_redirects=True,
    )
    assert "The group has moved on in the meantime." in late.text
    assert look(app, Participant, cast.ben_seat.id).ready_activity_id is None


def test_roles_are_handed_over(app, ana, cast):
    address = f"/convenings/{cast.convening.id}/seats/{cast.ben_seat.id}"
    assert ana.get(address).status_code == 200
    for role in ("scribe", "observer", "facilitator"):
        assert ana.post(address, data={"role": role}).status_code == 303
        assert look(app, Participant, cast.ben_seat.id).role == role


def test_the_last_facilitator_stays(app, ana, cast):
    address = f"/convenings/{cast.convening.id}/seats/{cast.ana_seat.id}"
    answer = ana.post(address, data={"role": "participant"})
    assert answer.status_code == 422
    assert "A convening needs a facilitator." in answer.text
    removed = ana.post(f"{address}/remove", follow_redirects=True)
    assert "A convening needs a facilitator." in removed.text
    assert look(app, Participant, cast.ana_seat.id).removed_at is None


def test_a_guest_does_not_become_facilitator(app, ana, cast, work):
    with work():
        guest = make_participant(cast.convening).id
    answer = ana.post(
        f"/convenings/{cast.convening.id}/seats/{guest}", data={"role": "facilitator"}
    )
    assert answer.status_code == 422
    assert "A facilitator needs an account." in answer.text
    assert look(app, Participant, guest).role == "participant"


def test_participants_do_not_hand_out_roles(app, cast, as_person):
    address = f"/convenings/{cast.convening.id}/seats/{cast.ben_seat.id}"
    assert as_person(cast.ben).post(address, data={"role": "facilitator"}).status_code == 403
    assert as_person(cast.cy).post(address, data={"role": "facilitator"}).status_code == 404
    assert look(app, Participant, cast.ben_seat.id).role == "participant"


def test_a_seat_of_another_convening_is_404(ana, cast, work):
    from tests.factories import make_convening

    with work():
        other = make_convening(cast.profile, "Other")
        foreign = make_participant(other).id
    assert ana.get(f"/convenings/{cast.convening.id}/seats/{foreign}").status_code == 404


def test_a_new_code_replaces_the_old_one(app, ana, cast, client):
    old = cast.convening.join_code
    assert ana.post(f"/convenings/{cast.convening.id}/code").status_code == 303
    new = look(app, Convening, cast.convening.id).join_code
    assert new != old
    assert client.get(f"/j/{old}").status_code == 404
    assert client.get(f"/j/{new}").status_code == 200
    assert ana.get(f"/convenings/{cast.convening.id}").status_code == 200


def test_the_door_closes_and_opens_again(app, ana, cast, client):
    address = f"/convenings/{cast.convening.id}/code/expiry"
    ana.post(address, data={"hours": "0"})
    assert client.get(f"/j/{cast.convening.join_code}").status_code == 409
    assert "Nobody else can join" in ana.get(f"/convenings/{cast.convening.id}/desk").text
    ana.post(address, data={"hours": ""})
    assert client.get(f"/j/{cast.convening.join_code}").status_code == 200


def test_closing_keeps_everything_and_stops_everything(app, ana, cast, steps, as_person):
    address = f"/convenings/{cast.convening.id}/close"
    assert "Close the convening?" in ana.get(address).text
    ana.post(address, data={"outcome": "We keep **nine** attributes."})
    assert look(app, Convening, cast.convening.id).closed_at is None
    answer = ana.post(f"{address}/confirm")
    assert answer.status_code == 303
    convening = look(app, Convening, cast.convening.id)
    assert convening.closed_at is not None
    assert convening.current_activity_id is None
    ben = as_person(cast.ben)
    shown = ben.get(f"/convenings/{cast.convening.id}")
    assert "We keep nine attributes." in shown.text
    assert ben.get(f"/profiles/{cast.profile.id}").status_code == 200
    late = ana.post(f"/activities/{steps['vote']}/start", follow_redirects=True)
    assert "This convening is closed." in late.text
    assert current(app, cast) is None
    again = ana.post(address, data={"outcome": "Changed"})
    assert again.status_code == 422
    assert look(app, Convening, cast.convening.id).outcome == "We keep **nine** attributes."


def test_a_guest_still_reads_the_profile_after_the_close(app, cast, client, ana):
    client.post(f"/j/{cast.convening.join_code}", data={"group": "none"})
    ana.post(f"/convenings/{cast.convening.id}/close/confirm")
    assert client.get(f"/profiles/{cast.profile.id}").status_code == 200


def test_facts_are_told_once(app, ana, cast, steps):
    from pog.convenings.events import ActivityStarted, ConveningEvent, TimerChanged
    from pog.core import events

    told = []

    @events.on(ConveningEvent)
    def note(event):
        told.append(type(event))

    try:
        ana.post(f"/activities/{steps['vote']}/start")
        ana.post(f"/activities/{steps['vote']}/clock")
        ana.post(f"/activities/{steps['draft']}/clock")  # refused: the room is elsewhere
    finally:
        events._after[ConveningEvent].remove(note)
    assert told == [ActivityStarted, TimerChanged]


def test_a_removed_seat_is_not_counted(app, ana, cast, work):
    with work():
        seat = db.session.scalar(sa.select(Participant).filter_by(id=cast.ben_seat.id))
        seat.removed_at = now()
    assert "0 people are here" in ana.get(f"/convenings/{cast.convening.id}").text


def test_later_steps_move_while_the_room_works(ana, cast, steps):
    ana.post(f"/activities/{steps['align']}/place", data={"move": "up"})
    page = ana.get(f"/convenings/{cast.convening.id}/agenda").text
    assert page.index(str(steps["align"])) < page.index(str(steps["vote"]))
    ana.post(f"/activities/{steps['comment']}/start")
    refused = ana.post(
        f"/activities/{steps['comment']}/place", data={"move": "down"}, follow_redirects=True
    )
    assert "This step was already opened, so it stays where it is." in refused.text
    assert "Next: Align" in ana.get(f"/convenings/{cast.convening.id}/desk").text
