"""Who may listen: the same people who may see the page, and only as long as they may."""

import time
import urllib.error
import urllib.request

import pytest

from pog.accounts.models import SignIn
from pog.convenings.events import ParticipantChanged
from pog.convenings.models import Participant
from pog.core.clock import now
from pog.core.database import db
from pog.core.work import publish, unit_of_work
from pog.live.permissions import MOST_TOPICS
from tests.factories import make_participant
from tests.live.streaming import cookie_of

NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("who", "kind", "status"),
    [
        ("ana", "convening", 200),
        ("ana", "desk", 200),
        ("ana", "profile", 200),
        ("ben", "convening", 200),
        ("ben", "desk", 404),
        ("ben", "profile", 200),
        ("cy", "convening", 404),
        ("cy", "desk", 404),
        ("cy", "profile", 404),
        (None, "convening", 404),
        (None, "profile", 404),
    ],
)
def test_a_topic_is_open_to_those_who_see_its_page(server, cast, as_person, who, kind, status):
    cookie = cookie_of(as_person(getattr(cast, who))) if who else ""
    thing = cast.profile if kind == "profile" else cast.convening
    assert server.stream(f"{kind}:{thing.id}", cookie=cookie).status == status
    answer = as_person(getattr(cast, who) if who else None).get(
        f"/live-parts?topics={kind}:{thing.id}"
    )
    assert answer.status_code == (204 if status == 200 else 404)


def test_one_foreign_topic_closes_the_whole_stream(server, cast, as_person):
    cookie = cookie_of(as_person(cast.ben))
    topics = (f"convening:{cast.convening.id}", f"desk:{cast.convening.id}")
    assert server.stream(*topics, cookie=cookie).status == 404


@pytest.mark.parametrize(
    "topic",
    [
        "",
        "profile",
        "profile:",
        "profile:x",
        f"profile:{NOBODY}",
        f"weather:{NOBODY}",
        "profile:{braces}",
        "profile:UPPER",
    ],
)
def test_what_is_not_a_topic_is_not_found(server, cast, ana_cookie, as_person, topic):
    topic = topic.replace("UPPER", str(cast.profile.id).upper())
    topic = topic.replace("braces", str(cast.profile.id))
    assert server.stream(topic, cookie=ana_cookie).status == 404
    assert as_person(cast.ana).get("/live-parts", query_string={"topics": topic}).status_code == 404


def test_too_many_topics_are_not_a_page_of_ours(server, topic, ana_cookie):
    assert server.stream(*[topic] * (MOST_TOPICS + 1), cookie=ana_cookie).status == 404


def test_a_guest_listens_from_a_seat(server, cast, as_person, work):
    guest = as_person(None)
    topic = f"convening:{cast.convening.id}"
    assert server.stream(topic, cookie=cookie_of(guest)).status == 404
    with work():
        make_participant(cast.convening, sign_in=guest.sign_in)
    assert server.stream(topic, cookie=cookie_of(guest)).status == 200


def test_a_seat_taken_away_ends_the_stream(server, app, cast, as_person, work):
    guest = as_person(None)
    with work():
        seat = make_participant(cast.convening, sign_in=guest.sign_in)
    stream = server.stream(f"convening:{cast.convening.id}", cookie=cookie_of(guest))
    other = server.stream(f"convening:{cast.convening.id}", cookie=cookie_of(as_person(cast.ben)))
    assert stream.next(1).event == "hello"
    assert other.next(1).event == "hello"
    with app.app_context(), unit_of_work():
        db.session.get_one(Participant, seat.id).removed_at = now()
        publish(ParticipantChanged(convening_id=cast.convening.id, participant_id=seat.id))
    assert stream.is_cut(2)
    assert not other.is_cut(0.3)


def test_signing_out_ends_the_stream_within_five_seconds(server, app, topic, cast, as_person):
    browser = as_person(cast.ana)
    stream = server.stream(topic, cookie=cookie_of(browser))
    assert stream.next(1).event == "hello"
    with app.app_context(), unit_of_work():
        db.session.get_one(SignIn, browser.sign_in.id).ended_at = now()
    began = time.monotonic()
    assert stream.is_cut(6)
    assert time.monotonic() - began < 5


def test_only_reading_requests_open_a_stream(server):

    request = urllib.request.Request(f"{server.url}/live/stream?topics=x", data=b"x")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    refused.value.close()
    assert refused.value.code == 405
