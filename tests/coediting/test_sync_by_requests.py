"""The same text by plain requests, where sockets are blocked."""

import base64
import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from pycrdt import Doc, Text

from pog.ballots.models import Ballot
from pog.ballots.services import Choice, prepare_ballot
from pog.coediting import messages
from pog.coediting.messages import Reader
from pog.coediting.models import TextUpdate
from pog.coediting.services import log
from pog.convenings.models import Convening
from pog.core.database import db
from pog.profiles.models import Attribute
from tests.coediting.typing_people import caret
from tests.factories import make_activity, make_participant, make_person

FIRST = "Says what they mean."


class Copy:
    """A page's copy of the text, and its requests."""

    def __init__(self, browser, attribute) -> None:
        self.browser = browser
        self.path = f"/attributes/{getattr(attribute, 'id', attribute)}/text"
        self.doc = Doc()
        self.doc["text"] = self.text = Text()
        self.number = ""
        self.hello = None
        self.carets = b""

    def get(self, since: str = "", *, state: bytes | None = None):
        state = self.doc.get_state() if state is None else state
        vector = base64.urlsafe_b64encode(state).decode().rstrip("=")
        answer = self.browser.get(f"{self.path}?state={vector}&since={since}")
        self.number = answer.headers.get("X-Pog-Text", "")
        if answer.status_code != 200:
            return answer
        assert answer.content_type == "application/octet-stream"
        reader = Reader(answer.data)
        while not reader.finished:
            message = Reader(reader.bytes())
            kind = message.number()
            if kind == messages.SYNC:
                assert message.number() == messages.STEP2
                self.doc.apply_update(message.bytes())
            elif kind == messages.HELLO:
                self.hello = json.loads(message.text())
            else:
                self.carets = message.bytes()
        return answer

    def post(self, body: bytes, **options):
        return self.browser.post(
            self.path, data=body, content_type="application/octet-stream", **options
        )

    def type(self, at: int, words: str):
        before = self.doc.get_state()
        self.text.insert(at, words)
        return self.post(self.doc.get_update(before))


@pytest.fixture
def copy(cast, attribute, as_person):
    return lambda person: Copy(as_person(person), attribute)


def test_reading_and_writing(cast, copy, stored, attribute):
    ana, ben = copy(cast.ana), copy(cast.ben)
    assert ana.get().status_code == 200
    assert str(ana.text) == FIRST
    assert ana.hello["you"]["name"] == "Ana"
    assert ana.get(ana.number).status_code == 204
    answer = ana.type(0, "Always ")
    assert answer.status_code == 200
    assert answer.json == {"number": 2}
    assert ana.get("1").status_code == 200
    ben.get()
    assert ben.number == "2"
    assert str(ben.text) == "Always " + FIRST
    assert stored(attribute.id).statement == "Always " + FIRST


def test_reading_before_anybody_opened_it_is_the_same_text(cast, copy, typing):
    early = copy(cast.ana)
    early.get()
    ben = typing(cast.ben)
    ben.type(0, "Now: ")
    assert ben.settle()
    early.get()
    assert str(early.text) == "Now: " + FIRST


def test_reading_before_somebody_saves_the_form(cast, copy, attribute, as_person):
    early = copy(cast.ana)
    early.get()
    form = {"base_revision": "1", "name": attribute.name, "statement": "Says it well."}
    assert as_person(cast.ben).post(f"/attributes/{attribute.id}/edit", data=form).status_code < 400
    early.get()
    assert str(early.text) == "Says it well."


def test_those_with_a_socket_see_it_and_the_other_way_round(cast, copy, typing):
    ana, ben = copy(cast.ana), typing(cast.ben)
    ana.get()
    assert ana.type(0, "By request. ").status_code == 200
    assert ben.says("By request. " + FIRST)
    ben.type(0, "By socket. ")
    assert ben.settle()
    ben.send(caret(5, 1, {"caret": None}))
    ben.send(b"\x03")
    assert ben.until(lambda: 5 in ben.carets)
    ana.get()
    assert str(ana.text) == "By socket. By request. " + FIRST
    assert b'"Ben"' in ana.carets


