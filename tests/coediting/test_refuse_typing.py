"""What a socket does not take: each with a reason, and nobody else is harmed."""

import time
import uuid
from datetime import timedelta

import pytest
from pycrdt import Doc, Map, Text
from websockets.exceptions import InvalidStatus

from pog.coediting import messages
from pog.coediting.messages import sync
from pog.convenings.events import ActivityStarted, ParticipantChanged
from pog.convenings.models import OPEN_ROUND, Activity, Convening, Participant
from pog.core.clock import now
from pog.core.database import db
from pog.core.work import publish, unit_of_work
from pog.profiles.models import Attribute
from tests.coediting.typing_people import Typing
from tests.factories import make_participant, make_person
from tests.live.streaming import cookie_of

FIRST = "Says what they mean."


def ends(one: Typing, code: int, why: str) -> None:
    assert one.is_ended()
    assert one.closed == code
    assert one.refused is not None
    assert one.refused["code"] == why
    assert one.refused["sentence"]


def others_go_on(ana: Typing, ben: Typing, was: str = FIRST) -> None:
    ana.type(0, "Still: ")
    assert ana.settle()
    assert ben.says("Still: " + was)


@pytest.fixture
def both(cast, typing):
    return typing(cast.ana), typing(cast.ben)


def test_a_stranger_finds_nothing(cast, server, attribute, as_person):
    for cookie in ("", cookie_of(as_person(cast.cy)), cookie_of(as_person(None))):
        with pytest.raises(InvalidStatus) as refused:
            Typing(server.url, attribute.id, cookie).open()
        assert refused.value.response.status_code == 404


def test_nothing_is_at_other_addresses(cast, server, as_person):
    cookie = cookie_of(as_person(cast.ana))
    for key in (uuid.uuid4(), "x", "../stream"):
        with pytest.raises(InvalidStatus) as refused:
            Typing(server.url, key, cookie).open()
        assert refused.value.response.status_code == 404


def test_another_site_opens_no_socket(cast, server, attribute, as_person, typing):
    cookie = cookie_of(as_person(cast.ana))
    for origin in ("https://evil.example", "null", "http://[", server.url + ".evil.example"):
        with pytest.raises(InvalidStatus) as refused:
            typing(sign_in=cookie, headers={"Origin": origin})
        assert refused.value.response.status_code == 403
    assert typing(sign_in=cookie, headers={"Origin": server.url}).hello


def test_an_observer_reads_along_but_types_nothing(cast, typing, work):
    with work():
        eve = make_person("Eve")
        make_participant(cast.convening, role="observer", person=eve)
    ana, watching = typing(cast.ana), typing(eve)
    assert watching.hello[0]["editable"] is False
    assert watching.settle()  # what every editor sends first is no edit
    ana.type(0, "Now: ")
    assert watching.says("Now: " + FIRST)
    watching.type(0, "X")
    ends(watching, 4403, "forbidden")
    others_go_on(ana, typing(cast.ben), "Now: " + FIRST)


def start(app, cast, kind):
    with app.app_context(), unit_of_work():
        convening = db.session.get_one(Convening, cast.convening.id)
        activity = db.session.query(Activity).filter_by(convening_id=convening.id, kind=kind).one()
        convening.current_activity_id = activity.id
        publish(ActivityStarted(convening_id=convening.id, activity_id=activity.id))


def test_typing_ends_with_the_phase_and_begins_with_the_next(app, cast, both, typing):
    ana, ben = both
    start(app, cast, "vote")
    assert ben.until(lambda: ben.hello[-1]["editable"] is False)
    ben.type(0, "Too late ")
    ends(ben, 4403, "closed")
    others_go_on(ana, ana)  # who facilitates drafts always
    again = typing(cast.ben)
    assert again.hello[0]["editable"] is False
    start(app, cast, "draft")
    assert again.until(lambda: again.hello[-1]["editable"] is True)
    again.type(0, "In time ")
    assert again.settle()
    assert ana.says("In time Still: " + FIRST)


def test_the_phase_is_asked_with_every_update(app, cast, both):
    """Between the change of phase and the news of it nothing slips in."""
    ana, ben = both
    ben.type(0, "a")
    assert ben.settle()
    with app.app_context(), unit_of_work():
        convening = db.session.get_one(Convening, cast.convening.id)
        vote = db.session.query(Activity).filter_by(convening_id=convening.id, kind="vote").one()
        convening.current_activity_id = vote.id  # and nobody is told
    ben.type(0, "b")
    ends(ben, 4403, "closed")
    assert ana.says("a" + FIRST)


def test_an_open_round_takes_typing_to_its_end_and_not_a_keystroke_longer(
    app, cast, both, monkeypatch
):
    """Nobody is told: the clock alone ends it."""
    _ana, ben = both
    with app.app_context(), unit_of_work():
        convening = db.session.get_one(Convening, cast.convening.id)
        convening.kind, convening.closes_at = OPEN_ROUND, now() + timedelta(hours=1)
    ben.type(0, "a")
    assert ben.settle()
    later = now() + timedelta(hours=2)
    for module in ("pog.coediting.log", "pog.convenings.models"):
        monkeypatch.setattr(f"{module}.now", lambda: later)
    ben.type(0, "b")
    ends(ben, 4403, "closed")


