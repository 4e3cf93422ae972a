"""Open rounds: the same activities, open for days to a link, without a facilitator."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from pog.ballots.models import Ballot, Vote
from pog.comments.models import Comment
from pog.convenings.models import Activity, Convening, FinishedStep, Participant
from pog.core.clock import fixed, now
from pog.core.database import db
from tests.factories import make_ballot, make_edition

SHOWN = "%Y-%m-%dT%H:%M"
DAY = timedelta(days=1)


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)


@pytest.fixture
def start():
    """A moment to the minute, as the form takes it; sign-ins of the tests are valid around it."""
    return now().astimezone(UTC).replace(second=0, microsecond=0)


def set_up(ana, cast, opens_at, days=10, *, template="survey", **sent):
    kinds = {"survey": ["read", "collect", "comment", "vote", "reflect"], "comment": ["comment"]}
    values = {
        "template": template,
        "title": "What do you think?",
        "purpose": "We ask everybody.",
        "kinds": kinds[template],
        "language": "en",
        "opens_at": opens_at.strftime(SHOWN),
        "closes_at": (opens_at + timedelta(days=days)).strftime(SHOWN),
        **sent,
    }
    return ana.post(f"/profiles/{cast.profile.id}/open-rounds/new", data=values)


def the_round(app):
    with app.app_context():
        found = db.session.scalar(sa.select(Convening).filter_by(kind="open_round"))
        assert found is not None
        db.session.expunge(found)
        return found


def steps_of(app, convening):
    with app.app_context():
        rows = db.session.scalars(sa.select(Activity).filter_by(convening_id=convening.id))
        return {row.kind: row.id for row in rows}


@pytest.fixture
def survey(app, ana, cast, start):
    """Open for ten days, from this minute on."""
    answer = set_up(ana, cast, start)
    assert answer.status_code == 303, answer.text
    return the_round(app)


def join(browser, convening):
    return browser.post(f"/j/{convening.join_code}", data={"group": "none"})


def ballot_in(app, work, convening):
    with work():
        return make_ballot(db.session.get(Convening, convening.id), state="draft")


def first_option(app, ballot):
    with app.app_context():
        return str(db.session.get(Ballot, ballot.id).options[0].id)


def votes(app):
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count(Vote.id)))


# ------------------------------------------------------------------ setting it up


def test_it_starts_from_a_template(app, ana, cast, start):
    page = ana.get(f"/profiles/{cast.profile.id}/open-rounds/new?template=comment")
    assert "Public comment: 30 days" in page.text
    opens, closes = re.findall(r'value="(\d{4}-\d\d-\d\dT\d\d:\d\d)"', page.text)
    assert datetime.fromisoformat(closes) - datetime.fromisoformat(opens) == timedelta(days=30)
    set_up(ana, cast, start, 30, template="comment")
    assert list(steps_of(app, the_round(app))) == ["comment"]
    assert "Ask everybody: an open round" in ana.get(f"/profiles/{cast.profile.id}/convenings").text


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"kinds": []}, "Choose at least one step."),
        ({"title": ""}, "Enter a title."),
        ({"closes_at": "soon"}, "Choose a day and a time."),
        ({"closes_at": "2020-01-01T10:00"}, "Choose an end after the beginning."),
        ({"closes_at": "2100-01-01T10:00"}, "A round is open for a year at most."),
    ],
)
def test_what_is_wrong_is_told(app, ana, cast, start, sent, sentence):
    answer = set_up(ana, cast, start, **sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "We ask everybody." in answer.text
    with app.app_context():
        assert db.session.query(Convening).count() == 1


def test_others_may_not(cast, as_person, client, survey):
    for who, status in ((cast.ben, 403), (cast.cy, 404), (None, 404)):
        browser = as_person(who) if who else client
        assert browser.get(f"/profiles/{cast.profile.id}/open-rounds/new").status_code == status
        for page in ("round", "round/end"):
            assert browser.get(f"/convenings/{survey.id}/{page}").status_code == status
        assert browser.post(f"/convenings/{survey.id}/round/end").status_code == status


# ------------------------------------------------------------------ the walk


def test_a_guest_takes_the_steps_in_any_order_and_comes_back(app, client, survey, cast):
    assert join(client, survey).status_code == 303
    page = client.get(f"/convenings/{survey.id}").text
    assert "0 of 5 steps done" in page
    steps = steps_of(app, survey)
    client.post(f"/activities/{steps['reflect']}/finished", data={"done": "yes"})
    client.post(f"/activities/{steps['read']}/finished", data={"done": "yes"})
    client.post(f"/activities/{steps['read']}/finished", data={"done": "yes"})
    assert "2 of 5 steps done" in client.get(f"/convenings/{survey.id}").text
    posted = client.post(
        f"/profiles/{cast.profile.id}/comments", data={"body": "Keep it.", "stance": "keep"}
    )
    assert posted.status_code in (200, 201, 303), posted.text
    with fixed(now() + 3 * DAY):  # the same device, days later
        assert client.get(f"/j/{survey.join_code}").status_code == 303
        assert "2 of 5 steps done" in client.get(f"/convenings/{survey.id}").text
        client.post(f"/activities/{steps['read']}/finished", data={"done": "no"})
        assert "1 of 5 steps done" in client.get(f"/convenings/{survey.id}").text
    with app.app_context():
        assert db.session.query(FinishedStep).count() == 1
        comment = db.session.scalar(sa.select(Comment))
        assert comment.convening_id == survey.id


def test_nobody_gets_in_before_it_opens(app, ana, cast, start, client):
    set_up(ana, cast, start + DAY)
    convening = the_round(app)
    early = client.get(f"/j/{convening.join_code}")
    assert early.status_code == 409
    assert "This is not open yet." in early.text
    assert join(client, convening).status_code == 409
    with fixed(start + DAY):
        assert join(client, convening).status_code == 303


def test_everything_refuses_after_the_end_and_keeps_the_text(app, client, work, survey, cast):
    ballot = ballot_in(app, work, survey)
    join(client, survey)
    option = first_option(app, ballot)
    steps = steps_of(app, survey)
    with fixed(survey.closes_at):
        comment = client.post(
            f"/profiles/{cast.profile.id}/comments", data={"body": "Too late words."}
        )
        assert comment.status_code >= 400
        assert "Too late words." in comment.text
        note = client.post(f"/activities/{steps['collect']}/notes", data={"text": "Late note"})
        assert note.status_code >= 400
        vote = client.post(f"/ballots/{ballot.id}/vote", data={"option": option})
        assert vote.status_code == 409
        assert "Voting is closed, so this was not stored." in vote.text
        done = client.post(f"/activities/{steps['read']}/finished", follow_redirects=True)
        assert "This round is over." in done.text
        late = app.test_client()
        assert (
            "This is over. Nobody can join it any more." in late.get(f"/j/{survey.join_code}").text
        )
        assert join(late, survey).status_code == 409
        page = client.get(f"/convenings/{survey.id}").text
        assert "This is over, so nothing more can be added." in page
        assert "I&#39;m done" not in page
    assert votes(app) == 0
    with app.app_context():
        assert db.session.query(Comment).count() == 0
        assert db.session.query(FinishedStep).count() == 0


# ------------------------------------------------------------------ votes


def test_ballots_open_with_the_first_seat_and_are_counted_with_the_end(
    app, ana, client, work, survey
):
    ballot = ballot_in(app, work, survey)
    join(client, survey)
    with app.app_context():
        assert db.session.get(Ballot, ballot.id).state == "open"
        rows = db.session.scalars(sa.select(Activity).filter_by(convening_id=survey.id)).all()
        assert {row.round for row in rows} == {1}
    option = first_option(app, ballot)
    last = survey.closes_at - timedelta(seconds=1)
    with fixed(last):
        assert client.post(f"/ballots/{ballot.id}/vote", data={"option": option}).status_code == 303
    with fixed(survey.closes_at):
        # Nobody has closed it, and still no vote counts; then the facilitator looks at it.
        assert client.post(f"/ballots/{ballot.id}/vote", data={"option": ""}).status_code == 409
        assert "Voting is closed" in client.get(f"/ballots/{ballot.id}").text
        assert "Count the votes" in ana.get(f"/convenings/{survey.id}/round").text
        ana.post(f"/convenings/{survey.id}/round/end")
        shown = client.get(f"/ballots/{ballot.id}").text
        assert "1 of 1" not in shown
        ana.post(f"/ballots/{ballot.id}/reveal")
        assert "1 of 1" in client.get(f"/ballots/{ballot.id}").text
    with app.app_context():
        counted = db.session.get(Ballot, ballot.id)
        assert (counted.state, counted.result["total"]["ballots"]) == ("closed", 1)
        assert db.session.get(Convening, survey.id).closes_at == survey.closes_at


def test_a_ballot_that_cannot_open_keeps_nobody_out(app, client, work, survey):
    from pog.ballots.models import Option
    from pog.profiles.models import Attribute

    ballot = ballot_in(app, work, survey)
    with work():
        attribute = db.session.scalar(sa.select(Attribute).limit(1))
        attribute.dropped_at = now()
        option = db.session.scalar(sa.select(Option).filter_by(ballot_id=ballot.id).limit(1))
        option.attribute_id = attribute.id
    assert join(client, survey).status_code == 303
    with app.app_context():
        assert db.session.get(Ballot, ballot.id).state == "draft"


def test_the_facilitators_own_seat_does_not_begin_it(app, ana, work, survey):
    ballot = ballot_in(app, work, survey)
    ana.get(f"/convenings/{survey.id}/round")
    with app.app_context():
        assert db.session.get(Ballot, ballot.id).state == "draft"
        assert db.session.query(Participant).filter_by(convening_id=survey.id).count() == 1


# ------------------------------------------------------------------ the end


def test_ending_early_counts_in_the_same_moment(app, ana, client, work, survey):
    ballot = ballot_in(app, work, survey)
    join(client, survey)
    assert "End the round now?" in ana.get(f"/convenings/{survey.id}/round/end").text
    ana.post(f"/convenings/{survey.id}/round/end")
    with app.app_context():
        assert db.session.get(Ballot, ballot.id).state == "closed"
        assert db.session.get(Convening, survey.id).window == "over"
    option = first_option(app, ballot)
    late = client.post(f"/ballots/{ballot.id}/vote", data={"option": option})
    assert late.status_code == 409
    assert votes(app) == 0


def test_a_later_end_opens_it_again(app, ana, client, survey):
    with fixed(survey.closes_at + timedelta(hours=1)):
        assert join(client, survey).status_code == 409
        later = (survey.closes_at + 5 * DAY).strftime(SHOWN)
        answer = ana.post(f"/convenings/{survey.id}/round", data={"closes_at": later})
        assert answer.status_code == 303, answer.text
        assert join(client, survey).status_code == 303
        wrong = ana.post(f"/convenings/{survey.id}/round", data={"closes_at": "2020-01-01T10:00"})
        assert wrong.status_code == 422
    assert the_round(app).opens_at == survey.opens_at


def test_nobody_moves_an_open_round_from_step_to_step(app, ana, survey):
    step = steps_of(app, survey)["vote"]
    answer = ana.post(f"/activities/{step}/start", follow_redirects=True)
    assert "In an open round all steps are open at once." in answer.text
    assert the_round(app).current_activity_id is None


def test_it_closes_with_an_outcome_like_any_convening(app, ana, client, survey):
    join(client, survey)
    with fixed(survey.closes_at):
        ana.post(f"/convenings/{survey.id}/close", data={"outcome": "We heard you."})
        ana.post(f"/convenings/{survey.id}/close/confirm")
        assert "We heard you." in client.get(f"/convenings/{survey.id}").text
        record = client.get(f"/convenings/{survey.id}/record").text
        assert "We heard you." in record
        assert "Read the draft" in record


# ------------------------------------------------------------------ who finds it


def test_the_public_page_invites_only_when_asked_to(app, ana, cast, client, work, start):
    with work():
        slug = db.session.merge(cast.profile, load=True).slug
        make_edition(db.session.get(type(cast.profile), cast.profile.id))
    set_up(ana, cast, start)
    convening = the_round(app)
    assert "Take part now" not in client.get(f"/p/{slug}").text
    assert client.get(f"/take-part/{convening.id}").status_code == 404
    ends = convening.closes_at.strftime(SHOWN)
    ana.post(f"/convenings/{convening.id}/round", data={"closes_at": ends, "listed": "y"})
    page = client.get(f"/p/{slug}").text
    assert "Take part now" in page
    assert f"/take-part/{convening.id}" in page
    assert convening.join_code not in page
    seat = client.get(f"/take-part/{convening.id}", follow_redirects=True)
    assert "Take my seat" in seat.text
    with fixed(convening.closes_at):
        assert "Take part now" not in client.get(f"/p/{slug}").text
        assert client.get(f"/take-part/{convening.id}").status_code == 404


def test_a_meeting_is_never_listed(cast, client, ana):
    assert ana.get(f"/take-part/{cast.convening.id}").status_code == 303  # she has a seat
    assert client.get(f"/take-part/{cast.convening.id}").status_code == 404
    assert ana.get(f"/convenings/{cast.convening.id}/round").status_code == 303
    assert ana.post(f"/convenings/{cast.convening.id}/round/end").status_code == 404
    assert ana.post(f"/convenings/{cast.convening.id}/round").status_code == 404


def test_the_desk_tells_who_joined_day_by_day(app, ana, client, survey):
    join(client, survey)
    with fixed(now() + 2 * DAY):
        join(app.test_client(), survey)
        join(app.test_client(), survey)
        page = ana.get(f"/convenings/{survey.id}/round").text
        in_spanish = {"Accept-Language": "es"}
        spanish = ana.get(f"/convenings/{survey.id}/round", headers=in_spanish).text
    assert "up to 2 a day" in page
    days = re.findall(r'<th scope="row">(\w+ \d+)</th><td class="number">(\d+)</td>', page)
    assert [int(number) for _day, number in days] == [2, 0, 1]
    assert re.search(r'<th scope="row">\d+ \w+</th><td class="number">2</td>', spanish)
    assert page.count("day-bar") == 2
    assert "Say what you think about" in page
    assert survey.join_code in page
    assert ana.get(f"/convenings/{survey.id}/desk").status_code == 303
