"""What of a result leaves the site: its picture, and the ballots of a secret vote for a recount."""

import json
from random import Random
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from pog.ballots.commands import count_command
from pog.ballots.models import Ballot
from pog.ballots.voting import cast_vote
from pog.core.database import db
from tests.ballots.halls import Hall, fill_hall, options_of
from tests.factories import make_ballot

NAMES = ("Curiosity", "=Courage", "Care & <Craft>", "Craft")
WAYS = {
    "approval": ({"limit": None}, lambda chance: [chance.randint(0, 1) or 1, 0, 1, 0]),
    "stv": ({"seats": 2, "seed": "7"}, lambda chance: chance.sample(range(1, 5), 4)),
    "score": ({}, lambda chance: [chance.randint(0, 5) for _ in range(4)]),
}


@pytest.fixture
def decided(app, cast, work, as_person):
    """A closed and shown ballot with so many votes."""

    def play(method, *, voters=9, secret=True, reveal=True):
        ana = as_person(cast.ana)
        settings, choose = WAYS[method]
        with work():
            ballot = make_ballot(
                cast.convening,
                method=method,
                options=NAMES,
                settings=settings,
                state="draft",
                secret=secret,
            )
            seats = fill_hall(cast.convening, Students=voters)["Students"]
            hall = Hall(app, ballot.id, options_of(ballot))
        assert ana.post(f"/ballots/{hall.ballot_id}/open").status_code == 303
        chance = Random(3)
        with work():
            ballot = db.session.get(Ballot, hall.ballot_id)
            for seat in seats:
                marks = dict(zip(hall.options, choose(chance), strict=True))
                cast_vote(ballot, db.session.merge(seat), marks)
        ana.post(f"/ballots/{hall.ballot_id}/close")
        if reveal:
            ana.post(f"/ballots/{hall.ballot_id}/reveal")
        return hall, ana

    return play


@pytest.mark.parametrize("method", WAYS)
def test_anybody_can_count_the_list_again(decided, tmp_path, method):
    hall, ana = decided(method)
    page = ana.get(f"/ballots/{hall.ballot_id}").text
    assert "All ballots, without names:" in page
    answer = ana.get(f"/ballots/{hall.ballot_id}/ballots.json")
    path = tmp_path / "ballots.json"
    path.write_bytes(answer.data)
    told = CliRunner().invoke(count_command, [str(path), "--method", method, "--json"])
    again = json.loads(told.output)
    result = hall.ballot().result["total"]
    names = dict(zip(hall.options, NAMES, strict=True))
    assert again["winners"] == [names[one] for one in result["winners"]]
    assert again["ballots"] == result["ballots"] == 9
    mine = [{**one, "option": names[one["option"]]} for one in result["options"]]
    assert again["options"] == mine
    sheet = ana.get(f"/ballots/{hall.ballot_id}/ballots.csv").text
    assert sheet.startswith("ballots,Curiosity,'=Courage,")


@pytest.mark.parametrize("change", [{"secret": False}, {"voters": 4}, {"reveal": False}])
def test_no_list_of_open_small_or_hidden_ballots(decided, change):
    hall, ana = decided("approval", **change)
    assert "All ballots, without names:" not in ana.get(f"/ballots/{hall.ballot_id}").text
    for ending in ("csv", "json"):
        assert ana.get(f"/ballots/{hall.ballot_id}/ballots.{ending}").status_code == 303


@pytest.mark.parametrize("method", WAYS)
def test_a_picture_to_take_along(decided, as_person, cast, method):
    hall, ana = decided(method, secret=False)
    svg = ana.get(f"/ballots/{hall.ballot_id}/result.svg")
    assert svg.mimetype == "image/svg+xml"
    words = "".join(ET.fromstring(svg.data).itertext())
    assert "Which of these do we keep?" in words
    assert "Care & <Craft>" in words
    png = ana.get(f"/ballots/{hall.ballot_id}/result.png")
    assert png.data.startswith(b"\x89PNG")
    assert "attachment" in png.headers["Content-Disposition"]
    stranger = as_person(cast.cy)
    for file in ("result.svg", "result.png", "ballots.csv", "ballots.json"):
        assert stranger.get(f"/ballots/{hall.ballot_id}/{file}").status_code == 404


def test_no_picture_before_the_reveal(decided):
    hall, ana = decided("approval", reveal=False)
    assert ana.get(f"/ballots/{hall.ballot_id}/result.svg").status_code == 303
    assert ana.get(f"/ballots/{hall.ballot_id}/result.png").status_code == 303