def test_sending_twice_is_harmless(cast, copy):
    ana = copy(cast.ana)
    ana.get()
    before = ana.doc.get_state()
    ana.text.insert(0, "Once ")
    update = ana.doc.get_update(before)
    assert [ana.post(update).json for _ in range(3)] == [{"number": 2}] * 3


def test_what_is_not_taken(cast, copy, attribute, as_person, work):
    ana = copy(cast.ana)
    ana.get()
    for body, status, code in (
        (b"\x01\x01\x05", 422, "malformed"),
        (b"", 422, "malformed"),
        (b"x" * 70_000, 413, "too-big"),
    ):
        answer = ana.post(body)
        assert (answer.status_code, answer.json["code"]) == (status, code)
        assert answer.json["sentence"]
    answer = ana.type(0, "x" * 8000)
    assert (answer.status_code, answer.json["code"]) == (409, "too-long")
    with work():
        eve = make_person("Eve")
        make_participant(cast.convening, role="observer", person=eve)
    watching = copy(eve)
    watching.get()
    assert watching.hello["editable"] is False
    answer = watching.type(0, "X")
    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")
    assert copy(cast.cy).get().status_code == 404
    assert copy(cast.cy).post(b"\x00\x00").status_code == 404
    assert ana.post(b"\x00\x00", csrf=False).status_code == 400
    as_person(cast.ana).post(f"/attributes/{attribute.id}/drop", data={"reason": ""})
    assert copy(cast.ana).get().status_code == 404
    answer = ana.post(b"\x00\x00")
    assert (answer.status_code, answer.json["code"]) == (404, "gone")


def test_a_state_that_is_none_brings_everything(cast, copy):
    ana = copy(cast.ana)
    assert ana.get(state=b"\xff\xff\xff").status_code == 200
    assert str(ana.text) == FIRST


def test_a_text_that_cannot_be_read_does_not_hold_the_room(app, cast, work, copy, as_person):
    """What is stored of it stays for whoever repairs it; everybody else goes on."""
    ana, ben = as_person(cast.ana), copy(cast.ben)
    ben.get()
    assert ben.type(0, "Now ").status_code == 200
    with work():
        following = make_activity(cast.convening, "comment", position=9)
        newest = db.session.query(TextUpdate).order_by(TextUpdate.number.desc()).first()
        newest.content = b"\x05 no update"
    assert ana.post(f"/activities/{following.id}/start").status_code == 303
    assert ana.post(f"/convenings/{cast.convening.id}/close/confirm").status_code == 303
    with app.app_context():
        assert not db.session.get(Convening, cast.convening.id).is_open
        assert db.session.query(TextUpdate).count() == 2


def test_a_ballot_opens_beside_people_who_type_in_all_its_texts(app, cast, work, as_person):
    """Texts are taken in the order of their keys, whatever their order on the ballot."""
    ana, ben = as_person(cast.ana), as_person(cast.ben)
    with app.app_context():
        found = db.session.query(Attribute).order_by(Attribute.id).limit(2)
        first, second = (attribute.id for attribute in found)
    for key in (first, second):
        text = Copy(ben, key)
        text.get()
        assert text.type(0, "Now ").status_code == 200
    with work():
        choices = [Choice(attribute=db.session.get(Attribute, key)) for key in (second, first)]
        ballot = prepare_ballot(
            db.session.get(Convening, cast.convening.id),
            question="Which?",
            method="approval",
            choices=choices,
            settings={"limit": 1},
        )
    with ThreadPoolExecutor(1) as threads, work():
        log().lock(first)  # as the writer of what is typed does
        answer = threads.submit(ana.post, f"/ballots/{ballot.id}/open")
        time.sleep(0.5)
        log().lock(second)
    assert answer.result().status_code == 303
    with app.app_context():
        assert db.session.get(Ballot, ballot.id).state == "open"