def test_whoever_loses_the_seat_is_out(app, cast, both):
    ana, ben = both
    with app.app_context(), unit_of_work():
        seat = db.session.get_one(Participant, cast.ben_seat.id)
        seat.role = "observer"
        publish(ParticipantChanged(convening_id=seat.convening_id, participant_id=seat.id))
    assert ben.until(lambda: ben.hello[-1]["editable"] is False)
    others_go_on(ana, ben)


def test_too_long(both):
    ana, ben = both
    ben.type(0, "x" * (8000 - len(FIRST)))
    assert ben.settle()
    ben.type(0, "y")
    ends(ben, 4409, "too-long")
    assert ana.says("x" * (8000 - len(FIRST)) + FIRST)
    ana.delete(0, 5)
    assert ana.settle()


def test_marks_that_would_take_for_ever(both, stored, attribute):
    ana, ben = both
    ben.type(0, "[" * 300)
    ends(ben, 4409, "too-long")
    others_go_on(ana, ana)


def test_a_letter_counts_once(both):
    _ana, ben = both
    ben.type(0, "😀" * (8000 - len(FIRST)))
    assert ben.settle()


def test_too_big(both):
    ana, ben = both
    ben.send(sync(messages.UPDATE, b"\x00" * 70_000))
    ends(ben, 4400, "too-big")
    others_go_on(ana, ana)


def test_a_megabyte_ends_the_connection(both):
    ana, ben = both
    ben.send(sync(messages.UPDATE, b"\x00" * 2_000_000))
    assert ben.is_ended()
    others_go_on(ana, ana)


def foreign(make) -> bytes:
    doc = Doc()
    make(doc)
    return doc.get_update()


def without_its_beginning() -> bytes:
    doc = Doc()
    doc["text"] = text = Text("a")
    before = doc.get_state()
    text.insert(1, "b")
    return doc.get_update(before)


def with_marks(doc: Doc) -> None:
    doc["text"] = Text("bold")
    doc["text"].format(0, 4, {"b": True})


def with_another_root(doc: Doc) -> None:
    doc["other"] = Text("hidden")


def with_a_map(doc: Doc) -> None:
    doc["text"] = Map({"a": 1})


BAD = {
    "no message": b"\x63",
    "nothing": b"",
    "cut off": sync(messages.UPDATE, b"\x01\x01\x05")[:-1],
    "a length that lies": b"\x00\x02\xff\xff\x03abc",
    "noise": sync(messages.UPDATE, bytes(range(3, 90))),
    "a number without end": sync(messages.UPDATE, b"\xff" * 40),
    "more after its end": sync(messages.UPDATE, b"\x00\x00\x00"),
    "another root": sync(messages.UPDATE, foreign(with_another_root)),
    "a map": sync(messages.UPDATE, foreign(with_a_map)),
    "formatting": sync(messages.UPDATE, foreign(with_marks)),
    "what hangs in the air": sync(messages.UPDATE, without_its_beginning()),
    "deletions of what never was": sync(messages.UPDATE, b"\x00\x01\x07\x01\x00\x05"),
    "a state that is none": sync(messages.STEP1, b"\xff\xff"),
    "an unknown step": b"\x00\x07\x00",
    "a caret that is none": messages.awareness(b"\x01\x01\x01\x03{[]"),
    "a caret as long as a text": messages.awareness(
        b"\x01\x01\x01" + messages.sized(b'{"caret": {"a": "' + b"x" * 3000 + b'"}}')
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_be_read(both, what):
    ana, ben = both
    ben.send(BAD[what])
    ends(ben, 4400, "malformed")
    others_go_on(ana, ana)


def test_text_instead_of_bytes(both):
    ana, ben = both
    ben.socket.send("hello")
    ends(ben, 4400, "malformed")
    others_go_on(ana, ana)


def test_what_came_before_the_bad_one_is_kept(both):
    ana, ben = both
    ben.type(0, "Good. ")
    ben.send(BAD["noise"])
    ends(ben, 4400, "malformed")
    assert ben.stored >= ben.sent
    assert ana.says("Good. " + FIRST)


def test_a_dropped_attribute_ends_it(server, cast, both, as_person, attribute):
    ana, ben = both
    answer = as_person(cast.ana).post(f"/attributes/{attribute.id}/drop", data={"reason": ""})
    assert answer.status_code == 303
    ends(ana, 4404, "gone")
    ends(ben, 4404, "gone")
    for _ in range(2):  # whoever comes later is told the same
        late = Typing(server.url, attribute.id, ana.cookie)
        late.open()
        ends(late, 4404, "gone")
        late.close()


def test_a_text_that_cannot_be_loaded_is_never_empty(app, cast, typing, attribute, as_person):
    ana = typing(cast.ana)
    ana.type(0, "Precious. ")
    assert ana.settle()
    ana.close()
    time.sleep(0.3)
    with app.app_context(), unit_of_work():
        db.session.execute(
            db.text("UPDATE text_updates SET content = :noise"), {"noise": b"\x01\x01\x05"}
        )
        db.session.execute(
            db.text("UPDATE coedited_texts SET snapshot = :noise WHERE snapshot_number > 0"),
            {"noise": b"\x01\x01\x05"},
        )
    broken = typing(cast.ana)
    assert not broken.synced
    ends(broken, 1012, "busy")
    assert str(broken.text) == ""
    browser = as_person(cast.ana)
    assert browser.get(f"/attributes/{attribute.id}/text").status_code == 503
    page = browser.get(f"/attributes/{attribute.id}")
    assert page.status_code == 200
    with app.app_context():
        assert "Says what they mean." in db.session.get_one(Attribute, attribute.id).statement
